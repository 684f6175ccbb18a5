/**
 * What each public page shows of the catalogue, cut from whole records. The same functions answer on the server
 * (over its reader) and on the phone (over its copy), so a page is the same with and without a network.
 * Loaded by the browser only together with the copy: the landing page needs nothing from here.
 */
import { findPlaces, type FoundPlace } from '$domain/catalogue/find-place.ts';
import type { Faq } from '$domain/catalogue/faq.ts';
import { lifeEvents, type LifeEvent } from '$domain/catalogue/life-event.ts';
import type { List, ListItem } from '$domain/catalogue/list.ts';
import type { OldPlaces } from '$domain/catalogue/old-place.ts';
import type { Places } from '$domain/catalogue/place.ts';
import type { PublishedRecord } from '$domain/catalogue/published.ts';
import type { Range, SearchFilters, SearchHits } from '$domain/catalogue/rank.ts';
import { Audience, Level, type AgencyRef, type Procedure, type Sector } from '$domain/catalogue/record.ts';
import type { Text } from '$domain/text.ts';

/** Where records come from. Null: not here (yet). */
export interface CatalogueSource {
	/** ISO instant of the publication: the "as of" of a page. */
	publishedAt(): Promise<string | null>;
	list(): Promise<List | null>;
	procedure(code: string): Promise<Procedure | null>;
	/** The record as announced; null also for what was never imported. */
	published(code: string): Promise<PublishedRecord | null>;
	places(): Promise<Places | null>;
	oldPlaces(): Promise<OldPlaces | null>;
	faq(id: string): Promise<Faq | null>;
	faqsOf(code: string): Promise<readonly Faq[]>;
	search(query: string, filters: SearchFilters, limit: number): Promise<SearchHits | null>;
}

/** A procedure in one line of a list. */
export type Brief = Pick<ListItem, 'code' | 'name' | 'time' | 'fee' | 'service'>;
export type BriefQuestion = Pick<Faq, 'id' | 'question'>;
type BothRanges = Record<keyof Text, readonly Range[]>;

export interface HomeView {
	readonly publishedAt: string | null;
	readonly count: number;
	readonly popular: readonly Brief[];
	readonly groups: readonly LifeEvent[];
	readonly questions: readonly BriefQuestion[];
}

export interface SearchRequest {
	readonly query: string;
	/** Id of a life event; one that is unknown is passed over. */
	readonly group: string | null;
	/** Names and codes as in the catalogue; unknown ones are passed over. */
	readonly audience: string | null;
	readonly sector: string | null;
	readonly level: string | null;
	readonly agency: string | null;
	readonly onlyHere: boolean;
	readonly fullOnline: boolean;
	/** The reader has the filters open: what may be chosen comes along. */
	readonly withOptions: boolean;
	readonly limit: number;
}

/** What the filters offer, in the order of the alphabet. */
export interface SearchOptions {
	readonly sectors: readonly Sector[];
	readonly agencies: readonly AgencyRef[];
}

export interface SearchView {
	readonly total: number;
	readonly group: Pick<LifeEvent, 'id' | 'name'> | null;
	readonly options: SearchOptions | null;
	readonly hits: readonly {
		readonly item: Brief & { readonly summary: Text };
		readonly name: BothRanges;
		readonly alias: { readonly text: string; readonly ranges: readonly Range[] } | null;
	}[];
	readonly questions: readonly (BriefQuestion & { readonly ranges: BothRanges })[];
}

export interface ProcedureView {
	readonly publishedAt: string | null;
	readonly name: Text;
	/** Curated; null when the record is here only as it was announced. */
	readonly procedure: Procedure | null;
	/** As announced, where there is nothing curated. Beside a curated one it has a page of its own. */
	readonly published: PublishedRecord | null;
	readonly hasPublished: boolean;
	readonly faqs: readonly Faq[];
	/** Those of the record that this catalogue has, then others of the same sector. */
	readonly related: readonly Brief[];
}

export interface PublishedView {
	readonly name: Text;
	readonly published: PublishedRecord;
}

/** Where to hand in: the communes that somebody may have meant, and what kind of office takes it. */
export interface PlacesView {
	readonly name: Text;
	readonly levels: readonly Level[];
	/** Performing agencies, for what is handed in neither at a commune nor at a province. */
	readonly agencies: readonly Text[];
	readonly found: readonly FoundPlace[];
	/** The place tables are not on this phone yet. */
	readonly isReady: boolean;
}

export interface QuestionsView {
	readonly publishedAt: string | null;
	/** By the sector of the procedure that a question is mainly about; null for the rest, last. */
	readonly groups: readonly { readonly name: Text | null; readonly questions: readonly BriefQuestion[] }[];
}

export interface QuestionView {
	readonly faq: Faq;
	readonly procedures: readonly Brief[];
}

const popularMax = 6;
const homeQuestionsMax = 4;
const relatedMax = 4;
const questionHitsMax = 5;

export async function homeView(source: CatalogueSource): Promise<HomeView | null> {
	const list = await source.list();
	if (!list) return null;
	const codes = list.items.map((item) => item.code);
	const askedFirst = [...list.questions].sort(
		(a, b) => place(codes, a.procedureCodes[0]) - place(codes, b.procedureCodes[0])
	);
	// One question per procedure: four about the same licence would help nobody.
	const questions = askedFirst.filter(
		(question, i) => askedFirst.findIndex((q) => q.procedureCodes[0] === question.procedureCodes[0]) === i
	);
	return {
		publishedAt: await source.publishedAt(),
		count: list.items.length,
		popular: list.items.slice(0, popularMax).map(itemToBrief),
		groups: lifeEvents,
		questions: questions.slice(0, homeQuestionsMax).map(({ id, question }) => ({ id, question }))
	};
}

export async function searchView(
	source: CatalogueSource,
	request: SearchRequest
): Promise<SearchView | null> {
	const { query, group, onlyHere, fullOnline, limit } = request;
	const known = lifeEvents.find(({ id }) => id === group);
	const found = await source.search(
		query,
		{
			lifeEvent: known?.id,
			audience: Audience.safeParse(request.audience).data,
			level: Level.safeParse(request.level).data,
			sector: request.sector ?? undefined,
			agency: request.agency ?? undefined,
			online: onlyHere || undefined,
			fullOnline: fullOnline || undefined
		},
		limit
	);
	if (!found) return null;
	return {
		total: found.total,
		options: request.withOptions ? optionsOf((await source.list())?.items ?? []) : null,
		group: known ? { id: known.id, name: known.name } : null,
		hits: found.procedures.map((hit) => ({
			item: { ...itemToBrief(hit.item), summary: hit.item.summary },
			name: hit.name,
			alias: hit.alias
		})),
		questions: found.questions.slice(0, questionHitsMax).map(({ question, text }) => ({
			id: question.id,
			question: question.question,
			ranges: text
		}))
	};
}

export async function procedureView(source: CatalogueSource, code: string): Promise<ProcedureView | null> {
	const procedure = await source.procedure(code);
	const published = await source.published(code);
	if (!procedure && !published) return null;
	const items = (await source.list())?.items ?? [];
	const sector = items.find((item) => item.code === code)?.sector.code;
	const near = [
		...(procedure?.related ?? []).flatMap((relatedCode) => items.filter((item) => item.code === relatedCode)),
		...items.filter((item) => item.sector.code === sector)
	];
	return {
		publishedAt: await source.publishedAt(),
		name: procedure?.name ?? announcedName(published),
		procedure,
		published: procedure ? null : published,
		hasPublished: published !== null,
		faqs: await source.faqsOf(code),
		related: [...new Set(near)]
			.filter((item) => item.code !== code)
			.slice(0, relatedMax)
			.map(itemToBrief)
	};
}

export async function publishedView(source: CatalogueSource, code: string): Promise<PublishedView | null> {
	const published = await source.published(code);
	if (!published) return null;
	const procedure = await source.procedure(code);
	return { name: procedure?.name ?? announcedName(published), published };
}

export async function placesView(
	source: CatalogueSource,
	code: string,
	query: string
): Promise<PlacesView | null> {
	const procedure = await source.procedure(code);
	const published = procedure ? null : await source.published(code);
	const record = procedure ?? published;
	if (!record) return null;
	const places = await source.places();
	return {
		name: procedure?.name ?? announcedName(published),
		levels: record.levels,
		agencies:
			procedure?.agency.performing.map(({ name }) => name) ??
			(published?.executing ?? []).map((vi) => ({ vi, en: '' })),
		found: places && query ? findPlaces(query, places, await source.oldPlaces()) : [],
		isReady: places !== null
	};
}

export async function questionsView(source: CatalogueSource): Promise<QuestionsView | null> {
	const list = await source.list();
	if (!list) return null;
	const groups = new Map<string, { name: Text | null; questions: BriefQuestion[] }>();
	// Items come most needed first, and so do the groups.
	for (const { sector } of list.items) groups.set(sector.code, { name: sector.name, questions: [] });
	const others: BriefQuestion[] = [];
	for (const { id, question, procedureCodes } of list.questions) {
		const about = list.items.find((item) => item.code === procedureCodes[0]);
		(groups.get(about?.sector.code ?? '')?.questions ?? others).push({ id, question });
	}
	return {
		publishedAt: await source.publishedAt(),
		groups: [...groups.values(), { name: null, questions: others }].filter(
			(group) => group.questions.length > 0
		)
	};
}

export async function questionView(source: CatalogueSource, id: string): Promise<QuestionView | null> {
	const faq = await source.faq(id);
	if (!faq) return null;
	const items = (await source.list())?.items ?? [];
	return {
		faq,
		procedures: faq.procedureCodes
			.flatMap((code) => items.filter((item) => item.code === code))
			.map(itemToBrief)
	};
}

function announcedName(published: PublishedRecord | null): Text {
	return { vi: published?.name ?? '', en: '' };
}

function optionsOf(items: readonly ListItem[]): SearchOptions {
	const sectors = new Map(items.map(({ sector }) => [sector.code, sector]));
	const agencies = new Map(items.map(({ agency }) => [agency.code, agency]));
	const byName = (a: { name: Text }, b: { name: Text }) => a.name.vi.localeCompare(b.name.vi, 'vi');
	return { sectors: [...sectors.values()].sort(byName), agencies: [...agencies.values()].sort(byName) };
}

function itemToBrief({ code, name, time, fee, service }: ListItem): Brief {
	return { code, name, time, fee, service };
}

function place(codes: readonly string[], code: string | undefined): number {
	const at = code === undefined ? -1 : codes.indexOf(code);
	return at < 0 ? codes.length : at;
}
