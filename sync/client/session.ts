/**
 * Whose phone is it now? Keeps the answer in a tiny database of the device, opens that person's database, and
 * brings over what she began before she logged in.
 *
 * Moving is copy first (strict), delete after, with a mark in her database in the same transaction as the copy.
 * A kill in between leaves both copies; the mark tells the next opening to delete, never to copy again over what
 * she has changed since.
 */
import Dexie, { type Table } from 'dexie';
import type { Fault } from '../../domain/faults.ts';
import type { DossierId, DraftId, PaymentId } from '../../domain/ids.ts';
import type { Edit } from './cabinet.ts';
import { removeFile } from './contents.ts';
import { databaseName, type Draft, type KeptPayment, type Me, type Owner, PhoneDb } from './db.ts';
import { resealed } from './device-key.ts';
import { PhoneLocked } from './keys.ts';
import { medium } from './medium.ts';
import { refuseNewer } from './newer.ts';
import { phoneQueries } from './queries.ts';
import { dropRings } from './rings.ts';

export type { Me } from './db.ts';
export { NewerPhone } from './newer.ts';

/** A draft of the guest, told in few words. */
export interface DraftSummary {
	readonly draftId: DraftId;
	readonly procedureCode: string;
	readonly localReference: string;
	readonly state: Draft['state'];
	readonly updatedAt: number;
}

export const deviceName = 'motcua-device';

class DeviceDb extends Dexie {
	/** The first release kept `me` here, in clear. */
	declare readonly owner: Table<{ key: 'owner'; owner: Owner; me?: Me | null }, string>;

	constructor() {
		super(deviceName, { ...medium(), chromeTransactionDurability: 'strict', cache: 'disabled' });
		this.version(1).stores({ owner: 'key' });
	}
}

/** Who uses this phone now, as far as the phone knows; the server's session may have ended meanwhile. */
export async function ownerHere(): Promise<Owner> {
	return await withDevice(async (device) => (await device.owner.get('owner'))?.owner ?? 'guest');
}

/** The same, with what is known of her. */
export async function currentOwner(): Promise<{ owner: Owner; me: Me | null }> {
	const owner = await ownerHere();
	return { owner, me: owner === 'guest' ? null : await withDb(owner, meOf) };
}

/**
 * Whether the browser has thrown away what was kept here: a mark elsewhere says that there was work, and there is not
 * even a database. To be asked before anything is opened, for opening makes them.
 * @param hadWork what the mark says
 */
export async function wasEvicted(hadWork: boolean): Promise<boolean> {
	if (!hadWork) return false;
	const kept = await Promise.all([deviceName, databaseName('guest')].map((name) => Dexie.exists(name)));
	return !kept.includes(true);
}

/**
 * Opens the database of whoever uses the phone now, and finishes a move that was cut short.
 * @throws PhoneLocked while her PIN is asked for
 */
export async function openPhone(): Promise<{ db: PhoneDb; owner: Owner; me: Me | null }> {
	const owner = await ownerHere();
	const db = await openDb(owner);
	await giveBackDamaged(db);
	const me = owner === 'guest' ? null : await meOf(db);
	if (me) await withDb('guest', (guest) => adoptOwn(guest, db, me));
	return { db, owner, me };
}

/**
 * She is logged in. What the guest wrote under her personal number becomes hers, sent or not; what names another
 * number or none stays with the guest and is listed, for her to say. May be repeated, also after a kill.
 */
export async function signIn(me: Me): Promise<{ adopted: number; unsure: DraftSummary[] }> {
	try {
		return await withDb(me.personId, async (hers) => {
			await hers.cabinet.change(async (edit) => edit.put('facts', { key: 'me', me }));
			await setOwner(me.personId);
			return await withDb('guest', async (guest) => ({
				adopted: await adoptOwn(guest, hers, me),
				unsure: (await phoneQueries(guest).drafts()).map(summary)
			}));
		});
	} catch (error) {
		if (!(error instanceof PhoneLocked)) throw error;
		// The phone is hers, and asks for her PIN; what the guest wrote comes over when she has opened it.
		await setOwner(me.personId);
		return { adopted: 0, unsure: [] };
	}
}

/** A payment made on this phone before anybody logged in, for whoever has its link. Only read: it stays the guest's. */
export async function guestPayment(paymentId: PaymentId): Promise<KeptPayment | undefined> {
	return await withDb('guest', (guest) => phoneQueries(guest).payment(paymentId));
}

/** The guest's drafts that could be hers. */
export async function unsureDrafts(): Promise<DraftSummary[]> {
	return await withDb('guest', async (guest) => (await phoneQueries(guest).drafts()).map(summary));
}

/** She says that this draft of the guest is hers. False when there is no such draft, or nobody is logged in. */
export async function adopt(draftId: DraftId): Promise<boolean> {
	const { me } = await currentOwner();
	if (!me) return false;
	return await withDb(me.personId, (hers) =>
		withDb('guest', async (guest) => {
			const draft = await phoneQueries(guest).draft(draftId);
			if (draft) await move(guest, hers, draft, me);
			return draft !== undefined;
		})
	);
}

/**
 * The phone is nobody's again. With `wipe` her database is deleted; the page has asked before if work waits in it.
 * Ending the server's session is the caller's: POST /auth/logout.
 */
export async function signOut({ wipe }: { wipe: boolean }): Promise<void> {
	const owner = await ownerHere();
	await setOwner('guest');
	dropRings();
	if (wipe && owner !== 'guest') await new Dexie(databaseName(owner), medium()).delete();
}

async function adoptOwn(guest: PhoneDb, hers: PhoneDb, me: Me): Promise<number> {
	let adopted = 0;
	for (const draft of await phoneQueries(guest).drafts()) {
		const moved = await hers.marks.get(adoptedMark(draft.draftId));
		if (!moved && bare(draft.values['personalId']) !== me.personalId) continue;
		await move(guest, hers, draft, me);
		adopted++;
	}
	return adopted;
}

/**
 * An application under another number is not sent in her name only to be refused, photos and all: it comes to her
 * as refused, to be mended.
 */
async function move(guest: PhoneDb, hers: PhoneDb, { draftId, dossierId }: Draft, me: Me): Promise<void> {
	// Read again with everything that belongs to it: the guest may still be typing in another tab.
	const from = phoneQueries(guest);
	const draft = await from.draft(draftId);
	if (!draft) return;
	const outbox = await from.waiting(dossierId);
	const files = await Promise.all(
		(await from.attachments(dossierId)).map(async ({ bytes, contentId: _, ...file }) => ({
			file,
			content: bytes && (await bytes.arrayBuffer())
		}))
	);
	const isHers = bare(draft.values['personalId']) === me.personalId;
	const fault: Fault | null =
		draft.state === 'queued' && !isHers
			? { type: 'form_invalid', fields: [{ field: 'personalId', rule: 'not_yours' }] }
			: null;
	await hers.cabinet.change(async (edit) => {
		if (await edit.mark(adoptedMark(draftId))) return;
		// Another database is another device: her other devices hear of it from here.
		const { copy: _, ...moved } = draft;
		edit.put('drafts', fault ? { ...moved, state: 'refused', fault } : moved);
		for (const { file, content } of files) {
			edit.put('files', file);
			if (content) edit.putContent(file.attachmentId, content);
		}
		for (const { position: _, ...entry } of outbox) {
			// The guest's key is whoever's; what goes out under her name is signed by hers.
			const operation = await resealed(hers, entry.operation);
			edit.put('outbox', { ...entry, operation, ...(fault ? { state: 'set_aside', fault } : {}) });
		}
		edit.setMark(adoptedMark(draftId), 1);
	});
	await guest.cabinet.change((edit) => removeDraft(edit, draftId, dossierId));
}

async function removeDraft(edit: Edit, draftId: DraftId, dossierId: DossierId): Promise<void> {
	edit.remove('drafts', draftId);
	for (const { operationId } of await edit.of('outbox', dossierId)) edit.remove('outbox', operationId);
	for (const file of await edit.of('files', dossierId)) await removeFile(edit, file);
}

/**
 * What was queued and does not open any more would wait for ever, under a draft that cannot be edited: the draft is hers
 * again, to be sent anew. The bytes that do not open are kept (cabinet.ts).
 */
async function giveBackDamaged(db: PhoneDb): Promise<void> {
	const rows = await db.sealedOutbox.toArray();
	const opened = new Set(
		(await db.cabinet.take('outbox', rows)).map(({ operationId }) => String(operationId))
	);
	for (const row of rows) {
		const operationId = String(row['operationId']);
		if (opened.has(operationId)) continue;
		await db.cabinet.change(async (edit) => {
			const drafts = row.dossierId === undefined ? [] : await edit.of('drafts', row.dossierId);
			for (const draft of drafts)
				if (draft.state === 'queued' && draft.operationId === operationId)
					edit.put('drafts', { ...draft, state: 'refused', fault: { type: 'row_damaged' } });
			edit.remove('outbox', operationId);
		});
	}
}

function adoptedMark(draftId: DraftId): string {
	return `adopted:${draftId}`;
}

async function meOf(db: PhoneDb): Promise<Me | null> {
	return (await db.cabinet.one('facts', await db.sealedFacts.get('me')))?.me ?? null;
}

function summary(draft: Draft): DraftSummary {
	const { draftId, procedureCode, localReference, state, updatedAt } = draft;
	return { draftId, procedureCode, localReference, state, updatedAt };
}

/** People type the number in groups. */
function bare(value: unknown): string {
	return typeof value === 'string' ? value.replace(/[\s.-]/g, '') : '';
}

async function withDevice<T>(use: (device: DeviceDb) => Promise<T>): Promise<T> {
	const device = new DeviceDb();
	try {
		await refuseNewer(device);
		return await use(device);
	} finally {
		device.close();
	}
}

async function setOwner(owner: Owner): Promise<void> {
	await withDevice((device) => device.owner.put({ key: 'owner', owner }));
}

/** With nothing left in clear: neither of hers nor, in the device's own database, about her. */
async function openDb(owner: Owner): Promise<PhoneDb> {
	const db = new PhoneDb(owner);
	try {
		await refuseNewer(db);
		await db.open();
		// Before anybody reads: a live query that is called off must not take the key with it.
		await db.key();
		if (await db.hasPlainRows()) {
			const { sealPlainRows } = await import('./seal-plain.ts');
			await sealPlainRows(db, { uuid: () => crypto.randomUUID() });
		}
		await sealPlainMe(db);
		return db;
	} catch (error) {
		db.close();
		throw error;
	}
}

async function sealPlainMe(db: PhoneDb): Promise<void> {
	await withDevice(async (device) => {
		const row = await device.owner.get('owner');
		if (!row?.me || row.owner !== db.owner) return;
		const { me, owner } = row;
		await db.cabinet.change(async (edit) => edit.put('facts', { key: 'me', me }));
		await device.owner.put({ key: 'owner', owner });
	});
}

/** Opens that owner's database, for as long as it is used. */
export async function withDb<T>(owner: Owner, use: (db: PhoneDb) => Promise<T>): Promise<T> {
	const db = await openDb(owner);
	try {
		return await use(db);
	} finally {
		db.close();
	}
}
