import { describe, expect, it } from 'vitest';
import { vnd } from '../money.ts';
import { type BillAccount, PaymentSubject } from './schema.ts';
import { billsToCharges, ChargeAccount, subjectOf, sumOf, wantedCharges } from './charges.ts';

const kept: BillAccount = {
	customerCode: 'PA12LC0000001',
	company: 'Điện lực',
	name: 'N** M**',
	place: 'xã A',
	asOf: '2026-11-20T02:00:00.000Z',
	bills: [
		{
			billId: 'b1',
			period: '2026-10',
			part: 1,
			kwh: 96,
			readings: { from: 100, to: 196 },
			amountBeforeVat: vnd(200_000),
			vat: vnd(16_000),
			total: vnd(216_000),
			dueOn: '2026-11-28'
		}
	]
};

describe('charges', () => {
	it('[R10] a bill that an earlier app kept reads like any other charge', () => {
		const account = billsToCharges(kept);
		expect(ChargeAccount.parse(account)).toEqual(account);
		expect(account.charges[0]).toMatchObject({ chargeId: 'b1', amount: 216_000, dueOn: '2026-11-28' });
	});

	it('electricity is paid under the words that every app in use can read', () => {
		const subject = subjectOf(billsToCharges(kept), ['b1'], {});
		expect(subject).toEqual({ kind: 'bills', customerCode: 'PA12LC0000001', billIds: ['b1'] });
		expect(wantedCharges(subject)).toMatchObject({
			service: 'thanh-toan-tien-dien',
			lookup: { customerCode: 'PA12LC0000001' },
			chargeIds: ['b1'],
			shown: null
		});
	});

	it('[P11] any other payment says what she was shown', () => {
		const account = { ...billsToCharges(kept), service: 'nop-thue-ca-nhan', lookup: { taxCode: '1' } };
		const subject = PaymentSubject.parse(subjectOf(account, ['b1'], { payerName: 'Lò Thị Mai' }));
		expect(wantedCharges(subject)).toMatchObject({ shown: 216_000, details: { payerName: 'Lò Thị Mai' } });
		expect(sumOf([])).toBe(0);
	});
});
