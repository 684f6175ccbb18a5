/** Names of the staff pages: loaded by these pages, and by the account page of those who work there. */
import { defineArea, type Same } from './index.ts';
import type * as vi from './workplaces.vi.ts';

export type WorkplaceWords = Same<typeof vi.words>;

export const workplaceArea = defineArea<WorkplaceWords>({
	vi: () => import('./workplaces.vi.ts'),
	en: () => import('./workplaces.en.ts')
});
