import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftId } from '../../domain/ids.ts';
import { PersonId } from '../../domain/ids.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { phoneCommands } from './commands.ts';
import { type Me, PhoneDb, storageFault } from './db.ts';
import { dropRings, isPin, keepRing, PhoneLocked, pinState, ringOf, unlock } from './lock.ts';
import { removePin, setLockAfter, setPin } from './lock-change.ts';
import { phoneQueries } from './queries.ts';
import { currentOwner, openPhone, ownerHere, signIn, unsureDrafts } from './session.ts';

const mai = PersonId.parse(sampleId(1));
const me: Me = {
	personId: mai,
	name: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	birth: '1990-05-05',
	sex: 'female',
	phone: '0912345678'
};
const fiveMinutes = 300_000;
let now = 0;
const clock = { now: () => now };
const set = (before: string | null, pin: string) =>
	setPin(mai, before, { pin, lockAfterMs: fiveMinutes }, clock);

let draftId: DraftId;
const open: PhoneDb[] = [];

beforeEach(async () => {
	now = Date.parse('2026-11-23T02:00:00.000Z');
	await signIn(me);
	draftId = await draftOf('trước khi có mã');
});
afterEach(async () => {
	vi.restoreAllMocks();
	for (const db of open.splice(0)) db.close();
	dropRings();
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

async function phone(): Promise<PhoneDb> {
	const { db } = await openPhone();
	open.push(db);
	return db;
}

async function draftOf(reason: string): Promise<DraftId> {
	const db = await phone();
	const commands = phoneCommands(db, testDeps({ uuid: () => crypto.randomUUID() }));
	const started = await commands.startDraft('1.002759', null);
	if (!started.ok) throw new Error(started.error.type);
	await commands.saveDraft(started.value.draftId, { reason }, 0);
	return started.value.draftId;
}

/** What a tab that has just been opened knows. */
const newTab = () => dropRings();

describe('a PIN', () => {
	it('has at least six digits, and nothing but digits', () => {
		expect(['123456', '0123456789'].every(isPin)).toBe(true);
		expect(['12345', '', '12345a', '１２３４５６', ' 123456'].some(isPin)).toBe(false);
	});

	it('[R11] locks what was there and what comes; it opens both, without a network', async () => {
		expect(await set(null, '271190')).toMatchObject({ kind: 'open' });
		const second = await draftOf('sau khi có mã');
		newTab();
		await expect(openPhone()).rejects.toThrow(PhoneLocked);
		const locked = new PhoneDb(mai);
		open.push(locked);
		const reading = phoneQueries(locked).draft(draftId);
		await expect(reading).rejects.toThrow(PhoneLocked);
		expect(storageFault(await reading.catch((error: unknown) => error))).toEqual({ type: 'storage_failed' });

		expect(await unlock(mai, '271190', clock)).toMatchObject({ kind: 'open' });
		const { db, me: known } = await openPhone();
		open.push(db);
		expect(known).toEqual(me);
		const values = await Promise.all([draftId, second].map((id) => phoneQueries(db).draft(id)));
		expect(values.map((draft) => draft?.values['reason'])).toEqual(['trước khi có mã', 'sau khi có mã']);
	});

	it('[R11] leaves nothing on the disk with which what is written from then on could be opened', async () => {
		const byDevice = await (await phone()).keys.get('data');
		await set(null, '271190');
		const second = await draftOf('sau khi có mã');
		const db = await phone();
		expect(await db.keys.toArray()).toMatchObject([{ by: 'pin' }]);
		// As from the browser's files, where the row of before may still be found.
		if (byDevice) await db.keys.put(byDevice);
		newTab();
		const thief = new PhoneDb(mai);
		open.push(thief);
		expect((await phoneQueries(thief).draft(draftId))?.values).toEqual({ reason: 'trước khi có mã' });
		expect(await phoneQueries(thief).draft(second)).toBeUndefined();
		expect(thief.cabinet.damaged).toHaveLength(1);
	});

	it('[R11] is derived once, however much is read and written then, also in a tab that is handed the key', async () => {
		await set(null, '271190');
		newTab();
		const derive = vi.spyOn(crypto.subtle, 'deriveKey');
		await unlock(mai, '271190', clock);
		for (let n = 0; n < 5; n++) await draftOf(`${n}`);
		const ring = ringOf(mai);
		newTab();
		if (ring) keepRing(mai, ring);
		expect(await phoneQueries(await phone()).drafts()).toHaveLength(6);
		expect(derive).toHaveBeenCalledTimes(1);
		expect(derive.mock.calls[0]?.[0]).toMatchObject({ name: 'PBKDF2', hash: 'SHA-256', iterations: 600_000 });
	});

	it('[R11] can be changed and taken away by who knows it, and by nobody else', async () => {
		await set(null, '271190');
		expect(await set('000000', '111111')).toMatchObject({ kind: 'wrong' });
		expect(await removePin(mai, '000000', clock)).toMatchObject({ kind: 'wrong' });
		expect(await set(null, '111111')).toMatchObject({ kind: 'wrong' });
		expect(await set('271190', '90112790')).toMatchObject({ kind: 'open' });
		newTab();
		expect(await unlock(mai, '271190', clock)).toMatchObject({ kind: 'wrong' });
		expect(await unlock(mai, '90112790', clock)).toMatchObject({ kind: 'open' });
		expect(await removePin(mai, '90112790', clock)).toMatchObject({ kind: 'open' });
		newTab();
		expect(await pinState(mai, clock)).toBeNull();
		expect((await phoneQueries(await phone()).draft(draftId))?.values).toEqual({ reason: 'trước khi có mã' });
	});

	it('leaves everything as it was when the disk fails while it is set', async () => {
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		await expect(set(null, '271190')).rejects.toThrow();
		vi.restoreAllMocks();
		newTab();
		expect(await pinState(mai, clock)).toBeNull();
		expect((await phoneQueries(await phone()).draft(draftId))?.values).toEqual({ reason: 'trước khi có mã' });
	});

	it('keeps after how long it locks itself', async () => {
		expect(await pinState(mai, clock)).toBeNull();
		await set(null, '271190');
		await setLockAfter(mai, 60_000);
		expect(await pinState(mai, clock)).toEqual({ by: 'pin', waitUntil: 0, lockAfterMs: 60_000 });
	});
});

describe('a wrong PIN', () => {
	beforeEach(async () => {
		await set(null, '271190');
		newTab();
	});
	const tries = (pin: string) => unlock(mai, pin, clock);

	it('[R11] costs a pause that grows, to an hour, and during it the right one is not taken either', async () => {
		const pauses: number[] = [];
		for (let n = 0; n < 12; n++) {
			const answer = await tries('000000');
			if (answer.kind !== 'wrong') throw new Error(answer.kind);
			pauses.push(Math.max(0, answer.waitUntil - now) / 1000);
			if (answer.waitUntil > now) {
				expect(await tries('271190')).toEqual({ kind: 'wait', waitUntil: answer.waitUntil });
				now = answer.waitUntil;
			}
		}
		expect(pauses).toEqual([0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
		expect(await tries('271190')).toMatchObject({ kind: 'open' });
		newTab();
		expect(await tries('000000')).toEqual({ kind: 'wrong', waitUntil: 0 });
	});

	it('[R11] is counted also when the app is closed before the answer', async () => {
		vi.spyOn(crypto.subtle, 'deriveKey').mockRejectedValue(new DOMException('killed', 'AbortError'));
		for (let n = 0; n < 3; n++) await expect(tries('000000')).rejects.toThrow('killed');
		vi.restoreAllMocks();
		expect(await tries('271190')).toMatchObject({ kind: 'wait', waitUntil: now + 30_000 });
	});

	it('does not lock her out for longer when the clock was set back', async () => {
		for (let n = 0; n < 3; n++) await tries('000000');
		now -= 365 * 24 * 3_600_000;
		expect(await tries('271190')).toMatchObject({ kind: 'wait', waitUntil: now + 30_000 });
	});
});

describe('others on a phone that is locked', () => {
	it('[R6] [R11] work as themselves; she logs in and finds it locked, and what she began as a guest comes when it is open', async () => {
		await set(null, '271190');
		newTab();
		const sung: Me = { ...me, personId: PersonId.parse(sampleId(2)), personalId: '011085005678' };
		await signIn(sung);
		expect((await currentOwner()).me).toEqual(sung);
		const guest = new PhoneDb('guest');
		const commands = phoneCommands(guest, testDeps());
		const started = await commands.startDraft('1.002759', null);
		if (started.ok) await commands.saveDraft(started.value.draftId, { personalId: me.personalId }, 0);
		guest.close();

		expect(await signIn(me)).toEqual({ adopted: 0, unsure: [] });
		expect(await ownerHere()).toBe(mai);
		await expect(openPhone()).rejects.toThrow(PhoneLocked);
		expect(await unsureDrafts()).toHaveLength(1);
		await unlock(mai, '271190', clock);
		expect(await phoneQueries(await phone()).drafts()).toHaveLength(2);
		expect(await unsureDrafts()).toHaveLength(0);
	});
});
