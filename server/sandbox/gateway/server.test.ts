import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HashAlgorithm, ignoreLogger, ProductCode, VNPay, VnpLocale } from 'vnpay';
import { openService, sendJson, type RunningService } from '../service.ts';
import { Visitor } from '../test-visitor.ts';
import { momentToStamp } from './protocol.ts';
import { startGateway, type GatewayOptions } from './server.ts';
import type { Transaction } from './transactions.ts';

const hashSecret = 'a secret of this test';
const tmnCode = 'MOTCUA01';
/** How long a busy machine may take; the tests end as soon as it is done. */
const patience = { timeout: 20_000, interval: 10 };

/** A merchant on the library that the portal uses: it answers notices as told and keeps each one. */
async function startMerchant() {
	const notices: URLSearchParams[] = [];
	const answers: (string | number)[] = [];
	const service = await openService({ port: 0 }, () => ({
		answer(request, response) {
			notices.push(new URL(request.url ?? '/', 'http://merchant').searchParams);
			const answer = answers.shift() ?? '00';
			if (typeof answer === 'number') sendJson(response, answer, {});
			else sendJson(response, 200, { RspCode: answer, Message: 'test' });
		}
	}));
	return { notices, answers, ...service };
}

let data: string;
let merchant: Awaited<ReturnType<typeof startMerchant>>;
let gateway: RunningService;

const options = (): GatewayOptions => ({
	data,
	port: 0,
	tmnCode,
	hashSecret,
	ipnUrl: `${merchant.url}/ipn`,
	ipnDelays: [5, 5, 5],
	lateIpnMs: 30
});

beforeEach(async () => {
	data = await mkdtemp(path.join(tmpdir(), 'sandbox-gateway-'));
	merchant = await startMerchant();
	gateway = await startGateway(options());
});
afterEach(async () => {
	await gateway.close();
	await merchant.close();
	await rm(data, { recursive: true });
});

const library = (secret = hashSecret) =>
	new VNPay({
		tmnCode,
		secureSecret: secret,
		vnpayHost: gateway.url,
		queryDrAndRefundHost: gateway.url,
		hashAlgorithm: HashAlgorithm.SHA512,
		loggerFn: ignoreLogger
	});

const created = momentToStamp(Date.now());
const payUrl = (txnRef: string, { secret = hashSecret, amount = 135_000, expiresInMs = 900_000 } = {}) =>
	library(secret).buildPaymentUrl({
		vnp_Amount: amount,
		vnp_IpAddr: '127.0.0.1',
		vnp_TxnRef: txnRef,
		vnp_OrderInfo: `Le phi ho so ${txnRef}`,
		vnp_OrderType: ProductCode.Other,
		vnp_ReturnUrl: 'http://portal.test/payments/vnpay/return?order=1',
		vnp_Locale: VnpLocale.VN,
		vnp_CreateDate: Number(created),
		vnp_ExpireDate: Number(momentToStamp(Date.now() + expiresInMs))
	});

async function press(txnRef: string, choice: string) {
	const visitor = new Visitor(gateway.url);
	const page = await visitor.visit(payUrl(txnRef));
	const pageKey = /name="pageKey" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
	return visitor.visit('/paymentv2/choice', { txnRef, pageKey, choice });
}

async function transaction(txnRef: string): Promise<Transaction> {
	const all = (await (await fetch(`${gateway.url}/_sandbox/transactions`)).json()) as Transaction[];
	const found = all.find(({ request }) => request.vnp_TxnRef === txnRef);
	if (!found) throw new Error(`no transaction ${txnRef}`);
	return found;
}

const noticeSettles = (txnRef: string) =>
	vi.waitFor(async () => expect((await transaction(txnRef)).notice?.state).toBe('settled'), patience);

const refusalOf = (text: string) => /data-error="(\w+)"/.exec(text)?.[1];

/** The library's type of a query it verifies is its own; ours is what came over the wire. */
const asNotice = (params: URLSearchParams) =>
	Object.fromEntries(params) as unknown as Parameters<VNPay['verifyIpnCall']>[0];

test('success: the library verifies both the notice and the return', async () => {
	const left = await press('T1', 'success');
	const back = left.leavesTo ?? new URL('http://none');
	expect(`${back.origin}${back.pathname}`).toBe('http://portal.test/payments/vnpay/return');
	expect(back.searchParams.get('order')).toBe('1');
	back.searchParams.delete('order');
	expect(library().verifyReturnUrl(asNotice(back.searchParams))).toMatchObject({
		isVerified: true,
		isSuccess: true,
		vnp_Amount: 135_000
	});
	await noticeSettles('T1');
	expect(merchant.notices).toHaveLength(1);
	const notice = library().verifyIpnCall(asNotice(merchant.notices[0] ?? new URLSearchParams()));
	expect(notice).toMatchObject({ isVerified: true, isSuccess: true, vnp_TxnRef: 'T1', vnp_Amount: 135_000 });
	expect(notice.vnp_TransactionStatus).toBe('00');
});

test.each([
	['fail', '51', '02'],
	['cancel', '24', '02'],
	['suspect', '07', '07']
])('%s is told with response %s and status %s', async (choice, response, status) => {
	const left = await press('T2', choice);
	await noticeSettles('T2');
	for (const params of [left.leavesTo?.searchParams, merchant.notices[0]]) {
		expect(params?.get('vnp_ResponseCode')).toBe(response);
		expect(params?.get('vnp_TransactionStatus')).toBe(status);
	}
});

test('abandon tells nobody and leaves the payment open, so that it can still be paid', async () => {
	const page = await press('T3', 'abandon');
	expect(page.leavesTo).toBeUndefined();
	expect((await transaction('T3')).outcome).toBeUndefined();
	await press('T3', 'success');
	await noticeSettles('T3');
	expect(merchant.notices).toHaveLength(1);
});

test('repeat sends the same notice three times; noreturn keeps the browser; late waits and then tells', async () => {
	await press('T4', 'repeat');
	await noticeSettles('T4');
	expect(merchant.notices.map(String)).toEqual(Array(3).fill(String(merchant.notices[0])));
	expect((await press('T5', 'noreturn')).leavesTo).toBeUndefined();
	await noticeSettles('T5');
	expect((await press('T6', 'late')).leavesTo).toBeDefined();
	await noticeSettles('T6');
	expect(merchant.notices).toHaveLength(5);
});

test('a payment without notice is found by the query', async () => {
	expect((await press('T7', 'noipn')).leavesTo).toBeDefined();
	const answer = await library().queryDr({
		vnp_RequestId: 'R1',
		vnp_TxnRef: 'T7',
		vnp_TransactionDate: Number(created),
		vnp_CreateDate: Number(created),
		vnp_IpAddr: '127.0.0.1',
		vnp_OrderInfo: 'Truy van T7',
		vnp_TransactionNo: 0
	});
	expect(answer).toMatchObject({ isVerified: true, isSuccess: true, vnp_TransactionStatus: '00' });
	expect(answer.vnp_SecureHash).toMatch(/^[0-9a-f]{128}$/);
	expect(Number(answer.vnp_Amount)).toBe(13_500_000);
	expect(merchant.notices).toHaveLength(0);
	expect((await transaction('T7')).notice).toBeUndefined();
});

test('a query is refused by hash, by merchant, by unknown reference and when repeated', async () => {
	await press('T8', 'abandon');
	const ask = async (secret: string, id: string, txnRef: string) => {
		const answer = await library(secret).queryDr({
			vnp_RequestId: id,
			vnp_TxnRef: txnRef,
			vnp_TransactionDate: Number(created),
			vnp_CreateDate: Number(created),
			vnp_IpAddr: '127.0.0.1',
			vnp_OrderInfo: 'Truy van',
			vnp_TransactionNo: 0
		});
		return [answer.vnp_ResponseCode, answer.vnp_TransactionStatus];
	};
	expect(await ask('another secret', 'R1', 'T8')).toEqual(['97', undefined]);
	expect(await ask(hashSecret, 'R1', 'T8')).toEqual(['00', '01']);
	expect(await ask(hashSecret, 'R1', 'T8')).toEqual(['94', undefined]);
	expect(await ask(hashSecret, 'R2', 'T9')).toEqual(['91', undefined]);
});

test('a redirect with a wrong hash, a changed amount, a passed date or a doubled parameter is refused', async () => {
	const visitor = new Visitor(gateway.url);
	const refusal = async (url: string) => refusalOf((await visitor.visit(url)).text);
	expect(await refusal(payUrl('T10', { secret: 'another secret' }))).toBe('bad_signature');
	expect(await refusal(payUrl('T10').replace('vnp_Amount=13500000', 'vnp_Amount=13500'))).toBe(
		'bad_signature'
	);
	expect(await refusal(payUrl('T10', { expiresInMs: -1000 }))).toBe('expired');
	expect(await refusal(`${payUrl('T10')}&vnp_Amount=100`)).toBe('malformed');
});

test('a reference names one payment: the same address reopens it, another amount or a decided one does not', async () => {
	const visitor = new Visitor(gateway.url);
	const first = payUrl('T11');
	expect((await visitor.visit(first)).status).toBe(200);
	expect((await visitor.visit(first)).status).toBe(200);
	expect(refusalOf((await visitor.visit(payUrl('T11', { amount: 1000 }))).text)).toBe('duplicate_reference');
	await press('T11', 'success');
	expect(refusalOf((await visitor.visit(payUrl('T11'))).text)).toBe('duplicate_reference');
});

test('a button pressed twice decides once', async () => {
	const visitor = new Visitor(gateway.url);
	const page = await visitor.visit(payUrl('T12'));
	const pageKey = /name="pageKey" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
	const first = await visitor.visit('/paymentv2/choice', { txnRef: 'T12', pageKey, choice: 'success' });
	const second = await visitor.visit('/paymentv2/choice', { txnRef: 'T12', pageKey, choice: 'cancel' });
	expect(second.leavesTo?.href).toBe(first.leavesTo?.href);
	await noticeSettles('T12');
	expect(merchant.notices).toHaveLength(1);
});

test('a notice is retried until 00 or 02, and given up when the tries are used', async () => {
	merchant.answers.push(500, '99', '02');
	await press('T13', 'success');
	await noticeSettles('T13');
	expect((await transaction('T13')).notice?.answers).toEqual(['http 500', '99', '02']);
	merchant.answers.push('01', '01', '01', '01');
	await press('T14', 'success');
	await vi.waitFor(async () => expect((await transaction('T14')).notice?.state).toBe('given_up'), patience);
	expect((await transaction('T14')).notice?.answers).toHaveLength(4);
});

test('a notice still owed goes out after a restart', async () => {
	merchant.answers.push(503);
	await gateway.close();
	gateway = await startGateway({ ...options(), ipnDelays: [60_000] });
	await press('T15', 'success');
	await vi.waitFor(async () => expect((await transaction('T15')).notice?.tries).toBe(1), patience);
	await gateway.close();
	gateway = await startGateway({ ...options(), now: () => Date.now() + 61_000 });
	await noticeSettles('T15');
	expect(merchant.notices).toHaveLength(2);
	expect(String(merchant.notices[1])).toBe(String(merchant.notices[0]));
});

test('the test hook repeats, alters and forges notices', async () => {
	await press('T16', 'success');
	await noticeSettles('T16');
	const hook = (body: object) =>
		fetch(`${gateway.url}/_sandbox/ipn/T16`, { method: 'POST', body: JSON.stringify(body) });
	for (const body of [{}, { amount: 1_000 }, { status: '24' }, { tamper: true }]) await hook(body);
	const [, again, other, failed, tampered] = merchant.notices.map((notice) =>
		library().verifyIpnCall(asNotice(notice))
	);
	expect(again).toMatchObject({ isVerified: true, vnp_Amount: 135_000 });
	expect(other).toMatchObject({ isVerified: true, vnp_Amount: 1_000 });
	expect(failed).toMatchObject({ isVerified: true, isSuccess: false });
	expect(tampered).toMatchObject({ isVerified: false });
});
