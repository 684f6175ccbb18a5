/** The citizen's area: its words, loaded by its layout. */
import type * as vi from './citizen.vi.ts';
import { defineArea, type Same } from './index.ts';

export type CitizenWords = Same<typeof vi.words>;

export const citizenArea = defineArea<CitizenWords>({
	vi: () => import('./citizen.vi.ts'),
	en: () => import('./citizen.en.ts')
});
