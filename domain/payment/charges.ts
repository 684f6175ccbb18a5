/**
 * What can be looked up and paid: charges of an issuer (a power company, the tax authority, the police), found by
 * what a transaction service asks (`lookup` of its definition). An issuer's own words for a charge are kept as facts.
 */
import * as z from 'zod/mini';
import { Day, Instant } from '../ids.ts';
import { ChargeLine, type Vnd, Vnd as VndSchema, vnd } from '../money.ts';
import { FormValues } from '../services/values.ts';
import type { Bill, BillAccount, PaymentSubject } from './schema.ts';

const Words = z.object({
	vi: z.string().check(z.maxLength(300)),
	en: z.string().check(z.maxLength(300))
});

/** One thing that the issuer tells about a charge, beside its amount. */
export const Fact = z.union([
	z.object({ label: Words, amount: VndSchema }),
	z.object({ label: Words, day: Day }),
	z.object({ label: Words, text: z.string().check(z.maxLength(300)) })
]);
export type Fact = z.infer<typeof Fact>;

/** Name of a charge with its issuer: the same however it was looked up. */
export const ChargeId = z.string().check(z.minLength(1), z.maxLength(60));

export const Charge = z.object({
	chargeId: ChargeId,
	title: Words,
	kind: ChargeLine.shape.kind,
	/** VND, with interest up to the day on which it was told. */
	amount: VndSchema,
	/** Last day on which nothing is added; null when the issuer names none. */
	dueOn: z.nullable(Day),
	facts: z.array(Fact).check(z.maxLength(12))
});
export type Charge = z.infer<typeof Charge>;

/** What a look-up found. An account that owes nothing has no charges. */
export const ChargeAccount = z.object({
	/** Id of the service that it was asked under. */
	service: z.string().check(z.maxLength(60)),
	/** What was asked, tidied. */
	lookup: FormValues,
	payee: z.string().check(z.maxLength(200)),
	/** Whose charges they are; comes masked, because others may pay them. */
	payer: z.string().check(z.maxLength(200)),
	place: z.string().check(z.maxLength(300)),
	/** What the issuer wants to be read: papers that are held, a decision that is still to come. */
	note: z.nullable(Words),
	charges: z.array(Charge).check(z.maxLength(100)),
	/** When the issuer said so, server clock. */
	asOf: Instant
});
export type ChargeAccount = z.infer<typeof ChargeAccount>;

/** The service whose charges the first releases called bills. */
export const powerService = 'thanh-toan-tien-dien';

/** What a payment pays for, when it is no dossier's fee. */
export interface WantedCharges {
	readonly service: string;
	readonly lookup: FormValues;
	readonly chargeIds: readonly string[];
	/** What she was shown, VND; null when the payment was begun by an app that did not say. */
	readonly shown: Vnd | null;
	/** Answers to what the service asks when paying. */
	readonly details: FormValues;
}

/** The charges that a payment is for; null for a dossier's. */
export function wantedCharges(subject: PaymentSubject): WantedCharges | null {
	if (subject.kind === 'dossier') return null;
	if (subject.kind === 'charges') return subject;
	const { customerCode, billIds } = subject;
	return { service: powerService, lookup: { customerCode }, chargeIds: billIds, shown: null, details: {} };
}

/**
 * The subject of a payment for some charges of an account. Electricity keeps the words of the first release, which
 * every app in use can read.
 */
export function subjectOf(
	account: ChargeAccount,
	chargeIds: readonly string[],
	details: FormValues
): PaymentSubject {
	const { service, lookup } = account;
	const customerCode = lookup['customerCode'];
	if (service === powerService && typeof customerCode === 'string')
		return { kind: 'bills', customerCode, billIds: [...chargeIds] };
	const shown = sumOf(account.charges.filter(({ chargeId }) => chargeIds.includes(chargeId)));
	return { kind: 'charges', service, lookup, chargeIds: [...chargeIds], shown, details };
}

/** Sum in VND. */
export function sumOf(charges: readonly Charge[]): Vnd {
	return vnd(charges.reduce((sum, { amount }) => sum + amount, 0));
}

export function chargeToLine({ chargeId, kind, title, amount }: Charge): ChargeLine {
	return { code: chargeId, kind, label: title, amount };
}

/** An electricity bill, in the power company's words, as a charge. */
export function billToCharge(bill: Bill): Charge {
	const [year = '', month = ''] = bill.period.split('-');
	const dueOn = Day.safeParse(bill.dueOn);
	return {
		chargeId: bill.billId,
		title: {
			vi: `Tiền điện tháng ${month}/${year}, kỳ ${bill.part}`,
			en: `Electricity ${month}/${year}, part ${bill.part}`
		},
		kind: 'price',
		amount: bill.total,
		dueOn: dueOn.success ? dueOn.data : null,
		facts: [
			{ label: { vi: 'Điện năng', en: 'Used' }, text: `${bill.kwh} kWh` },
			{
				label: { vi: 'Chỉ số', en: 'Meter' },
				text: `${bill.readings.from} → ${bill.readings.to}`
			},
			{ label: { vi: 'Gồm thuế GTGT', en: 'VAT included' }, amount: bill.vat }
		]
	};
}

/** An account of a power company's customer, as it is looked up and kept since there are other issuers. */
export function billsToCharges(account: BillAccount): ChargeAccount {
	const { customerCode, company, name, place, bills, asOf } = account;
	return {
		service: powerService,
		lookup: { customerCode },
		payee: company,
		payer: name,
		place,
		note: null,
		charges: bills.map(billToCharge),
		asOf
	};
}
