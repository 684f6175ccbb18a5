/**
 * Begins to pay, or goes on with what was begun. The name of an attempt is kept before the server hears it, so that
 * a cut line leads back to the same attempt and never to a second one.
 */
import { canonicalJson } from '$domain/canonical.ts';
import type { Fault } from '$domain/faults.ts';
import { PaymentId } from '$domain/ids.ts';
import type { Payment, PaymentSubject } from '$domain/payment/schema.ts';
import { err, ok, type Result } from '$domain/result.ts';
import type { Commands } from '$sync/client/commands.ts';
import type { KeptPayment } from '$sync/client/db.ts';
import type { Queries } from '$sync/client/queries.ts';

export interface PayDeps {
	readonly commands: Pick<Commands, 'keepPayment' | 'savePayment'>;
	readonly queries: Pick<Queries, 'payments'>;
	/** Lower-case UUID. */
	readonly uuid: () => string;
	readonly start: (paymentId: PaymentId, subject: PaymentSubject) => Promise<Result<Payment, Fault>>;
}

/**
 * Where to go: the provider's page, or our own page of an attempt that is open or over already.
 * Fault: what the server answers, offline, unavailable, or storage_* when the name could not be kept.
 */
export async function beginToPay(subject: PaymentSubject, deps: PayDeps): Promise<Result<string, Fault>> {
	const unanswered = (await deps.queries.payments()).find(
		(kept) => isUnsettled(kept) && isSameSubject(kept.subject, subject)
	);
	const paymentId = unanswered?.paymentId ?? PaymentId.parse(deps.uuid());
	const kept = await deps.commands.keepPayment({ paymentId, subject });
	if (!kept.ok) return kept;
	const started = await deps.start(paymentId, subject);
	if (!started.ok)
		// Somewhere else this is being paid already: that one is to be finished.
		return started.error.type === 'payment_open' ? ok(paymentPath(started.error.paymentId)) : started;
	const saved = await deps.commands.savePayment(started.value);
	if (!saved.ok) return saved;
	const { payUrl } = started.value;
	if (payUrl === null) return ok(paymentPath(paymentId));
	return /^https?:\/\//.test(payUrl) ? ok(payUrl) : err({ type: 'payment_unavailable' });
}

export function paymentPath(paymentId: string): string {
	return `/thanh-toan/${paymentId}`;
}

/** The server has not answered yet, or it said that the attempt is open: the same name must be used again. */
function isUnsettled({ payment }: KeptPayment): boolean {
	return payment === null || payment.state === 'open';
}

function isSameSubject(a: PaymentSubject, b: PaymentSubject): boolean {
	if (a.kind === 'dossier') return b.kind === 'dossier' && a.dossierId === b.dossierId;
	// The server compares the whole wish; the order in which it was put together is nobody's.
	if (a.kind === 'charges') return b.kind === 'charges' && canonicalJson(a) === canonicalJson(b);
	return (
		b.kind === 'bills' &&
		a.customerCode === b.customerCode &&
		a.billIds.length === b.billIds.length &&
		a.billIds.every((billId) => b.billIds.includes(billId))
	);
}
