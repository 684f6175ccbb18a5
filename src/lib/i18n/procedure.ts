/** Words of the pages about one procedure and of the filters: the first page that a reader opens needs none of them. */
import type * as vi from './procedure.vi.ts';
import { defineArea, type Same } from './index.ts';

export type ProcedureWords = Same<typeof vi.words>;

export const procedureArea = defineArea<ProcedureWords>({
	vi: () => import('./procedure.vi.ts'),
	en: () => import('./procedure.en.ts')
});
