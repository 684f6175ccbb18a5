/** Taxes, fines and other charges of issuers: looked up, paid once, settled; over HTTP with the sandbox beside. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../domain/faults.ts';
import { type ChargeAccount, subjectOf } from '../../domain/payment/charges.ts';
import type { Payment, PaymentSubject } from '../../domain/payment/schema.ts';
import type { Result } from '../../domain/result.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { call, loggedIn, openTestPortal, testSecrets, type TestPortal } from '../../tests/support/portal.ts';
import { fieldsToSignedQuery } from '../sandbox/gateway/protocol.ts';

const minuteMs = 60_000;
let test: TestPortal;
let mai: { headers: Record<string, string> };
beforeAll(async () => {
	test = await openTestPortal({ beside: ['gateway', 'issuers'] });
	mai = await loggedIn(test, '012190001234');
});
afterAll(() => test.close());

async function find(
	service: string,
	lookup: FormValues,
	headers = mai.headers
): Promise<Result<ChargeAccount, Fault>> {
	const { data } = await call(test, 'charges.find', { service, lookup }, headers);
	return data as Result<ChargeAccount, Fault>;
}
async function found(service: string, lookup: FormValues): Promise<ChargeAccount> {
	const read = await find(service, lookup);
	if (!read.ok) throw new Error(JSON.stringify(read.error));
	return read.value;
}
async function start(subject: PaymentSubject, headers = mai.headers): Promise<Result<Payment, Fault>> {
	const { data } = await call(
		test,
		'payments.start',
		{ paymentId: randomUUID(), subject, locale: 'vi' },
		headers
	);
	return data as Result<Payment, Fault>;
}
/** The gateway tells that it is paid. */
async function pay(payment: Payment): Promise<void> {
	const order = new URL(payment.payUrl ?? '').searchParams;
	const told = {
		vnp_TmnCode: testSecrets.tmnCode,
		vnp_Amount: order.get('vnp_Amount') ?? '',
		vnp_BankCode: 'NCB',
		vnp_PayDate: '20261123090000',
		vnp_OrderInfo: order.get('vnp_OrderInfo') ?? '',
		vnp_TransactionNo: String(14_500_000 + Math.floor(payment.amount / 1000)),
		vnp_ResponseCode: '00',
		vnp_TransactionStatus: '00',
		vnp_TxnRef: order.get('vnp_TxnRef') ?? ''
	};
	const answer = await fetch(
		`${test.origin}/payments/vnpay/ipn?${fieldsToSignedQuery(told, testSecrets.vnpay)}`
	);
	expect(((await answer.json()) as { RspCode: string }).RspCode).toBe('00');
}
async function status(paymentId: string): Promise<Payment> {
	const { data } = await call(test, 'payments.status', { paymentId }, mai.headers);
	return (data as { value: Payment }).value;
}
const settlements = async () =>
	(await (await fetch(`${test.issuers}/_sandbox/settlements`)).json()) as {
		request: { paymentId: string; details: FormValues };
	}[];

const fine = (violatorKey = '25B1-123.45'): FormValues => ({
	decisionNo: '0012345/QĐ-XPHC',
	violatorName: 'Nguyễn Thị Mai',
	violatorKey
});
const atUnit = { payerName: 'Lò Văn Tâm', returnBy: 'unit' };

describe('charges of issuers', () => {
	it('[P13] taxes are shown to those who are logged in only, and the look-up is noted without a name', async () => {
		expect(await find('nop-thue-ca-nhan', { taxCode: '012190001234' }, {})).toEqual({
			ok: false,
			error: { type: 'login_required' }
		});
		const account = await found('nop-thue-ca-nhan', { taxCode: '0121 9000 1234' });
		expect(account).toMatchObject({ payer: 'NGUYEN T** M**', lookup: { taxCode: '012190001234' } });
		const subject = subjectOf(account, [account.charges[0]?.chargeId ?? ''], { payerName: 'Mai' });
		expect(await start(subject, {})).toEqual({ ok: false, error: { type: 'login_required' } });
		const rows = await test.portal.db.read(`SELECT * FROM audit WHERE action = 'charges.looked_up'`);
		expect(rows.length).toBeGreaterThan(0);
		expect(JSON.stringify(rows)).not.toContain('012190001234');
	});

	it('[P9] what is wrong with a look-up is told apart', async () => {
		expect(await find('nop-phat-giao-thong', { ...fine(), violatorName: '' })).toMatchObject({
			error: { type: 'form_invalid', fields: [{ field: 'violatorName', rule: 'required' }] }
		});
		expect(await find('nop-phat-giao-thong', { ...fine(), violatorName: 'Lò Văn Tâm' })).toMatchObject({
			error: { type: 'charges_not_found' }
		});
		expect(await find('khong-co', {})).toMatchObject({ error: { type: 'not_found' } });
		const undecided = { ...fine('012190001234'), decisionNo: '0033333/BB-VPHC' };
		const account = await found('nop-phat-giao-thong', undecided);
		expect(account.charges).toEqual([]);
		expect(account.note?.vi).toContain('chưa có quyết định');
	});

	it('[P10] a fine is paid by somebody else and settled once, also when it was looked up in two ways', async () => {
		const account = await found('nop-phat-giao-thong', fine());
		const ids = account.charges.map(({ chargeId }) => chargeId);
		expect(await start(subjectOf(account, ids, { payerName: 'Lò Văn Tâm' }))).toMatchObject({
			error: { type: 'form_invalid', fields: [{ field: 'returnBy' }] }
		});
		const begun = await start(subjectOf(account, ids, atUnit), {});
		if (!begun.ok) throw new Error(JSON.stringify(begun.error));
		const other = await found('nop-phat-giao-thong', fine('012190001234'));
		expect(await start(subjectOf(other, ids, atUnit))).toEqual({
			ok: false,
			error: { type: 'payment_open', paymentId: begun.value.paymentId }
		});
		await pay(begun.value);
		expect((await found('nop-phat-giao-thong', fine('012190001234'))).charges).toEqual([]);
		await test.portal.worker.tick();
		expect(await status(begun.value.paymentId)).toMatchObject({
			settled: true,
			receipt: { invoices: [{ billId: '0012345/QĐ-XPHC' }] }
		});
		const mine = (await settlements()).filter(({ request }) => request.paymentId === begun.value.paymentId);
		expect(mine.map(({ request }) => request.details)).toEqual([atUnit]);
		test.wait(2 * minuteMs);
	});

	it('[P11] interest that has grown since she looked is told before anything is charged', async () => {
		const late = { decisionNo: '0098765/QĐ-XPHC', violatorName: 'vang a sung', violatorKey: '011085005678' };
		const account = await found('nop-phat-giao-thong', late);
		const [charge] = account.charges;
		if (!charge) throw new Error('no charge');
		expect(charge.amount).toBe(500_000 + 500_000 * 0.0005 * 30);
		const yesterday = { ...account, charges: [{ ...charge, amount: 507_250 as typeof charge.amount }] };
		expect(await start(subjectOf(yesterday, [charge.chargeId], atUnit))).toEqual({
			ok: false,
			error: { type: 'bill_changed' }
		});
		expect((await start(subjectOf(account, [charge.chargeId], atUnit))).ok).toBe(true);
	});

	it('[P10] what others paid meanwhile leaves a payment that goes back', async () => {
		const lookup = {
			decisionNo: '0011111/QĐ-XPHC',
			violatorName: 'Trần Văn Bình',
			violatorKey: '079078004321'
		};
		const account = await found('nop-phat-giao-thong', lookup);
		const begun = await start(subjectOf(account, ['0011111/QĐ-XPHC'], atUnit));
		if (!begun.ok) throw new Error(JSON.stringify(begun.error));
		await pay(begun.value);
		await test.portal.worker.tick();
		expect(await status(begun.value.paymentId)).toMatchObject({
			state: 'paid',
			surplus: true,
			settled: false
		});
	});

	it('[P10] a troubled issuer is asked again', async () => {
		const mine = { taxCode: '011085005678' };
		for (let tries = 0; tries < 2; tries++)
			expect(await find('nop-thue-ca-nhan', mine)).toMatchObject({ error: { type: 'unavailable' } });
		const account = await found('nop-thue-ca-nhan', mine);
		const ids = account.charges.map(({ chargeId }) => chargeId);
		const begun = await start(subjectOf(account, ids, { payerName: 'Vàng A Sùng' }));
		if (!begun.ok) throw new Error(JSON.stringify(begun.error));
		await pay(begun.value);
		for (let tries = 0; tries < 3; tries++) {
			await test.portal.worker.tick();
			test.wait(minuteMs);
		}
		expect((await status(begun.value.paymentId)).settled).toBe(true);
		test.wait(2 * minuteMs);
	});

	it.each([
		['nop-thue-doanh-nghiep', { taxCode: '0100109106' }, 2],
		['nop-le-phi-truoc-ba', { noticeNo: 'tb26 0000 012345', ownerId: '012190001234' }, 1],
		['thu-tuc-hai-quan', { declarationNo: '105123456789', taxCode: '0100109106' }, 2]
	] as const)('[P9] %s finds its charges', async (service, lookup, count) => {
		expect((await found(service, lookup)).charges).toHaveLength(count);
	});
});
