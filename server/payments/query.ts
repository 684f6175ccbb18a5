/**
 * Asks the gateway when it does not tell (`query_payment` jobs): a notice may be lost, the person may have left.
 *
 *   open:     after 1, 2, 4, 8 … minutes, and once the page's time is over; "nothing was paid" then makes it lapse
 *   expired:  twice more, because a bank may have been slower than the page
 *   held:     with the usual growing delays, then parked for somebody to look
 *
 * Promises: an attempt lapses only on the gateway's word, never because the gateway was silent.
 */
import { z } from 'zod';
import { PaymentId } from '../../domain/ids.ts';
import { paymentQueryDelayMs } from '../../domain/limits.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import { invariant } from '../../domain/result.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import type { Attempt, Handler } from '../forwarding/worker.ts';
import type { Database } from '../store/database.ts';
import { findPayment, storeProviderEvent } from '../store/payments.ts';
import type { PaymentProvider } from './provider.ts';

/** Queue of the jobs that the gateway answers. */
export const gatewayQueue = 'gateway';

/** Body of a `query_payment` job. */
export const QueryPaymentBody = z.object({ paymentId: PaymentId });
export type QueryPaymentBody = z.infer<typeof QueryPaymentBody>;

/** A payment begun in the page's last second is decided by then. */
const graceMs = 2 * 60_000;
/** When an expired attempt is asked about again, after its time ended. */
const lateLooksMs = [60 * 60_000, 24 * 60 * 60_000];

/** Handler of `query_payment` jobs. What `ask` throws is an outage: the worker tries again. */
export function queryPaymentHandler({
	db,
	agencies,
	provider,
	clock
}: {
	readonly db: Database;
	readonly agencies: Agencies;
	readonly provider: PaymentProvider;
	readonly clock: () => Date;
}): Handler {
	return async (job): Promise<Attempt> => {
		const { paymentId } = QueryPaymentBody.parse(job.body);
		const stored = await findPayment(db, paymentId);
		invariant(stored, 'the job was written with its payment');
		const asked = stored.payment;
		if (asked.state === 'paid' || asked.state === 'failed') return { type: 'done' };

		const told = await provider.ask(
			{ paymentId, createdAt: new Date(asked.createdAt), expiresAt: new Date(asked.expiresAt) },
			clock()
		);
		const now = clock();
		if (told !== 'unknown' && told.event) {
			const { eventId, event, raw } = told;
			if (told.amount !== asked.amount) return { type: 'park', why: 'the gateway tells another amount' };
			const { payment } = await db.write((tx) =>
				storeProviderEvent(tx, agencies, { eventId, paymentId, event, raw, now })
			);
			return payment.state === 'held' ? { type: 'retry', error: 'held by the bank' } : { type: 'done' };
		}
		if (asked.state === 'held') return { type: 'retry', error: 'held by the bank' };
		if (asked.state === 'open' && now.getTime() >= overAt(asked))
			await db.write((tx) =>
				storeProviderEvent(tx, agencies, {
					eventId: `${stored.txnRef}.lapsed`,
					paymentId,
					event: { kind: 'lapsed', at: now.toISOString() },
					raw: '',
					now
				})
			);
		const next = nextLook(asked, job.attempts, now);
		return next === null
			? { type: 'done' }
			: { type: 'retry', error: 'not decided', afterMs: next - now.getTime() };
	};
}

/** When nothing more can come of the page. */
function overAt(payment: Payment): number {
	return Date.parse(payment.expiresAt) + graceMs;
}

/** When to ask again, in ms since 1970; null when the last look was the last. */
function nextLook(payment: Payment, attempts: number, now: Date): number | null {
	const over = overAt(payment);
	if (now.getTime() < over)
		return Math.min(now.getTime() + paymentQueryDelayMs * 2 ** Math.min(attempts - 1, 10), over);
	return lateLooksMs.map((later) => over + later).find((at) => at > now.getTime()) ?? null;
}
