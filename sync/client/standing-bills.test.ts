import { describe, expect, it } from 'vitest';
import type { ChargeAccount } from '../../domain/payment/charges.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import { vnd } from '../../domain/money.ts';
import {
	isSameLookup,
	plannedAmount,
	refreshed,
	type StandingBill,
	standingBill,
	withoutPaid
} from './standing-bills.ts';

const charge = (chargeId: string, amount: number) => ({
	chargeId,
	title: { vi: 'Thuế đất', en: 'Land tax' },
	kind: 'charge' as const,
	amount: vnd(amount),
	dueOn: null,
	facts: []
});
const account: ChargeAccount = {
	service: 'nop-thue-ca-nhan',
	lookup: { taxCode: '012190001234' },
	payee: 'Thuế tỉnh',
	payer: 'N** M**',
	place: '',
	note: null,
	charges: [charge('a', 100_000), charge('b', 50_000)],
	asOf: '2026-11-20T02:00:00.000Z'
};
const bill: StandingBill = {
	billId: 'x',
	account,
	name: 'Nhà ngoại',
	plan: { chargeIds: ['a'], details: {}, shown: vnd(100_000), plannedAt: 1 },
	savedAt: 1
};

describe('[P14] a bill that is kept', () => {
	it('[R10] reads as one when an earlier app has kept it', () => {
		const earlier = {
			billId: 'y',
			customerCode: 'PA12LC0000001',
			savedAt: 7,
			account: {
				customerCode: 'PA12LC0000001',
				company: 'EVN',
				name: 'N',
				place: '',
				bills: [],
				asOf: account.asOf
			}
		};
		expect(standingBill(earlier)).toMatchObject({
			billId: 'y',
			name: '',
			plan: null,
			account: { service: 'thanh-toan-tien-dien', lookup: { customerCode: 'PA12LC0000001' } }
		});
		expect(standingBill(bill)).toBe(bill);
	});

	it('keeps its name and plan when the issuer tells anew, as long as what was planned is due', () => {
		const dearer = { ...account, charges: [charge('a', 103_000), charge('b', 50_000)] };
		const after = refreshed(bill, dearer, 2);
		expect(after).toMatchObject({ name: 'Nhà ngoại', plan: { shown: 100_000 }, savedAt: 2 });
		expect(plannedAmount(after)).toBe(103_000);
		expect(refreshed(bill, { ...account, charges: [charge('b', 50_000)] }, 2).plan).toBeNull();
	});

	it('is no longer owed once it was paid here', () => {
		const subject = {
			...account,
			kind: 'charges',
			chargeIds: ['a'],
			shown: vnd(100_000),
			details: {}
		} as const;
		const payment = { subject, state: 'paid' } as unknown as Payment;
		expect(withoutPaid(bill, payment)).toMatchObject({
			plan: null,
			account: { charges: [{ chargeId: 'b' }] }
		});
		expect(withoutPaid(bill, { ...payment, state: 'open' })).toBeNull();
	});

	it('is the same whatever the order of its answers', () => {
		const one = { service: 's', lookup: { a: '1', b: '2' } };
		expect(isSameLookup(one, { service: 's', lookup: { b: '2', a: '1' } })).toBe(true);
		expect(isSameLookup(one, { service: 's', lookup: { a: '1' } })).toBe(false);
	});
});
