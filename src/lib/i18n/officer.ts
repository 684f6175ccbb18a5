/** The officers' desk: words that only officers read. */
import type * as vi from './officer.vi.ts';
import { defineArea, type Same } from './index.ts';

export type OfficerWords = Same<typeof vi.words>;

export const officerArea = defineArea<OfficerWords>({
	vi: () => import('./officer.vi.ts'),
	en: () => import('./officer.en.ts')
});
