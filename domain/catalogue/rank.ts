/**
 * The searcher, one for phone and server: the same query finds the same things on a page with and without script.
 * Owns the score. Promises: pure; never throws on any text; stable order; bounded work for any length of query.
 *
 *   query → readings: words heard in spite of slips, everyday phrases exchanged for official ones (search/readings.ts)
 *         → documents that have these words, the best of them reordered by phrase (search/score.ts)
 *         → what more people need a little higher (search/prior.ts)
 */
import type { List, ListItem, ListQuestion } from './list.ts';
import { lifeEvent, type LifeEventId } from './life-event.ts';
import type { Audience, Level } from './record.ts';
import { createLexicon, type Lexicon } from './search/lexicon.ts';
import { circlesCost, circlesOf, priorOf } from './search/prior.ts';
import { queryLengthMax, readQuery, type Reading } from './search/readings.ts';
import { createSearcher, rank, type Searcher } from './search/score.ts';
import { createShelf, type FieldSource } from './search/shelf.ts';
import type { TextIndex } from './search/text-index.ts';
import { rankText } from './search/text-search.ts';
import { createVocabulary, type Vocabulary } from './search/vocabulary.ts';

export interface SearchFilters {
	readonly lifeEvent?: LifeEventId | undefined;
	readonly audience?: Audience | undefined;
	readonly sector?: string | undefined;
	readonly level?: Level | undefined;
	readonly agency?: string | undefined;
	/** Only what can be done here, online. */
	readonly online?: boolean | undefined;
	/** Only what needs no visit anywhere (toàn trình). */
	readonly fullOnline?: boolean | undefined;
}

/** Half-open offsets into the text shown, in UTF-16 units: what to mark. */
export type Range = readonly [start: number, end: number];

export interface ProcedureHit {
	readonly item: ListItem;
	readonly score: number;
	readonly name: { readonly vi: readonly Range[]; readonly en: readonly Range[] };
	/** The everyday words that matched better than the name, so that the reader sees why it is here. */
	readonly alias: { readonly text: string; readonly ranges: readonly Range[] } | null;
	/** Only its full text has what was typed: steps, papers, conditions. */
	readonly isByText: boolean;
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

/** How much a word tells by where it stands. Names and the words people really use count most. */
const weights = {
	name: 1,
	alias: 1,
	question: 1,
	nameEn: 0.9,
	sector: 0.35,
	summary: 0.35,
	summaryEn: 0.2,
	agency: 0.3,
	lifeEvent: 0.2,
	subject: 0.3
};

export interface SearchIndex {
	readonly list: List;
	readonly vocabulary: Vocabulary;
	readonly lexicon: Lexicon;
	readonly procedures: Searcher;
	readonly questions: Searcher;
	readonly priors: Float32Array;
	/** Of each procedure's name, as `circlesOf`. */
	readonly circles: Uint32Array;
	/** Kept for the next key. */
	readonly priorsBySpoken: Map<number, Float32Array>;
	/** Most needed first. */
	readonly byNeed: readonly number[];
	readonly placeOfCode: ReadonlyMap<string, number>;
}

/** Reads the list once; search then never looks at the texts of what does not match. No index travels. */
export function createSearchIndex(list: List): SearchIndex {
	const { items, questions } = list;
	const lexicon = createLexicon();
	const vocabulary = createVocabulary();
	// Everyday phrases are words that stand together, too: a slip in one can be told.
	for (const { say } of lexicon.entries)
		for (let times = 0; times < 2; times++)
			vocabulary.learnOrder(
				say.map((word) => vocabulary.learn(word)),
				0,
				say.length
			);
	const placeOfCode = new Map(items.map((item, place) => [item.code, place]));
	const procedures = createShelf(vocabulary, items.length, (doc) => procedureFields(items[doc] as ListItem));
	const asked = createShelf(vocabulary, questions.length, (doc) =>
		questionFields(questions[doc] as ListQuestion, (code) => items[placeOfCode.get(code) ?? -1])
	);
	return {
		list,
		vocabulary,
		lexicon,
		procedures: createSearcher(procedures, vocabulary),
		questions: createSearcher(asked, vocabulary),
		priors: Float32Array.from(items, priorOf),
		circles: Uint32Array.from(items, (item) => circlesOf(item.name.vi)),
		priorsBySpoken: new Map(),
		byNeed: items
			.map((_, place) => place)
			.sort((a, b) => popularityOf(list, b) - popularityOf(list, a) || a - b),
		placeOfCode
	};
}

function popularityOf({ items }: List, place: number): number {
	return items[place]?.popularity ?? 0;
}

function procedureFields(item: ListItem): FieldSource[] {
	const phrase = (text: string, weight: number) => ({ text, weight, isPhrase: true });
	const other = (text: string, weight: number) => ({ text, weight, isPhrase: false });
	return [
		phrase(item.name.vi, weights.name),
		...item.aliases.map((alias) => phrase(alias, weights.alias)),
		phrase(item.name.en, weights.nameEn),
		other(item.summary.vi, weights.summary),
		other(item.summary.en, weights.summaryEn),
		other(item.sector.name.vi, weights.sector),
		other(item.sector.name.en, weights.sector),
		other(item.agency.name.vi, weights.agency),
		...item.lifeEvents.map((id) => other(lifeEvent(id).name.vi, weights.lifeEvent))
	];
}

function questionFields(
	{ question, procedureCodes }: ListQuestion,
	itemOf: (code: string) => ListItem | undefined
): FieldSource[] {
	return [
		{ text: question.vi, weight: weights.question, isPhrase: true },
		{ text: question.en, weight: weights.nameEn, isPhrase: true },
		...procedureCodes.slice(0, subjectsMax).flatMap((code) => {
			const item = itemOf(code);
			return (item ? [item.name.vi, ...item.aliases] : []).map((text) => ({
				text,
				weight: weights.subject,
				isPhrase: false
			}));
		})
	];
}

/** A question lends weight to what it is mainly about. */
const subjectsMax = 3;
/** Questions this close to the query say which procedures it is about. */
const tellingMin = 0.45;
const tellingMax = 5;
const tellingShare = 0.15;

/**
 * Finds procedures and questions for what somebody typed, in any of the ways in which words.ts says people type.
 * @param texts Full texts of the procedures, where they are there: finds more, below what names say as well.
 */
export function search(
	index: SearchIndex,
	query: string,
	filters: SearchFilters = {},
	limit = 20,
	texts: TextIndex | null = null
): SearchHits {
	const { items, questions } = index.list;
	const passes = passesOf(index, filters);
	if (query.trim() === '') {
		const all = index.byNeed.filter((place) => !passes || passes[place] === 1);
		return {
			procedures: all.slice(0, limit).map((place) => plainHit(items[place] as ListItem)),
			questions: [],
			total: all.length
		};
	}
	const byCode = namedByCode(index, query).filter((place) => !passes || passes[place] === 1);
	const named = byCode.map((place) => items[place] as ListItem);
	if (codePattern.test(query.trim().toUpperCase()))
		return {
			procedures: named.slice(0, limit).map((item) => plainHit(item, codeScore)),
			questions: questions
				.filter(({ procedureCodes }) => named.some((item) => procedureCodes[0] === item.code))
				.slice(0, limit)
				.map((question) => ({ question, score: codeScore, text: { vi: [], en: [] } })),
			total: named.length
		};
	const readings = readQuery(index.vocabulary, index.lexicon, query);
	const asked = rank(index.questions, { readings, passes: null, priors: null, told: null, limit });
	const { hits, total } = rank(index.procedures, {
		readings,
		passes,
		priors: priorsFor(index, circlesOf(query.slice(0, queryLengthMax))),
		told: toldBy(index, asked.hits),
		limit
	});
	const typed = meant(readings.slice(0, 1), readings[0]);
	const found = hits.filter(({ doc }) => !byCode.includes(doc));
	const byName = found.map(({ doc, score, reading }) =>
		procedureHit(index, doc, score, typed, meant(readings, reading))
	);
	const byText = texts
		? foundInTexts(index, texts, readings, passes, [...byCode, ...hits.map(({ doc }) => doc)])
		: [];
	return {
		procedures: [
			...named.map((item) => plainHit(item, codeScore)),
			...[...byName, ...byText].sort((a, b) => b.score - a.score)
		].slice(0, limit),
		questions: asked.hits.map(({ doc, score, reading }) => {
			const question = questions[doc] as ListQuestion;
			return {
				question,
				score,
				text: questionMarks(index.questions, doc, question, meant(readings, reading))
			};
		}),
		total: named.length + total - (hits.length - found.length) + byText.length
	};
}

/** What only the full texts have, at most `textHitsMax`. */
function foundInTexts(
	index: SearchIndex,
	texts: TextIndex,
	readings: readonly Reading[],
	passes: Uint8Array | null,
	known: readonly number[]
): ProcedureHit[] {
	const isKnown = new Set(known);
	return rankText(texts, index.vocabulary, readings, textHitsMax).flatMap(({ code, score }) => {
		const place = index.placeOfCode.get(code);
		if (place === undefined || isKnown.has(place) || passes?.[place] === 0) return [];
		return [{ ...plainHit(index.list.items[place] as ListItem, score), isByText: true }];
	});
}
const textHitsMax = 60;

/** What is known before the query, less the special circles that it does not speak of. */
function priorsFor({ priors, circles, priorsBySpoken }: SearchIndex, spoken: number): Float32Array {
	const known = priorsBySpoken.get(spoken);
	if (known) return known;
	const result = new Float32Array(priors.length);
	for (let place = 0; place < result.length; place++)
		result[place] = (priors[place] as number) - circlesCost(circles[place] as number, spoken);
	if (priorsBySpoken.size >= priorsKept) priorsBySpoken.clear();
	priorsBySpoken.set(spoken, result);
	return result;
}
const priorsKept = 8;

/** Procedures that questions like the query are about. */
function toldBy(
	index: SearchIndex,
	asked: readonly { readonly doc: number; readonly score: number }[]
): ReadonlyMap<number, number> {
	const told = new Map<number, number>();
	for (const { doc, score } of asked.slice(0, tellingMax)) {
		if (score < tellingMin) break;
		for (const [i, code] of (index.list.questions[doc]?.procedureCodes ?? [])
			.slice(0, subjectsMax)
			.entries()) {
			const place = index.placeOfCode.get(code);
			const worth = (tellingShare * score) / (i + 1);
			if (place !== undefined) told.set(place, Math.max(told.get(place) ?? 0, worth));
		}
	}
	return told;
}

/** A code named in full or from its beginning is not a matter of score. */
const codeScore = 1_000;

/** The query is nothing but a code or the beginning of one. */
const codePattern = /^\d\.\d{3,}[\d.A-Z]*$|^TT\.[A-Z-]+$/;
/** A code somewhere in a query. */
const codeInside = /(?:^|[\s,;:()])(\d\.\d{6,}[\d.A-Z]*|TT\.[A-Z-]+)(?=$|[\s,;:()])/g;

function namedByCode({ list: { items }, placeOfCode }: SearchIndex, query: string): number[] {
	const typed = query.slice(0, queryLengthMax).toUpperCase().trim();
	if (codePattern.test(typed))
		return [...items.keys()].filter((place) => items[place]?.code.startsWith(typed));
	const places = [...typed.matchAll(codeInside)].map(([, code]) => placeOfCode.get(code ?? ''));
	return [...new Set(places)].filter((place) => place !== undefined);
}

/** Null when every item passes. */
function passesOf({ list: { items } }: SearchIndex, filters: SearchFilters): Uint8Array | null {
	if (Object.values(filters).every((value) => !value)) return null;
	return Uint8Array.from(items, (item) => (isWanted(item, filters) ? 1 : 0));
}

function isWanted(item: ListItem, filters: SearchFilters): boolean {
	return (
		(!filters.lifeEvent || item.lifeEvents.includes(filters.lifeEvent)) &&
		(!filters.audience || item.audience.includes(filters.audience)) &&
		(!filters.sector || item.sector.code === filters.sector) &&
		(!filters.level || item.levels.includes(filters.level)) &&
		(!filters.agency || item.agency.code === filters.agency) &&
		(!filters.online || item.service !== null) &&
		(!filters.fullOnline || item.fullOnline)
	);
}

function plainHit(item: ListItem, score = 0): ProcedureHit {
	return { item, score, name: { vi: [], en: [] }, alias: null, isByText: false };
}

/** Terms to mark: those of the query as typed and of the reading by which something was found. */
function meant(readings: readonly Reading[], by: Reading | undefined): ReadonlySet<number> {
	const terms = new Set<number>();
	for (const reading of new Set([readings[0], by]))
		for (const word of reading?.words ?? [])
			for (const [i, term] of word.terms.entries())
				if ((word.sureness[i] ?? 0) >= markedSurenessMin) terms.add(term);
	return terms;
}
const markedSurenessMin = 0.5;

function procedureHit(
	index: SearchIndex,
	doc: number,
	score: number,
	typed: ReadonlySet<number>,
	terms: ReadonlySet<number>
): ProcedureHit {
	const item = index.list.items[doc] as ListItem;
	const texts = [item.name.vi, ...item.aliases, item.name.en].filter((text) => text !== '');
	const ranges = texts.map((text, i) => marks(index.procedures, doc, i, text, terms));
	const shares = texts.map((_, i) => share(index.procedures, doc, i, typed));
	const aliasAt = item.name.vi === '' ? 0 : 1;
	let best = -1;
	for (let i = aliasAt; i < aliasAt + item.aliases.length; i++)
		if ((shares[i] ?? 0) > (best < 0 ? (shares[0] ?? 0) : (shares[best] ?? 0))) best = i;
	return {
		item,
		score,
		name: { vi: ranges[0] ?? [], en: item.name.en === '' ? [] : (ranges[texts.length - 1] ?? []) },
		alias: best < 0 ? null : { text: texts[best] ?? '', ranges: ranges[best] ?? [] },
		isByText: false
	};
}

function questionMarks(
	searcher: Searcher,
	doc: number,
	{ question }: ListQuestion,
	terms: ReadonlySet<number>
): QuestionHit['text'] {
	const vi = question.vi === '' ? [] : marks(searcher, doc, 0, question.vi, terms);
	const en = question.en === '' ? [] : marks(searcher, doc, question.vi === '' ? 0 : 1, question.en, terms);
	return { vi, en };
}

/** How many different words of a phrase are meant. */
function share(
	{ shelf: { phrases } }: Searcher,
	doc: number,
	nth: number,
	terms: ReadonlySet<number>
): number {
	const phrase = (phrases.first[doc] ?? 0) + nth;
	const found = new Set<number>();
	for (let at = phrases.begin[phrase] ?? 0; at < (phrases.begin[phrase + 1] ?? 0); at++) {
		const term = phrases.terms[at] ?? -1;
		if (terms.has(term)) found.add(term);
	}
	return found.size;
}

/** Matching words of the n-th phrase of a document, neighbours joined. */
function marks(
	{ shelf: { phrases } }: Searcher,
	doc: number,
	nth: number,
	text: string,
	terms: ReadonlySet<number>
): Range[] {
	const phrase = (phrases.first[doc] ?? 0) + nth;
	const ranges: [number, number][] = [];
	for (let at = phrases.begin[phrase] ?? 0; at < (phrases.begin[phrase + 1] ?? 0); at++) {
		if (!terms.has(phrases.terms[at] ?? -1)) continue;
		const [start, end] = [phrases.starts[at] ?? 0, phrases.ends[at] ?? 0];
		const last = ranges[ranges.length - 1];
		if (last && isOnlySigns(text.slice(last[1], Math.max(last[1], start)))) last[1] = end;
		else ranges.push([start, end]);
	}
	return ranges;
}

function isOnlySigns(between: string): boolean {
	return between === ' ' || /^[\s\p{P}]*$/u.test(between);
}
