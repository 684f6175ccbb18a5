import { expect, it } from 'vitest';
import { fold, isNotOlder, newest, transitions } from './machine.ts';
import type { Payment, PaymentState, ProviderEvent } from './schema.ts';

type Kind = ProviderEvent['kind'];
const state = (...kinds: Kind[]) => fold(kinds.map((kind) => ({ kind })));
const kinds: Kind[] = ['settled', 'failed', 'suspected', 'lapsed'];

it('[P2] once paid, stays paid, whatever follows', () => {
	for (const first of kinds) for (const second of kinds) expect(state('settled', first, second)).toBe('paid');
});

it('[P6] counts money that arrives after a failure or a lapse', () => {
	expect(state('failed', 'settled')).toBe('paid');
	expect(state('lapsed', 'settled')).toBe('paid');
	expect(state('suspected', 'settled')).toBe('paid');
});

it('[P6] ends in the same state in every order in which money is among the events', () => {
	for (const a of kinds)
		for (const b of kinds)
			for (const c of kinds) if ([a, b, c].includes('settled')) expect(state(a, b, c)).toBe('paid');
});

it('[P7] holds what is suspected', () => {
	expect(state('suspected')).toBe('held');
	expect(state('suspected', 'lapsed')).toBe('held');
	expect(state('failed')).toBe('failed');
	expect(state('lapsed')).toBe('expired');
	expect(state()).toBe('open');
});

it('[S8] tells an older picture from a newer one: no state leads back to an older one', () => {
	for (const [from, ways] of Object.entries(transitions) as [PaymentState, Record<string, PaymentState>][])
		for (const to of Object.values(ways)) expect(isNotOlder(to, from), `${from} to ${to}`).toBe(true);
	expect(isNotOlder('open', 'failed')).toBe(false);
	expect(isNotOlder('failed', 'paid')).toBe(false);
});

it('[S8] of two pictures the one that says more is shown, whichever way it came', () => {
	const picture = (state: PaymentState, settled: boolean | null = null) => ({ state, settled }) as Payment;
	const [open, paid] = [picture('open'), picture('paid')];
	expect(newest(open, paid)).toBe(paid);
	expect(newest(paid, open)).toBe(paid);
	expect(newest(null, open)).toBe(open);
	expect(newest(open, null)).toBe(open);
	expect(newest(null, null)).toBeNull();
	const confirmed = picture('paid', true);
	expect(newest(confirmed, paid)).toBe(confirmed);
	expect(newest(paid, confirmed)).toBe(confirmed);
});
