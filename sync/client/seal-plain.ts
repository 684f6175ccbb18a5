/**
 * Seals what lies in clear: everything from the first release, and what a tab that still runs it has left since.
 * Each row goes in one transaction, out of the plain store and into the cabinet, its bytes with it: after a kill every
 * row is in one of the two, and the next opening goes on. A draft, what is queued of it and its files go together: an
 * older tab that is sending it finds all of it or nothing, and never an operation whose photos are gone. What the cabinet has is newer than what lies in clear, but
 * for dossiers and payments, where the server's later word counts.
 */
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { DossierId } from '../../domain/ids.ts';
import { tellsMore } from '../store/phone.ts';
import type { Edit } from './cabinet.ts';
import { keepNewer } from './commands.ts';
import {
	type Draft,
	type KeptPayment,
	type KeptResult,
	type OutboxEntry,
	type PhoneAttachment,
	type PhoneDb,
	plainStores
} from './db.ts';
import { type EarlierBill, isSameLookup, standingBill } from './standing-bills.ts';

interface PlainRows {
	readonly drafts: Draft;
	readonly attachments: PhoneAttachment;
	readonly outbox: OutboxEntry;
	readonly dossiers: Dossier;
	readonly payments: KeptPayment;
	readonly results: KeptResult;
	readonly bills: EarlierBill;
	readonly meta: { readonly key: string; readonly value: number | string };
}
type Store = keyof PlainRows;

/** Stores whose rows belong to an application, and go with it. */
const atWork = ['drafts', 'attachments', 'outbox'] as const;
const isAtWork = (store: Store) => atWork.some((name) => name === store);

/** @param uuid names rows that had a person's number for a name */
export async function sealPlainRows(db: PhoneDb, deps: { readonly uuid: () => string }): Promise<void> {
	const stores = (Object.keys(plainStores) as Store[]).filter((store) => !isAtWork(store));
	const found = new Map(
		await db.transaction('r', stores, () =>
			Promise.all(
				stores.map(async (store) => [store, await db.table(store).toCollection().primaryKeys()] as const)
			)
		)
	);
	for (const dossierId of await dossiersAtWork(db))
		await db.cabinet.change((edit) => moveWork(db, edit, dossierId));
	await moveAll('dossiers', async (edit, dossier) => {
		if (tellsMore(dossier, await edit.get('dossiers', dossier.dossierId))) edit.put('dossiers', dossier);
	});
	await moveAll('payments', async (edit, kept) => {
		if (!(await edit.get('payments', kept.paymentId))) edit.put('payments', kept);
		else if (kept.payment) await keepNewer(edit, kept.payment, kept.keptAt);
	});
	await moveAll('results', async (edit, { bytes: _, ...result }, content) => {
		if (!content || (await edit.get('results', result.dossierId))) return;
		edit.put('results', result);
		edit.putContent(result.dossierId, content);
	});
	await moveAll('bills', async (edit, bill) => {
		const record = { ...bill, billId: deps.uuid() };
		const { account } = standingBill(record);
		const same = (await edit.all('bills')).some((other) =>
			isSameLookup(standingBill(other).account, account)
		);
		if (!same) edit.put('bills', record);
	});
	await moveAll('meta', async (edit, { key, value }) => {
		if (typeof value === 'string') {
			if (!(await edit.get('facts', key))) edit.put('facts', { key, text: value });
		} else if ((await edit.mark(key)) === undefined) edit.setMark(key, value);
	});

	async function moveAll<S extends Store>(
		store: S,
		put: (edit: Edit, row: PlainRows[S], content: ArrayBuffer | null) => Promise<void>
	): Promise<void> {
		for (const key of found.get(store) ?? [])
			await db.cabinet.change(async (edit) => {
				const row = (await edit.takePlain(store, key)) as PlainRows[S] | undefined;
				if (!row) return;
				const content = 'bytes' in row && row.bytes ? await row.bytes.arrayBuffer() : null;
				await put(edit, row, content);
			});
	}
}

/** The applications of which something lies in clear. */
async function dossiersAtWork(db: PhoneDb): Promise<ReadonlySet<DossierId>> {
	const keys = await db.transaction('r', [...atWork], () =>
		Promise.all(atWork.map((store) => db.table(store).orderBy('dossierId').uniqueKeys()))
	);
	return new Set(keys.flat() as DossierId[]);
}

async function moveWork(db: PhoneDb, edit: Edit, dossierId: DossierId): Promise<void> {
	async function* rowsOf<S extends (typeof atWork)[number]>(store: S): AsyncGenerator<PlainRows[S]> {
		for (const key of await db.table(store).where({ dossierId }).primaryKeys()) {
			const row = (await edit.takePlain(store, key)) as PlainRows[S] | undefined;
			if (row) yield row;
		}
	}
	for await (const draft of rowsOf('drafts'))
		if (!(await edit.get('drafts', draft.draftId))) edit.put('drafts', draft);
	for await (const { bytes, ...file } of rowsOf('attachments')) {
		if (await edit.get('files', file.attachmentId)) continue;
		edit.put('files', file);
		if (bytes) edit.putContent(file.attachmentId, await bytes.arrayBuffer());
	}
	for await (const { position: _, ...entry } of rowsOf('outbox'))
		if (!(await edit.get('outbox', entry.operationId))) edit.put('outbox', entry);
}
