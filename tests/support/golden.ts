/**
 * Databases as a released app has left them on a phone, kept as JSON in tests/golden, one file for each schema version.
 * They are never made anew: what was released does not change.
 */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const Dump = z.object({
	databases: z.array(
		z.object({
			name: z.string(),
			/** IndexedDB's own: ten times Dexie's. */
			version: z.int(),
			stores: z.array(
				z.object({
					name: z.string(),
					keyPath: z.string(),
					autoIncrement: z.boolean(),
					indices: z.array(z.object({ name: z.string(), keyPath: z.string(), unique: z.boolean() })),
					rows: z.array(z.record(z.string(), z.unknown()))
				})
			)
		})
	)
});

/** Versions of sync/client/db.ts of which a phone is kept. */
export const goldenVersions = [1, 2] as const;
export type GoldenVersion = (typeof goldenVersions)[number];

/** Puts the databases of that schema version on this phone; `IndexedDB` must be empty. */
export async function restoreGolden(schemaVersion: GoldenVersion): Promise<void> {
	const file = new URL(`../golden/phone-${schemaVersion}.json`, import.meta.url);
	const { databases } = Dump.parse(JSON.parse(await readFile(file, 'utf8')));
	for (const { name, version, stores } of databases) {
		// Keys are made from bytes, for which a database does not wait.
		const rowsOf = new Map(
			await Promise.all(
				stores.map(async ({ name, rows }) => [name, await Promise.all(rows.map(revived))] as const)
			)
		);
		const opening = indexedDB.open(name, version);
		opening.onupgradeneeded = () => {
			for (const { name, keyPath, autoIncrement, indices } of stores) {
				const store = opening.result.createObjectStore(name, { keyPath, autoIncrement });
				for (const index of indices) store.createIndex(index.name, index.keyPath, { unique: index.unique });
				for (const row of rowsOf.get(name) ?? []) store.add(row);
			}
		};
		(await answer(opening)).close();
	}
}

export interface StoredRow {
	readonly database: string;
	readonly store: string;
	readonly row: unknown;
}

/** Every row of every database on this phone, as it lies there. */
export async function everyRow(): Promise<StoredRow[]> {
	const all: StoredRow[] = [];
	for (const { name } of await indexedDB.databases()) {
		const db = await answer(indexedDB.open(name ?? ''));
		for (const store of db.objectStoreNames)
			for (const row of await answer(db.transaction(store).objectStore(store).getAll()))
				all.push({ database: db.name, store, row });
		db.close();
	}
	return all;
}

/** All that could be read in it: names and texts as they are, bytes as Latin-1. */
export async function readable(value: unknown): Promise<string> {
	if (value instanceof Blob) return await readable(new Uint8Array(await value.arrayBuffer()));
	if (value instanceof ArrayBuffer) return await readable(new Uint8Array(value));
	if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
	if (typeof value !== 'object' || value === null) return String(value);
	const parts = await Promise.all(
		Object.entries(value).map(async ([key, part]) => `${key}=${await readable(part)}`)
	);
	return parts.join(' ');
}

/** What JSON cannot say: files, bytes, and the device's key, which no script could have read out of a real phone. */
async function revived(value: unknown): Promise<unknown> {
	if (Array.isArray(value)) return await Promise.all(value.map(revived));
	if (typeof value !== 'object' || value === null) return value;
	if ('$blob' in value && 'type' in value)
		return new Blob([Buffer.from(String(value.$blob), 'base64')], { type: String(value.type) });
	if ('$bytes' in value) return Uint8Array.from(Buffer.from(String(value.$bytes), 'base64'));
	if ('$buffer' in value) return Uint8Array.from(Buffer.from(String(value.$buffer), 'base64')).buffer;
	if ('$key' in value) {
		const key = Buffer.from(String(value.$key), 'base64');
		return await crypto.subtle.importKey('raw', key, 'AES-KW', false, ['wrapKey', 'unwrapKey']);
	}
	const parts = Object.entries(value).map(async ([key, part]) => [key, await revived(part)] as const);
	return Object.fromEntries(await Promise.all(parts));
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
	});
}
