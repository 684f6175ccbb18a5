/**
 * Reads single records of the catalogue on the phone: of the whole one, or, on a first visit, of as much as has
 * arrived. Every function reads through Dexie, so a live query around it notices when more arrives or a new version
 * takes over. Lists and search, which need far more code, are read.ts.
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
import type { OldPlaces } from '../../../domain/catalogue/old-place.ts';
import type { Commune, Places, Province } from '../../../domain/catalogue/place.ts';
import type { PublishedRecord } from '../../../domain/catalogue/published.ts';
import type { Procedure } from '../../../domain/catalogue/record.ts';
import { unpackBlock } from './block.ts';
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
export interface RecordReader {
	state(): Promise<CatalogueState | null>;
	procedure(code: string): Promise<Procedure | null>;
	/** The record as announced, whether or not a curated one stands above it. */
	published(code: string): Promise<PublishedRecord | null>;
	faq(id: string): Promise<Faq | null>;
	agencies(): Promise<readonly Agency[]>;
	places(): Promise<Places | null>;
	/** Names of before July 2025; null where none were published. */
	oldPlaces(): Promise<OldPlaces | null>;
	provinces(): Promise<readonly Province[]>;
	communes(province: string): Promise<Commune[]>;
}

/** What is read from: the whole catalogue, else the one that is arriving. */
export async function readView(db: CatalogueDb): Promise<CurrentRow | IncomingRow | null> {
	return (await readCurrent(db)) ?? (await readIncoming(db));
}

export function createRecordReader(db: CatalogueDb): RecordReader {
	/** The row of this key. Read in one transaction, so that a switch in between cannot take it away. */
	async function row<T>(key: string): Promise<T | null> {
		const block = await db.transaction('r', db.meta, db.blocks, async () => {
			const seen = await readView(db);
			return seen ? await blockOf(db, seen.gen, key) : undefined;
		});
		if (!block) return null;
		const entry = (await unpackBlock(block.bytes)).find((one) => one.key === key);
		// Read by its schema before it was stored.
		return entry ? (JSON.parse(entry.text) as T) : null;
	}

	const places = () => row<Places>(placesKey);

	return {
		async state() {
			const seen = await readView(db);
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
		procedure: (code) => row<Procedure>(curatedKey(code)),
		published: (code) => row<PublishedRecord>(publishedKey(code)),
		faq: (id) => row<Faq>(faqKey(id)),
		agencies: async () => (await row<readonly Agency[]>(agenciesKey)) ?? [],
		places,
		oldPlaces: () => row<OldPlaces>(oldPlacesKey),
		provinces: async () => (await places())?.provinces ?? [],
		communes: async (province) =>
			((await places())?.communes ?? []).filter((one) => one.province === province)
	};
}
