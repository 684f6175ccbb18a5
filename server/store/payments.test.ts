import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DossierId, PaymentId } from '../../domain/ids.ts';
import { vnd } from '../../domain/money.ts';
import type { PaymentSubject, ProviderEvent } from '../../domain/payment/schema.ts';
import { DiskFailure, failingAt, fileDatabase } from '../../tests/support/databases.ts';
import { type Office, openOffice, withdrawal } from '../../tests/support/office.ts';
import type { Database } from './database.ts';
import {
	findPayment,
	insertPayment,
	markSurplus,
	openPaymentOf,
	paidChargeIds,
	settleCharges,
	storeProviderEvent
} from './payments.ts';

const open = fileDatabase();
let office: Office;
let dossierId: DossierId;
beforeEach(async () => {
	office = await openOffice(await open());
	dossierId = await office.submitted();
});

const bills = (...billIds: string[]): PaymentSubject => ({
	kind: 'bills',
	customerCode: 'PA12LC0000001',
	billIds
});

async function begin(subject: PaymentSubject = { kind: 'dossier', dossierId }): Promise<PaymentId> {
	const paymentId = PaymentId.parse(randomUUID());
	await office.db.write((tx) =>
		insertPayment(tx, {
			paymentId,
			personId: subject.kind === 'dossier' ? office.mai : null,
			subject,
			lines: [{ code: 'X', kind: 'charge', label: { vi: 'Lệ phí', en: 'Charge' }, amount: vnd(135_000) }],
			beneficiary: 'Phòng CSGT',
			txnRef: paymentId.slice(0, 12),
			payUrl: 'http://gateway.test/pay',
			now: office.clock()
		})
	);
	return paymentId;
}

const at = '2026-11-23T02:00:00.000Z';
const settled: ProviderEvent = { kind: 'settled', at, transactionNo: '14000001', bank: 'NCB' };
const failed: ProviderEvent = { kind: 'failed', at, code: '24' };
const suspected: ProviderEvent = { kind: 'suspected', at, transactionNo: '14000001' };
const lapsed: ProviderEvent = { kind: 'lapsed', at };

function hear(
	paymentId: PaymentId,
	event: ProviderEvent,
	{ eventId = `${paymentId} ${event.kind}`, db = office.db }: { eventId?: string; db?: Database } = {}
) {
	return db.write((tx) =>
		storeProviderEvent(tx, office.agencies, { eventId, paymentId, event, raw: 'raw', now: office.clock() })
	);
}
const paid = async () =>
	(await office.dossier(dossierId)).events.filter((event) => event.kind === 'fee_paid');
const jobs = async () =>
	(await office.db.read('SELECT kind, queue FROM jobs')).map((row) => `${row['kind']} ${row['queue']}`);

describe('a word of the gateway', () => {
	it('[P2] takes effect once, under whatever number it comes again', async () => {
		const paymentId = await begin();
		const first = await hear(paymentId, settled);
		expect(first).toMatchObject({ repeated: false, payment: { state: 'paid', payUrl: null } });
		expect(await hear(paymentId, settled)).toEqual({ repeated: true, payment: first.payment });
		expect((await hear(paymentId, settled, { eventId: 'another number' })).payment).toEqual(first.payment);
		expect(await paid()).toHaveLength(1);
		expect(await jobs()).toEqual(['forward csgt']);
	});

	it('[P7] tells failed, suspected and lapsed apart, and a success after them still counts', async () => {
		for (const [event, state, code] of [
			[failed, 'failed', '24'],
			[suspected, 'held', null],
			[lapsed, 'expired', null]
		] as const) {
			dossierId = await office.submitted();
			const paymentId = await begin();
			expect((await hear(paymentId, event)).payment).toMatchObject({
				state,
				failureCode: code,
				receipt: null
			});
			expect(await paid()).toHaveLength(0);
			expect((await hear(paymentId, settled)).payment).toMatchObject({ state: 'paid', failureCode: null });
			expect((await hear(paymentId, { ...failed, code: '11' }, { eventId: 'late' })).payment.state).toBe(
				'paid'
			);
			expect(await paid()).toHaveLength(1);
		}
	});

	it('[P8] gives a receipt with a number of its own', async () => {
		const receipts = [];
		for (let n = 0; n < 2; n++) {
			dossierId = await office.submitted();
			receipts.push((await hear(await begin(), settled)).payment.receipt);
		}
		expect(receipts).toMatchObject([
			{ number: 'BL-261123-000001', amount: 135_000, transactionNo: '14000001', beneficiary: 'Phòng CSGT' },
			{ number: 'BL-261123-000002' }
		]);
	});

	it('[P6] marks a second payment of the same fee as surplus, and forwards once', async () => {
		const late = await begin();
		await hear(late, lapsed);
		await hear(await begin(), settled);
		expect((await hear(late, settled)).payment).toMatchObject({ state: 'paid', surplus: true });
		expect(await paid()).toHaveLength(1);
		expect(await jobs()).toEqual(['forward csgt']);
	});

	it('marks a payment for a dossier that was withdrawn meanwhile as surplus', async () => {
		const paymentId = await begin();
		await office.authority.apply(office.mai, withdrawal(dossierId));
		expect((await hear(paymentId, settled)).payment.surplus).toBe(true);
		expect(await jobs()).toEqual([]);
	});

	it('[S4] keeps all of a payment or none of it, for every statement that may fail', async () => {
		const paymentId = await begin();
		for (let n = 1; ; n++) {
			const heard = await hear(paymentId, settled, { db: failingAt(office.db, n) }).catch(
				(error: unknown) => error
			);
			if (!(heard instanceof DiskFailure)) {
				expect(n).toBeGreaterThan(8);
				break;
			}
			expect((await findPayment(office.db, paymentId))?.payment).toMatchObject({
				state: 'open',
				receipt: null
			});
			expect(await paid()).toHaveLength(0);
			expect(await jobs()).toEqual([]);
			expect(await office.db.read('SELECT * FROM payment_events')).toEqual([]);
		}
		expect(await paid()).toHaveLength(1);
		expect(await jobs()).toEqual(['forward csgt']);
	});
});

describe('[P5] one open attempt', () => {
	it('stands in the way for its dossier until the gateway has said its last word', async () => {
		const subject = { kind: 'dossier', dossierId } as const;
		expect(await openPaymentOf(office.db, subject)).toBeNull();
		const paymentId = await begin();
		const openId = async () => (await openPaymentOf(office.db, subject))?.payment.paymentId ?? null;
		expect(await openId()).toBe(paymentId);
		await hear(paymentId, suspected);
		expect(await openId()).toBe(paymentId);
		await hear(paymentId, failed);
		expect(await openId()).toBeNull();
		await hear(paymentId, settled);
		expect((await findPayment(office.db, paymentId))?.payment.state).toBe('paid');
	});

	it('stands in the way for each of its bills, and for no other', async () => {
		const paymentId = await begin(bills('a', 'b'));
		expect((await openPaymentOf(office.db, bills('b', 'c')))?.payment.paymentId).toBe(paymentId);
		expect(await openPaymentOf(office.db, bills('c'))).toBeNull();
		expect(
			await openPaymentOf(office.db, { ...bills('a'), customerCode: 'PE01000123456' } as never)
		).toBeNull();
	});
});

describe('charges of other issuers', () => {
	const fine = (violatorKey: string): PaymentSubject => ({
		kind: 'charges',
		service: 'nop-phat-giao-thong',
		lookup: { decisionNo: '1/QĐ', violatorName: 'Mai', violatorKey },
		chargeIds: ['1/QĐ'],
		shown: vnd(135_000),
		details: { payerName: 'Mai', returnBy: 'unit' }
	});

	it('[P5] stand in the way of one another however they were looked up', async () => {
		const paymentId = await begin(fine('012190001234'));
		expect((await openPaymentOf(office.db, fine('25B112345')))?.payment.paymentId).toBe(paymentId);
		await hear(paymentId, settled);
		expect(await openPaymentOf(office.db, fine('25B112345'))).toBeNull();
		const asked = { service: 'nop-phat-giao-thong', lookup: {} };
		expect([...(await paidChargeIds(office.db, asked, ['1/QĐ', '2/QĐ']))]).toEqual(['1/QĐ']);
		expect(await jobs()).toEqual(['settle_charges fines']);
	});
});

describe('[P10] bills', () => {
	it('are settled with the company by one job, and get their invoices once', async () => {
		const paymentId = await begin(bills('a'));
		expect((await hear(paymentId, settled)).payment).toMatchObject({ state: 'paid', settled: false });
		await hear(paymentId, settled, { eventId: 'again' });
		expect(await jobs()).toEqual(['settle_charges power']);
		const invoices = [{ billId: 'a', invoiceNumber: 'K26-1' }];
		const documents = [{ chargeId: 'a', documentNumber: 'K26-1' }];
		const settle = (list = documents) =>
			office.db.write((tx) => settleCharges(tx, paymentId, list, office.clock()));
		expect(await settle()).toMatchObject({ settled: true, receipt: { invoices } });
		expect(await settle([])).toMatchObject({ settled: true, receipt: { invoices } });
	});

	it('that somebody else paid first leave a surplus', async () => {
		const paymentId = await begin(bills('a'));
		await hear(paymentId, settled);
		const mark = () => office.db.write((tx) => markSurplus(tx, paymentId, office.clock()));
		expect(await mark()).toMatchObject({ state: 'paid', surplus: true, settled: false });
		expect(await mark()).toMatchObject({ surplus: true });
	});
});

it('tells the owner of every change of a payment, and nobody of a guest’s', async () => {
	const { cursor } = await office.authority.changesSince(office.mai, 0);
	await hear(await begin(bills('a')), settled);
	const paymentId = await begin();
	await hear(paymentId, failed);
	const { changes } = await office.authority.changesSince(office.mai, cursor);
	expect(changes).toMatchObject([{ kind: 'payment', payment: { paymentId, state: 'failed' } }]);
});
