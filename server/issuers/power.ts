/** The electricity companies' bill service, in their own protocol (docs/ISSUERS.md): bills are its charges. */
import { z } from 'zod';
import { outgoingTimeoutMs } from '../../domain/limits.ts';
import { billToCharge } from '../../domain/payment/charges.ts';
import { Bill } from '../../domain/payment/schema.ts';
import { err, ok } from '../../domain/result.ts';
import { type Issuer, IssuerOutage } from './issuer.ts';
import { inItsWords, post } from './post.ts';

const Account = z.object({
	company: z.string().max(200),
	name: z.string().max(200),
	place: z.string().max(300),
	bills: z.array(z.unknown()).max(100)
});
/** Whether a bill still waits is said by the company; only such are offered. */
const BillState = z.object({ state: z.string() });
const Settled = z.object({
	settled: z.literal(true),
	invoices: z.array(z.object({ billId: z.string().max(60), invoiceNumber: z.string().max(60) })).max(24)
});

export function createPower({
	baseUrl,
	key,
	timeoutMs = outgoingTimeoutMs
}: {
	readonly baseUrl: string;
	readonly key: string;
	readonly timeoutMs?: number;
}): Issuer {
	const line = { baseUrl, key, timeoutMs };
	return {
		async find(_service, { customerCode }) {
			const { status, json } = await post(line, '/bills/find', { customerCode });
			if (status === 404) return err('not_found');
			if (status !== 200) throw new IssuerOutage(`the company answers ${status}`);
			const { company, name, place, bills } = inItsWords(Account, json);
			return ok({
				payee: company,
				payer: name,
				place,
				note: null,
				charges: bills
					.filter((bill) => inItsWords(BillState, bill).state === 'unpaid')
					.map((bill) => billToCharge(inItsWords(Bill, bill)))
			});
		},
		async settle({ paymentId, lookup, chargeIds, amount, paidAt, receiptNumber }) {
			const { customerCode } = lookup;
			const { status, json } = await post(line, '/bills/settle', {
				paymentId,
				customerCode,
				billIds: chargeIds,
				amount,
				paidAt,
				receiptNumber
			});
			if (status === 200)
				return ok(
					inItsWords(Settled, json).invoices.map(({ billId, invoiceNumber }) => ({
						chargeId: billId,
						documentNumber: invoiceNumber
					}))
				);
			// 409 paid elsewhere, 422 another amount, 404 no such bill (any more): the company will not change its mind.
			if (status === 409 || status === 422 || status === 404) return err('refused');
			throw new IssuerOutage(`the company answers ${status}`);
		}
	};
}
