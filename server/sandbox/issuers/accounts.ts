/**
 * What the stand-in issuers know: accounts with charges, and what was settled. Rules of the issuers: interest grows by
 * the day, an amount that was told counts until the end of the next day, a charge is paid once.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../../../domain/result.ts';

const Words = z.object({ vi: z.string(), en: z.string() });

const Charge = z.object({
	chargeId: z.string(),
	title: Words,
	/** VND, without interest. */
	principal: z.int().min(1),
	/** `YYYY-MM-DD`; null when nothing is added. */
	dueOn: z.string().nullable(),
	/** Interest a day after that, in ten-thousandths of the principal. */
	perDay: z.int().min(0),
	facts: z.array(z.object({ label: Words, text: z.string() })),
	/** Missing while unpaid; otherwise the paymentId, or `elsewhere`. */
	paidBy: z.string().optional()
});
type Charge = z.infer<typeof Charge>;

export const SettleRequest = z.object({
	paymentId: z.string().min(1).max(100),
	service: z.string().max(60),
	lookup: z.record(z.string(), z.unknown()),
	chargeIds: z.array(z.string()).min(1).max(24),
	/** VND. */
	amount: z.int().min(1),
	paidAt: z.iso.datetime({ offset: true }),
	receiptNumber: z.string().min(1).max(100),
	details: z.record(z.string(), z.unknown())
});
export type SettleRequest = z.infer<typeof SettleRequest>;

const Document = z.object({ chargeId: z.string(), documentNumber: z.string() });
export type Document = z.infer<typeof Document>;

export const Account = z.object({
	accountId: z.string(),
	/** Folder of its issuer in the address: `tax`, `fines`, `registration`, `customs`. */
	issuer: z.string(),
	/** Service under which it is found. */
	service: z.string(),
	/** What must be typed, folded; several when one of them will do. */
	keys: z.record(z.string(), z.array(z.string())),
	payee: z.string(),
	/** Masked: others may pay. */
	payer: z.string(),
	place: z.string(),
	note: Words.nullable(),
	/** Somebody else pays while the portal's payer is still paying. */
	paidElsewhere: z.boolean(),
	/** How many calls in a row fail, each way. */
	outages: z.int(),
	charges: z.array(Charge),
	settlements: z.array(z.object({ request: SettleRequest, documents: z.array(Document) }))
});
export type Account = z.infer<typeof Account>;

/** Capitals without marks, blanks and signs, as keys are compared. */
export function folded(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/đ/gi, 'd')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toUpperCase();
}

/** Whether everything that identifies the account was typed right. */
export function isFoundBy(
	account: Account,
	service: string,
	lookup: Readonly<Record<string, unknown>>
): boolean {
	return (
		account.service === service &&
		Object.entries(account.keys).every(([name, values]) => {
			const typed = lookup[name];
			return typeof typed === 'string' && values.map(folded).includes(folded(typed));
		})
	);
}

/** VND with interest up to that day. */
export function amountOn({ principal, dueOn, perDay }: Charge, day: string): number {
	if (dueOn === null || day <= dueOn) return principal;
	const daysLate = Math.round((Date.parse(day) - Date.parse(dueOn)) / dayMs);
	return principal + Math.round((principal * perDay * daysLate) / 10_000);
}

/** What the portal is told of an account. */
export function accountToReply({ payee, payer, place, note, charges }: Account, day: string) {
	return {
		payee,
		payer,
		place,
		note,
		charges: charges
			.filter(({ paidBy }) => paidBy === undefined)
			.map((charge) => {
				const amount = amountOn(charge, day);
				const interest = amount - charge.principal;
				return {
					chargeId: charge.chargeId,
					title: charge.title,
					kind: 'charge',
					amount,
					dueOn: charge.dueOn,
					facts: [
						...charge.facts,
						...(interest > 0
							? [
									{
										label: { vi: 'Gồm tiền chậm nộp', en: 'Late-payment interest included' },
										amount: interest
									}
								]
							: [])
					]
				};
			})
	};
}

export type SettleFault = 'charge_not_found' | 'payment_conflict' | 'already_paid' | 'wrong_amount';

/** Settles once per paymentId: the same settlement again gets the same documents, another content is a conflict. */
export function settle(
	account: Account,
	request: SettleRequest
): { next?: Account; answer: Result<Document[], SettleFault> } {
	const earlier = account.settlements.find((one) => one.request.paymentId === request.paymentId);
	if (earlier) {
		const same = JSON.stringify(earlier.request) === JSON.stringify(request);
		return { answer: same ? ok(earlier.documents) : err('payment_conflict') };
	}
	const charges = account.charges.filter(({ chargeId }) => request.chargeIds.includes(chargeId));
	if (charges.length !== request.chargeIds.length) return { answer: err('charge_not_found') };
	const isPaid = charges.some(({ paidBy }) => paidBy !== undefined);
	if (account.paidElsewhere && !isPaid)
		return { next: paid(account, charges, 'elsewhere'), answer: err('already_paid') };
	if (isPaid) return { answer: err('already_paid') };
	const days = [0, 1].map((before) => dayIn(Date.parse(request.paidAt) - before * dayMs));
	const sumOn = (day: string) => charges.reduce((sum, charge) => sum + amountOn(charge, day), 0);
	if (!days.some((day) => sumOn(day) === request.amount)) return { answer: err('wrong_amount') };
	const documents = charges.map(({ chargeId }) => ({ chargeId, documentNumber: `CT${folded(chargeId)}` }));
	const next = paid(account, charges, request.paymentId);
	return {
		next: { ...next, settlements: [...next.settlements, { request, documents }] },
		answer: ok(documents)
	};
}

function paid(account: Account, charges: readonly Charge[], paidBy: string): Account {
	return {
		...account,
		charges: account.charges.map((charge) => (charges.includes(charge) ? { ...charge, paidBy } : charge))
	};
}

const dayMs = 24 * 3_600_000;
const vietnamMs = 7 * 3_600_000;

/** Day in Việt Nam. @param at ms since 1970 */
export function dayIn(at: number): string {
	return new Date(at + vietnamMs).toISOString().slice(0, 10);
}
