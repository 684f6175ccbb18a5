/**
 * The electricity company's bill service as the portal calls it (docs/AGENCIES.md). Every answer is parsed and bounded
 * in time; redirects are not followed. Both calls may be repeated: looking up changes nothing, settling is known by
 * its payment.
 */
import { z } from 'zod';
import { outgoingTimeoutMs } from '../../domain/limits.ts';
import { Bill, type BillAccount } from '../../domain/payment/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';

export interface Settlement {
	readonly paymentId: string;
	readonly customerCode: string;
	readonly billIds: readonly string[];
	/** VND. */
	readonly amount: number;
	readonly paidAt: string;
	readonly receiptNumber: string;
}

export interface PowerCompany {
	/** @throws PowerOutage when the company does not answer, or not in its own words */
	find(customerCode: string): Promise<Result<Omit<BillAccount, 'asOf'>, 'not_found'>>;
	/**
	 * Tells the company that bills are paid. `refused`: paid elsewhere, or no longer the bill that was paid; the money
	 * must go back.
	 * @throws PowerOutage as above; try again
	 */
	settle(settlement: Settlement): Promise<Result<{ billId: string; invoiceNumber: string }[], 'refused'>>;
}

/** The company did not answer, or not as agreed. */
export class PowerOutage extends Error {
	override readonly name = 'PowerOutage';
}

const Account = z.object({
	customerCode: z.string().max(20),
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
}): PowerCompany {
	async function post(path: string, body: unknown): Promise<{ status: number; json: unknown }> {
		try {
			const response = await fetch(`${baseUrl}${path}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				body: JSON.stringify(body),
				redirect: 'manual',
				signal: AbortSignal.timeout(timeoutMs)
			});
			return { status: response.status, json: await response.json() };
		} catch (error) {
			throw new PowerOutage('the company does not answer', { cause: error });
		}
	}

	function inItsWords<T>(schema: z.ZodType<T>, json: unknown): T {
		const read = schema.safeParse(json);
		if (read.success) return read.data;
		throw new PowerOutage('the company’s answer cannot be read', { cause: read.error });
	}

	return {
		async find(customerCode) {
			const { status, json } = await post('/bills/find', { customerCode });
			if (status === 404) return err('not_found');
			if (status !== 200) throw new PowerOutage(`the company answers ${status}`);
			const account = inItsWords(Account, json);
			const bills = account.bills
				.filter((bill) => inItsWords(BillState, bill).state === 'unpaid')
				.map((bill) => {
					const read = Bill.safeParse(bill);
					if (!read.success) throw new PowerOutage('the company’s bill cannot be read');
					return read.data;
				});
			return ok({ ...account, bills });
		},
		async settle(settlement) {
			const { status, json } = await post('/bills/settle', settlement);
			if (status === 200) return ok(inItsWords(Settled, json).invoices);
			// 409 paid elsewhere, 422 another amount, 404 no such bill (any more): the company will not change its mind.
			if (status === 409 || status === 422 || status === 404) return err('refused');
			throw new PowerOutage(`the company answers ${status}`);
		}
	};
}
