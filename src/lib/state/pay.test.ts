import { expect, test, vi } from 'vitest';
import type { Fault } from '$domain/faults.ts';
import { DossierId, PaymentId } from '$domain/ids.ts';
import { vnd } from '$domain/money.ts';
import type { Payment, PaymentSubject } from '$domain/payment/schema.ts';
import { err, ok, type Result } from '$domain/result.ts';
import type { KeptPayment } from '$sync/client/db.ts';
import { beginToPay } from './pay.ts';

const dossierId = DossierId.parse('0190c0de-0000-7000-8000-000000000001');
const first = PaymentId.parse('0190c0de-0000-7000-8000-00000000000a');
const fresh = PaymentId.parse('0190c0de-0000-7000-8000-00000000000b');
const subject: PaymentSubject = { kind: 'dossier', dossierId };

function payment(paymentId: PaymentId, change: Partial<Payment> = {}): Payment {
	return {
		paymentId,
		subject,
		lines: [],
		amount: vnd(135_000),
		state: 'open',
		failureCode: null,
		surplus: false,
		createdAt: '2026-11-22T03:04:05.000Z',
		expiresAt: '2026-11-22T03:19:05.000Z',
		payUrl: 'https://pay.example/1',
		settled: null,
		receipt: null,
		...change
	};
}

function phone(
	kept: KeptPayment[],
	answer: (paymentId: PaymentId) => Result<Payment, Fault> = (paymentId) => ok(payment(paymentId))
) {
	const order: string[] = [];
	return {
		order,
		deps: {
			uuid: () => fresh,
			queries: { payments: async () => kept },
			commands: {
				keepPayment: vi.fn(async (intent: { paymentId: PaymentId; subject: PaymentSubject }) => {
					order.push('kept');
					return ok({ ...intent, keptAt: 0, payment: null });
				}),
				savePayment: vi.fn(async () => ok(null))
			},
			start: vi.fn(async (paymentId: PaymentId) => {
				order.push('asked');
				return answer(paymentId);
			})
		}
	};
}

test('the name is kept before the server hears it, and the way leads to the provider', async () => {
	const { deps, order } = phone([]);
	expect(await beginToPay(subject, deps)).toEqual(ok('https://pay.example/1'));
	expect(order).toEqual(['kept', 'asked']);
	expect(deps.start).toHaveBeenCalledWith(fresh, subject);
	expect(deps.commands.savePayment).toHaveBeenCalledWith(payment(fresh));
});

test('nothing is asked when the name could not be kept', async () => {
	const { deps } = phone([]);
	deps.commands.keepPayment = vi.fn(async () => err<Fault>({ type: 'storage_full' })) as never;
	expect(await beginToPay(subject, deps)).toEqual(err({ type: 'storage_full' }));
	expect(deps.start).not.toHaveBeenCalled();
});

test.each([null, payment(first)])(
	'an attempt that is not over is taken up under its name',
	async (before) => {
		const { deps } = phone([{ paymentId: first, subject, keptAt: 0, payment: before }]);
		await beginToPay(subject, deps);
		expect(deps.start).toHaveBeenCalledWith(first, subject);
	}
);

test('after a failure a new attempt gets a new name', async () => {
	const failed = payment(first, { state: 'failed', failureCode: '51', payUrl: null });
	const { deps } = phone([{ paymentId: first, subject, keptAt: 0, payment: failed }]);
	await beginToPay(subject, deps);
	expect(deps.start).toHaveBeenCalledWith(fresh, subject);
});

test('an attempt for something else is not taken up', async () => {
	const bills: PaymentSubject = { kind: 'bills', customerCode: 'PE01000123456', billIds: ['1'] };
	const { deps } = phone([{ paymentId: first, subject: bills, keptAt: 0, payment: null }]);
	await beginToPay({ ...bills, billIds: ['1', '2'] }, deps);
	expect(deps.start).toHaveBeenCalledWith(fresh, { ...bills, billIds: ['1', '2'] });
});

test('an attempt that is open elsewhere is the one to finish', async () => {
	const { deps } = phone([], () => err({ type: 'payment_open', paymentId: first }));
	expect(await beginToPay(subject, deps)).toEqual(ok(`/thanh-toan/${first}`));
});

test('an attempt that turned out to be over leads to its page, a strange address nowhere', async () => {
	const paid = phone([], (id) => ok(payment(id, { state: 'paid', payUrl: null })));
	expect(await beginToPay(subject, paid.deps)).toEqual(ok(`/thanh-toan/${fresh}`));
	const strange = phone([], (id) => ok(payment(id, { payUrl: 'javascript:alert(1)' })));
	expect(await beginToPay(subject, strange.deps)).toEqual(err({ type: 'payment_unavailable' }));
});
