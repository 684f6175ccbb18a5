/**
 * Where the phone keeps the public catalogue: a database of its own, apart from anything personal, so that signing
 * out may wipe the one and keep the other. Rows of a catalogue lie in blocks of about fifty, compressed: a row for each
 * procedure takes eight times as long to write and six times the room. The list is one row.
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { ContentId } from '../../../domain/catalogue/manifest.ts';

/** The catalogue in use: whole, and verified. */
export interface CurrentRow {
	readonly key: 'current';
	/** Under which its blocks and its list lie. */
	readonly gen: string;
	readonly content: ContentId;
	readonly version: number;
	/** ISO instant. */
	readonly publishedAt: string;
	/** When the phone learned of it, by its own clock, in ms: a claim, for "as of" lines only. */
	readonly since: number;
	/** Changes with the list, so that readers know when to read it again. */
	readonly listName: string;
}

/** The base being fetched; what is there of it is readable as long as there is no current catalogue. */
export interface IncomingRow {
	readonly key: 'incoming';
	readonly gen: string;
	readonly base: ContentId;
	readonly version: number;
	readonly publishedAt: string;
	/** Rows of the stream that lie in blocks. */
	readonly entries: number;
	/** Null until the list is here. */
	readonly listName: string | null;
}

/** What has come of a piece, list or delta. It goes when it has been unpacked. */
export interface PartRow {
	readonly sha256: string;
	readonly bytes: Uint8Array;
	/** All of it, and its hash was right. */
	readonly isWhole: boolean;
}

export interface ListRow {
	readonly gen: string;
	readonly bytes: Uint8Array;
}

/** Rows whose keys lie from `first` to before the `first` of the next block, in the order of their keys. */
export interface BlockRow {
	readonly gen: string;
	readonly first: string;
	readonly bytes: Uint8Array;
}

/** Index of the full texts, encoded; belongs to the list of that name. */
export interface TextsRow {
	readonly key: 'texts';
	readonly listName: string;
	readonly bytes: Uint8Array;
}

export type CatalogueDb = Dexie & {
	meta: Table<CurrentRow | IncomingRow, 'current' | 'incoming'>;
	parts: EntityTable<PartRow, 'sha256'>;
	lists: EntityTable<ListRow, 'gen'>;
	texts: EntityTable<TextsRow, 'key'>;
	blocks: Table<BlockRow, [gen: string, first: string]>;
};

export function openCatalogueDb(name = 'motcua-catalogue'): CatalogueDb {
	const db = new Dexie(name) as CatalogueDb;
	db.version(1).stores({ meta: 'key', packs: 'sha256, *keys' });
	db.version(2)
		.stores({ packs: null, parts: 'sha256', lists: 'gen', blocks: '[gen+first]' })
		.upgrade((tx) => tx.table('meta').clear());
	db.version(3).stores({ texts: 'key' });
	return db;
}

export async function readCurrent(db: CatalogueDb): Promise<CurrentRow | null> {
	const row = await db.meta.get('current');
	return row?.key === 'current' ? row : null;
}

export async function readIncoming(db: CatalogueDb): Promise<IncomingRow | null> {
	const row = await db.meta.get('incoming');
	return row?.key === 'incoming' ? row : null;
}

/** Blocks and list of one generation. Within the caller's transaction. */
export async function dropGeneration(db: CatalogueDb, gen: string): Promise<void> {
	await db.blocks.where('[gen+first]').between([gen, Dexie.minKey], [gen, Dexie.maxKey]).delete();
	await db.lists.delete(gen);
}

/** The block in which a row with this key lies, if there is such a row; undefined when no block can have it. */
export async function blockOf(db: CatalogueDb, gen: string, key: string): Promise<BlockRow | undefined> {
	return await db.blocks
		.where('[gen+first]')
		.between([gen, key.slice(0, 2)], [gen, key], true, true)
		.last();
}
