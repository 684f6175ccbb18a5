/**
 * The searcher, one for phone and server: the same query finds the same things on a page with and without script.
 * Owns the score. Promises: pure; never throws on any text; stable order; bounded work for any length of query.
 *
 *   query → words → for each word the known words it may mean (exact, prefix, leftover keys, glued, one slip)
 *         → score every document that has them → reorder the best by phrase and matching marks
 */
import type { List, ListItem, ListQuestion } from './list.ts';
import { lifeEvent, type LifeEventId } from './life-event.ts';
import type { Audience, Level } from './record.ts';
import { isOneSlipAway, withoutTypingKeys, words, type Word } from './words.ts';

export interface SearchFilters {
	readonly lifeEvent?: LifeEventId | undefined;
	readonly audience?: Audience | undefined;
	readonly sector?: string | undefined;
	readonly level?: Level | undefined;
	readonly agency?: string | undefined;
	/** Only what can be done here, online. */
	readonly online?: boolean | undefined;
}

/** Half-open offsets into the text shown, in UTF-16 units: what to mark. */
export type Range = readonly [start: number, end: number];

export interface ProcedureHit {
	readonly item: ListItem;
	readonly score: number;
	readonly name: { readonly vi: readonly Range[]; readonly en: readonly Range[] };
	/** The everyday words that matched better than the name, so that the reader sees why it is here. */
	readonly alias: { readonly text: string; readonly ranges: readonly Range[] } | null;
}

export interface QuestionHit {
	readonly question: ListQuestion;
	readonly score: number;
	readonly text: { readonly vi: readonly Range[]; readonly en: readonly Range[] };
}

export interface SearchHits {
	/** At most `limit`, best first; without a query: all that pass the filters, most needed first. */
	readonly procedures: readonly ProcedureHit[];
	readonly questions: readonly QuestionHit[];
	/** How many procedures there were before the limit. */
	readonly total: number;
}

/** Longer queries are cut: nobody types more, and pasted text says nothing new after that. */
export const queryLengthMax = 200;
const queryWordsMax = 24;
/** Documents whose phrases are compared; the rest keep their plain score. */
const reorderedMax = 50;
/** A slip in a shorter word could mean anything. */
const slipLengthMin = 3;
/** Below this share of the best score a hit is noise. */
const scoreShareMin = 0.25;
/** A hit must carry at least this share of the query's meaning. */
const coverageMin = 0.25;

/** Asking words carry little; folded. Only words that mean nothing else without their marks. */
const fillers = new Set(['toi', 'muon', 'xin', 'hoi', 'lam', 'cho', 'thi', 'nao', 'nhung', 'phai']);

/** Weight of a word by where it stands. Names and the words people really use count most. */
const weights = {
	alias: 8,
	name: 7,
	question: 7,
	nameEn: 5,
	asked: 2.5,
	sector: 2,
	summary: 2,
	summaryEn: 1.2,
	near: 1.2
};

interface Field {
	readonly text: string;
	readonly words: readonly Word[];
	readonly weight: number;
}

interface Doc {
	/** Compared word by word when reordering: names, aliases, questions. */
	readonly phrases: readonly Field[];
}

interface Shelf {
	readonly docs: readonly Doc[];
	/** Folded word → document → best weight. */
	readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

export interface SearchIndex {
	readonly list: List;
	readonly procedures: Shelf;
	readonly questions: Shelf;
}

/** Reads the list pack once; search then never looks at the texts of what does not match. */
export function createSearchIndex(list: List): SearchIndex {
	const askedOf = new Map<string, string[]>();
	for (const { question, procedureCodes } of list.questions)
		for (const code of procedureCodes) askedOf.set(code, [...(askedOf.get(code) ?? []), question.vi]);
	return {
		list,
		procedures: createShelf(
			list.items.map((item) => ({
				phrases: [
					[item.name.vi, weights.name],
					...item.aliases.map((alias) => [alias, weights.alias] as const),
					[item.name.en, weights.nameEn]
				],
				others: [
					...(askedOf.get(item.code) ?? []).map((text) => [text, weights.asked] as const),
					[item.summary.vi, weights.summary],
					[item.summary.en, weights.summaryEn],
					[item.sector.name.vi, weights.sector],
					[item.sector.name.en, weights.near],
					[item.agency.name.vi, weights.near],
					...item.lifeEvents.map((id) => [lifeEvent(id).name.vi, weights.near] as const)
				]
			}))
		),
		questions: createShelf(
			list.questions.map(({ question, procedureCodes }) => ({
				phrases: [
					[question.vi, weights.question],
					[question.en, weights.nameEn]
				],
				others: list.items
					.filter((item) => procedureCodes.includes(item.code))
					.flatMap((item) => [item.name.vi, ...item.aliases])
					.map((text) => [text, weights.near] as const)
			}))
		)
	};
}

/** Finds procedures and questions for what somebody typed, in any of the ways in which words.ts says people type. */
export function search(
	index: SearchIndex,
	query: string,
	filters: SearchFilters = {},
	limit = 20
): SearchHits {
	const { items, questions } = index.list;
	const passes = items.map((item) => isWanted(item, filters));
	if (query.trim() === '') {
		const all = items.filter((_, i) => passes[i]).sort((a, b) => b.popularity - a.popularity);
		return {
			procedures: all.slice(0, limit).map((item) => plainHit(item)),
			questions: [],
			total: all.length
		};
	}
	const cut = query.slice(0, queryLengthMax);
	const byCode = items.filter((item, i) => passes[i] && isNamedBy(item.code, cut));
	if (codePattern.test(cut.trim().toUpperCase()))
		return {
			procedures: byCode.slice(0, limit).map((item) => plainHit(item, codeScore)),
			questions: index.list.questions
				.filter(({ procedureCodes }) => byCode.some((item) => procedureCodes[0] === item.code))
				.slice(0, limit)
				.map((question) => ({ question, score: codeScore, text: { vi: [], en: [] } })),
			total: byCode.length
		};
	const found = rank(index.procedures, cut, (i) => (items[i]?.popularity ?? 0) / 1000).filter(
		({ doc }) => passes[doc] && !byCode.includes(items[doc] as ListItem)
	);
	const asked = rank(index.questions, cut, () => 0);
	return {
		procedures: [
			...byCode.map((item) => plainHit(item, codeScore)),
			...found.map(({ doc, score, meant }) => procedureHit(index, doc, score, meant))
		].slice(0, limit),
		questions: asked.slice(0, limit).map(({ doc, score, meant }) => {
			const question = questions[doc] as ListQuestion;
			const [vi, en] = index.questions.docs[doc]?.phrases ?? [];
			return { question, score, text: { vi: vi ? marks(vi, meant) : [], en: en ? marks(en, meant) : [] } };
		}),
		total: byCode.length + found.length
	};
}

/** A code named in full or from its beginning is not a matter of score. */
const codeScore = 1_000;

/** The query is nothing but a code or the beginning of one. */
const codePattern = /^\d\.\d{3,}[\d.A-Z]*$|^TT\.[A-Z-]+$/;

function isNamedBy(code: string, query: string): boolean {
	const typed = query.toUpperCase().replace(/\s+/g, ' ').trim();
	if (codePattern.test(typed)) return code.startsWith(typed);
	return typed.split(/[\s,;:()]+/).includes(code);
}

function isWanted(item: ListItem, filters: SearchFilters): boolean {
	return (
		(!filters.lifeEvent || item.lifeEvents.includes(filters.lifeEvent)) &&
		(!filters.audience || item.audience.includes(filters.audience)) &&
		(!filters.sector || item.sector.code === filters.sector) &&
		(!filters.level || item.levels.includes(filters.level)) &&
		(!filters.agency || item.agency.code === filters.agency) &&
		(!filters.online || item.service !== null)
	);
}

function plainHit(item: ListItem, score = 0): ProcedureHit {
	return { item, score, name: { vi: [], en: [] }, alias: null };
}

function procedureHit(
	index: SearchIndex,
	doc: number,
	score: number,
	meant: ReadonlySet<string>
): ProcedureHit {
	const item = index.list.items[doc] as ListItem;
	const phrases = index.procedures.docs[doc]?.phrases ?? [];
	const name = phrases[0] as Field;
	const share = (field: Field) =>
		new Set(field.words.map((word) => word.text).filter((word) => meant.has(word))).size;
	let best = name;
	for (const alias of phrases.slice(1, -1)) if (share(alias) > share(best)) best = alias;
	return {
		item,
		score,
		name: { vi: marks(name, meant), en: marks(phrases[phrases.length - 1] as Field, meant) },
		alias: best === name ? null : { text: best.text, ranges: marks(best, meant) }
	};
}

/** Matching words of a text, neighbours joined. */
function marks(field: Field, meant: ReadonlySet<string>): Range[] {
	const ranges: [number, number][] = [];
	for (const word of field.words) {
		if (!meant.has(word.text)) continue;
		const last = ranges[ranges.length - 1];
		if (last && /^[\s\p{P}]*$/u.test(field.text.slice(last[1], Math.max(last[1], word.start))))
			last[1] = word.end;
		else ranges.push([word.start, word.end]);
	}
	return ranges;
}

type Source = readonly [text: string, weight: number];

function createShelf(sources: readonly { phrases: readonly Source[]; others: readonly Source[] }[]): Shelf {
	const postings = new Map<string, Map<number, number>>();
	const docs = sources.map(({ phrases, others }, doc) => {
		const fields = [...phrases, ...others].map(([text, weight]) => ({ text, weight, words: words(text) }));
		for (const field of fields)
			for (const { text } of field.words) {
				const weightOf = postings.get(text) ?? new Map<number, number>();
				postings.set(text, weightOf.set(doc, Math.max(weightOf.get(doc) ?? 0, field.weight)));
			}
		return { phrases: fields.slice(0, phrases.length) };
	});
	return { docs, postings };
}

/** One word of the query: what it weighs, and which known words it may mean, with how sure we are (0–1). */
interface Term {
	readonly word: Word;
	readonly importance: number;
	readonly meanings: ReadonlyMap<string, number>;
}

interface Ranked {
	readonly doc: number;
	readonly score: number;
	/** Known words that this document shares with the query. */
	readonly meant: ReadonlySet<string>;
}

function rank(shelf: Shelf, query: string, tieBreak: (doc: number) => number): Ranked[] {
	const terms = readTerms(shelf, query);
	if (terms.length === 0) return [];
	const whole = terms.reduce((sum, term) => sum + term.importance, 0);
	const tallies = new Map<number, { score: number; covered: number }>();
	for (const term of terms) {
		const bestOf = new Map<number, number>();
		for (const [meaning, sureness] of term.meanings)
			for (const [doc, weight] of shelf.postings.get(meaning) ?? [])
				bestOf.set(doc, Math.max(bestOf.get(doc) ?? 0, weight * sureness));
		for (const [doc, weight] of bestOf) {
			const tally = tallies.get(doc) ?? { score: 0, covered: 0 };
			tally.score += weight * term.importance;
			tally.covered += term.importance;
			tallies.set(doc, tally);
		}
	}
	const plain = [...tallies]
		.filter(([, tally]) => tally.covered >= coverageMin * whole)
		.map(([doc, tally]) => ({
			doc,
			score: (tally.score / whole) * (tally.covered / whole) ** 2 + tieBreak(doc)
		}))
		.sort(byScore)
		.slice(0, reorderedMax);
	const meant = new Set(terms.flatMap((term) => [...term.meanings.keys()]));
	const ranked = plain
		.map(({ doc, score }) => ({ doc, meant, score: score + phraseScore(shelf.docs[doc] as Doc, terms) }))
		.sort(byScore);
	const best = ranked[0]?.score ?? 0;
	return ranked.filter((hit) => hit.score >= best * scoreShareMin);
}

function byScore(a: { doc: number; score: number }, b: { doc: number; score: number }): number {
	return b.score - a.score || a.doc - b.doc;
}

/** The longest stretch of the query that stands so in a name, alias or question; more when all of that text, or of both. */
function phraseScore(doc: Doc, terms: readonly Term[]): number {
	let best = 0;
	for (const field of doc.phrases) {
		let run = 0;
		let marked = 0;
		for (let from = 0; from < field.words.length; from++)
			for (let at = 0; at < terms.length; at++) {
				let length = 0;
				let same = 0;
				while (matches(terms[at + length], field.words[from + length])) {
					if (terms[at + length]?.word.marked === field.words[from + length]?.marked) same++;
					length++;
				}
				if (length > run || (length === run && same > marked)) [run, marked] = [length, same];
			}
		const share = run / terms.length;
		const isWhole = run === field.words.length && (run > 1 || run === terms.length);
		const whole = isWhole ? (run === terms.length ? 0.5 : 0.3) : 0;
		const score = field.weight * (share ** 2 + whole) * (1 + (0.15 * marked) / terms.length);
		best = Math.max(best, score);
	}
	return best;
}

function matches(term: Term | undefined, word: Word | undefined): boolean {
	return term !== undefined && word !== undefined && term.meanings.has(word.text);
}

function readTerms(shelf: Shelf, query: string): Term[] {
	const typed = words(query).slice(0, queryWordsMax);
	/** Somebody who is still typing has not finished the last word. */
	const isUnfinished = /[\p{L}\p{N}\p{M}]$/u.test(query);
	const onlyFillers = typed.every((word) => fillers.has(word.text));
	return typed.flatMap((word, i) => {
		const isOpen = isUnfinished && i === typed.length - 1;
		return readWord(shelf, word, isOpen).map(({ text, meanings }) => {
			let found = 0;
			for (const [meaning, sureness] of meanings)
				if (sureness === 1 || meanings.size === 1)
					found = Math.max(found, shelf.postings.get(meaning)?.size ?? 0);
			const rarity = Math.log(1 + shelf.docs.length / Math.max(1, found));
			const factor = fillers.has(text) && !onlyFillers ? 0.2 : 1;
			return { word: text === word.text ? word : { ...word, text }, importance: rarity * factor, meanings };
		});
	});
}

interface Reading {
	readonly text: string;
	readonly meanings: ReadonlyMap<string, number>;
}

/** What one typed word may mean. Two readings only when two words were glued together. */
function readWord(shelf: Shelf, word: Word, isOpen: boolean): Reading[] {
	const known = shelf.postings;
	for (const text of new Set([word.text, withoutTypingKeys(word.text)])) {
		const meanings = new Map<string, number>();
		if (known.has(text)) meanings.set(text, 1);
		if (isOpen)
			for (const candidate of known.keys())
				if (candidate.length > text.length && candidate.startsWith(text))
					meanings.set(candidate, 0.5 + (0.4 * text.length) / candidate.length);
		if (meanings.size > 0) return [{ text, meanings }];
	}
	const bare = withoutTypingKeys(word.text);
	for (let cut = 2; cut <= bare.length - 2; cut++) {
		const [left, right] = [bare.slice(0, cut), bare.slice(cut)];
		if (known.has(left) && known.has(right))
			return [left, right].map((text) => ({ text, meanings: new Map([[text, 1]]) }));
	}
	const meanings = new Map<string, number>();
	if (word.text.length >= slipLengthMin)
		for (const candidate of known.keys())
			if (isOneSlipAway(word.text, candidate) || isOneSlipAway(bare, candidate)) meanings.set(candidate, 0.6);
	return [{ text: word.text, meanings }];
}
