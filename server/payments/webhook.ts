/**
 * What the gateway tells us by itself (IPN), from server to server. It counts only when everything fits: signature,
 * order, amount, shop. Answers are the gateway's codes: 00 kept, 01 no such order, 02 known already, 04 another
 * amount, 97 not signed, 99 not understood; on all but 00 and 02 the gateway tells again later.
 */
import type { Agencies } from '../forwarding/agencies.ts';
import type { Database } from '../store/database.ts';
import { findPaymentByRef, storeProviderEvent } from '../store/payments.ts';
import type { PaymentProvider } from './provider.ts';

export interface IpnAnswer {
	readonly RspCode: '00' | '01' | '02' | '04' | '97' | '99';
	readonly Message: string;
}

const answers = {
	kept: { RspCode: '00', Message: 'Confirm Success' },
	noOrder: { RspCode: '01', Message: 'Order not found' },
	known: { RspCode: '02', Message: 'Order already confirmed' },
	otherAmount: { RspCode: '04', Message: 'Invalid amount' },
	notSigned: { RspCode: '97', Message: 'Invalid signature' },
	notUnderstood: { RspCode: '99', Message: 'Input data required' }
} as const satisfies Record<string, IpnAnswer>;

/**
 * Takes one notice.
 * @throws StorageOutage; then nothing was kept and the gateway must tell again
 */
export async function takeNotice(
	deps: { readonly db: Database; readonly agencies: Agencies; readonly provider: PaymentProvider },
	query: URLSearchParams,
	now: Date
): Promise<IpnAnswer> {
	const read = deps.provider.readNotice(query, now);
	if (!read.ok) return read.error === 'bad_signature' ? answers.notSigned : answers.notUnderstood;
	const { reference, amount, merchant, event, eventId, raw } = read.value;
	return deps.db.write(async (tx) => {
		const stored = await findPaymentByRef(tx, reference);
		if (!stored) return answers.noOrder;
		const before = stored.payment;
		if (amount !== before.amount) return answers.otherAmount;
		if (merchant !== deps.provider.merchant) return answers.noOrder;
		// Not decided, or its two codes contradict each other: nothing to keep, and query.ts will ask.
		if (!event) return answers.notUnderstood;
		const said = { eventId, paymentId: before.paymentId, event, raw, now };
		const { repeated, payment } = await storeProviderEvent(tx, deps.agencies, said);
		// New, but too late to matter (a failure after the success): kept, and nothing more to tell.
		return repeated || payment.state === before.state ? answers.known : answers.kept;
	});
}
