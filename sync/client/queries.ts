/**
 * The only readers of a person's database. Plain reads: pages wrap them in a live query and are told of every
 * committed change, in whatever tab it happened.
 */
import { fold } from '../../domain/dossier/machine.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { DossierId, DraftId, PaymentId } from '../../domain/ids.ts';
import { isEnded } from '../store/phone.ts';
import {
	type Draft,
	type KeptPayment,
	type KeptResult,
	type OutboxEntry,
	type PhoneAttachment,
	type PhoneDb,
	type SavedBill,
	says,
	type UnsentWords,
	wordsKey
} from './db.ts';

/** `waiting`: she has sent something that has not arrived. `begun`: drafts, or dossiers that go on. */
export type WorkHere = 'waiting' | 'begun' | 'none';

export interface Queries {
	/** Newest change first. */
	drafts(): Promise<Draft[]>;
	draft(draftId: DraftId): Promise<Draft | undefined>;
	/** The draft that will become, or failed to become, this dossier. */
	draftOf(dossierId: DossierId): Promise<Draft | undefined>;
	/** In the order in which she added them. */
	attachments(dossierId: DossierId): Promise<PhoneAttachment[]>;
	/** Newest submission first. */
	dossiers(): Promise<Dossier[]>;
	dossier(dossierId: DossierId): Promise<Dossier | undefined>;
	/** Everything unsettled, oldest first; `set_aside` ones among them. */
	outbox(): Promise<OutboxEntry[]>;
	/** What waits, or was set aside, for one dossier, oldest first. */
	waiting(dossierId: DossierId): Promise<OutboxEntry[]>;
	/** What she has written and not yet sent; when it was sent and set aside, what it said. Empty when nothing. */
	words(of: UnsentWords): Promise<string>;
	/** What the rest of the app must know of this phone: whether anything of hers is here, and whether it waits. */
	work(): Promise<WorkHere>;
	/** Newest first. */
	payments(): Promise<KeptPayment[]>;
	payment(paymentId: PaymentId): Promise<KeptPayment | undefined>;
	/** The newest attempt to pay for this dossier. */
	paymentOf(dossierId: DossierId): Promise<KeptPayment | undefined>;
	result(dossierId: DossierId): Promise<KeptResult | undefined>;
	/** Looked up last comes first. */
	savedBills(): Promise<SavedBill[]>;
}

export function phoneQueries(db: PhoneDb): Queries {
	const payments = async () =>
		(await db.payments.toArray()).sort((a, b) => madeAt(b) - madeAt(a) || compare(a.paymentId, b.paymentId));
	return {
		drafts: async () => (await db.drafts.toArray()).sort((a, b) => b.updatedAt - a.updatedAt),
		draft: (draftId) => db.drafts.get(draftId),
		draftOf: (dossierId) => db.drafts.where({ dossierId }).first(),
		attachments: async (dossierId) =>
			(await db.attachments.where({ dossierId }).toArray()).sort((a, b) => a.addedAt - b.addedAt),
		dossiers: async () =>
			(await db.dossiers.toArray()).sort(
				(a, b) => compare(b.submittedAt, a.submittedAt) || compare(a.dossierId, b.dossierId)
			),
		dossier: (dossierId) => db.dossiers.get(dossierId),
		outbox: () => db.outbox.orderBy('position').toArray(),
		waiting: (dossierId) => db.outbox.where({ dossierId }).sortBy('position'),
		async words(of) {
			const kept = await db.meta.get(wordsKey(of));
			if (kept !== undefined) return String(kept.value);
			const entries = await db.outbox.where({ dossierId: of.dossierId }).toArray();
			const operation = entries.find((entry) => says(entry.operation, of))?.operation;
			if (operation?.kind === 'supplement') return operation.note;
			return operation?.kind === 'withdraw' ? operation.reason : '';
		},
		async work() {
			const outbox = await db.outbox.toArray();
			// That a result has arrived is said by the phone, not by her: nothing of hers waits in it.
			if (outbox.some(({ state, operation }) => state === 'queued' && operation.kind !== 'take_result'))
				return 'waiting';
			if (outbox.length > 0 || (await db.drafts.count()) > 0) return 'begun';
			const kept = new Set(await db.results.toCollection().primaryKeys());
			const goesOn = (dossier: Dossier) =>
				!isEnded(dossier) || (fold(dossier.events).result !== null && !kept.has(dossier.dossierId));
			return (await db.dossiers.toArray()).some(goesOn) ? 'begun' : 'none';
		},
		payments,
		payment: (paymentId) => db.payments.get(paymentId),
		paymentOf: async (dossierId) =>
			(await payments()).find(({ subject }) => subject.kind === 'dossier' && subject.dossierId === dossierId),
		result: (dossierId) => db.results.get(dossierId),
		savedBills: async () => (await db.bills.toArray()).sort((a, b) => b.savedAt - a.savedAt)
	};
}

/** The server's word on when, as soon as there is one. */
function madeAt(kept: KeptPayment): number {
	return kept.payment ? Date.parse(kept.payment.createdAt) : kept.keptAt;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
