/**
 * Stand-in for the electricity company's bill service. Promises: a settled bill stays settled over a kill, a settlement
 * takes effect once per paymentId. Bills are issued once, at the first start, for the two months before it.
 *
 *   POST /bills/find, POST /bills/settle        the portal, with the bearer key
 *   GET  /invoices/:number                      the e-invoice
 *   GET  /_sandbox/settlements                  tests look
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { dong, html, sendPage } from './page.ts';
import { openRecords, type Records } from './records.ts';
import { openService, readJson, sendJson, type Place, type RunningService } from './service.ts';

export interface PowerOptions extends Place {
	/** Folder for customers and settlements. */
	readonly data: string;
	/** The bearer key that the portal must show. */
	readonly key: string;
	readonly now?: () => number;
}

/** P5 of the services: company prefix and eleven more characters. */
const CustomerCode = z.string().regex(/^P[A-Z][0-9A-Z]{11}$/);

const FindRequest = z.object({ customerCode: CustomerCode });

/** Amounts are whole đồng. */
const SettleRequest = z.object({
	paymentId: z.string().min(1).max(100),
	customerCode: CustomerCode,
	billIds: z.array(z.string()).min(1).max(24),
	amount: z.int().min(1),
	paidAt: z.iso.datetime({ offset: true }),
	receiptNumber: z.string().min(1).max(100)
});
type SettleRequest = z.infer<typeof SettleRequest>;

const Bill = z.object({
	billId: z.string(),
	/** The month of use, YYYY-MM. */
	period: z.string(),
	part: z.int(),
	kwh: z.int(),
	readings: z.object({ from: z.int(), to: z.int() }),
	amountBeforeVat: z.int(),
	vat: z.int(),
	total: z.int(),
	/** YYYY-MM-DD. */
	dueOn: z.string(),
	/** Missing while unpaid; otherwise the paymentId, or `elsewhere`. */
	paidBy: z.string().optional()
});
type Bill = z.infer<typeof Bill>;

const Invoice = z.object({ billId: z.string(), invoiceNumber: z.string() });

const Customer = z.object({
	customerCode: CustomerCode,
	company: z.string(),
	/** Masked by the company: anyone may look up any code. */
	name: z.string(),
	place: z.string(),
	/** Somebody else pays these bills while the portal's payer is still paying. */
	paidElsewhere: z.boolean(),
	bills: z.array(Bill),
	settlements: z.array(z.object({ request: SettleRequest, invoices: z.array(Invoice) }))
});
type Customer = z.infer<typeof Customer>;

/** How many calls in a row fail for the customer whose company is troubled. */
const outagesPerCall = 2;
const troubledCode = 'PC01000500500';

export async function startPower(options: PowerOptions): Promise<RunningService> {
	const now = options.now ?? Date.now;
	const customers = await openRecords(path.join(options.data, 'power', 'customers'), Customer);
	for (const customer of sampleCustomers(new Date(now())))
		await customers.change(customer.customerCode, (known) => ({
			next: known ?? customer,
			answer: undefined
		}));
	// An outage belongs to the running process; a restarted company is troubled anew.
	const outagesByRoute = new Map<string, number>();

	return openService(options, (url) => ({
		async answer(request, response) {
			const { pathname } = new URL(request.url ?? '/', url);
			const route = `${request.method} ${pathname}`;
			if (route === 'GET /_sandbox/settlements') {
				const settlements = customers.all().flatMap((customer) => customer.settlements);
				return sendJson(response, 200, settlements);
			}
			if (request.method === 'GET' && pathname.startsWith('/invoices/'))
				return sendInvoice(customers, pathname.slice('/invoices/'.length), response);
			if (route !== 'POST /bills/find' && route !== 'POST /bills/settle')
				return sendJson(response, 404, { error: 'not_found' });
			if (!hasKey(request, options.key)) return sendJson(response, 401, { error: 'bad_key' });

			const isTroubled = (customerCode: string) => {
				const outages = outagesByRoute.get(route) ?? 0;
				if (customerCode !== troubledCode || outages === outagesPerCall) return false;
				outagesByRoute.set(route, outages + 1);
				return true;
			};
			if (route === 'POST /bills/find') {
				const query = await readJson(request, FindRequest);
				if (!query.ok) return sendJson(response, 400, { error: query.error });
				if (isTroubled(query.value.customerCode))
					return sendJson(response, 503, { error: 'company_unavailable' });
				const customer = customers.find(query.value.customerCode);
				if (!customer) return sendJson(response, 404, { error: 'customer_not_found' });
				return sendJson(response, 200, customerToReply(customer));
			}
			const settlement = await readJson(request, SettleRequest);
			if (!settlement.ok) return sendJson(response, 400, { error: settlement.error });
			if (isTroubled(settlement.value.customerCode))
				return sendJson(response, 503, { error: 'company_unavailable' });
			await answerSettle(customers, settlement.value, url, response);
		}
	}));
}

function customerToReply({ customerCode, company, name, place, bills }: Customer) {
	const unpaid = bills.filter(({ paidBy }) => paidBy === undefined);
	return { customerCode, company, name, place, bills: unpaid.map((bill) => ({ ...bill, state: 'unpaid' })) };
}

type SettleFault =
	'customer_not_found' | 'bill_not_found' | 'payment_conflict' | 'already_paid' | 'wrong_amount';

const statusByFault: Record<SettleFault, number> = {
	customer_not_found: 404,
	bill_not_found: 404,
	payment_conflict: 409,
	already_paid: 409,
	wrong_amount: 422
};

async function answerSettle(
	customers: Records<Customer>,
	request: SettleRequest,
	url: string,
	response: ServerResponse
): Promise<void> {
	const settled = await customers.change(request.customerCode, (customer) => {
		if (!customer) return { answer: err<SettleFault>('customer_not_found') };
		const { next, answer } = settle(customer, request);
		return { next, answer };
	});
	if (settled.ok) {
		const invoices = settled.value.map((one) => ({ ...one, url: `${url}/invoices/${one.invoiceNumber}` }));
		return sendJson(response, 200, { settled: true, invoices });
	}
	const by = settled.error === 'already_paid' ? { by: 'other' } : {};
	sendJson(response, statusByFault[settled.error], { error: settled.error, ...by });
}

/** Pays bills once per paymentId: the same settlement again gets the same invoices, another content is a conflict. */
function settle(
	customer: Customer,
	request: SettleRequest
): { next?: Customer; answer: Result<z.infer<typeof Invoice>[], SettleFault> } {
	const earlier = customer.settlements.find((one) => one.request.paymentId === request.paymentId);
	if (earlier) {
		const same = JSON.stringify(earlier.request) === JSON.stringify(request);
		return { answer: same ? ok(earlier.invoices) : err('payment_conflict') };
	}
	const bills = customer.bills.filter(({ billId }) => request.billIds.includes(billId));
	if (bills.length !== request.billIds.length) return { answer: err('bill_not_found') };
	if (customer.paidElsewhere && bills.some(({ paidBy }) => paidBy === undefined))
		return { next: payBills(customer, bills, 'elsewhere'), answer: err('already_paid') };
	if (bills.some(({ paidBy }) => paidBy !== undefined)) return { answer: err('already_paid') };
	if (bills.reduce((sum, { total }) => sum + total, 0) !== request.amount)
		return { answer: err('wrong_amount') };
	const invoices = bills.map(({ billId }) => ({ billId, invoiceNumber: `1K${billId.replaceAll('-', '')}` }));
	const paid = payBills(customer, bills, request.paymentId);
	return {
		next: { ...paid, settlements: [...paid.settlements, { request, invoices }] },
		answer: ok(invoices)
	};
}

function payBills(customer: Customer, paid: readonly Bill[], paidBy: string): Customer {
	return {
		...customer,
		bills: customer.bills.map((bill) => (paid.includes(bill) ? { ...bill, paidBy } : bill))
	};
}

function sendInvoice(customers: Records<Customer>, number: string, response: ServerResponse): void {
	for (const customer of customers.all())
		for (const { request, invoices } of customer.settlements) {
			const invoice = invoices.find(({ invoiceNumber }) => invoiceNumber === number);
			const bill = customer.bills.find(({ billId }) => billId === invoice?.billId);
			if (!invoice || !bill) continue;
			return sendPage(response, 200, {
				service: `${customer.company} (bản thử)`,
				title: `Hoá đơn điện tử ${invoice.invoiceNumber}`,
				body: html`<section>
					<dl>
						<dt>Khách hàng</dt>
						<dd>${customer.name} – ${customer.customerCode}</dd>
						<dt>Kỳ</dt>
						<dd>${bill.period.split('-').reverse().join('/')}</dd>
						<dt>Điện năng</dt>
						<dd>${bill.kwh} kWh (${bill.readings.from} – ${bill.readings.to})</dd>
						<dt>Tiền điện</dt>
						<dd>${dong(bill.amountBeforeVat)}</dd>
						<dt>Thuế GTGT</dt>
						<dd>${dong(bill.vat)}</dd>
						<dt>Tổng cộng</dt>
						<dd>${dong(bill.total)}</dd>
						<dt>Biên lai của cổng</dt>
						<dd>${request.receiptNumber}</dd>
					</dl>
				</section>`
			});
		}
	sendJson(response, 404, { error: 'not_found' });
}

/** Compares hashes, so that neither the length nor the first letters of the key show in the time it takes. */
function hasKey(request: IncomingMessage, key: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(request.headers.authorization ?? ''), hash(`Bearer ${key}`));
}

function sampleCustomers(today: Date): Customer[] {
	const issue = (customerCode: string, monthsAgo: number, kwh: number, from: number): Bill => {
		const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsAgo, 1));
		const period = month.toISOString().slice(0, 7);
		const due = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 28));
		const amountBeforeVat = kwh * dongPerKwh;
		const vat = Math.round((amountBeforeVat * vatPercent) / 100);
		return {
			billId: `${customerCode}-${period}-1`,
			period,
			part: 1,
			kwh,
			readings: { from, to: from + kwh },
			amountBeforeVat,
			vat,
			total: amountBeforeVat + vat,
			dueOn: due.toISOString().slice(0, 10)
		};
	};
	const sample = (
		customerCode: string,
		company: string,
		name: string,
		place: string,
		usage: readonly number[],
		paidElsewhere = false
	): Customer => ({
		customerCode,
		company,
		name,
		place,
		paidElsewhere,
		bills: usage.map((kwh, at) => issue(customerCode, usage.length - at, kwh, 4_210 + at * 100)),
		settlements: []
	});
	return [
		sample(
			'PA12LC0000001',
			'Tổng công ty Điện lực miền Bắc',
			'NGUYEN T** M**',
			'xã Sin Suối Hồ, tỉnh Lai Châu',
			[96, 104]
		),
		sample(
			'PE01000123456',
			'Tổng công ty Điện lực TP Hồ Chí Minh',
			'TRAN V** B**',
			'phường Sài Gòn, TP Hồ Chí Minh',
			[288]
		),
		sample('PB05000765432', 'Tổng công ty Điện lực miền Nam', 'LE T** H**', 'xã Tân Hưng, tỉnh Tây Ninh', []),
		sample(
			'PD01000999999',
			'Tổng công ty Điện lực Hà Nội',
			'PHAM Q** D**',
			'phường Hà Đông, TP Hà Nội',
			[175],
			true
		),
		sample(troubledCode, 'Tổng công ty Điện lực miền Trung', 'HO V** L**', 'xã A Lưới 1, TP Huế', [81])
	];
}

/** One price for every kWh: the six steps of the household tariff are not what this stand-in is for. */
const dongPerKwh = 2_204;
const vatPercent = 8;
