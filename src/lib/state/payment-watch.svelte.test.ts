import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Fault } from '$domain/faults.ts';
import { DossierId, PaymentId } from '$domain/ids.ts';
import { vnd } from '$domain/money.ts';
import type { Payment } from '$domain/payment/schema.ts';
import { err, ok, type Result } from '$domain/result.ts';
import { PaymentWatch } from './payment-watch.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const paymentId = PaymentId.parse('0190c0de-0000-7000-8000-00000000000a');

function payment(state: Payment['state'], settled: boolean | null = null): Payment {
	return {
		paymentId,
		subject: { kind: 'dossier', dossierId: DossierId.parse('0190c0de-0000-7000-8000-000000000001') },
		lines: [],
		amount: vnd(135_000),
		state,
		failureCode: null,
		surplus: false,
		createdAt: '2026-11-22T03:04:05.000Z',
		expiresAt: '2026-11-22T03:19:05.000Z',
		payUrl: null,
		settled,
		receipt: null
	};
}

function watchOf(answers: Result<Payment, Fault>[], isVisible = () => true) {
	const status = vi.fn(async () => (answers.length > 1 ? answers.shift()! : answers[0]!));
	const keep = vi.fn(async () => undefined);
	return { status, keep, watch: new PaymentWatch(paymentId, { status, keep, isVisible }) };
}

test('asks until the payment is over, keeps every answer, then is quiet', async () => {
	const { watch, status, keep } = watchOf([ok(payment('open')), ok(payment('open')), ok(payment('paid'))]);
	watch.start();
	await vi.advanceTimersByTimeAsync(600_000);
	expect(watch.seen?.state).toBe('paid');
	expect(status).toHaveBeenCalledTimes(3);
	expect(keep).toHaveBeenCalledTimes(3);
});

test('a lost line is told and the question repeated', async () => {
	const { watch } = watchOf([err({ type: 'offline' }), ok(payment('failed'))]);
	watch.start();
	await vi.advanceTimersByTimeAsync(0);
	expect(watch.fault).toEqual({ type: 'offline' });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(watch.fault).toBeNull();
	expect(watch.seen?.state).toBe('failed');
});

test('a paid bill is watched until the company has confirmed it', async () => {
	const { watch, status } = watchOf([ok(payment('paid', false)), ok(payment('paid', true))]);
	watch.start();
	await vi.advanceTimersByTimeAsync(600_000);
	expect(status).toHaveBeenCalledTimes(2);
	expect(watch.seen?.settled).toBe(true);
});

test('nobody looks, nothing is asked; a stopped watch asks no more until it is started again', async () => {
	let visible = false;
	const { watch, status } = watchOf([ok(payment('open'))], () => visible);
	const stop = watch.start();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(status).not.toHaveBeenCalled();
	visible = true;
	await vi.advanceTimersByTimeAsync(60_000);
	const asked = status.mock.calls.length;
	expect(asked).toBeGreaterThan(0);
	stop();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(status).toHaveBeenCalledTimes(asked);
	watch.start();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(status.mock.calls.length).toBeGreaterThan(asked);
});

test('what does not exist is not asked for again', async () => {
	const { watch, status } = watchOf([err({ type: 'not_found' })]);
	watch.start();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(status).toHaveBeenCalledTimes(1);
});

test('a disk that fails stops neither the showing nor the asking', async () => {
	const { watch, keep } = watchOf([ok(payment('open')), ok(payment('paid'))]);
	keep.mockRejectedValue(new Error('the disk is gone'));
	watch.start();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(watch.seen?.state).toBe('paid');
	expect(keep).toHaveBeenCalledTimes(2);
});
