/** An attempt to pay, and what the provider said of it. Amounts in whole đồng. */
import * as z from 'zod/mini';
import { DossierId, Instant, PaymentId } from '../ids.ts';
import { ChargeLine, Vnd } from '../money.ts';
import { FormValues } from '../services/values.ts';

/**
 * One unpaid electricity bill as the company tells it, and as phones kept it before there were other issuers
 * (charges.ts). Name and place come masked from the company.
 */
export const Bill = z.object({
	billId: z.string().check(z.maxLength(60)),
	/** `YYYY-MM`. */
	period: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
	part: z.int(),
	kwh: z.int(),
	readings: z.object({ from: z.int(), to: z.int() }),
	amountBeforeVat: Vnd,
	vat: Vnd,
	total: Vnd,
	dueOn: z.string()
});
export type Bill = z.infer<typeof Bill>;

export const BillAccount = z.object({
	customerCode: z.string(),
	company: z.string(),
	name: z.string(),
	place: z.string(),
	bills: z.array(Bill),
	/** When the company said so, server clock. */
	asOf: Instant
});
export type BillAccount = z.infer<typeof BillAccount>;

/** What is paid for. The price never comes from the phone. */
export const PaymentSubject = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('dossier'), dossierId: DossierId }),
	z.object({
		kind: z.literal('bills'),
		customerCode: z.string().check(z.regex(/^P[A-Z][0-9A-Z]{11}$/)),
		billIds: z.array(z.string().check(z.maxLength(60))).check(z.minLength(1), z.maxLength(24))
	}),
	z.object({
		kind: z.literal('charges'),
		/** Id of a transaction service, and what it was asked. */
		service: z.string().check(z.maxLength(60)),
		lookup: FormValues,
		chargeIds: z
			.array(z.string().check(z.minLength(1), z.maxLength(60)))
			.check(z.minLength(1), z.maxLength(24)),
		/** What she was shown: when the issuer now says otherwise she is told before anything is charged. */
		shown: Vnd,
		/** Answers to what the service asks when paying. */
		details: FormValues
	})
]);
export type PaymentSubject = z.infer<typeof PaymentSubject>;

/** What the gateway or our own clock said, already verified. Folded by machine.ts in the order of storing. */
export const ProviderEvent = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('settled'), at: Instant, transactionNo: z.string(), bank: z.string() }),
	z.object({ kind: z.literal('failed'), at: Instant, code: z.string() }),
	/** Money taken, fraud suspected (VNPAY code 07): nobody may pay again, nothing is released. */
	z.object({ kind: z.literal('suspected'), at: Instant, transactionNo: z.string() }),
	/** Our own: the page's time is over and the gateway, asked, knows of no payment. */
	z.object({ kind: z.literal('lapsed'), at: Instant })
]);
export type ProviderEvent = z.infer<typeof ProviderEvent>;

export const Receipt = z.object({
	number: z.string(),
	issuedAt: Instant,
	amount: Vnd,
	transactionNo: z.string(),
	bank: z.string(),
	beneficiary: z.string(),
	/** The issuer's own documents (invoices, tax receipts), by charge, once it has confirmed. */
	invoices: z.array(z.object({ billId: z.string(), invoiceNumber: z.string() }))
});
export type Receipt = z.infer<typeof Receipt>;

export const PaymentState = z.enum(['open', 'paid', 'failed', 'expired', 'held']);
export type PaymentState = z.infer<typeof PaymentState>;

/** The payment as the payer sees it. */
export const Payment = z.object({
	paymentId: PaymentId,
	subject: PaymentSubject,
	lines: z.array(ChargeLine),
	amount: Vnd,
	state: PaymentState,
	/** VNPAY response code of a failure, for the sentence. */
	failureCode: z.nullable(z.string()),
	/** A second payment for the same thing came through (late success): the agency refunds it. */
	surplus: z.boolean(),
	createdAt: Instant,
	expiresAt: Instant,
	/** The provider's page; null once the attempt is over. */
	payUrl: z.nullable(z.string()),
	/** For charges: has the issuer confirmed that they are settled? */
	settled: z.nullable(z.boolean()),
	receipt: z.nullable(Receipt)
});
export type Payment = z.infer<typeof Payment>;
