import { MemoryPhone } from './memory-phone.ts';
import { phoneStoreContract } from '../../tests/contract/phone-store.ts';

phoneStoreContract('memory', async () => new MemoryPhone());
