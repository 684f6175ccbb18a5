/**
 * Which documents answer a reading of the query best: first every document that has its words, by rarity and place;
 * then the best are reordered by what a list of words cannot see: order, neighbours, how much of the name is left over.
 */
import { readingWordsMax, type Heard, type Reading } from './readings.ts';
import { rarityOf, type Shelf } from './shelf.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Documents that have a word, rising, each with 0–1: how sure, how weighty its place. */
interface Found {
	readonly docs: Uint32Array;
	readonly values: Float32Array;
	/** How far the document has the word at all, 0–1: kinder than `values` to guesses and to weak places. */
	readonly covers: Float32Array;
	/** How much the word tells. */
	readonly rarity: number;
}

/** A shelf that is being searched: keeps what it found for finished words, since the next key asks for them again. */
export interface Searcher {
	readonly shelf: Shelf;
	readonly vocabulary: Vocabulary;
	readonly found: Map<string, Found>;
	readonly scratch: {
		readonly sums: Float32Array;
		readonly covered: Float32Array;
		readonly best: Float32Array;
		readonly bestReading: Uint8Array;
		/** Per term: which words of a reading it may be, bit i for word i; zero between uses. */
		readonly masks: Uint32Array;
		/** Per term: how sure we are that it is one of these words. */
		readonly certain: Float32Array;
	};
}

export interface Ranked {
	readonly doc: number;
	readonly score: number;
	/** By which it was found. */
	readonly reading: Reading;
}

export interface RankRequest {
	readonly readings: readonly Reading[];
	/** Null: every document. */
	readonly passes: Uint8Array | null;
	/** Known before any query: how much more people need this one, about 0–0.2. */
	readonly priors: Float32Array | null;
	readonly limit: number;
}

/** Words whose documents are kept. */
const foundMax = 256;
/** Documents whose phrases are compared; the rest keep their plain score. */
export const reorderedMax = 60;
/** A hit must carry at least this share of the query's meaning. */
const coverageMin = 0.25;
/** Below this share of the best score a hit is noise. */
const scoreShareMin = 0.3;
/** Of a score: words alone, words side by side, and how little of the name the query leaves over. */
const shares = { words: 0.4, neighbours: 0.25, explained: 0.35 };
/** A word that nobody knows says that something is missing, not what. */
const unknownFactor = 0.4;

export function createSearcher(shelf: Shelf, vocabulary: Vocabulary): Searcher {
	return {
		shelf,
		vocabulary,
		found: new Map(),
		scratch: {
			sums: new Float32Array(shelf.size),
			covered: new Float32Array(shelf.size),
			best: new Float32Array(shelf.size),
			bestReading: new Uint8Array(shelf.size),
			masks: new Uint32Array(vocabulary.keys.length),
			certain: new Float32Array(vocabulary.keys.length)
		}
	};
}

/** Best first; `total` counts all that would be hits without the limit. */
export function rank(searcher: Searcher, request: RankRequest): { hits: Ranked[]; total: number } {
	const { readings, passes, priors, limit } = request;
	const { best, bestReading } = searcher.scratch;
	const weighed = readings.map((reading) => weigh(searcher, reading));
	scoreWords(searcher, weighed);

	let top = 0;
	for (let doc = 0; doc < best.length; doc++)
		if ((best[doc] ?? 0) > top && (!passes || passes[doc] === 1)) top = best[doc] ?? 0;
	if (top === 0) return { hits: [], total: 0 };
	const candidates: number[] = [];
	for (let doc = 0; doc < best.length; doc++)
		if ((best[doc] ?? 0) >= top * scoreShareMin && (!passes || passes[doc] === 1)) candidates.push(doc);

	const plainScore = (doc: number) => (best[doc] ?? 0) + (priors?.[doc] ?? 0);
	const ordered = pickBest(candidates, plainScore, Math.max(limit, reorderedMax));
	const reordered: Ranked[] = [];
	for (const [r, reading] of weighed.entries())
		withMasks(searcher, reading, () => {
			for (const doc of ordered.slice(0, reorderedMax)) {
				if (bestReading[doc] !== r) continue;
				const phrase = phraseScore(searcher, reading, doc);
				const score = (best[doc] ?? 0) * (shares.words + phrase) + (priors?.[doc] ?? 0);
				reordered.push({ doc, score, reading: reading.reading });
			}
		});
	reordered.sort(byScore);
	const rest = ordered.slice(reorderedMax).map((doc) => ({
		doc,
		score: (best[doc] ?? 0) * shares.words,
		reading: readings[bestReading[doc] ?? 0] as Reading
	}));
	return { hits: [...reordered, ...rest].slice(0, limit), total: candidates.length };
}

function byScore(a: Ranked, b: Ranked): number {
	return b.score - a.score || a.doc - b.doc;
}

/** The `count` best, best first; equal ones in their own order. Sorts no more than needed. */
function pickBest(docs: readonly number[], scoreOf: (doc: number) => number, count: number): number[] {
	const scores = Float32Array.from(docs, scoreOf);
	let floor = -Infinity;
	if (docs.length > count) floor = scores.toSorted()[docs.length - count] ?? floor;
	return docs
		.map((doc, i) => ({ doc, score: scores[i] ?? 0 }))
		.filter(({ score }) => score >= floor)
		.sort((a, b) => b.score - a.score || a.doc - b.doc)
		.slice(0, count)
		.map(({ doc }) => doc);
}

interface Weighed {
	readonly reading: Reading;
	readonly words: readonly Heard[];
	readonly found: readonly Found[];
	readonly importances: readonly number[];
	readonly whole: number;
	/** Sum over neighbours in the query of what both tell. */
	readonly wholePairs: number;
}

function weigh(searcher: Searcher, reading: Reading): Weighed {
	const found = reading.words.map((word) => findWord(searcher, word));
	const importances = reading.words.map(
		(word, i) => word.factor * (found[i]?.rarity ?? 0) * (found[i]?.docs.length === 0 ? unknownFactor : 1)
	);
	let wholePairs = 0;
	for (let i = 1; i < importances.length; i++) wholePairs += pairWeight(importances, i);
	return {
		reading,
		words: reading.words,
		found,
		importances,
		whole: importances.reduce((sum, one) => sum + one, 0),
		wholePairs
	};
}

function pairWeight(importances: readonly number[], right: number): number {
	return Math.sqrt((importances[right - 1] ?? 0) * (importances[right] ?? 0));
}

/** Postings of all terms that a word may be, the best value of each document. */
function findWord({ shelf, vocabulary, found }: Searcher, word: Heard): Found {
	const known = found.get(word.id);
	if (known) return known;
	const values = new Float32Array(shelf.size);
	const docs: number[] = [];
	for (const [i, term] of word.terms.entries()) {
		const sureness = (word.sureness[i] ?? 0) / 255;
		const end = shelf.from[term + 1] ?? 0;
		for (let at = shelf.from[term] ?? 0; at < end; at++) {
			const doc = shelf.docs[at] ?? 0;
			const value = sureness * (shelf.weights[at] ?? 0);
			if (values[doc] === 0) docs.push(doc);
			if (value > (values[doc] ?? 0)) values[doc] = value;
		}
	}
	const rising = Uint32Array.from(docs).sort();
	const own = vocabulary.text(word.text);
	const ownRarity = own === undefined ? 0 : (shelf.rarities[own] ?? 0);
	const result = {
		docs: rising,
		values: Float32Array.from(rising, (doc) => values[doc] ?? 0),
		covers: Float32Array.from(rising, (doc) => Math.sqrt(values[doc] ?? 0)),
		rarity: Math.max(ownRarity, rarityOf(docs.length, shelf.size))
	};
	if (found.size >= foundMax) found.delete(found.keys().next().value ?? '');
	found.set(word.id, result);
	return result;
}

/** Into `best` and `bestReading`: per document the reading that its words answer best. */
function scoreWords(searcher: Searcher, weighed: readonly Weighed[]): void {
	const { sums, covered, best, bestReading } = searcher.scratch;
	best.fill(0);
	for (const [r, { reading, found, importances, whole }] of weighed.entries()) {
		if (whole === 0) continue;
		sums.fill(0);
		covered.fill(0);
		for (const [w, { docs, values, covers }] of found.entries()) {
			const importance = importances[w] ?? 0;
			for (let i = 0; i < docs.length; i++) {
				const doc = docs[i] as number;
				sums[doc] = (sums[doc] as number) + importance * (values[i] as number);
				covered[doc] = (covered[doc] as number) + importance * (covers[i] as number);
			}
		}
		const scale = reading.sureness / (whole * whole);
		const least = coverageMin * whole;
		for (let doc = 0; doc < sums.length; doc++) {
			const cover = covered[doc] as number;
			if (cover < least) continue;
			const score = (sums[doc] as number) * cover * scale;
			if (score > (best[doc] as number)) {
				best[doc] = score;
				bestReading[doc] = r;
			}
		}
	}
}

function withMasks({ scratch: { masks, certain } }: Searcher, { words }: Weighed, use: () => void): void {
	for (const [i, { terms, sureness }] of words.slice(0, readingWordsMax).entries())
		for (const [k, term] of terms.entries()) {
			masks[term] = (masks[term] ?? 0) | (1 << i);
			certain[term] = Math.max(certain[term] ?? 0, sureness[k] ?? 0);
		}
	use();
	for (const { terms } of words)
		for (const term of terms) {
			masks[term] = 0;
			certain[term] = 0;
		}
}

/** 0 to `shares.neighbours + shares.explained`: the best that any phrase of the document offers. */
function phraseScore(
	{ shelf: { phrases }, scratch: { masks, certain } }: Searcher,
	{ importances, wholePairs }: Weighed,
	doc: number
): number {
	let best = 0;
	for (let phrase = phrases.first[doc] ?? 0; phrase < (phrases.first[doc + 1] ?? 0); phrase++) {
		const end = phrases.begin[phrase + 1] ?? 0;
		let before = 0;
		let pairs = 0;
		let explained = 0;
		for (let at = phrases.begin[phrase] ?? 0; at < end; at++) {
			const term = phrases.terms[at] ?? 0;
			const mask = masks[term] ?? 0;
			if (mask !== 0) {
				explained += (phrases.meanings[at] ?? 0) * (certain[term] ?? 0);
				pairs |= mask & (before << 1);
			}
			before = mask;
		}
		if (explained === 0) continue;
		let beside = 0;
		for (let i = 1; i < importances.length; i++) if (pairs & (1 << i)) beside += pairWeight(importances, i);
		const score =
			shares.neighbours * (wholePairs > 0 ? beside / wholePairs : 1) +
			shares.explained * (explained / (phrases.whole[phrase] ?? 1));
		best = Math.max(best, score * (phrases.weights[phrase] ?? 1));
	}
	return best;
}
