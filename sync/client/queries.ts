/**
 * The only readers of a person's database. Plain reads: pages wrap them in a live query and are told of every
 * committed change, in whatever tab it happened.
 */
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { DossierId, DraftId, PaymentId } from '../../domain/ids.ts';
import type {
	Draft,
	KeptPayment,
	KeptResult,
	OutboxEntry,
	PhoneAttachment,
	PhoneDb,
	SavedBill
} from './db.ts';

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
