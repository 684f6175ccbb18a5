import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPower } from './power.ts';
import type { RunningService } from './service.ts';

const key = 'a key of this test';
/** Before the months of the samples could change under a running test. */
const now = () => Date.parse('2026-11-22T03:00:00Z');
let data: string;
let power: RunningService;

beforeEach(async () => {
	data = await mkdtemp(path.join(tmpdir(), 'sandbox-power-'));
	power = await startPower({ data, key, port: 0, now });
});
afterEach(async () => {
	await power.close();
	await rm(data, { recursive: true });
});

interface Found {
	bills: {
		billId: string;
		period: string;
		total: number;
		amountBeforeVat: number;
		vat: number;
		state: string;
	}[];
}

async function post(route: string, body: object, bearer = key) {
	const response = await fetch(`${power.url}${route}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
		body: JSON.stringify(body)
	});
	return { status: response.status, body: (await response.json()) as unknown };
}

const find = async (customerCode: string) => (await post('/bills/find', { customerCode })).body as Found;

const settlement = (customerCode: string, bills: Found['bills'], more: object = {}) => ({
	paymentId: 'pay-1',
	customerCode,
	billIds: bills.map(({ billId }) => billId),
	amount: bills.reduce((sum, { total }) => sum + total, 0),
	paidAt: '2026-11-22T03:04:05.000Z',
	receiptNumber: 'BL-1',
	...more
});

test('finds unpaid bills with a masked name', async () => {
	const { bills, ...customer } = await find('PA12LC0000001');
	expect(customer).toMatchObject({ customerCode: 'PA12LC0000001', name: 'NGUYEN T** M**' });
	expect(bills.map(({ period }) => period)).toEqual(['2026-09', '2026-10']);
	for (const bill of bills) {
		expect(bill.state).toBe('unpaid');
		expect(bill.total).toBe(bill.amountBeforeVat + bill.vat);
	}
	expect((await find('PB05000765432')).bills).toEqual([]);
});

test('refuses unknown codes, wrong shapes and wrong keys', async () => {
	expect(await post('/bills/find', { customerCode: 'PX00000000000' })).toEqual({
		status: 404,
		body: { error: 'customer_not_found' }
	});
	expect((await post('/bills/find', { customerCode: 'P1' })).status).toBe(400);
	expect((await post('/bills/find', { customerCode: 'PA12LC0000001' }, 'another key')).status).toBe(401);
});

test('settles once per paymentId, also over a restart', async () => {
	const { bills } = await find('PA12LC0000001');
	const request = settlement('PA12LC0000001', bills);
	const first = await post('/bills/settle', request);
	expect(first.status).toBe(200);
	await power.close();
	power = await startPower({ data, key, port: 0, now });
	const second = await post('/bills/settle', request);
	const numbers = (reply: typeof first) =>
		(reply.body as { invoices: { invoiceNumber: string }[] }).invoices.map(
			({ invoiceNumber }) => invoiceNumber
		);
	expect(numbers(second)).toEqual(numbers(first));
	expect((await find('PA12LC0000001')).bills).toEqual([]);
	expect(await (await fetch(`${power.url}/_sandbox/settlements`)).json()).toHaveLength(1);
	const invoice = await fetch(`${power.url}/invoices/${numbers(first)[0]}`);
	expect(await invoice.text()).toContain('NGUYEN T** M**');
});

test('one paymentId is one settlement: other content is a conflict, another paymentId finds the bill paid', async () => {
	const { bills } = await find('PE01000123456');
	const request = settlement('PE01000123456', bills);
	await post('/bills/settle', request);
	expect((await post('/bills/settle', { ...request, receiptNumber: 'BL-2' })).body).toEqual({
		error: 'payment_conflict'
	});
	expect(await post('/bills/settle', { ...request, paymentId: 'pay-2' })).toEqual({
		status: 409,
		body: { error: 'already_paid', by: 'other' }
	});
});

test('takes neither more nor less than the bills say, and no bill of somebody else', async () => {
	const { bills } = await find('PE01000123456');
	const wrong = settlement('PE01000123456', bills, { amount: (bills[0]?.total ?? 0) - 1 });
	expect(await post('/bills/settle', wrong)).toEqual({ status: 422, body: { error: 'wrong_amount' } });
	expect((await post('/bills/settle', settlement('PA12LC0000001', bills))).body).toEqual({
		error: 'bill_not_found'
	});
	expect((await find('PE01000123456')).bills).toHaveLength(1);
});

test('a bill paid elsewhere meanwhile is refused and then gone', async () => {
	const { bills } = await find('PD01000999999');
	expect(await post('/bills/settle', settlement('PD01000999999', bills))).toEqual({
		status: 409,
		body: { error: 'already_paid', by: 'other' }
	});
	expect((await find('PD01000999999')).bills).toEqual([]);
});

test('the troubled company answers the third time', async () => {
	const ask = async () => (await post('/bills/find', { customerCode: 'PC01000500500' })).status;
	expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 200]);
});
