/**
 * Locks a person's phone with a PIN or a passkey, and opens it, without a network. Who is unlocked is known to a tab, in its memory,
 * for as long as it lives: the key is derived once, and other tabs are handed it (src/lib/state/phone.svelte.ts).
 * Promises: a PIN that is set, changed or taken away is so in one transaction; a wrong one costs a growing pause, also
 * for who closes the app in between.
 */
import type { PersonId } from '../../domain/ids.ts';
import { type Owner, PhoneDb } from './db.ts';
import type { PhoneDeps } from './deps.ts';
import { type ByPin, type KeyRing, passkeyRing, pinRing } from './keys.ts';
import type { Passkeys } from './passkey.ts';
import { refuseNewer } from './newer.ts';
import { keepRing } from './rings.ts';

export { type KeyRing, PhoneLocked } from './keys.ts';
export { dropRings, keepRing, ringOf } from './rings.ts';

export type Clock = Pick<PhoneDeps, 'now'>;

/** At least so many digits; more are better. */
export const pinLengthMin = 6;

export function isPin(text: string): boolean {
	return /^\d{6,32}$/.test(text);
}

export interface PinState {
	/** What opens it. */
	readonly by: 'pin' | 'passkey';
	/** Ms since 1970 by this phone's clock, until which no attempt is taken; 0 for none. */
	readonly waitUntil: number;
	readonly lockAfterMs: number;
}

/** Null when there is neither a PIN nor a passkey. */
export async function pinState(owner: Owner, { now }: Clock): Promise<PinState | null> {
	const row = await withKeys(owner, (keys) => keys.get('data'));
	if (!row || row.by === 'device') return null;
	const { by, lockAfterMs } = row;
	// A passkey cannot be guessed; its own attempts are counted where it lies.
	return { by, lockAfterMs, waitUntil: row.by === 'pin' ? waitUntil(row, now()) : 0 };
}

/** `wait`: nothing was tried, it is too early. */
export type PinAnswer =
	| { readonly kind: 'open'; readonly ring: KeyRing }
	| { readonly kind: 'wrong' | 'wait'; readonly waitUntil: number };

/** Opens the phone of that person in this tab. */
export async function unlock(owner: PersonId, pin: string, { now }: Clock): Promise<PinAnswer> {
	return await withKeys(owner, async (keys, db) => {
		// Counted before it is tried: closing the app in the middle is no way round the pause.
		const row = await db.transaction('rw', [keys], async () => {
			const before = await keys.get('data');
			if (before?.by !== 'pin' || waitUntil(before, now()) > now()) return before;
			await keys.put({ ...before, wrong: before.wrong + 1, triedAt: now() });
			return before;
		});
		if (row?.by !== 'pin') return { kind: 'open', ring: await db.key() };
		if (waitUntil(row, now()) > now()) return { kind: 'wait', waitUntil: waitUntil(row, now()) };
		const ring = await pinRing(row, pin);
		if (!ring)
			return { kind: 'wrong', waitUntil: waitUntil({ ...row, wrong: row.wrong + 1, triedAt: now() }, now()) };
		await db.transaction('rw', [keys], async () => {
			const after = await keys.get('data');
			if (after?.by === 'pin') await keys.put({ ...after, wrong: 0, triedAt: 0 });
		});
		keepRing(owner, ring);
		return { kind: 'open', ring };
	});
}

/** `refused`: called off, or not her passkey. `unsupported`: this device's passkeys keep no secret; nothing was changed. */
export type PasskeyAnswer =
	{ readonly kind: 'open'; readonly ring: KeyRing } | { readonly kind: 'refused' | 'unsupported' };

export async function unlockByPasskey(owner: PersonId, passkeys: Passkeys): Promise<PasskeyAnswer> {
	return await withKeys(owner, async (keys) => {
		const row = await keys.get('data');
		if (row?.by !== 'passkey') return { kind: 'refused' };
		const secret = await passkeys.ask(row.credentialId, row.question);
		const ring = secret && (await passkeyRing(row, secret));
		if (!ring) return { kind: 'refused' };
		keepRing(owner, ring);
		return { kind: 'open', ring };
	});
}

const freeTries = 3;
const firstPauseMs = 30_000;
const pauseMsMax = 60 * 60_000;

/** 30 s after the third wrong one, then twice as long each time, up to an hour. A clock set back does not prolong it. */
function waitUntil({ wrong, triedAt }: ByPin, now: number): number {
	if (wrong < freeTries) return 0;
	const pauseMs = Math.min(firstPauseMs * 2 ** (wrong - freeTries), pauseMsMax);
	return Math.min(triedAt, now) + pauseMs;
}

/** Leaves no open database behind. */
export async function withKeys<T>(
	owner: Owner,
	use: (keys: PhoneDb['keys'], db: PhoneDb) => Promise<T>
): Promise<T> {
	const db = new PhoneDb(owner);
	try {
		await refuseNewer(db);
		return await use(db.keys, db);
	} finally {
		db.close();
	}
}
