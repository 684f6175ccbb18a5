/** Words of taking work along in a file, and of taking it in. */
import { defineArea, type Same } from './index.ts';
import type * as vi from './hand-over.vi.ts';

export type HandOverWords = Same<typeof vi.words>;

export const handOverArea = defineArea<HandOverWords>({
	vi: () => import('./hand-over.vi.ts'),
	en: () => import('./hand-over.en.ts')
});
