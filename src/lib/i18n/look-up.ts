/** Words of the public look-up, which no other page needs. */
import { defineArea, type Same } from './index.ts';
import type * as vi from './look-up.vi.ts';

export type LookUpWords = Same<typeof vi.words>;

export const lookUpArea = defineArea<LookUpWords>({
	vi: () => import('./look-up.vi.ts'),
	en: () => import('./look-up.en.ts')
});
