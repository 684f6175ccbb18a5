/** The operator's page: words that only operators read. */
import type * as vi from './operator.vi.ts';
import { defineArea, type Same } from './index.ts';

export type OperatorWords = Same<typeof vi.words>;

export const operatorArea = defineArea<OperatorWords>({
	vi: () => import('./operator.vi.ts'),
	en: () => import('./operator.en.ts')
});
