/**
 * Folds what the gateway said into one state. Money that arrived is never un-arrived: `paid` is final, and a
 * late success after a failure or a lapse still counts (the bank has the person's money).
 */
import type { Payment, PaymentState, ProviderEvent } from './schema.ts';

export const transitions = {
	open: { settled: 'paid', failed: 'failed', suspected: 'held', lapsed: 'expired' },
	failed: { settled: 'paid', suspected: 'held' },
	expired: { settled: 'paid', failed: 'failed', suspected: 'held' },
	held: { settled: 'paid', failed: 'failed' },
	paid: {}
} as const satisfies Record<PaymentState, Partial<Record<ProviderEvent['kind'], PaymentState>>>;

/** The state after one more event; events that do not apply (repeats, late failures) change nothing. */
export function next(state: PaymentState, kind: ProviderEvent['kind']): PaymentState {
	return (transitions[state] as Partial<Record<ProviderEvent['kind'], PaymentState>>)[kind] ?? state;
}

/** The state after all events, in the order in which they were stored. */
export function fold(events: readonly Pick<ProviderEvent, 'kind'>[]): PaymentState {
	return events.reduce<PaymentState>((state, event) => next(state, event.kind), 'open');
}

/** Every transition goes to as much or more. */
const progress: Readonly<Record<PaymentState, number>> = { open: 0, expired: 1, failed: 2, held: 2, paid: 3 };

/** Whether a picture in this state may replace one in that: answers overtake each other, and an older one says nothing new. */
export function isNotOlder(state: PaymentState, than: PaymentState): boolean {
	return progress[state] >= progress[than];
}

/** Of two pictures of one payment the one that says more; of two that say as much the first. */
export function newest(one: Payment | null, other: Payment | null): Payment | null {
	if (!one || !other) return one ?? other;
	// Paid, a bill goes on: its company confirms.
	if (one.state === other.state) return other.settled === true ? other : one;
	return isNotOlder(one.state, other.state) ? one : other;
}
