/** Words about drafts that a person has on several devices. */
import { defineArea, type Same } from './index.ts';
import type * as vi from './drafts.vi.ts';

export type DraftWords = Same<typeof vi.words>;

export const draftArea = defineArea<DraftWords>({
	vi: () => import('./drafts.vi.ts'),
	en: () => import('./drafts.en.ts')
});
