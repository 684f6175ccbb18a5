/**
 * Sets, changes and takes away what locks a person's phone (lock.ts): a PIN or a passkey. Comes with the page on which
 * she does that. Promises: each is so in one transaction, or nothing has changed.
 */
import type { PersonId } from '../../domain/ids.ts';
import { passkeyRing, pinRing, unwrapFromPasskey, unwrapFromPin, wrapByPasskey, wrapByPin } from './keys.ts';
import { type Clock, type PasskeyAnswer, type PinAnswer, unlock, withKeys } from './lock.ts';
import type { Passkeys } from './passkey.ts';
import { keepRing } from './rings.ts';

/** Sets the first PIN, or another. @param pin the present one; null when there is none */
export async function setPin(
	owner: PersonId,
	pin: string | null,
	next: { readonly pin: string; readonly lockAfterMs: number },
	clock: Clock
): Promise<PinAnswer> {
	const tried = pin === null ? null : await unlock(owner, pin, clock);
	if (tried && tried.kind !== 'open') return tried;
	return await withKeys(owner, async (keys, db) => {
		await db.key();
		const before = await keys.get('data');
		const row = before && (await wrapByPin(before, pin, next));
		const ring = row && (await pinRing(row, next.pin));
		// Set in another tab in the meantime.
		if (!row || !ring) return { kind: 'wrong', waitUntil: 0 };
		await db.transaction('rw', [keys], () => keys.put(row));
		keepRing(owner, ring);
		return { kind: 'open', ring };
	});
}

export async function removePin(owner: PersonId, pin: string, clock: Clock): Promise<PinAnswer> {
	const tried = await unlock(owner, pin, clock);
	if (tried.kind !== 'open') return tried;
	return await withKeys(owner, async (keys, db) => {
		const before = await keys.get('data');
		const row = before?.by === 'pin' ? await unwrapFromPin(before, pin) : null;
		if (row) await db.transaction('rw', [keys], () => keys.put(row));
		return tried;
	});
}

export async function setLockAfter(owner: PersonId, lockAfterMs: number): Promise<void> {
	await withKeys(owner, (keys, db) =>
		db.transaction('rw', [keys], async () => {
			const row = await keys.get('data');
			if (row && row.by !== 'device') await keys.put({ ...row, lockAfterMs });
		})
	);
}

/** A passkey instead of nothing; a PIN must be taken away before. */
export async function setPasskey(
	owner: PersonId,
	lockAfterMs: number,
	passkeys: Passkeys
): Promise<PasskeyAnswer> {
	const question = crypto.getRandomValues(new Uint8Array(32));
	const made = await passkeys.make(question);
	if (made === 'unsupported') return { kind: 'unsupported' };
	if (!made) return { kind: 'refused' };
	const { credentialId, secret } = made;
	return await withKeys(owner, async (keys, db) => {
		await db.key();
		const before = await keys.get('data');
		if (before?.by !== 'device') return { kind: 'refused' };
		const row = await wrapByPasskey(before, secret, { credentialId, question, lockAfterMs });
		const ring = await passkeyRing(row, secret);
		if (!ring) return { kind: 'refused' };
		await db.transaction('rw', [keys], () => keys.put(row));
		keepRing(owner, ring);
		return { kind: 'open', ring };
	});
}

export async function removePasskey(owner: PersonId, passkeys: Passkeys): Promise<PasskeyAnswer> {
	return await withKeys(owner, async (keys, db) => {
		const row = await keys.get('data');
		if (row?.by !== 'passkey') return { kind: 'refused' };
		const secret = await passkeys.ask(row.credentialId, row.question);
		const ring = secret && (await passkeyRing(row, secret));
		const open = secret && (await unwrapFromPasskey(row, secret));
		if (!ring || !open) return { kind: 'refused' };
		await db.transaction('rw', [keys], () => keys.put(open));
		keepRing(owner, ring);
		return { kind: 'open', ring };
	});
}
