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
import type { DraftId, PaymentId, PersonId } from '../../domain/ids.ts';
import { databaseName, type Draft, type KeptPayment, type Owner, PhoneDb } from './db.ts';

/** The person as the server knows her, for prefilling and for showing who is logged in. */
export interface Me {
	readonly personId: PersonId;
	readonly name: string;
	/** 12 digits. */
	readonly personalId: string;
	/** `YYYY-MM-DD` or `YYYY`. */
	readonly birth: string;
	readonly sex: 'male' | 'female';
	readonly phone: string;
}

/** A draft of the guest, told in few words. */
export interface DraftSummary {
	readonly draftId: DraftId;
	readonly procedureCode: string;
	readonly localReference: string;
	readonly state: Draft['state'];
	readonly updatedAt: number;
}

class DeviceDb extends Dexie {
	declare readonly owner: Table<{ key: 'owner'; owner: Owner; me: Me | null }, string>;

	constructor() {
		super('motcua-device', { chromeTransactionDurability: 'strict', cache: 'disabled' });
		this.version(1).stores({ owner: 'key' });
	}
}

/** Who uses this phone now, as far as the phone knows; the server's session may have ended meanwhile. */
export async function currentOwner(): Promise<{ owner: Owner; me: Me | null }> {
	return await withDevice(async (device) => {
		const row = await device.owner.get('owner');
		return row ? { owner: row.owner, me: row.me } : { owner: 'guest', me: null };
	});
}

/** Opens the database of whoever uses the phone now, and finishes a move that was cut short. */
export async function openPhone(): Promise<{ db: PhoneDb; owner: Owner; me: Me | null }> {
	const { owner, me } = await currentOwner();
	const db = new PhoneDb(owner);
	await db.open();
	if (me) await withGuest((guest) => adoptOwn(guest, db, me));
	return { db, owner, me };
}

/**
 * She is logged in. What the guest wrote under her personal number becomes hers, sent or not; what names another
 * number or none stays with the guest and is listed, for her to say. May be repeated, also after a kill.
 */
export async function signIn(me: Me): Promise<{ adopted: number; unsure: DraftSummary[] }> {
	await withDevice((device) => device.owner.put({ key: 'owner', owner: me.personId, me }));
	return await withHers(me.personId, (hers) =>
		withGuest(async (guest) => ({
			adopted: await adoptOwn(guest, hers, me),
			unsure: (await guest.drafts.toArray()).map(summary)
		}))
	);
}

/** A payment made on this phone before anybody logged in, for whoever has its link. Only read: it stays the guest's. */
export async function guestPayment(paymentId: PaymentId): Promise<KeptPayment | undefined> {
	return await withGuest((guest) => guest.payments.get(paymentId));
}

/** The guest's drafts that could be hers. */
export async function unsureDrafts(): Promise<DraftSummary[]> {
	return await withGuest(async (guest) => (await guest.drafts.toArray()).map(summary));
}

/** She says that this draft of the guest is hers. False when there is no such draft, or nobody is logged in. */
export async function adopt(draftId: DraftId): Promise<boolean> {
	const { me } = await currentOwner();
	if (!me) return false;
	return await withHers(me.personId, (hers) =>
		withGuest(async (guest) => {
			const draft = await guest.drafts.get(draftId);
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
	const { owner } = await currentOwner();
	await withDevice((device) => device.owner.put({ key: 'owner', owner: 'guest', me: null }));
	if (wipe && owner !== 'guest') await Dexie.delete(databaseName(owner));
}

async function adoptOwn(guest: PhoneDb, hers: PhoneDb, me: Me): Promise<number> {
	let adopted = 0;
	for (const draft of await guest.drafts.toArray()) {
		const moved = await hers.meta.get(`adopted:${draft.draftId}`);
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
	const mark = `adopted:${draftId}`;
	// Read again with everything that belongs to it: the guest may still be typing in another tab.
	const [draft, attachments, outbox] = await guest.transaction(
		'r',
		[guest.drafts, guest.attachments, guest.outbox],
		() =>
			Promise.all([
				guest.drafts.get(draftId),
				guest.attachments.where({ dossierId }).toArray(),
				guest.outbox.where({ dossierId }).sortBy('position')
			])
	);
	if (!draft) return;
	const isHers = bare(draft.values['personalId']) === me.personalId;
	const fault: Fault | null =
		draft.state === 'queued' && !isHers
			? { type: 'form_invalid', fields: [{ field: 'personalId', rule: 'not_yours' }] }
			: null;
	await hers.transaction('rw', [hers.drafts, hers.attachments, hers.outbox, hers.meta], async () => {
		if (await hers.meta.get(mark)) return;
		await hers.drafts.put(fault ? { ...draft, state: 'refused', fault } : draft);
		await hers.attachments.bulkPut(attachments);
		await hers.outbox.bulkAdd(
			outbox.map(({ position: _, ...entry }) =>
				fault ? { ...entry, state: 'set_aside' as const, fault } : entry
			)
		);
		await hers.meta.put({ key: mark, value: 1 });
	});
	await guest.transaction('rw', [guest.drafts, guest.attachments, guest.outbox], async () => {
		await guest.drafts.delete(draftId);
		await guest.attachments.where({ dossierId }).delete();
		await guest.outbox.where({ dossierId }).delete();
	});
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
		return await use(device);
	} finally {
		device.close();
	}
}

async function withHers<T>(personId: PersonId, use: (hers: PhoneDb) => Promise<T>): Promise<T> {
	const hers = new PhoneDb(personId);
	try {
		return await use(hers);
	} finally {
		hers.close();
	}
}

async function withGuest<T>(use: (guest: PhoneDb) => Promise<T>): Promise<T> {
	const guest = new PhoneDb('guest');
	try {
		return await use(guest);
	} finally {
		guest.close();
	}
}
