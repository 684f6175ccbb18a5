/**
 * Attempts to pay and what was said of them. State is folded from stored provider events, never set; the first
 * event that makes an attempt paid writes receipt, dossier event and jobs in the same transaction.
 */
import { z } from 'zod';
import { decidePaid } from '../../domain/dossier/decide.ts';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { Instant, PaymentId, PersonId } from '../../domain/ids.ts';
import { paymentOpenMs } from '../../domain/limits.ts';
import { type ChargeLine, total, vnd } from '../../domain/money.ts';
import { type WantedCharges, wantedCharges } from '../../domain/payment/charges.ts';
import { fold } from '../../domain/payment/machine.ts';
import type { Receipt } from '../../domain/payment/schema.ts';
import { Payment, type PaymentSubject, ProviderEvent } from '../../domain/payment/schema.ts';
import { invariant } from '../../domain/result.ts';
import { allServices } from '../../domain/services/all.ts';
import { FormValues } from '../../domain/services/values.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { audit } from './audit.ts';
import { changed } from './changes.ts';
import type { Reader, Row, WriteTx } from './database.ts';
import { applyDecision, loadDossier } from './dossiers.ts';
import { enqueue } from './jobs.ts';
import { nextSerial } from './serials.ts';

export interface StoredPayment {
	readonly payment: Payment;
	/** Who started it; null for a guest who pays a bill. */
	readonly personId: PersonId | null;
	/** Order number at the gateway. */
	readonly txnRef: string;
	/** Whose money it becomes, in words, for the receipt. */
	readonly beneficiary: string;
}

export interface NewPayment {
	readonly paymentId: PaymentId;
	readonly personId: PersonId | null;
	readonly subject: PaymentSubject;
	readonly lines: readonly ChargeLine[];
	readonly beneficiary: string;
	readonly txnRef: string;
	readonly payUrl: string;
	readonly now: Date;
}

/** Writes an attempt that was just begun. Throws when its id or order number is taken: look first, in the same transaction. */
export async function insertPayment(tx: WriteTx, attempt: NewPayment): Promise<Payment> {
	const { paymentId, personId, subject, now } = attempt;
	await tx.run(
		`INSERT INTO payments (payment_id, person_id, subject, subject_key, dossier_id, lines, amount, beneficiary,
		   txn_ref, state, created_at, expires_at, pay_url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)`,
		[
			paymentId,
			personId,
			JSON.stringify(subject),
			subjectKey(subject),
			subject.kind === 'dossier' ? subject.dossierId : null,
			JSON.stringify(attempt.lines),
			total(attempt.lines),
			attempt.beneficiary,
			attempt.txnRef,
			now.toISOString(),
			new Date(now.getTime() + paymentOpenMs).toISOString(),
			attempt.payUrl
		]
	);
	const wanted = wantedCharges(subject);
	if (wanted)
		for (const key of new Set(wanted.chargeIds.map((chargeId) => chargeKey(wanted, chargeId))))
			await tx.run('INSERT INTO payment_charges (issuer, charge_id, payment_id) VALUES (?, ?, ?)', [
				issuerOf(wanted.service),
				key,
				paymentId
			]);
	if (personId) await changed(tx, personId, 'payment', paymentId);
	await audit(tx, {
		at: now,
		actor: personId ? `citizen:${personId}` : 'guest',
		action: 'payment.opened',
		subject: paymentId,
		detail: { amount: total(attempt.lines) }
	});
	return (await getPayment(tx, paymentId)).payment;
}

export async function findPayment(db: Reader, paymentId: string): Promise<StoredPayment | null> {
	const [row] = await db.read('SELECT * FROM payments WHERE payment_id = ?', [paymentId]);
	return row ? rowToPayment(row) : null;
}

/** The attempt behind an order number of the gateway. */
export async function findPaymentByRef(db: Reader, txnRef: string): Promise<StoredPayment | null> {
	const [row] = await db.read('SELECT * FROM payments WHERE txn_ref = ?', [txnRef]);
	return row ? rowToPayment(row) : null;
}

/**
 * The attempt that stands in the way of another for the same dossier, or for any of the same charges however they
 * were looked up: one whose page is open, or one that the bank is still looking at.
 */
export async function openPaymentOf(db: Reader, subject: PaymentSubject): Promise<StoredPayment | null> {
	const wanted = wantedCharges(subject);
	const open = `payments.state IN ('open', 'held') ORDER BY created_at LIMIT 1`;
	const [row] = wanted
		? await db.read(
				`SELECT payments.* FROM payment_charges JOIN payments USING (payment_id)
				 WHERE issuer = ? AND charge_id IN (${marks(wanted.chargeIds)}) AND ${open}`,
				[issuerOf(wanted.service), ...wanted.chargeIds.map((chargeId) => chargeKey(wanted, chargeId))]
			)
		: await db.read(`SELECT * FROM payments WHERE subject_key = ? AND ${open}`, [subjectKey(subject)]);
	return row ? rowToPayment(row) : null;
}

/** Which of the charges that a look-up found were paid here. What goes back, because others had paid, is not. */
export async function paidChargeIds(
	db: Reader,
	asked: Pick<WantedCharges, 'service' | 'lookup'>,
	chargeIds: readonly string[]
): Promise<ReadonlySet<string>> {
	if (chargeIds.length === 0) return new Set();
	const keys = new Map(chargeIds.map((chargeId) => [chargeKey(asked, chargeId), chargeId]));
	const rows = await db.read(
		`SELECT charge_id FROM payment_charges JOIN payments USING (payment_id)
		 WHERE issuer = ? AND charge_id IN (${marks(chargeIds)}) AND state = 'paid' AND surplus = 0`,
		[issuerOf(asked.service), ...keys.keys()]
	);
	return new Set(rows.map((row) => keys.get(String(row['charge_id'])) ?? ''));
}

/** An issuer's name of a charge; a power company's bill is named for its customer. */
function chargeKey({ lookup }: Pick<WantedCharges, 'lookup'>, chargeId: string): string {
	const { customerCode } = lookup;
	return typeof customerCode === 'string' ? `${customerCode}/${chargeId}` : chargeId;
}

function marks(values: readonly unknown[]): string {
	return values.map(() => '?').join(', ');
}

/**
 * Stores a verified word of the gateway, or of our own clock, and draws the consequences.
 * @param eventId the provider's own name of the event, so that its repeats are recognised
 * @param raw what arrived, kept as it came
 */
export async function storeProviderEvent(
	tx: WriteTx,
	agencies: Agencies,
	said: {
		readonly eventId: string;
		readonly paymentId: PaymentId;
		readonly event: ProviderEvent;
		readonly raw: string;
		readonly now: Date;
	}
): Promise<{ repeated: boolean; payment: Payment }> {
	const { paymentId, event, now } = said;
	const before = await getPayment(tx, paymentId);
	const isNews = await tx.run(
		`INSERT INTO payment_events (event_id, payment_id, kind, body, raw, received_at) VALUES (?, ?, ?, ?, ?, ?)
		 ON CONFLICT (event_id) DO NOTHING`,
		[said.eventId, paymentId, event.kind, JSON.stringify(event), said.raw, now.toISOString()]
	);
	if (!isNews) return { repeated: true, payment: before.payment };
	const rows = await tx.read('SELECT body FROM payment_events WHERE payment_id = ? ORDER BY seq', [
		paymentId
	]);
	const state = fold(rows.map((row) => ProviderEvent.parse(JSON.parse(String(row['body'])))));
	if (state === before.payment.state) return { repeated: false, payment: before.payment };

	await tx.run('UPDATE payments SET state = ?, failure_code = ?, pay_url = ? WHERE payment_id = ?', [
		state,
		state === 'failed' && event.kind === 'failed' ? event.code : null,
		state === 'open' ? before.payment.payUrl : null,
		paymentId
	]);
	if (state === 'paid' && event.kind === 'settled') await becomePaid(tx, agencies, before, event, now);
	return { repeated: false, payment: await announce(tx, paymentId, `payment.${state}`, now) };
}

/** The issuer has confirmed the charges: the receipt gets its documents. Repeats change nothing. */
export async function settleCharges(
	tx: WriteTx,
	paymentId: PaymentId,
	documents: readonly { readonly chargeId: string; readonly documentNumber: string }[],
	now: Date
): Promise<Payment> {
	const invoices = documents.map(({ chargeId, documentNumber }) => ({
		billId: chargeId,
		invoiceNumber: documentNumber
	}));
	const { payment } = await getPayment(tx, paymentId);
	if (payment.settled) return payment;
	invariant(payment.receipt, 'only what was paid is settled');
	await tx.run('UPDATE payments SET settled = 1, receipt = ? WHERE payment_id = ?', [
		JSON.stringify({ ...payment.receipt, invoices } satisfies Receipt),
		paymentId
	]);
	return announce(tx, paymentId, 'payment.settled', now);
}

/** The money came for something that was already paid: it has to be given back. Repeats change nothing. */
export async function markSurplus(tx: WriteTx, paymentId: PaymentId, now: Date): Promise<Payment> {
	const { payment } = await getPayment(tx, paymentId);
	if (payment.surplus) return payment;
	await tx.run('UPDATE payments SET surplus = 1 WHERE payment_id = ?', [paymentId]);
	return announce(tx, paymentId, 'payment.surplus', now);
}

async function becomePaid(
	tx: WriteTx,
	agencies: Agencies,
	{ payment, beneficiary }: StoredPayment,
	event: ProviderEvent & { kind: 'settled' },
	now: Date
): Promise<void> {
	const { paymentId, subject, amount } = payment;
	const day = dayOf(now);
	const serial = await nextSerial(tx, 'receipt', day);
	const receipt: Receipt = {
		number: `BL-${day.slice(2).replaceAll('-', '')}-${String(serial).padStart(6, '0')}`,
		issuedAt: now.toISOString(),
		amount,
		transactionNo: event.transactionNo,
		bank: event.bank,
		beneficiary,
		invoices: []
	};
	await tx.run('UPDATE payments SET receipt = ?, settled = ? WHERE payment_id = ?', [
		JSON.stringify(receipt),
		subject.kind === 'dossier' ? null : 0,
		paymentId
	]);
	if (subject.kind !== 'dossier') {
		const wanted = wantedCharges(subject);
		invariant(wanted, 'what is no dossier is charges');
		const { service, lookup, chargeIds, details } = wanted;
		const body: SettleChargesBody = {
			paymentId,
			service,
			lookup,
			chargeIds: [...chargeIds],
			amount,
			paidAt: receipt.issuedAt,
			receiptNumber: receipt.number,
			details
		};
		return enqueue(tx, {
			kind: 'settle_charges',
			key: paymentId,
			queue: issuerOf(service),
			stream: null,
			body,
			dueAt: now,
			now
		});
	}
	const stored = await loadDossier(tx, subject.dossierId);
	invariant(stored, 'a payment is for a dossier that exists');
	const decision = decidePaid(stored.dossier, { paymentId, receiptNumber: receipt.number, amount }, now);
	if (decision === 'surplus')
		await tx.run('UPDATE payments SET surplus = 1 WHERE payment_id = ?', [paymentId]);
	else await applyDecision(tx, agencies, { stored, decision, now });
}

const settlement = {
	paymentId: PaymentId,
	/** VND. */
	amount: z.number().int(),
	paidAt: Instant,
	receiptNumber: z.string()
};

/** Body of a `settle_charges` job; field by field what the issuer is sent. */
export const SettleChargesBody = z.object({
	...settlement,
	service: z.string(),
	lookup: FormValues,
	chargeIds: z.array(z.string()),
	details: FormValues
});
export type SettleChargesBody = z.infer<typeof SettleChargesBody>;

/** Body of a `settle_bills` job, as the first releases wrote it. */
export const SettleBillsBody = z.object({
	...settlement,
	customerCode: z.string(),
	billIds: z.array(z.string())
});

async function announce(tx: WriteTx, paymentId: PaymentId, action: string, now: Date): Promise<Payment> {
	const { payment, personId } = await getPayment(tx, paymentId);
	if (personId) await changed(tx, personId, 'payment', paymentId);
	await audit(tx, {
		at: now,
		actor: 'gateway',
		action,
		subject: paymentId,
		detail: { state: payment.state }
	});
	return payment;
}

async function getPayment(db: Reader, paymentId: PaymentId): Promise<StoredPayment> {
	const stored = await findPayment(db, paymentId);
	invariant(stored, 'the payment exists');
	return stored;
}

/** For dossiers it finds their attempts; charges are found by `payment_charges`. */
function subjectKey(subject: PaymentSubject): string {
	if (subject.kind === 'dossier') return `dossier:${subject.dossierId}`;
	return subject.kind === 'bills' ? `bills:${subject.customerCode}` : `charges:${subject.service}`;
}

/** Who issues what a service pays. Charges are named by their issuer: two services of one share them. */
function issuerOf(serviceId: string): string {
	const service = allServices().findLast(({ id, kind }) => id === serviceId && kind === 'transaction');
	invariant(service?.kind === 'transaction', 'a payment of charges is for a transaction service');
	return service.issuer;
}

const PaymentRow = z.object({
	payment_id: z.string(),
	person_id: z.nullable(PersonId),
	subject: z.string(),
	lines: z.string(),
	amount: z.number(),
	beneficiary: z.string(),
	txn_ref: z.string(),
	state: z.string(),
	failure_code: z.string().nullable(),
	surplus: z.number(),
	created_at: z.string(),
	expires_at: z.string(),
	pay_url: z.string().nullable(),
	settled: z.number().nullable(),
	receipt: z.string().nullable()
});

export function rowToPayment(found: Row): StoredPayment {
	const row = PaymentRow.parse(found);
	const payment = Payment.parse({
		paymentId: row.payment_id,
		subject: JSON.parse(row.subject) as unknown,
		lines: JSON.parse(row.lines) as unknown,
		amount: vnd(row.amount),
		state: row.state,
		failureCode: row.failure_code,
		surplus: row.surplus === 1,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		payUrl: row.pay_url,
		settled: row.settled === null ? null : row.settled === 1,
		receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as unknown)
	});
	return { payment, personId: row.person_id, txnRef: row.txn_ref, beneficiary: row.beneficiary };
}
