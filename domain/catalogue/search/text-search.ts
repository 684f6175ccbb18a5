/** Finds by full text what no name says. Ranked by how much of the query a text has, and how little else. */
import type { Heard, Reading } from './readings.ts';
import { rarityOf } from './shelf.ts';
import type { TextIndex } from './text-index.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface TextHit {
	readonly code: string;
	/** 0 to `scoreMax`. */
	readonly score: number;
}

/** All of the query in a text is worth less than most of it in a name. */
const scoreMax = 0.2;
/** Long texts have nearly every common word: a few of them by chance are no answer. */
const coveredMin = 0.8;
/** A word of which nothing is known that was begun or misspelt stands for at most so many. */
const meaningsMax = 24;

/** Best first, at most `limit`. */
export function rankText(
	index: TextIndex,
	vocabulary: Vocabulary,
	readings: readonly Reading[],
	limit: number
): TextHit[] {
	const best = new Float32Array(index.codes.length);
	for (const reading of readings) scoreReading(index, vocabulary, reading, best);
	const hits: TextHit[] = [];
	for (const [doc, code] of index.codes.entries()) {
		const score = best[doc] ?? 0;
		if (score > 0 && code !== '') hits.push({ code, score: score * scoreMax });
	}
	return hits.sort((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1)).slice(0, limit);
}

function scoreReading(
	index: TextIndex,
	vocabulary: Vocabulary,
	{ words, sureness }: Reading,
	best: Float32Array
): void {
	const covered = new Float32Array(best.length);
	const has = new Uint32Array(best.length);
	let whole = 0;
	for (const [bit, heard] of words.entries()) {
		const meanings = meaningsOf(index, vocabulary, heard);
		const commonest = meanings.reduce((most, word) => Math.max(most, index.count(word)), 0);
		const importance = heard.factor * rarityOf(commonest, index.codes.length);
		whole += importance;
		for (const word of meanings)
			index.eachWith(word, (doc) => {
				if ((has[doc] ?? 0) & (1 << bit)) return;
				has[doc] = (has[doc] ?? 0) | (1 << bit);
				covered[doc] = (covered[doc] ?? 0) + importance;
			});
	}
	if (whole === 0) return;
	for (let doc = 0; doc < best.length; doc++) {
		const share = (covered[doc] ?? 0) / whole;
		if (share < coveredMin) continue;
		const brevity = 1 / (1 + (index.sizes[doc] ?? 0) / 400);
		best[doc] = Math.max(best[doc] ?? 0, sureness * share * share * (0.5 + 0.5 * brevity));
	}
}

/** The word itself where the texts have it; else what it may be. */
function meaningsOf(index: TextIndex, vocabulary: Vocabulary, heard: Heard): number[] {
	const own = index.find(heard.text);
	if (own >= 0) return [own];
	const texts = new Set(heard.terms.map((term) => vocabulary.texts[vocabulary.textOf[term] ?? -1] ?? ''));
	return [...texts]
		.slice(0, meaningsMax)
		.map((text) => index.find(text))
		.filter((word) => word >= 0);
}
