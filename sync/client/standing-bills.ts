/**
 * Look-ups that a person keeps on her phone ("my bills"): what the issuer said last, the name she gave, and what she
 * means to pay. Pure: says what a record becomes; commands.ts writes it.
 */
import { billsToCharges, type ChargeAccount, sumOf, wantedCharges } from '../../domain/payment/charges.ts';
import type { BillAccount, Payment } from '../../domain/payment/schema.ts';
import type { Vnd } from '../../domain/money.ts';
import type { FormValues } from '../../domain/services/values.ts';

/** What she means to pay as soon as there is a line. The money itself needs her, at the gateway. */
export interface BillPlan {
	readonly chargeIds: readonly string[];
	/** Answers to what the service asks when paying. */
	readonly details: FormValues;
	/** What it came to when she decided, VND. */
	readonly shown: Vnd;
	/** Ms since 1970 by this phone. */
	readonly plannedAt: number;
}

export interface StandingBill {
	/** Made on the phone: what was looked up says who somebody is. */
	readonly billId: string;
	readonly account: ChargeAccount;
	/** Her own words for it; empty when she gave none. */
	readonly name: string;
	readonly plan: BillPlan | null;
	/** Ms since 1970 by this phone. */
	readonly savedAt: number;
}

/** As the first releases kept an electricity customer's code. */
export interface EarlierBill {
	readonly customerCode: string;
	readonly account: BillAccount;
	readonly savedAt: number;
}

/** What lies in the cabinet. */
export type BillRecord = StandingBill | (EarlierBill & { readonly billId: string });

export function standingBill(record: BillRecord): StandingBill {
	if (!('customerCode' in record)) return record;
	const { billId, account, savedAt } = record;
	return { billId, account: billsToCharges(account), name: '', plan: null, savedAt };
}

/** Whether both are the answer to the same question. */
export function isSameLookup(
	a: Pick<ChargeAccount, 'service' | 'lookup'>,
	b: Pick<ChargeAccount, 'service' | 'lookup'>
): boolean {
	const text = ({ lookup }: Pick<ChargeAccount, 'lookup'>) =>
		JSON.stringify(Object.entries(lookup).sort(([x], [y]) => (x < y ? -1 : 1)));
	return a.service === b.service && text(a) === text(b);
}

/** With the issuer's newest word. A plan for what is no longer to be paid is over. */
export function refreshed(bill: StandingBill, account: ChargeAccount, savedAt: number): StandingBill {
	const due = new Set(account.charges.map(({ chargeId }) => chargeId));
	const plan = bill.plan?.chargeIds.every((chargeId) => due.has(chargeId)) ? bill.plan : null;
	return { ...bill, account, plan, savedAt };
}

/** What the plan comes to by the issuer's last word, VND. */
export function plannedAmount({ account, plan }: StandingBill): Vnd {
	return sumOf(account.charges.filter(({ chargeId }) => plan?.chargeIds.includes(chargeId)));
}

/** Without what that payment has paid; null when it is about something else. */
export function withoutPaid(bill: StandingBill, payment: Payment): StandingBill | null {
	const wanted = wantedCharges(payment.subject);
	if (payment.state !== 'paid' || !wanted || wanted.service !== bill.account.service) return null;
	const { account } = bill;
	const charges = account.charges.filter(({ chargeId }) => !wanted.chargeIds.includes(chargeId));
	if (charges.length === account.charges.length) return null;
	return refreshed(bill, { ...account, charges }, bill.savedAt);
}
