/**
 * The keys of one person's database. Records are sealed with a random data key; on the disk lie only data keys wrapped
 * (AES-KW, RFC 3394), beside the records, so that wiping the database takes them too.
 *
 *   record ◄─ AES-256-GCM ─ data keys ◄─ AES-256-KW ─┬─ the device's key (a CryptoKey that no script can read out)
 *                                                    ├─ a key from her PIN (PBKDF2, SHA-256, RFC 8018)
 *                                                    └─ a key from her passkey's secret (HKDF, SHA-256, RFC 5869)
 *
 * One of the three at a time: beside a passkey a PIN would be the weaker door. What each is worth, and against whom: docs/decisions/0010.
 */
import type { Table } from 'dexie';
import { invariant } from '../../domain/result.ts';

/** The first seals; all open, since records keep the key under which they were written. */
export type KeyRing = readonly [CryptoKey, ...CryptoKey[]];

export interface ByDevice {
	readonly id: 'data';
	readonly by: 'device';
	readonly wrapping: CryptoKey;
	/** In the order of the ring. */
	readonly wrapped: readonly ArrayBuffer[];
}

export interface ByPin {
	readonly id: 'data';
	readonly by: 'pin';
	readonly salt: Uint8Array<ArrayBuffer>;
	readonly iterations: number;
	readonly wrapped: readonly ArrayBuffer[];
	/** Attempts in a row that were wrong, or not seen to their end. */
	readonly wrong: number;
	/** Of the last of them, by this phone's clock. */
	readonly triedAt: number;
	/** Locks itself after so long in the background. */
	readonly lockAfterMs: number;
}

export interface ByPasskey {
	readonly id: 'data';
	readonly by: 'passkey';
	readonly credentialId: Uint8Array<ArrayBuffer>;
	/** What the passkey is asked; its answer is the secret. */
	readonly question: Uint8Array<ArrayBuffer>;
	readonly wrapped: readonly ArrayBuffer[];
	/** Locks itself after so long in the background. */
	readonly lockAfterMs: number;
}

/** The one row: how the data keys are wrapped. */
export type KeyRow = ByDevice | ByPin | ByPasskey;
type Keys = Table<KeyRow, string>;

/** OWASP's figure for PBKDF2 with SHA-256 (2023): 0.4 s on a desk, some seconds on an old phone. */
export const pinIterations = 600_000;

/** The keys wait for a PIN that nobody has entered yet, or for her passkey. */
export class PhoneLocked extends Error {
	override readonly name = 'PhoneLocked';
}

/**
 * The data keys, made at the first asking. Two tabs that both make them agree on whichever lay there first, before
 * anything is sealed with them.
 * @throws PhoneLocked when a PIN or a passkey wraps them
 */
export async function deviceRing(keys: Keys): Promise<KeyRing> {
	const row = (await keys.get('data')) ?? (await keepFirst(keys, await wrapByDevice([await newDataKey()])));
	if (row.by !== 'device') throw new PhoneLocked(`a ${row.by} is asked for`);
	return await unwrapAll(row.wrapped, row.wrapping, false);
}

/** The data keys, or null for the wrong PIN. One derivation. */
export async function pinRing(row: ByPin, pin: string): Promise<KeyRing | null> {
	return await unwrapOrNull(row.wrapped, await fromPin(pin, row), false);
}

/**
 * The same keys under a PIN, and a new one before them: what the device's key once opened lies in the browser's files
 * for a while, and what is written from now on shall not open with it.
 * @param pin the present one; null when there is none
 * @returns null when the present PIN is wrong
 */
export async function wrapByPin(
	row: KeyRow,
	pin: string | null,
	next: { readonly pin: string; readonly lockAfterMs: number }
): Promise<ByPin | null> {
	const before = await unwrapForWrapping(row, pin);
	if (!before) return null;
	const salt = crypto.getRandomValues(new Uint8Array(16));
	const wrapping = await fromPin(next.pin, { salt, iterations: pinIterations });
	return {
		id: 'data',
		by: 'pin',
		salt,
		iterations: pinIterations,
		wrapped: await wrapAll([await newDataKey(), ...before], wrapping),
		wrong: 0,
		triedAt: 0,
		lockAfterMs: next.lockAfterMs
	};
}

/** The same keys without a PIN; null when it is wrong. */
export async function unwrapFromPin(row: ByPin, pin: string): Promise<KeyRow | null> {
	const before = await unwrapForWrapping(row, pin);
	return before && (await wrapByDevice(before));
}

/** The data keys, or null for another passkey's secret. */
export async function passkeyRing(row: ByPasskey, secret: ArrayBuffer): Promise<KeyRing | null> {
	return await unwrapOrNull(row.wrapped, await fromSecret(secret), false);
}

/** The keys that lay open under a passkey, and a new one before them: as for a PIN. */
export async function wrapByPasskey(
	row: ByDevice,
	secret: ArrayBuffer,
	passkey: Pick<ByPasskey, 'credentialId' | 'question' | 'lockAfterMs'>
): Promise<ByPasskey> {
	const before = await unwrapAll(row.wrapped, row.wrapping, true);
	const wrapped = await wrapAll([await newDataKey(), ...before], await fromSecret(secret));
	return { id: 'data', by: 'passkey', ...passkey, wrapped };
}

/** The same keys without a passkey; null for another's secret. */
export async function unwrapFromPasskey(row: ByPasskey, secret: ArrayBuffer): Promise<KeyRow | null> {
	const before = await unwrapOrNull(row.wrapped, await fromSecret(secret), true);
	return before && (await wrapByDevice(before));
}

async function wrapByDevice(ring: KeyRing): Promise<ByDevice> {
	const wrapping = await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, [
		'wrapKey',
		'unwrapKey'
	]);
	return { id: 'data', by: 'device', wrapping, wrapped: await wrapAll(ring, wrapping) };
}

/** For a moment, so that it can be wrapped anew, a script could read them out. */
async function unwrapForWrapping(row: KeyRow, pin: string | null): Promise<KeyRing | null> {
	if (row.by === 'device') return await unwrapAll(row.wrapped, row.wrapping, true);
	return pin === null || row.by !== 'pin'
		? null
		: await unwrapOrNull(row.wrapped, await fromPin(pin, row), true);
}

function keepFirst(keys: Keys, row: KeyRow): Promise<KeyRow> {
	return keys.db.transaction('rw', [keys], async () => {
		const before = await keys.get('data');
		if (before) return before;
		await keys.add(row);
		return row;
	});
}

async function fromPin(
	pin: string,
	{ salt, iterations }: Pick<ByPin, 'salt' | 'iterations'>
): Promise<CryptoKey> {
	const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
		'deriveKey'
	]);
	return await crypto.subtle.deriveKey(
		{ name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
		typed,
		{ name: 'AES-KW', length: 256 },
		false,
		['wrapKey', 'unwrapKey']
	);
}

/** 32 random bytes as they are: nothing slow is needed. */
async function fromSecret(secret: ArrayBuffer): Promise<CryptoKey> {
	const whole = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	const info = new TextEncoder().encode('motcua data keys 1');
	return await crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
		whole,
		{ name: 'AES-KW', length: 256 },
		false,
		['wrapKey', 'unwrapKey']
	);
}

function newDataKey(): Promise<CryptoKey> {
	return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
}

function wrapAll(ring: KeyRing, wrapping: CryptoKey): Promise<ArrayBuffer[]> {
	return Promise.all(ring.map((key) => crypto.subtle.wrapKey('raw', key, wrapping, 'AES-KW')));
}

async function unwrapAll(
	wrapped: readonly ArrayBuffer[],
	wrapping: CryptoKey,
	extractable: boolean
): Promise<KeyRing> {
	const [first, ...others] = await Promise.all(
		wrapped.map((key) =>
			crypto.subtle.unwrapKey('raw', key, wrapping, 'AES-KW', 'AES-GCM', extractable, ['encrypt', 'decrypt'])
		)
	);
	invariant(first, 'a ring has a key');
	return [first, ...others];
}

/** A wrapped key carries its own check: with another key it does not unwrap. */
async function unwrapOrNull(
	wrapped: readonly ArrayBuffer[],
	wrapping: CryptoKey,
	extractable: boolean
): Promise<KeyRing | null> {
	try {
		return await unwrapAll(wrapped, wrapping, extractable);
	} catch (error) {
		if (error instanceof DOMException && error.name === 'OperationError') return null;
		throw error;
	}
}
