import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PersonId } from '../../domain/ids.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { phoneCommands } from './commands.ts';
import { PhoneDb } from './db.ts';
import { dropRings, PhoneLocked, pinState, unlock, unlockByPasskey } from './lock.ts';
import { removePasskey, setLockAfter, setPasskey, setPin } from './lock-change.ts';
import type { Passkeys } from './passkey.ts';
import { phoneQueries } from './queries.ts';
import { openPhone, signIn } from './session.ts';

const mai = PersonId.parse(sampleId(1));
const me = {
	personId: mai,
	name: 'Mai',
	personalId: '012190001234',
	birth: '1990',
	sex: 'female',
	phone: ''
} as const;
const clock = { now: () => Date.parse('2026-11-23T02:00:00.000Z') };

/** An authenticator: the secret follows from what it is and what it is asked. */
function authenticator(seed: number, says: { refuses?: boolean; withoutPrf?: boolean } = {}): Passkeys {
	const credentialId = new Uint8Array([seed]);
	const ask: Passkeys['ask'] = async (id, question) => {
		if (says.refuses || id[0] !== seed) return null;
		return await crypto.subtle.digest('SHA-256', new Uint8Array([seed, ...question]));
	};
	return {
		areOffered: async () => true,
		make: async (question) => {
			if (says.withoutPrf) return 'unsupported';
			const secret = await ask(credentialId, question);
			return secret && { credentialId, secret };
		},
		ask
	};
}
const hers = authenticator(7);

let words = '';
beforeEach(async () => {
	await signIn(me);
	const { db } = await openPhone();
	const draft = await phoneCommands(db, testDeps()).startDraft('1.002759', me);
	words = draft.ok ? draft.value.localReference : '';
	db.close();
});
afterEach(async () => {
	dropRings();
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

async function drafts(): Promise<string[]> {
	const { db } = await openPhone();
	const found = await phoneQueries(db).drafts();
	db.close();
	return found.map(({ localReference }) => localReference);
}

async function row(): Promise<unknown> {
	const db = new PhoneDb(mai);
	const found = await db.keys.get('data');
	db.close();
	return found;
}

test('[R16] under a passkey nothing opens without it; with it all that was there before opens, without a network', async () => {
	expect((await setPasskey(mai, 60_000, hers)).kind).toBe('open');
	expect(await pinState(mai, clock)).toEqual({ by: 'passkey', waitUntil: 0, lockAfterMs: 60_000 });
	expect(await drafts()).toEqual([words]);
	dropRings();
	await expect(openPhone()).rejects.toThrow(PhoneLocked);
	await expect(unlock(mai, '123456', clock)).rejects.toThrow(PhoneLocked);
	for (const other of [authenticator(8), authenticator(7, { refuses: true })])
		expect(await unlockByPasskey(mai, other)).toEqual({ kind: 'refused' });
	await expect(openPhone()).rejects.toThrow(PhoneLocked);
	expect((await unlockByPasskey(mai, hers)).kind).toBe('open');
	expect(await drafts()).toEqual([words]);
	await setLockAfter(mai, 120_000);
	expect(await pinState(mai, clock)).toMatchObject({ lockAfterMs: 120_000 });
});

test('[R16] an authenticator that keeps no secret, or a person who says no, changes nothing', async () => {
	const before = await row();
	expect(await setPasskey(mai, 60_000, authenticator(7, { withoutPrf: true }))).toEqual({
		kind: 'unsupported'
	});
	expect(await setPasskey(mai, 60_000, authenticator(7, { refuses: true }))).toEqual({ kind: 'refused' });
	expect(await row()).toEqual(before);
	expect(await pinState(mai, clock)).toBeNull();
});

test('[R16] a passkey is taken away by itself alone, and a PIN is not put in its place unseen, nor it in a PIN’s', async () => {
	await setPasskey(mai, 60_000, hers);
	expect(await removePasskey(mai, authenticator(8))).toEqual({ kind: 'refused' });
	expect(await setPin(mai, null, { pin: '271190', lockAfterMs: 1 }, clock)).toMatchObject({ kind: 'wrong' });
	expect((await removePasskey(mai, hers)).kind).toBe('open');
	dropRings();
	expect(await drafts()).toEqual([words]);
	expect((await setPin(mai, null, { pin: '271190', lockAfterMs: 1 }, clock)).kind).toBe('open');
	expect(await setPasskey(mai, 60_000, hers)).toEqual({ kind: 'refused' });
	expect(await pinState(mai, clock)).toMatchObject({ by: 'pin' });
});
