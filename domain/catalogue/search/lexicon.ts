/**
 * The synonym table made ready: for a place in a query, which everyday phrases begin there and what they mean in
 * official language.
 */
import { words, type Spelling } from '../words.ts';
import { synonyms } from './synonyms.ts';

export interface LexiconEntry {
	readonly say: readonly Spelling[];
	/** Official phrases, likeliest first; an empty phrase: it says nothing about which procedure is meant. */
	readonly means: readonly (readonly Spelling[])[];
}

export interface Lexicon {
	/** Entries whose first word folds to this, longest first. */
	startingWith(text: string): readonly LexiconEntry[];
	readonly entries: readonly LexiconEntry[];
}

/** Reads lines `say | say = mean | mean`; lines that begin with `#` and empty ones are for people. */
export function createLexicon(table: string = synonyms): Lexicon {
	const bySay = new Map<string, { say: readonly Spelling[]; means: Map<string, readonly Spelling[]> }>();
	for (const line of table.split('\n')) {
		const [left, right] = line.split('=');
		if (left === undefined || right === undefined || line.trimStart().startsWith('#')) continue;
		for (const phrase of left.split('|')) {
			const say = words(phrase);
			if (say.length === 0) continue;
			const id = idOf(say);
			const entry = bySay.get(id) ?? { say, means: new Map<string, readonly Spelling[]>() };
			for (const mean of right.split('|').map(words))
				if (idOf(mean) !== id) entry.means.set(idOf(mean), mean);
			bySay.set(id, entry);
		}
	}
	const entries = [...bySay.values()].map(({ say, means }) => ({ say, means: [...means.values()] }));
	const starts = new Map<string, LexiconEntry[]>();
	for (const entry of entries.toSorted((a, b) => b.say.length - a.say.length)) {
		const text = entry.say[0]?.text ?? '';
		starts.set(text, [...(starts.get(text) ?? []), entry]);
	}
	return { entries, startingWith: (text) => starts.get(text) ?? [] };
}

function idOf(phrase: readonly Spelling[]): string {
	return phrase.map(({ key }) => key).join(' ');
}
