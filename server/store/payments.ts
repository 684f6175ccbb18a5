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
import { fold } from '../../domain/payment/machine.ts';
import type { Receipt } from '../../domain/payment/schema.ts';
import { Payment, type PaymentSubject, ProviderEvent } from '../../domain/payment/schema.ts';
import { invariant } from '../../domain/result.ts';
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

/** Queue of the jobs that the electricity company answers. */
export const powerQueue = 'power';

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
 * The attempt that stands in the way of another for the same dossier, or for any of the same bills: one whose page
 * is open, or one that the bank is still looking at.
 */
export async function openPaymentOf(db: Reader, subject: PaymentSubject): Promise<StoredPayment | null> {
	return (await ofSubject(db, subject, `'open', 'held'`))[0] ?? null;
}

/** The attempt that already paid for this dossier, or for any of these bills. */
export async function paidPaymentOf(db: Reader, subject: PaymentSubject): Promise<StoredPayment | null> {
	return (await ofSubject(db, subject, `'paid'`))[0] ?? null;
}

async function ofSubject(db: Reader, subject: PaymentSubject, states: string): Promise<StoredPayment[]> {
	const rows = await db.read(
		`SELECT * FROM payments WHERE subject_key = ? AND state IN (${states}) ORDER BY created_at`,
		[subjectKey(subject)]
	);
	return rows.map(rowToPayment).filter(({ payment }) => {
		const other = payment.subject;
		if (other.kind !== 'bills' || subject.kind !== 'bills') return true;
		return other.billIds.some((billId) => subject.billIds.includes(billId));
	});
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

/** The company has confirmed the bills: the receipt gets their invoices. Repeats change nothing. */
export async function settleBills(
	tx: WriteTx,
	paymentId: PaymentId,
	invoices: Receipt['invoices'],
	now: Date
): Promise<Payment> {
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
		subject.kind === 'bills' ? 0 : null,
		paymentId
	]);
	if (subject.kind === 'bills') {
		const { customerCode, billIds } = subject;
		const body: SettleBillsBody = {
			paymentId,
			customerCode,
			billIds,
			amount,
			paidAt: receipt.issuedAt,
			receiptNumber: receipt.number
		};
		return enqueue(tx, {
			kind: 'settle_bills',
			key: paymentId,
			queue: powerQueue,
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

/** Body of a `settle_bills` job; field by field what the company is sent. */
export const SettleBillsBody = z.object({
	paymentId: PaymentId,
	customerCode: z.string(),
	billIds: z.array(z.string()),
	/** VND. */
	amount: z.number().int(),
	paidAt: Instant,
	receiptNumber: z.string()
});
export type SettleBillsBody = z.infer<typeof SettleBillsBody>;

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

function subjectKey(subject: PaymentSubject): string {
	return subject.kind === 'dossier' ? `dossier:${subject.dossierId}` : `bills:${subject.customerCode}`;
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
