import { describe, expect, it } from 'vitest';
import { createLexicon } from './lexicon.ts';
import { synonyms } from './synonyms.ts';

const phrase = (words: readonly { readonly marked: string }[]) => words.map(({ marked }) => marked).join(' ');

describe('the table of everyday words', () => {
	it('is broad, and every line has both sides', () => {
		const lines = synonyms.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
		expect(lines.length).toBeGreaterThan(300);
		for (const line of lines) {
			expect(line.split('='), line).toHaveLength(2);
			for (const say of (line.split('=')[0] ?? '').split('|')) expect(say.trim(), line).not.toBe('');
		}
		expect(createLexicon().entries.length).toBeGreaterThan(1_000);
	});
	it('merges what two lines say of one phrase, and drops what says itself', () => {
		const lexicon = createLexicon('# người\na b | c = d | e\nc = f | c\n\nkhông có dấu bằng');
		expect(lexicon.startingWith('c').map(({ means }) => means.map(phrase))).toEqual([['d', 'e', 'f']]);
	});
	it('offers the longest phrase first', () => {
		const lexicon = createLexicon('đất = x\nđất ở = y\nđất ở lâu = z');
		expect(lexicon.startingWith('dat').map(({ say }) => phrase(say))).toEqual(['đất ở lâu', 'đất ở', 'đất']);
	});
	it('knows phrases that mean nothing for the search', () => {
		expect(createLexicon('ở đâu =').startingWith('o')[0]?.means).toEqual([[]]);
	});
});
