/**
 * Where the phone keeps the public catalogue: a database of its own, apart from anything personal, so that signing
 * out may wipe the one and keep the other. A pack is one row under its hash; that the row exists is what "done"
 * means, so a resumed replication only asks which rows are missing. Two versions share equal packs.
 */
import { Dexie, type EntityTable } from 'dexie';
import type { Manifest, PackKind } from '../../../domain/catalogue/manifest.ts';

export interface PackRow {
	readonly sha256: string;
	readonly kind: PackKind;
	/** Rows inside that are looked up one by one (domain/catalogue/pack.ts). */
	readonly keys: readonly string[];
	/** As verified. Unpacked text costs less to store and to read than thousands of small rows. */
	readonly bytes: Uint8Array;
}

/** `current`: complete, in use. `incoming`: being fetched; readable too as long as there is no current one. */
export interface MetaRow {
	readonly key: 'current' | 'incoming';
	readonly manifest: Manifest;
	/** When the phone learned of it, by its own clock, in ms: a claim, for "as of" lines only. */
	readonly since: number;
}

export type CatalogueDb = Dexie & {
	meta: EntityTable<MetaRow, 'key'>;
	packs: EntityTable<PackRow, 'sha256'>;
};

export function openCatalogueDb(name = 'motcua-catalogue'): CatalogueDb {
	const db = new Dexie(name) as CatalogueDb;
	db.version(1).stores({ meta: 'key', packs: 'sha256, *keys' });
	return db;
}
