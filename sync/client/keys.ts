/**
 * The key of one person's database. Records are sealed with a random data key; on the disk lies only that key wrapped
 * (AES-KW, RFC 3394), beside the records, so that wiping the database takes it too.
 *
 *   record ◄─ AES-256-GCM ─ data key ◄─ AES-256-KW ─ the device's key (a CryptoKey that no script can read out)
 *
 * What that is worth, and against whom: docs/decisions/0010.
 */
import type { Table } from 'dexie';

/** The one row: how the data key is wrapped. */
export interface KeyRow {
	readonly id: 'data';
	readonly by: 'device';
	readonly wrapping: CryptoKey;
	readonly wrapped: ArrayBuffer;
}

/**
 * The data key, made at the first asking. Two tabs that both make one agree on whichever lay there first, before
 * anything is sealed with it.
 */
export async function dataKey(keys: Table<KeyRow, string>): Promise<CryptoKey> {
	const row = (await keys.get('data')) ?? (await keepFirst(keys, await newRow()));
	return await unwrap(row);
}

async function newRow(): Promise<KeyRow> {
	const wrapping = await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, [
		'wrapKey',
		'unwrapKey'
	]);
	const data = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
		'encrypt',
		'decrypt'
	]);
	return {
		id: 'data',
		by: 'device',
		wrapping,
		wrapped: await crypto.subtle.wrapKey('raw', data, wrapping, 'AES-KW')
	};
}

function keepFirst(keys: Table<KeyRow, string>, row: KeyRow): Promise<KeyRow> {
	return keys.db.transaction('rw', [keys], async () => {
		const before = await keys.get('data');
		if (before) return before;
		await keys.add(row);
		return row;
	});
}

/** From here on no script can read it out. */
function unwrap({ wrapped, wrapping }: KeyRow): Promise<CryptoKey> {
	return crypto.subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', 'AES-GCM', false, [
		'encrypt',
		'decrypt'
	]);
}
