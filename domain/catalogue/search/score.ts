/**
 * Which documents answer a reading of the query best: first every document that has its words, by rarity and place;
 * then the best are reordered by what a list of words cannot see: order, neighbours, how much of the name is left over.
 */
import { readingWordsMax, type Heard, type Reading } from './readings.ts';
import { rarityOf, type Shelf } from './shelf.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Documents that have a word, in any order, each with 0–1: how sure, how weighty its place. */
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
		/** All zero between uses. */
		readonly values: Float32Array;
		readonly touched: Uint32Array;
		readonly sums: Float32Array;
		readonly covered: Float32Array;
		readonly best: Float32Array;
		/** By which the best are picked. */
		readonly keys: Float32Array;
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
	/** Documents to which something else in the query's answer points, and how much that is worth. */
	readonly told: ReadonlyMap<number, number> | null;
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
/** Of a score: words alone, words side by side, all of them side by side, and how little of the name is left over. */
const shares = { words: 0.35, neighbours: 0.25, unbroken: 0.1, explained: 0.3 };
/** All of it but rounding, and fillers. */
const unbrokenMin = 0.97;
/** A word that nobody knows says that something is missing, not what. */
const unknownFactor = 0.4;

export function createSearcher(shelf: Shelf, vocabulary: Vocabulary): Searcher {
	return {
		shelf,
		vocabulary,
		found: new Map(),
		scratch: {
			values: new Float32Array(shelf.size),
			touched: new Uint32Array(shelf.size),
			sums: new Float32Array(shelf.size),
			covered: new Float32Array(shelf.size),
			best: new Float32Array(shelf.size),
			keys: new Float32Array(shelf.size),
			bestReading: new Uint8Array(shelf.size),
			masks: new Uint32Array(vocabulary.keys.length),
			certain: new Float32Array(vocabulary.keys.length)
		}
	};
}

/** Best first; `total` counts all that would be hits without the limit. */
export function rank(searcher: Searcher, request: RankRequest): { hits: Ranked[]; total: number } {
	const { readings, passes, limit } = request;
	const { best, bestReading } = searcher.scratch;
	const weighed = readings.map((reading) => weigh(searcher, reading));
	scoreWords(searcher, weighed);

	let top = 0;
	for (let doc = 0; doc < best.length; doc++) {
		if (passes?.[doc] === 0) best[doc] = 0;
		if ((best[doc] as number) > top) top = best[doc] as number;
	}
	if (top === 0) return { hits: [], total: 0 };
	const least = top * scoreShareMin;
	let total = 0;
	for (let doc = 0; doc < best.length; doc++) if ((best[doc] as number) >= least) total++;

	const ordered = pickBest(searcher, request, least, Math.max(limit, reorderedMax));
	const reordered: Ranked[] = [];
	for (const [r, reading] of weighed.entries()) {
		const mine = ordered.slice(0, reorderedMax).filter((doc) => bestReading[doc] === r);
		if (mine.length === 0) continue;
		withMasks(searcher, reading, () => {
			for (const doc of mine) {
				const share = shares.words + phraseScore(searcher, reading, doc);
				const score = (best[doc] ?? 0) * share + priorOf(request, doc);
				reordered.push({ doc, score, reading: reading.reading });
			}
		});
	}
	reordered.sort(byScore);
	const rest = ordered.slice(reorderedMax, limit).map((doc) => ({
		doc,
		score: (best[doc] ?? 0) * shares.words,
		reading: readings[bestReading[doc] ?? 0] as Reading
	}));
	return { hits: [...reordered, ...rest].slice(0, limit), total };
}

function byScore(a: Ranked, b: Ranked): number {
	return b.score - a.score || a.doc - b.doc;
}

function priorOf({ priors, told }: RankRequest, doc: number): number {
	return (priors?.[doc] ?? 0) + (told?.get(doc) ?? 0);
}

/** Steps in which scores are counted: fine enough that few more than `count` are sorted. */
const stepsPerPoint = 512;
const stepsMax = 2 * stepsPerPoint;

/** The `count` best of those with at least `least`, best first; equal ones in their own order. */
function pickBest(
	{ scratch: { best, keys } }: Searcher,
	request: RankRequest,
	least: number,
	count: number
): number[] {
	const counts = new Uint32Array(stepsMax + 1);
	const { priors, told } = request;
	for (let doc = 0; doc < best.length; doc++) {
		const score = best[doc] as number;
		if (score < least) continue;
		const key = score + (priors ? (priors[doc] as number) : 0) + (told?.get(doc) ?? 0);
		keys[doc] = key;
		const step = Math.max(0, Math.min(stepsMax, Math.floor(key * stepsPerPoint)));
		counts[step] = (counts[step] as number) + 1;
	}
	let floor = stepsMax;
	for (let sum = counts[stepsMax] as number; floor > 0 && sum < count;) sum += counts[--floor] as number;
	const picked: number[] = [];
	for (let doc = 0; doc < best.length; doc++)
		if ((best[doc] as number) >= least && (floor === 0 || (keys[doc] as number) * stepsPerPoint >= floor))
			picked.push(doc);
	return picked.sort((a, b) => (keys[b] as number) - (keys[a] as number) || a - b).slice(0, count);
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
function findWord({ shelf, vocabulary, found, scratch }: Searcher, word: Heard): Found {
	const known = found.get(word.id);
	if (known) return known;
	const { values, touched } = scratch;
	let count = 0;
	for (let i = 0; i < word.terms.length; i++) {
		const term = word.terms[i] as number;
		const sureness = (word.sureness[i] as number) / 255;
		const end = shelf.from[term + 1] ?? 0;
		for (let at = shelf.from[term] ?? 0; at < end; at++) {
			const doc = shelf.docs[at] as number;
			const value = sureness * (shelf.weights[at] as number);
			const before = values[doc] as number;
			if (before === 0) touched[count++] = doc;
			if (value > before) values[doc] = value;
		}
	}
	const own = vocabulary.text(word.text);
	const result = {
		docs: touched.slice(0, count),
		values: new Float32Array(count),
		covers: new Float32Array(count),
		rarity: Math.max(own === undefined ? 0 : (shelf.rarities[own] ?? 0), rarityOf(count, shelf.size))
	};
	for (let i = 0; i < count; i++) {
		const doc = touched[i] as number;
		result.values[i] = values[doc] as number;
		result.covers[i] = Math.sqrt(values[doc] as number);
		values[doc] = 0;
	}
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
		for (let w = 0; w < found.length; w++) {
			const { docs, values, covers } = found[w] as Found;
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

/** 0 to all of `shares` but the words': the best that any phrase of the document offers. */
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
			(beside > wholePairs * unbrokenMin ? shares.unbroken : 0) +
			shares.explained * (explained / (phrases.whole[phrase] ?? 1));
		best = Math.max(best, score * (phrases.weights[phrase] ?? 1));
	}
	return best;
}
