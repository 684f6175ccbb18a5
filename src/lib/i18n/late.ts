/** Words of what comes when the page stands: the copy on the device, new versions, installing. */
import { defineArea, type Same } from './index.ts';
import type * as vi from './late.vi.ts';

export type LateWords = Same<typeof vi.words>;

export const lateArea = defineArea<LateWords>({
	vi: () => import('./late.vi.ts'),
	en: () => import('./late.en.ts')
});
