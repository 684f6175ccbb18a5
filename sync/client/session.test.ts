import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import { type DraftId, PaymentId, PersonId } from '../../domain/ids.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { sealFault } from '../../domain/dossier/manifest.ts';
import { phoneCommands } from './commands.ts';
import { databaseName, PhoneDb } from './db.ts';
import { phoneQueries } from './queries.ts';
import {
	adopt,
	currentOwner,
	guestPayment,
	type Me,
	openPhone,
	signIn,
	signOut,
	unsureDrafts,
	wasEvicted
} from './session.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';

const mai: Me = {
	personId: PersonId.parse(sampleId(1)),
	name: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	birth: '1990-05-05',
	sex: 'female',
	phone: '0912345678'
};
const sung: Me = { ...mai, personId: PersonId.parse(sampleId(2)), personalId: '011085005678' };

afterEach(async () => {
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

const deps = testDeps();

/** The guest writes a draft under this personal number, with a photo. */
async function guestDraft(personalId: string): Promise<DraftId> {
	const db = new PhoneDb('guest');
	const commands = phoneCommands(db, deps);
	const draft = await commands.startDraft('3.000347', null);
	if (!draft.ok) throw new Error(draft.error.type);
	const { draftId, dossierId } = draft.value;
	await commands.saveDraft(draftId, personalId ? { personalId } : {}, 0);
	const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], 'a.jpg');
	await commands.addAttachment(dossierId, 'portrait', photo, 'draft');
	const { operationId } = draft.value;
	await db.cabinet.change(async (edit) =>
		edit.put('outbox', {
			operationId,
			dossierId,
			operation: { kind: 'take_result', operationId, dossierId },
			queuedAt: 0,
			state: 'queued'
		})
	);
	db.close();
	return draftId;
}

async function kept(owner: PersonId | 'guest') {
	const db = new PhoneDb(owner);
	const queries = phoneQueries(db);
	const drafts = await queries.drafts();
	const counts = [await db.sealedFiles.count(), await db.sealedOutbox.count()];
	db.close();
	return { drafts: drafts.map(({ draftId }) => draftId), counts };
}

describe('whose phone', () => {
	it('is the guest’s until somebody logs in, and nobody’s again after', async () => {
		expect(await currentOwner()).toEqual({ owner: 'guest', me: null });
		await signIn(mai);
		expect(await currentOwner()).toEqual({ owner: mai.personId, me: mai });
		await signOut({ wipe: false });
		expect(await currentOwner()).toEqual({ owner: 'guest', me: null });
	});

	it('[R7] keeps her work when she signs out without wiping', async () => {
		await guestDraft(mai.personalId);
		await signIn(mai);
		await signOut({ wipe: false });
		expect((await kept(mai.personId)).drafts).toHaveLength(1);
	});

	it('[R5] gives her what names her number, in groups of digits too, sent or not', async () => {
		const hers = await guestDraft('012 190 001234');
		const foreign = await guestDraft('011085005678');
		const empty = await guestDraft('');
		const told = await signIn(mai);
		expect(told.adopted).toBe(1);
		expect(told.unsure.map(({ draftId }) => draftId).sort()).toEqual([foreign, empty].sort());
		expect(await kept(mai.personId)).toEqual({ drafts: [hers], counts: [1, 1] });
		expect((await kept('guest')).counts).toEqual([2, 2]);
	});

	it('[R15] gives a draft back whose queued words do not open any more, to be sent anew', async () => {
		const db = new PhoneDb('guest');
		const commands = phoneCommands(db, deps);
		const draft = await commands.startDraft('1.002759', null);
		if (!draft.ok) throw new Error(draft.error.type);
		const { draftId } = draft.value;
		await commands.saveDraft(draftId, insuranceForm(), 0);
		expect(await commands.submitDraft(draftId, '1')).toMatchObject({ ok: true });
		const [row] = await db.sealedOutbox.toArray();
		if (!row) throw new Error('it is queued');
		const sealed = row.sealed.slice();
		sealed[20] = (sealed[20] ?? 0) ^ 1;
		await db.sealedOutbox.put({ ...row, sealed });
		db.close();

		const open = await openPhone();
		const queries = phoneQueries(open.db);
		expect(await queries.outbox()).toEqual([]);
		expect(await queries.draft(draftId)).toMatchObject({
			state: 'refused',
			fault: { type: 'row_damaged' },
			values: insuranceForm()
		});
		expect((await open.db.sealedContents.toArray()).map((kept) => [...kept.sealed])).toEqual([[...sealed]]);
		expect(await phoneCommands(open.db, deps).submitDraft(draftId, '1')).toMatchObject({ ok: true });
		expect((await queries.outbox()).map(({ state }) => state)).toEqual(['queued']);
		open.db.close();
	});

	it('[S12] signs what the guest has queued anew, with the key of her who takes it over', async () => {
		const guest = new PhoneDb('guest');
		const commands = phoneCommands(guest, deps);
		const draft = await commands.startDraft('1.002759', null);
		if (!draft.ok) throw new Error(draft.error.type);
		await commands.saveDraft(draft.value.draftId, insuranceForm(), 0);
		await commands.submitDraft(draft.value.draftId, '1');
		const sealOf = async (db: PhoneDb) => {
			const [entry] = await phoneQueries(db).outbox();
			if (entry?.operation.kind !== 'submit' || !entry.operation.seal) throw new Error('it is sealed');
			expect(await sealFault(entry.operation, entry.operation.seal)).toBeNull();
			return entry.operation.seal;
		};
		const before = await sealOf(guest);
		guest.close();
		expect((await signIn(mai)).adopted).toBe(1);
		const { db } = await openPhone();
		const after = await sealOf(db);
		expect(after.manifest).toBe(before.manifest);
		expect(after.key).not.toBe(before.key);
		expect(await db.keys.count()).toBe(2);
		db.close();
		await signOut({ wipe: true });
		expect(await Dexie.exists(databaseName(mai.personId))).toBe(false);
	});

	it('[R5] gives her the others when she says that they are hers', async () => {
		const draftId = await guestDraft('');
		await signIn(mai);
		expect(await adopt(draftId)).toBe(true);
		expect(await adopt(draftId)).toBe(false);
		expect((await kept(mai.personId)).drafts).toEqual([draftId]);
		expect(await unsureDrafts()).toEqual([]);
	});

	it('[R5] [R6] what was handed in under another number comes to her to be mended, not to be sent', async () => {
		const guest = new PhoneDb('guest');
		const commands = phoneCommands(guest, deps);
		const draft = await commands.startDraft('1.002759', null);
		if (!draft.ok) throw new Error(draft.error.type);
		const { draftId } = draft.value;
		await commands.saveDraft(draftId, insuranceForm(), 0);
		expect(await commands.submitDraft(draftId, '1')).toMatchObject({ ok: true });
		guest.close();
		await signIn(sung);
		expect(await adopt(draftId)).toBe(true);
		const fault = { type: 'form_invalid', fields: [{ field: 'personalId', rule: 'not_yours' }] };
		const hers = new PhoneDb(sung.personId);
		expect(await phoneQueries(hers).draft(draftId)).toMatchObject({ state: 'refused', fault });
		expect(await phoneQueries(hers).outbox()).toMatchObject([{ state: 'set_aside', fault }]);
		hers.close();
	});

	it('[R6] shows one person nothing of another', async () => {
		await guestDraft(mai.personalId);
		await signIn(mai);
		await signOut({ wipe: false });
		const told = await signIn(sung);
		expect(told).toEqual({ adopted: 0, unsure: [] });
		expect((await kept(sung.personId)).drafts).toEqual([]);
		expect((await kept(mai.personId)).drafts).toHaveLength(1);
	});

	it('still finds a payment made before the login by its id, and leaves it with the guest', async () => {
		const paymentId = PaymentId.parse(sampleId(8));
		const subject = { kind: 'bills' as const, customerCode: 'PA12LC0000001', billIds: ['1'] };
		const guest = new PhoneDb('guest');
		await phoneCommands(guest, deps).keepPayment({ paymentId, subject });
		guest.close();
		await signIn(mai);
		expect(await guestPayment(paymentId)).toMatchObject({ paymentId, subject });
		expect(await guestPayment(PaymentId.parse(sampleId(9)))).toBeUndefined();
		const hers = new PhoneDb(mai.personId);
		expect(await phoneQueries(hers).payments()).toEqual([]);
		hers.close();
	});

	it('[R7] wipes her database when asked', async () => {
		await guestDraft(mai.personalId);
		await signIn(mai);
		await signOut({ wipe: true });
		expect(await Dexie.exists(databaseName(mai.personId))).toBe(false);
	});
});

describe('a browser that has thrown everything away', () => {
	it('[R13] is found out by the mark that is left, and only by it', async () => {
		expect(await wasEvicted(false)).toBe(false);
		expect(await wasEvicted(true)).toBe(true);
		// Asking makes nothing: asked again it says the same.
		expect(await wasEvicted(true)).toBe(true);
		await guestDraft('');
		expect(await wasEvicted(true)).toBe(false);
		await signIn(mai);
		await signOut({ wipe: true });
		expect(await wasEvicted(true)).toBe(false);
		for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
		expect(await wasEvicted(true)).toBe(true);
	});
});

describe('a move that was cut', () => {
	/** The copy is made, and the phone dies before the guest's is deleted. */
	async function cutAfterCopy(): Promise<DraftId> {
		const draftId = await guestDraft(mai.personalId);
		const guest = new PhoneDb('guest');
		await guest.open();
		const stores = [guest.sealedDrafts, guest.sealedFiles, guest.sealedContents, guest.sealedOutbox];
		const rows = await Promise.all(stores.map((store) => store.toArray()));
		guest.close();
		await signIn(mai);
		const again = new PhoneDb('guest');
		for (const [index, { name }] of stores.entries()) await again.table(name).bulkPut(rows[index] ?? []);
		again.close();
		return draftId;
	}

	it('[R5] is finished at the next opening without undoing what she wrote since', async () => {
		const draftId = await cutAfterCopy();
		const hers = new PhoneDb(mai.personId);
		const queued = await phoneQueries(hers).outbox();
		await hers.sealedOutbox.clear();
		const saved = await phoneCommands(hers, deps).saveDraft(draftId, { fullName: 'Mai, mới hơn' }, 1);
		expect([saved.ok, queued.length]).toEqual([true, 1]);
		hers.close();
		const { db } = await openPhone();
		expect((await phoneQueries(db).draft(draftId))?.values).toEqual({ fullName: 'Mai, mới hơn' });
		expect(await db.sealedOutbox.count()).toBe(0);
		db.close();
		expect(await kept('guest')).toEqual({ drafts: [], counts: [0, 0] });
	});

	it('[R5] does not bring back a draft that has become a dossier since', async () => {
		const draftId = await cutAfterCopy();
		const hers = new PhoneDb(mai.personId);
		await hers.sealedDrafts.delete(draftId);
		hers.close();
		await signIn(mai);
		expect((await kept(mai.personId)).drafts).toEqual([]);
	});

	it('[R5] is done whole when the phone died before the copy', async () => {
		await signIn(mai);
		// Written to the guest after the login was noted and before anything was copied.
		const draftId = await guestDraft(mai.personalId);
		const { db } = await openPhone();
		expect((await phoneQueries(db).draft(draftId))?.draftId).toBe(draftId);
		db.close();
	});
});
