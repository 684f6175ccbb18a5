import { describe, expect, it } from 'vitest';
import type { ChargeAccount } from '$domain/payment/charges.ts';
import type { Payment, PaymentSubject } from '$domain/payment/schema.ts';
import { vnd } from '$domain/money.ts';
import { err, ok } from '$domain/result.ts';
import { refreshed, type StandingBill } from '$sync/client/standing-bills.ts';
import { payPlanned, type PlannedDeps } from './planned-pay.ts';

const account = (amount: number, chargeId = 'a'): ChargeAccount => ({
	service: 'nop-phat-giao-thong',
	lookup: { decisionNo: '1' },
	payee: '',
	payer: '',
	place: '',
	note: null,
	charges: [
		{ chargeId, title: { vi: 'x', en: 'x' }, kind: 'charge', amount: vnd(amount), dueOn: null, facts: [] }
	],
	asOf: '2026-11-20T02:00:00.000Z'
});
const planned: StandingBill = {
	billId: 'b',
	account: account(500_000),
	name: '',
	plan: { chargeIds: ['a'], details: { payerName: 'Mai' }, shown: vnd(500_000), plannedAt: 1 },
	savedAt: 1
};

function world(now: ChargeAccount | 'offline') {
	let bill = planned;
	const started: PaymentSubject[] = [];
	const deps: PlannedDeps = {
		commands: {
			keepPayment: async ({ paymentId, subject }) => ok({ paymentId, subject, keptAt: 1, payment: null }),
			savePayment: async () => ok(null),
			saveBill: async (found) => ok((bill = refreshed(bill, found, 2))),
			changeBill: async (_, change) => {
				bill = { ...bill, ...change };
				return ok(null);
			}
		},
		queries: { payments: async () => [] },
		uuid: () => '0193e0a2-0000-4000-8000-000000000001',
		find: async () => (now === 'offline' ? err({ type: 'offline' }) : ok(now)),
		start: async (_, subject) => {
			started.push(subject);
			return ok({ payUrl: 'https://pay.test/1' } as Payment);
		}
	};
	return { deps, started, bill: () => bill };
}

describe('[P14] what was planned without a network', () => {
	it('is paid in one step while the amount is as it was', async () => {
		const { deps, started } = world(account(500_000));
		expect(await payPlanned(planned, deps)).toEqual(ok({ kind: 'go', to: 'https://pay.test/1' }));
		expect(started).toMatchObject([{ chargeIds: ['a'], shown: 500_000, details: { payerName: 'Mai' } }]);
	});

	it('[P11] waits for her word when the amount has changed, and then takes the new one', async () => {
		const { deps, started, bill } = world(account(510_000));
		expect(await payPlanned(planned, deps)).toEqual(ok({ kind: 'changed', before: 500_000, now: 510_000 }));
		expect(started).toEqual([]);
		expect(await payPlanned(bill(), deps)).toMatchObject({ value: { kind: 'go' } });
		expect(started).toMatchObject([{ shown: 510_000 }]);
	});

	it('is over when it is not due any more', async () => {
		const { deps, started, bill } = world(account(500_000, 'another'));
		expect(await payPlanned(planned, deps)).toEqual(ok({ kind: 'over' }));
		expect(bill().plan).toBeNull();
		expect(started).toEqual([]);
	});

	it('stays planned while the issuer cannot be asked', async () => {
		const { deps, bill } = world('offline');
		expect(await payPlanned(planned, deps)).toEqual(err({ type: 'offline' }));
		expect(bill()).toBe(planned);
	});
});
