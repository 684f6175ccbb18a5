/**
 * The words that a catalogue knows, as numbers. A *term* is a word with its marks (`tử`), a *text* the same word
 * without (`tu`), shared by several terms. Which texts stand beside one another is remembered too: it tells a slip
 * (`tạm chú`) from a word.
 */
import { isOneSlipAway, type Spelling } from '../words.ts';

export interface Vocabulary {
	/** Term → word with marks, as `Word.key`. */
	readonly keys: readonly string[];
	/** Term → text. */
	readonly textOf: readonly number[];
	/** Text → folded word, and the terms that fold to it. */
	readonly texts: readonly string[];
	readonly termsOf: readonly (readonly number[])[];
	term(key: string): number | undefined;
	text(folded: string): number | undefined;
	/** How often the two stand in this order, neighbours; counts end at 65,535. */
	neighbours(left: number, right: number): number;
	/** Texts one slip away from a word, itself left out. */
	slips(folded: string): readonly number[];
	/** Texts that begin so, the whole one left out. */
	completions(begin: string): readonly number[];
}

export interface VocabularyBuilder extends Vocabulary {
	/** Number of the term, new or known. */
	learn(word: Spelling): number;
	/** Terms that stand in this order in one text. */
	learnOrder(terms: ArrayLike<number>, from: number, to: number): void;
}

export function createVocabulary(): VocabularyBuilder {
	const keys: string[] = [];
	const textOf: number[] = [];
	const texts: string[] = [];
	const termsOf: number[][] = [];
	const termByKey = new Map<string, number>();
	const textByFolded = new Map<string, number>();
	const textsByLength: number[][] = [];
	const pairs = createPairCounter();

	function learnText(folded: string): number {
		const known = textByFolded.get(folded);
		if (known !== undefined) return known;
		const text = texts.push(folded) - 1;
		textByFolded.set(folded, text);
		termsOf.push([]);
		(textsByLength[folded.length] ??= []).push(text);
		return text;
	}

	return {
		keys,
		textOf,
		texts,
		termsOf,
		learn({ text: folded, key }) {
			const known = termByKey.get(key);
			if (known !== undefined) return known;
			const text = learnText(folded);
			const term = keys.push(key) - 1;
			textOf.push(text);
			termByKey.set(key, term);
			termsOf[text]?.push(term);
			return term;
		},
		learnOrder(terms, from, to) {
			for (let at = from + 1; at < to; at++)
				pairs.add(textOf[terms[at - 1] ?? 0] ?? 0, textOf[terms[at] ?? 0] ?? 0);
		},
		term: (key) => termByKey.get(key),
		text: (folded) => textByFolded.get(folded),
		neighbours: (left, right) => pairs.count(left, right),
		slips: remembered((folded) => {
			const found: number[] = [];
			for (let length = folded.length - 1; length <= folded.length + 1; length++)
				for (const text of textsByLength[length] ?? [])
					if (isOneSlipAway(folded, texts[text] ?? '')) found.push(text);
			return found;
		}),
		completions: remembered((begin) => {
			const found: number[] = [];
			for (let length = begin.length + 1; length < textsByLength.length; length++)
				for (const text of textsByLength[length] ?? []) if (texts[text]?.startsWith(begin)) found.push(text);
			return found;
		})
	};
}

/** The next key asks for the same words again. */
function remembered(compute: (text: string) => readonly number[]): (text: string) => readonly number[] {
	const known = new Map<string, readonly number[]>();
	return (text) => {
		const found = known.get(text) ?? compute(text);
		if (known.size >= rememberedMax) known.clear();
		known.set(text, found);
		return found;
	};
}
const rememberedMax = 256;

/** Counts of pairs of numbers below 65,536: open addressing, because a Map of 30,000 pairs costs a phone 3 MB. */
function createPairCounter(): {
	add(left: number, right: number): void;
	count(left: number, right: number): number;
} {
	let keys = new Uint32Array(1 << 12);
	let counts = new Uint16Array(1 << 12);
	let size = 0;

	/** Where the pair is, or the free place where it would be. Zero marks a free place, so keys are one higher. */
	function place(key: number): number {
		const mask = keys.length - 1;
		let at = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
		while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
		return at;
	}

	function grow(): void {
		const [oldKeys, oldCounts] = [keys, counts];
		keys = new Uint32Array(oldKeys.length * 2);
		counts = new Uint16Array(oldKeys.length * 2);
		for (const [i, key] of oldKeys.entries()) {
			if (key === 0) continue;
			const at = place(key);
			keys[at] = key;
			counts[at] = oldCounts[i] ?? 0;
		}
	}

	const keyOf = (left: number, right: number) => (((left & 0xffff) << 16) | (right & 0xffff)) + 1;

	return {
		add(left, right) {
			const key = keyOf(left, right) >>> 0;
			const at = place(key);
			if (keys[at] === 0) size++;
			keys[at] = key;
			counts[at] = Math.min(0xffff, (counts[at] ?? 0) + 1);
			if (size * 2 > keys.length) grow();
		},
		count: (left, right) => counts[place(keyOf(left, right) >>> 0)] ?? 0
	};
}
