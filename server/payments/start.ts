/**
 * Begins attempts to pay, and shows them. The phone names the attempt and keeps the name before it asks, so that
 * asking again never opens a second page. The price comes from the dossier or, asked anew, from the issuer.
 */
import type { Fault } from '../../domain/faults.ts';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { fold, permits } from '../../domain/dossier/machine.ts';
import type { PaymentId } from '../../domain/ids.ts';
import { paymentOpenMs, paymentQueryDelayMs } from '../../domain/limits.ts';
import { total, type ChargeLine } from '../../domain/money.ts';
import { chargeToLine, sumOf, type WantedCharges, wantedCharges } from '../../domain/payment/charges.ts';
import type { Payment, PaymentSubject } from '../../domain/payment/schema.ts';
import { err, invariant, ok, type Result } from '../../domain/result.ts';
import { dossierService } from '../../domain/services/all.ts';
import { judged } from '../../domain/services/transaction.ts';
import type { Locale } from '../../domain/text.ts';
import { mayPay, maySeePayment, type Visitor } from '../auth/guard.ts';
import type { UnpaidCharges } from '../issuers/find.ts';
import type { Issuers } from '../issuers/issuer.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import type { Database, Reader } from '../store/database.ts';
import { loadDossier } from '../store/dossiers.ts';
import { enqueue } from '../store/jobs.ts';
import { findPayment, insertPayment, openPaymentOf } from '../store/payments.ts';
import type { PaymentProvider } from './provider.ts';
import { gatewayQueue, type QueryPaymentBody } from './query.ts';

export interface Payments {
	/**
	 * Begins the attempt, or answers the one of that name.
	 * Faults: login_required, not_found, not_now, nothing_due, charges_not_found, bill_changed, form_invalid,
	 * payment_open (with the id of the attempt to finish first), id_conflict, unavailable.
	 */
	start(
		visitor: Visitor,
		wish: { readonly paymentId: PaymentId; readonly subject: PaymentSubject; readonly locale: Locale }
	): Promise<Result<Payment, Fault>>;
	/** The attempt as it stands. Faults: not_found. */
	status(visitor: Visitor, paymentId: PaymentId): Promise<Result<Payment, Fault>>;
}

/** What is to be paid, and to whom. */
interface Price {
	readonly lines: readonly ChargeLine[];
	readonly beneficiary: string;
	/** Purpose, for the provider's page and the bank statement. */
	readonly info: string;
}

export function createPayments(deps: {
	readonly db: Database;
	readonly provider: PaymentProvider;
	readonly charges: UnpaidCharges;
	readonly issuers: Issuers;
	readonly now: () => Date;
}): Payments {
	const { db, provider, now } = deps;

	async function priceOf(subject: PaymentSubject): Promise<Result<Price, Fault>> {
		if (subject.kind === 'dossier') return dossierPrice(db, subject.dossierId);
		const wanted = wantedCharges(subject);
		return wanted ? chargesPrice(deps, wanted) : err({ type: 'not_found' });
	}

	return {
		async start(visitor, { paymentId, subject, locale }) {
			const allowed = await mayPay(db, visitor, subject);
			if (!allowed.ok) return allowed;
			const known = await knownAttempt(db, visitor, paymentId, subject);
			if (known) return known;
			// Asked before the transaction: nothing on the network is waited for inside one.
			const price = await priceOf(subject);
			if (!price.ok) return price;
			const { lines, beneficiary, info } = price.value;
			const amount = total(lines);
			const at = now();
			const payUrl = provider.payUrl({
				paymentId,
				amount,
				info,
				createdAt: at,
				expiresAt: new Date(at.getTime() + paymentOpenMs),
				locale,
				payerAddress: visitor.address
			});
			return db.write(async (tx) => {
				// Both again: another request may have been faster.
				const meanwhile = await knownAttempt(tx, visitor, paymentId, subject);
				if (meanwhile) return meanwhile;
				if (subject.kind === 'dossier') {
					const still = await dossierPrice(tx, subject.dossierId);
					if (!still.ok) return still;
				}
				const rival = await openPaymentOf(tx, subject);
				if (rival) return err({ type: 'payment_open', paymentId: rival.payment.paymentId });
				const payment = await insertPayment(tx, {
					paymentId,
					personId: visitor.person?.personId ?? null,
					subject,
					lines,
					beneficiary,
					txnRef: provider.referenceOf(paymentId),
					payUrl,
					now: at
				});
				await enqueue(tx, {
					kind: 'query_payment',
					key: paymentId,
					queue: gatewayQueue,
					stream: null,
					body: { paymentId } satisfies QueryPaymentBody,
					dueAt: new Date(at.getTime() + paymentQueryDelayMs),
					now: at
				});
				return ok(payment);
			});
		},

		async status(visitor, paymentId) {
			const stored = await findPayment(db, paymentId);
			if (!stored || !maySeePayment(visitor, stored)) return err({ type: 'not_found' });
			return ok(stored.payment);
		}
	};
}

/** The attempt of that name, if there is one: the same wish gets the same answer, another wish a conflict. */
async function knownAttempt(
	db: Reader,
	visitor: Visitor,
	paymentId: PaymentId,
	subject: PaymentSubject
): Promise<Result<Payment, Fault> | null> {
	const known = await findPayment(db, paymentId);
	if (!known) return null;
	const isSame = canonicalJson(known.payment.subject) === canonicalJson(subject);
	return isSame && maySeePayment(visitor, known) ? ok(known.payment) : err({ type: 'id_conflict' });
}

async function dossierPrice(db: Reader, dossierId: string): Promise<Result<Price, Fault>> {
	const stored = await loadDossier(db, dossierId);
	invariant(stored, 'the guard saw the dossier');
	const { dossier } = stored;
	const state = fold(dossier.events);
	if (state.paid) return err({ type: 'nothing_due' });
	if (!state.due || !permits(state, 'fee_paid')) return err({ type: 'not_now', status: state.status });
	const title = dossierService(dossier.procedureCode, dossier.serviceVersion)?.title.vi ?? '';
	return ok({
		lines: state.due.lines,
		beneficiary: dossier.agency.name.vi,
		info: `${title} ${dossier.code}`
	});
}

async function chargesPrice(
	{ charges, issuers, now }: { charges: UnpaidCharges; issuers: Issuers; now: () => Date },
	{ service: serviceId, lookup, chargeIds, shown, details }: WantedCharges
): Promise<Result<Price, Fault>> {
	const service = issuers.of(serviceId)?.service;
	if (!service) return err({ type: 'not_found' });
	const answers = judged(service.details ?? [], details, dayOf(now()));
	if (!answers.ok) return err({ type: 'form_invalid', fields: answers.error });
	const found = await charges.unpaid({ service: serviceId, lookup });
	if (!found.ok) return found;
	const account = found.value;
	const wanted = account.charges.filter(({ chargeId }) => chargeIds.includes(chargeId));
	if (account.charges.length === 0) return err({ type: 'nothing_due' });
	if (wanted.length !== new Set(chargeIds).size) return err({ type: 'bill_changed' });
	// Interest has grown since she looked: she is told before anything is charged.
	if (shown !== null && sumOf(wanted) !== shown) return err({ type: 'bill_changed' });
	return ok({
		lines: wanted.map(chargeToLine),
		beneficiary: account.payee,
		info: `${service.title.vi} ${wanted[0]?.chargeId ?? ''}`
	});
}
