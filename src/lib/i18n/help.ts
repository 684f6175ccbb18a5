/** The help page: long texts that no other page needs. */
import type * as vi from './help.vi.ts';
import { defineArea, type Same } from './index.ts';

export type HelpWords = Same<typeof vi.words>;

export const helpArea = defineArea<HelpWords>({
	vi: () => import('./help.vi.ts'),
	en: () => import('./help.en.ts')
});
