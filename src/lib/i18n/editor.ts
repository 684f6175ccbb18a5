/** The publishing desk: words that only editors read. */
import type * as vi from './editor.vi.ts';
import { defineArea, type Same } from './index.ts';

export type EditorWords = Same<typeof vi.words>;

export const editorArea = defineArea<EditorWords>({
	vi: () => import('./editor.vi.ts'),
	en: () => import('./editor.en.ts')
});

/** What the desk answered, for faults that have no more to tell than their name. */
export function faultSentence({ faults }: EditorWords, type: string): string {
	const known: Readonly<Record<string, string>> = faults;
	return known[type] ?? faults.other;
}
