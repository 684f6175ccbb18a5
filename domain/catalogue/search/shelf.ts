/**
 * Documents of one kind (procedures, questions) with their words as typed arrays: postings (which documents have a
 * term, and in how weighty a place) and, for names, aliases and questions, the terms in their order with their places.
 */
import { words } from '../words.ts';
import type { Vocabulary, VocabularyBuilder } from './vocabulary.ts';

/** A text of a document. `weight` 0–1 says how much a word here tells of the whole document. */
export interface FieldSource {
	readonly text: string;
	readonly weight: number;
	/** Names, aliases, questions: compared word by word and marked; the rest only lends its words. */
	readonly isPhrase: boolean;
}

export interface Shelf {
	readonly size: number;
	/** Postings of term t: places `from[t]` to `from[t + 1]` of `docs` (rising) and `weights` (0–255). */
	readonly from: Uint32Array;
	readonly docs: Uint32Array;
	readonly weights: Uint8Array;
	/** Rarity of a text, as `rarityOf` computes it. */
	readonly rarities: Float32Array;
	readonly phrases: Phrases;
}

/** All phrases one after the other. */
export interface Phrases {
	/** Phrases of document d: `first[d]` to `first[d + 1]`; of a procedure the name is its first. */
	readonly first: Uint32Array;
	/** Words of phrase p: `begin[p]` to `begin[p + 1]` of what follows. */
	readonly begin: Uint32Array;
	readonly terms: Uint32Array;
	/** Offsets into the text, UTF-16 units. */
	readonly starts: Uint16Array;
	readonly ends: Uint16Array;
	/** Meaning a word carries within its phrase, and that of the whole phrase; see `asideShare`. */
	readonly meanings: Float32Array;
	readonly whole: Float32Array;
	/** Worth of the field, 0–1. */
	readonly weights: Float32Array;
}

/** Longer texts are read to here: no name is as long, and offsets have 16 bits. */
const textLengthMax = 8_000;

/** What stands in brackets (`(thực hiện tại cấp tỉnh)`) tells less of what a procedure is about. */
const asideShare = 0.35;

/** How much a text tells that `count` of `size` documents have; 0 documents is rarer than one. */
export function rarityOf(count: number, size: number): number {
	return Math.log(1 + size / (count + 0.5));
}

interface ReadText {
	readonly terms: Uint32Array;
	readonly starts: Uint16Array;
	readonly ends: Uint16Array;
	readonly isAside: Uint8Array;
}

export function createShelf(
	vocabulary: VocabularyBuilder,
	size: number,
	fieldsOf: (doc: number) => readonly FieldSource[]
): Shelf {
	/** Sectors, agencies and life events repeat: read once. */
	const repeated = new Map<string, ReadText>();
	const readOnce = (text: string) => {
		const known = repeated.get(text) ?? readText(vocabulary, text);
		repeated.set(text, known);
		return known;
	};

	const first = new Uint32Array(size + 1);
	const phraseTexts: ReadText[] = [];
	const phraseWeights: number[] = [];
	// A document's terms without repetition, each with its best weight; one after the other.
	const bag = growing(size * 32);
	const bagWeights = growing(size * 32);
	const bagEnds = new Uint32Array(size);
	let seenAt = new Int32Array(4_096).fill(-1);

	for (let doc = 0; doc < size; doc++) {
		const bagStart = bag.length();
		for (const { text, weight, isPhrase } of fieldsOf(doc)) {
			if (text === '') continue;
			const read = isPhrase ? readText(vocabulary, text) : readOnce(text);
			if (isPhrase) {
				vocabulary.learnOrder(read.terms, 0, read.terms.length);
				phraseTexts.push(read);
				phraseWeights.push(weight);
			}
			if (vocabulary.keys.length > seenAt.length) seenAt = widened(seenAt, vocabulary.keys.length * 2);
			for (const [i, term] of read.terms.entries()) {
				const value = Math.round(255 * weight * (read.isAside[i] ? 0.85 : 1));
				const at = seenAt[term] ?? -1;
				if (at >= bagStart) bagWeights.set(at, Math.max(bagWeights.get(at), value));
				else {
					seenAt[term] = bag.length();
					bag.push(term);
					bagWeights.push(value);
				}
			}
		}
		bagEnds[doc] = bag.length();
		first[doc + 1] = phraseTexts.length;
	}

	const termCount = vocabulary.keys.length;
	const from = new Uint32Array(termCount + 1);
	for (let i = 0; i < bag.length(); i++) from[bag.get(i) + 1] = (from[bag.get(i) + 1] ?? 0) + 1;
	for (let term = 0; term < termCount; term++) from[term + 1] = (from[term + 1] ?? 0) + (from[term] ?? 0);
	const docs = new Uint32Array(bag.length());
	const weights = new Uint8Array(bag.length());
	const next = from.slice();
	for (let doc = 0, i = 0; doc < size; doc++)
		for (; i < (bagEnds[doc] ?? 0); i++) {
			const at = next[bag.get(i)] ?? 0;
			next[bag.get(i)] = at + 1;
			docs[at] = doc;
			weights[at] = bagWeights.get(i);
		}

	const rarities = raritiesOf(vocabulary, { size, from, docs });
	return {
		size,
		from,
		docs,
		weights,
		rarities,
		phrases: layPhrases(vocabulary, rarities, first, phraseTexts, phraseWeights)
	};
}

function readText(vocabulary: VocabularyBuilder, text: string): ReadText {
	const found = words(text.length > textLengthMax ? text.slice(0, textLengthMax) : text);
	const terms = new Uint32Array(found.length);
	const starts = new Uint16Array(found.length);
	const ends = new Uint16Array(found.length);
	const isAside = new Uint8Array(found.length);
	let at = 0;
	let depth = 0;
	for (const [i, word] of found.entries()) {
		for (; at < word.start; at++) {
			const sign = text.charCodeAt(at);
			if (sign === 0x28) depth++;
			else if (sign === 0x29 && depth > 0) depth--;
		}
		terms[i] = vocabulary.learn(word);
		starts[i] = word.start;
		ends[i] = word.end;
		isAside[i] = depth > 0 ? 1 : 0;
	}
	return { terms, starts, ends, isAside };
}

function raritiesOf(
	vocabulary: Vocabulary,
	{ size, from, docs }: Pick<Shelf, 'size' | 'from' | 'docs'>
): Float32Array {
	const seenBy = new Int32Array(size).fill(-1);
	return Float32Array.from(vocabulary.termsOf, (terms, text) => {
		let count = 0;
		for (const term of terms)
			for (let at = from[term] ?? 0; at < (from[term + 1] ?? 0); at++) {
				const doc = docs[at] ?? 0;
				if (seenBy[doc] !== text) count++;
				seenBy[doc] = text;
			}
		return rarityOf(count, size);
	});
}

function layPhrases(
	vocabulary: Vocabulary,
	rarities: Float32Array,
	first: Uint32Array,
	texts: readonly ReadText[],
	fieldWeights: readonly number[]
): Phrases {
	const length = texts.reduce((sum, { terms }) => sum + terms.length, 0);
	const phrases = {
		first,
		begin: new Uint32Array(texts.length + 1),
		terms: new Uint32Array(length),
		starts: new Uint16Array(length),
		ends: new Uint16Array(length),
		meanings: new Float32Array(length),
		whole: new Float32Array(texts.length),
		weights: Float32Array.from(fieldWeights)
	};
	let at = 0;
	for (const [phrase, { terms, starts, ends, isAside }] of texts.entries()) {
		phrases.terms.set(terms, at);
		phrases.starts.set(starts, at);
		phrases.ends.set(ends, at);
		let whole = 0;
		for (let i = 0; i < terms.length; i++) {
			const rarity = rarities[vocabulary.textOf[terms[i] ?? 0] ?? 0] ?? 0;
			const meaning = rarity * (isAside[i] ? asideShare : 1);
			phrases.meanings[at + i] = meaning;
			whole += meaning;
		}
		phrases.whole[phrase] = whole;
		at += terms.length;
		phrases.begin[phrase + 1] = at;
	}
	return phrases;
}

function widened(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
	const wider = new Int32Array(length).fill(-1);
	wider.set(array);
	return wider;
}

/** A typed array that doubles when full. */
function growing(expected: number): {
	push(value: number): void;
	get(at: number): number;
	set(at: number, value: number): void;
	length(): number;
} {
	let values = new Uint32Array(Math.max(16, expected));
	let length = 0;
	return {
		push(value) {
			if (length === values.length) {
				const wider = new Uint32Array(length * 2);
				wider.set(values);
				values = wider;
			}
			values[length++] = value;
		},
		get: (at) => values[at] ?? 0,
		set(at, value) {
			values[at] = value;
		},
		length: () => length
	};
}
