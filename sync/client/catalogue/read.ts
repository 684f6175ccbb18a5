/**
 * Reads the catalogue on the phone: the whole one, or, on a first visit, as much as has arrived. Every function
 * reads through Dexie, so a live query around it notices when more arrives or a new version takes over.
 */
import type { Agency } from '../../../domain/catalogue/agency.ts';
import {
	agenciesKey,
	curatedKey,
	faqKey,
	oldPlacesKey,
	placesKey,
	publishedKey
} from '../../../domain/catalogue/entry.ts';
import type { Faq } from '../../../domain/catalogue/faq.ts';
import { unpackOwnList } from '../../../domain/catalogue/heads.ts';
import { composeList, type List } from '../../../domain/catalogue/list.ts';
import type { OldPlaces } from '../../../domain/catalogue/old-place.ts';
import type { Commune, Places, Province } from '../../../domain/catalogue/place.ts';
import type { PublishedRecord } from '../../../domain/catalogue/published.ts';
import {
	createSearchIndex,
	search,
	type SearchFilters,
	type SearchHits,
	type SearchIndex
} from '../../../domain/catalogue/rank.ts';
import type { Procedure } from '../../../domain/catalogue/record.ts';
import { decodeTextIndex, type TextIndex } from '../../../domain/catalogue/search/text-index.ts';
import { inflateText, unpackBlock } from './block.ts';
import {
	blockOf,
	readCurrent,
	readIncoming,
	type CatalogueDb,
	type CurrentRow,
	type IncomingRow
} from './db.ts';

export interface CatalogueState {
	readonly version: number;
	/** When the server published it: the "as of" of everything read here. */
	readonly publishedAt: string;
	/** False on a first visit until everything is here; then details may be missing. */
	readonly isComplete: boolean;
	/** Whether a search looks into the texts; by names alone until they are indexed. */
	readonly hasTexts: boolean;
}

/** Null and empty answers mean "not on this phone (yet)"; `state` tells which. */
export interface CatalogueReader {
	state(): Promise<CatalogueState | null>;
	list(): Promise<List | null>;
	procedure(code: string): Promise<Procedure | null>;
	/** The record as announced, whether or not a curated one stands above it. */
	published(code: string): Promise<PublishedRecord | null>;
	faq(id: string): Promise<Faq | null>;
	/** Those about this procedure; where it is the main subject, first. */
	faqsOf(code: string): Promise<Faq[]>;
	/** Null until the list is here; then the same answer as the server's. */
	search(query: string, filters?: SearchFilters, limit?: number): Promise<SearchHits | null>;
	agencies(): Promise<readonly Agency[]>;
	places(): Promise<Places | null>;
	/** Names of before July 2025; null where none were published. */
	oldPlaces(): Promise<OldPlaces | null>;
	provinces(): Promise<readonly Province[]>;
	communes(province: string): Promise<Commune[]>;
}

interface Held {
	readonly name: string;
	readonly list: List;
	index: SearchIndex | null;
	texts: TextIndex | null;
}

export function createCatalogueReader(db: CatalogueDb): CatalogueReader {
	let held: Held | null = null;

	async function view(): Promise<CurrentRow | IncomingRow | null> {
		return (await readCurrent(db)) ?? (await readIncoming(db));
	}

	/** The row of this key. Read in one transaction, so that a switch in between cannot take it away. */
	async function row<T>(key: string): Promise<T | null> {
		const block = await db.transaction('r', db.meta, db.blocks, async () => {
			const seen = await view();
			return seen ? await blockOf(db, seen.gen, key) : undefined;
		});
		if (!block) return null;
		const entry = (await unpackBlock(block.bytes)).find((one) => one.key === key);
		// Read by its schema before it was stored.
		return entry ? (JSON.parse(entry.text) as T) : null;
	}

	async function hold(): Promise<Held | null> {
		const found = await db.transaction('r', db.meta, db.lists, async () => {
			const seen = await view();
			if (!seen?.listName) return null;
			return { name: seen.listName, row: held?.name === seen.listName ? null : await db.lists.get(seen.gen) };
		});
		if (!found) return null;
		if (found.row) {
			const parts = unpackOwnList(await inflateText(found.row.bytes));
			held = { name: found.name, list: composeList(parts), index: null, texts: null };
		}
		return held;
	}

	async function list(): Promise<List | null> {
		return (await hold())?.list ?? null;
	}

	/** Null until they are indexed: then names alone answer. */
	async function textsOf(listName: string): Promise<TextIndex | null> {
		const row = await db.texts.get('texts');
		return row?.listName === listName ? decodeTextIndex(row.bytes) : null;
	}

	const faq = (id: string) => row<Faq>(faqKey(id));
	const places = () => row<Places>(placesKey);

	return {
		async state() {
			const seen = await view();
			if (!seen || (seen.key === 'incoming' && seen.listName === null)) return null;
			const { version, publishedAt, listName } = seen;
			const texts = await db.texts.get('texts');
			return {
				version,
				publishedAt,
				isComplete: seen.key === 'current',
				hasTexts: texts !== undefined && texts.listName === listName
			};
		},
		list,
		procedure: (code) => row<Procedure>(curatedKey(code)),
		published: (code) => row<PublishedRecord>(publishedKey(code)),
		faq,
		async faqsOf(code) {
			const questions = (await list())?.questions ?? [];
			const about = questions
				.filter((question) => question.procedureCodes.includes(code))
				.sort((a, b) => a.procedureCodes.indexOf(code) - b.procedureCodes.indexOf(code));
			const found = await Promise.all(about.map(({ id }) => faq(id)));
			return found.filter((one) => one !== null);
		},
		async search(query, filters, limit) {
			const seen = await hold();
			if (!seen) return null;
			seen.index ??= createSearchIndex(seen.list);
			seen.texts ??= await textsOf(seen.name);
			return search(seen.index, query, filters, limit, seen.texts);
		},
		agencies: async () => (await row<readonly Agency[]>(agenciesKey)) ?? [],
		places,
		oldPlaces: () => row<OldPlaces>(oldPlacesKey),
		provinces: async () => (await places())?.provinces ?? [],
		communes: async (province) =>
			((await places())?.communes ?? []).filter((one) => one.province === province)
	};
}
