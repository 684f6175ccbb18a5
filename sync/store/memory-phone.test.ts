import { MemoryPhone } from './memory-phone.ts';
import { phoneStoreContract } from './phone-contract.ts';

phoneStoreContract('memory', async () => new MemoryPhone());
