import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../domain/faults.ts';
import { DossierId, PaymentId, type PersonId } from '../../domain/ids.ts';
import { paymentOpenMs, paymentQueryDelayMs } from '../../domain/limits.ts';
import type { ChargeAccount } from '../../domain/payment/charges.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import type { Result } from '../../domain/result.ts';
import { submission } from '../../tests/support/office.ts';
import { call, loggedIn, openTestPortal, testSecrets, type TestPortal } from '../../tests/support/portal.ts';
import { fieldsToSignedQuery, type Fields } from '../sandbox/gateway/protocol.ts';
import { insertAttachment } from '../store/attachments.ts';
import { loadDossier } from '../store/dossiers.ts';

const fee = 135_000;
const minuteMs = 60_000;
let test: TestPortal;
let mai: { personId: PersonId; headers: Record<string, string> };
let sung: typeof mai;

beforeAll(async () => {
	test = await openTestPortal({ beside: ['gateway', 'power', 'issuers'] });
	mai = await loggedIn(test, '012190001234');
	sung = await loggedIn(test, '011085005678');
});
afterAll(() => test.close());

/** Mai's application for a licence, received, fee due. */
async function dossierWithFee(): Promise<DossierId> {
	const operation = submission();
	for (const file of operation.attachments)
		await test.portal.db.write((tx) => insertAttachment(tx, mai.personId, file, test.now()));
	expect(await test.portal.authority.apply(mai.personId, operation)).toMatchObject({ type: 'done' });
	return operation.dossierId;
}

async function start(
	subject: Payment['subject'],
	paymentId: string = randomUUID(),
	headers: Record<string, string> = mai.headers
): Promise<Result<Payment, Fault>> {
	const { data } = await call(test, 'payments.start', { paymentId, subject, locale: 'vi' }, headers);
	return data as Result<Payment, Fault>;
}

async function opened(subject: Payment['subject'], headers = mai.headers): Promise<Payment> {
	const started = await start(subject, randomUUID(), headers);
	if (!started.ok) throw new Error(JSON.stringify(started.error));
	return started.value;
}

async function status(paymentId: string, headers = mai.headers): Promise<Payment> {
	const { data } = await call(test, 'payments.status', { paymentId }, headers);
	const read = data as Result<Payment, Fault>;
	if (!read.ok) throw new Error(JSON.stringify(read.error));
	return read.value;
}

let transactions = 0;
/** What the gateway would tell of this payment, unsigned. */
function told(payment: Payment, change: Fields = {}): Fields {
	return {
		vnp_TmnCode: testSecrets.tmnCode,
		vnp_Amount: String(payment.amount * 100),
		vnp_BankCode: 'NCB',
		vnp_OrderInfo: 'Thanh toan ho so',
		vnp_PayDate: '20261123090000',
		vnp_TransactionNo: String(14_000_000 + transactions++),
		vnp_ResponseCode: '00',
		vnp_TransactionStatus: '00',
		vnp_TxnRef: payment.paymentId.replaceAll('-', ''),
		...change
	};
}
const failure = { vnp_ResponseCode: '24', vnp_TransactionStatus: '02' };
const suspicion = { vnp_ResponseCode: '07', vnp_TransactionStatus: '07' };

async function ipn(fields: Fields, secret: string = testSecrets.vnpay): Promise<string> {
	return tell(fieldsToSignedQuery(fields, secret));
}
async function tell(query: string): Promise<string> {
	const response = await fetch(`${test.origin}/payments/vnpay/ipn?${query}`);
	expect(response.status).toBe(200);
	return ((await response.json()) as { RspCode: string }).RspCode;
}

/** Presses a button on the gateway's page. Answers where the browser is led. */
async function choose(payment: Payment, choice: string): Promise<string | null> {
	const page = await (await fetch(payment.payUrl ?? '')).text();
	const pageKey = /name="pageKey" value="([^"]+)"/.exec(page)?.[1] ?? '';
	const txnRef = payment.paymentId.replaceAll('-', '');
	const response = await fetch(`${test.gateway}/paymentv2/choice`, {
		method: 'POST',
		body: new URLSearchParams({ txnRef, pageKey, choice }),
		redirect: 'manual'
	});
	return response.headers.get('location');
}

async function kinds(dossierId: DossierId): Promise<string[]> {
	return (await loadDossier(test.portal.db, dossierId))?.dossier.events.map(({ kind }) => kind) ?? [];
}
async function count(table: string, where: string, ...args: string[]): Promise<number> {
	const [row] = await test.portal.db.read(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, args);
	return Number(row?.['n']);
}
const forwardJobs = (dossierId: string) => count('jobs', `kind = 'forward' AND key = ?`, `${dossierId}/1`);

describe('beginning to pay', () => {
	it('[P4] takes the amount from the service, and the gateway accepts the address', async () => {
		const payment = await opened({ kind: 'dossier', dossierId: await dossierWithFee() });
		expect(payment).toMatchObject({ amount: fee, state: 'open', receipt: null, surplus: false });
		const url = new URL(payment.payUrl ?? '');
		expect(url.origin).toBe(test.gateway);
		expect(url.searchParams.get('vnp_Amount')).toBe(String(fee * 100));
		expect(url.searchParams.get('vnp_OrderInfo')).toMatch(/^[A-Za-z0-9 ]+$/);
		const page = await fetch(url);
		expect(page.status).toBe(200);
		expect(await page.text()).toContain('135.000');
	});

	it('[P5] with the same id gives the same attempt; with another id says which one is open', async () => {
		const dossierId = await dossierWithFee();
		const first = await opened({ kind: 'dossier', dossierId });
		expect(await start({ kind: 'dossier', dossierId }, first.paymentId)).toEqual({ ok: true, value: first });
		expect(await start({ kind: 'dossier', dossierId })).toEqual({
			ok: false,
			error: { type: 'payment_open', paymentId: first.paymentId }
		});
		expect(await count('payments', 'dossier_id = ?', dossierId)).toBe(1);
	});

	it('[P5] at the same moment on two devices opens one attempt', async () => {
		const dossierId = await dossierWithFee();
		const started = await Promise.all(Array.from({ length: 6 }, () => start({ kind: 'dossier', dossierId })));
		expect(started.filter(({ ok }) => ok)).toHaveLength(1);
		expect(await count('payments', 'dossier_id = ?', dossierId)).toBe(1);
	});

	it('[S2] with an id that named something else is a conflict', async () => {
		const { paymentId } = await opened({ kind: 'dossier', dossierId: await dossierWithFee() });
		const again = await start({ kind: 'dossier', dossierId: await dossierWithFee() }, paymentId);
		expect(again).toEqual({ ok: false, error: { type: 'id_conflict' } });
	});

	it('[X1] for a dossier of somebody else, or of nobody, answers alike', async () => {
		const dossierId = await dossierWithFee();
		const unknown = DossierId.parse(randomUUID());
		const notFound = { ok: false, error: { type: 'not_found' } };
		const login = { ok: false, error: { type: 'login_required' } };
		for (const id of [dossierId, unknown]) {
			expect(await start({ kind: 'dossier', dossierId: id }, randomUUID(), sung.headers)).toEqual(notFound);
			expect(await start({ kind: 'dossier', dossierId: id }, randomUUID(), {})).toEqual(login);
		}
	});

	it('[X1] is seen by the payer alone', async () => {
		const { paymentId } = await opened({ kind: 'dossier', dossierId: await dossierWithFee() });
		for (const headers of [sung.headers, {}])
			for (const id of [paymentId, randomUUID()])
				expect((await call(test, 'payments.status', { paymentId: id }, headers)).data).toEqual({
					ok: false,
					error: { type: 'not_found' }
				});
	});

	it('for what is paid says that nothing is due', async () => {
		const dossierId = await dossierWithFee();
		await ipn(told(await opened({ kind: 'dossier', dossierId })));
		expect(await start({ kind: 'dossier', dossierId })).toEqual({
			ok: false,
			error: { type: 'nothing_due' }
		});
	});
});

describe('a notice of the gateway', () => {
	it('[P1, P8, P11] marks the payment paid, writes the receipt and lets the dossier go to the agency', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		expect(await forwardJobs(dossierId)).toBe(0);
		expect(await ipn(told(payment))).toBe('00');
		const paid = await status(payment.paymentId);
		expect(paid).toMatchObject({ state: 'paid', payUrl: null, surplus: false, settled: null });
		expect(paid.receipt).toMatchObject({ amount: fee, bank: 'NCB' });
		expect(paid.receipt?.number).toMatch(/^BL-\d{6}-\d+$/);
		expect(await kinds(dossierId)).toEqual(['submitted', 'fee_requested', 'fee_paid']);
		expect(await forwardJobs(dossierId)).toBe(1);
	});

	it('[P2] that is repeated changes nothing and is acknowledged', async () => {
		const dossierId = await dossierWithFee();
		const fields = told(await opened({ kind: 'dossier', dossierId }));
		expect(await ipn(fields)).toBe('00');
		const paid = await status(PaymentId.parse(paymentIdOf(fields)));
		expect(await Promise.all([ipn(fields), ipn(fields), ipn(fields)])).toEqual(['02', '02', '02']);
		expect(await status(PaymentId.parse(paymentIdOf(fields)))).toEqual(paid);
		expect((await kinds(dossierId)).filter((kind) => kind === 'fee_paid')).toHaveLength(1);
		expect(await forwardJobs(dossierId)).toBe(1);
	});

	it('[P3] that is forged, altered, for another amount, order or shop changes nothing', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		const right = fieldsToSignedQuery(told(payment), testSecrets.vnpay);
		expect(await ipn(told(payment), 'another secret')).toBe('97');
		expect(await tell(right.replace('vnp_ResponseCode=00', 'vnp_ResponseCode=01'))).toBe('97');
		expect(await tell(right.replace(/vnp_SecureHash=\w{4}/, 'vnp_SecureHash=0000'))).toBe('97');
		expect(await tell(`${right}&vnp_Extra=1`)).toBe('97');
		expect(await tell(right.replace(/&vnp_SecureHash=.*/, ''))).toBe('99');
		expect(await tell(`${right}&vnp_Amount=1`)).toBe('99');
		expect(await tell('')).toBe('99');
		expect(await ipn(told(payment, { vnp_Amount: String(fee * 100 - 100) }))).toBe('04');
		expect(await ipn(told(payment, { vnp_Amount: String(fee * 100 + 1) }))).toBe('04');
		expect(await ipn(told(payment, { vnp_TxnRef: randomUUID().replaceAll('-', '') }))).toBe('01');
		expect(await ipn(told(payment, { vnp_TxnRef: payment.paymentId }))).toBe('01');
		expect(await ipn(told(payment, { vnp_TmnCode: 'OTHER001' }))).toBe('01');
		expect(await status(payment.paymentId)).toEqual(payment);
		expect(await count('payment_events', 'payment_id = ?', payment.paymentId)).toBe(0);
		expect(await forwardJobs(dossierId)).toBe(0);
	});

	it('[P1] that says two things at once decides nothing', async () => {
		const payment = await opened({ kind: 'dossier', dossierId: await dossierWithFee() });
		expect(await ipn(told(payment, { vnp_TransactionStatus: '01' }))).toBe('99');
		expect(await ipn(told(payment, { vnp_ResponseCode: '24' }))).toBe('99');
		expect((await status(payment.paymentId)).state).toBe('open');
	});

	it('[P7] of failure ends the attempt and lets another begin', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		expect(await ipn(told(payment, failure))).toBe('00');
		expect(await status(payment.paymentId)).toMatchObject({
			state: 'failed',
			failureCode: '24',
			payUrl: null
		});
		const second = await opened({ kind: 'dossier', dossierId });
		expect(await ipn(told(second))).toBe('00');
		expect((await status(second.paymentId)).state).toBe('paid');
	});

	it('[P7] of suspicion holds the attempt, and nobody is asked to pay twice', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		expect(await ipn(told(payment, suspicion))).toBe('00');
		expect((await status(payment.paymentId)).state).toBe('held');
		expect(await forwardJobs(dossierId)).toBe(0);
		expect(await start({ kind: 'dossier', dossierId })).toMatchObject({ error: { type: 'payment_open' } });
	});

	it('[P6] in whatever order it comes with others ends in paid, once', async () => {
		for (const order of orders([{}, failure, suspicion])) {
			const dossierId = await dossierWithFee();
			const payment = await opened({ kind: 'dossier', dossierId });
			const notices = order.map((change) => told(payment, change));
			for (const notice of [...notices, ...notices]) expect(['00', '02']).toContain(await ipn(notice));
			expect((await status(payment.paymentId)).state).toBe('paid');
			expect((await kinds(dossierId)).filter((kind) => kind === 'fee_paid')).toHaveLength(1);
			expect(await forwardJobs(dossierId)).toBe(1);
		}
	});
});

describe('the browser that returns', () => {
	it('[P1] decides nothing, before the notice or without one', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		const query = fieldsToSignedQuery(told(payment), testSecrets.vnpay);
		const returned = await fetch(`${test.origin}/payments/vnpay/return?${query}`, { redirect: 'manual' });
		expect(returned.status).toBe(303);
		expect(returned.headers.get('location')).toBe(`/thanh-toan/${payment.paymentId}?ve=1`);
		expect((await status(payment.paymentId)).state).toBe('open');
		expect(await tell(query)).toBe('00');
		expect((await status(payment.paymentId)).state).toBe('paid');
	});

	it('with an order that is none of ours is led to the front page', async () => {
		for (const query of ['', 'vnp_TxnRef=//evil.test', `vnp_TxnRef=${'x'.repeat(500)}`]) {
			const returned = await fetch(`${test.origin}/payments/vnpay/return?${query}`, { redirect: 'manual' });
			expect(returned.headers.get('location')).toBe('/');
		}
	});
});

describe('asking the gateway', () => {
	it('[P6] finds a payment of which no notice came', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		await choose(payment, 'noipn');
		expect((await status(payment.paymentId)).state).toBe('open');
		test.wait(paymentQueryDelayMs + 1000);
		await test.portal.worker.tick();
		expect((await status(payment.paymentId)).state).toBe('paid');
		expect(await forwardJobs(dossierId)).toBe(1);
	});

	it('[P7] lets an attempt lapse only after its time and on the gateway’s word; late money still counts', async () => {
		const dossierId = await dossierWithFee();
		const payment = await opened({ kind: 'dossier', dossierId });
		for (let waited = 0; waited < paymentOpenMs; waited += 2 * minuteMs) {
			await test.portal.worker.tick();
			expect((await status(payment.paymentId)).state).toBe('open');
			test.wait(2 * minuteMs);
		}
		for (let waited = 0; waited < 12 * minuteMs; waited += 2 * minuteMs) {
			test.wait(2 * minuteMs);
			await test.portal.worker.tick();
		}
		expect((await status(payment.paymentId)).state).toBe('expired');
		expect(await ipn(told(payment))).toBe('00');
		expect(await status(payment.paymentId)).toMatchObject({ state: 'paid', surplus: false });
		expect(await kinds(dossierId)).toContain('fee_paid');
	});

	it('[P6] after a second attempt was paid, late money of the first is surplus', async () => {
		const dossierId = await dossierWithFee();
		const first = await opened({ kind: 'dossier', dossierId });
		await ipn(told(first, failure));
		const second = await opened({ kind: 'dossier', dossierId });
		await ipn(told(second));
		expect(await ipn(told(first))).toBe('00');
		expect(await status(first.paymentId)).toMatchObject({ state: 'paid', surplus: true });
		expect(await status(second.paymentId)).toMatchObject({ state: 'paid', surplus: false });
		expect((await kinds(dossierId)).filter((kind) => kind === 'fee_paid')).toHaveLength(1);
		expect(await forwardJobs(dossierId)).toBe(1);
	});

	it('[P7] never lets it lapse because the gateway is silent', async () => {
		const alone = await openTestPortal();
		try {
			const before = [test, mai] as const;
			test = alone;
			mai = await loggedIn(alone, '012190001234');
			const payment = await opened({ kind: 'dossier', dossierId: await dossierWithFee() });
			for (let tries = 0; tries < 6; tries++) {
				alone.wait(10 * minuteMs);
				await alone.portal.worker.tick();
			}
			expect((await status(payment.paymentId)).state).toBe('open');
			[test, mai] = before;
		} finally {
			await alone.close();
		}
	});
});

describe('electricity bills', () => {
	const find = async (customerCode: string, headers: Record<string, string> = {}) => {
		const asked = { service: 'thanh-toan-tien-dien', lookup: { customerCode } };
		const { data } = await call(test, 'charges.find', asked, headers);
		return data as Result<ChargeAccount, Fault>;
	};
	const found = async (customerCode: string): Promise<ChargeAccount> => {
		const read = await find(customerCode);
		if (!read.ok) throw new Error(JSON.stringify(read.error));
		return read.value;
	};

	it('[P9] are found by customer code, and what is wrong with a code is told apart', async () => {
		expect((await found(' pe01 0001 23456')).charges).toHaveLength(1);
		expect((await found('PB05000765432')).charges).toEqual([]);
		expect(await find('PE0100012345')).toMatchObject({
			ok: false,
			error: { type: 'form_invalid', fields: [{ field: 'customerCode', rule: 'pattern' }] }
		});
		expect(await find('PE01000123457')).toEqual({ ok: false, error: { type: 'charges_not_found' } });
		for (let tries = 0; tries < 2; tries++)
			expect(await find('PC01000500500')).toEqual({ ok: false, error: { type: 'unavailable' } });
		expect((await found('PC01000500500')).charges.length).toBeGreaterThan(0);
		test.wait(2 * minuteMs);
	});

	it('[P4, P10] are paid by a guest at the company’s price and settled once', async () => {
		const customerCode = 'PA12LC0000001';
		const { charges } = await found(customerCode);
		const billIds = charges.map(({ chargeId }) => chargeId);
		const payment = await opened({ kind: 'bills', customerCode, billIds }, {});
		expect(payment.amount).toBe(charges.reduce((sum, charge) => sum + charge.amount, 0));
		expect(
			await start({ kind: 'bills', customerCode, billIds: billIds.slice(0, 1) }, randomUUID(), {})
		).toEqual({
			ok: false,
			error: { type: 'payment_open', paymentId: payment.paymentId }
		});
		const notice = told(payment);
		expect([await ipn(notice), await ipn(notice)]).toEqual(['00', '02']);
		expect(await status(payment.paymentId, {})).toMatchObject({ state: 'paid', settled: false });
		// The company does not know yet; nobody is asked to pay again meanwhile.
		expect((await found(customerCode)).charges).toEqual([]);
		expect(await start({ kind: 'bills', customerCode, billIds }, randomUUID(), {})).toEqual({
			ok: false,
			error: { type: 'nothing_due' }
		});
		await test.portal.worker.tick();
		const settled = await status(payment.paymentId, {});
		expect(settled.settled).toBe(true);
		expect(settled.receipt?.invoices.map(({ billId }) => billId).sort()).toEqual([...billIds].sort());
		const settlements = (await (await fetch(`${test.power}/_sandbox/settlements`)).json()) as {
			request: { paymentId: string };
		}[];
		expect(settlements.filter(({ request }) => request.paymentId === payment.paymentId)).toHaveLength(1);
		test.wait(2 * minuteMs);
	});

	it('[P10] are settled although the company fails at first', async () => {
		const customerCode = 'PC01000500500';
		const account = await found(customerCode);
		const billIds = account.charges.map(({ chargeId }) => chargeId);
		const payment = await opened({ kind: 'bills', customerCode, billIds });
		await ipn(told(payment));
		for (let tries = 0; tries < 3; tries++) {
			await test.portal.worker.tick();
			test.wait(minuteMs);
		}
		expect((await status(payment.paymentId)).settled).toBe(true);
	});

	it('[P10] that somebody else paid meanwhile leave a payment that goes back', async () => {
		const customerCode = 'PD01000999999';
		const billIds = (await found(customerCode)).charges.map(({ chargeId }) => chargeId);
		const payment = await opened({ kind: 'bills', customerCode, billIds });
		await ipn(told(payment));
		await test.portal.worker.tick();
		expect(await status(payment.paymentId)).toMatchObject({ state: 'paid', surplus: true, settled: false });
	});

	it('[P10] that are no longer as they were shown are not charged', async () => {
		const customerCode = 'PE01000123456';
		const [bill] = (await found(customerCode)).charges;
		expect(await start({ kind: 'bills', customerCode, billIds: ['gone', bill?.chargeId ?? ''] })).toEqual({
			ok: false,
			error: { type: 'bill_changed' }
		});
		expect(await start({ kind: 'bills', customerCode: 'PB05000765432', billIds: ['any'] })).toEqual({
			ok: false,
			error: { type: 'nothing_due' }
		});
		test.wait(2 * minuteMs);
	});

	it('[X6] cannot be looked up without end', async () => {
		const answers = [];
		for (let tries = 0; tries < 21; tries++) answers.push(await find('PE01000123456'));
		expect(answers.slice(0, 20).every(({ ok }) => ok)).toBe(true);
		const last = answers.at(-1);
		expect(last).toMatchObject({ ok: false, error: { type: 'too_many_requests' } });
		test.wait(minuteMs + 1000);
		expect((await find('PE01000123456')).ok).toBe(true);
	});
});

function paymentIdOf(fields: Fields): string {
	return (fields['vnp_TxnRef'] ?? '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function orders<T>(all: readonly T[]): T[][] {
	if (all.length <= 1) return [[...all]];
	return all.flatMap((first, at) =>
		orders(all.filter((_, other) => other !== at)).map((rest) => [first, ...rest])
	);
}
