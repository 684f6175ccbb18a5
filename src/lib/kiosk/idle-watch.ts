/**
 * When a session on a shared machine ends by itself, as a pure function of two moments: the last sign of life, and now.
 *
 *   alive ── idleMs ──► warned (a countdown; one press goes back) ── warnMs ──► over
 *
 * WCAG 2.2.1: she is warned, has far longer than 20 seconds to go on, by one key or touch, as often as she likes.
 */

export interface IdleTimes {
	readonly idleMs: number;
	readonly warnMs: number;
}

/** Three minutes in all, of which the last is counted down. */
export const idleTimes: IdleTimes = { idleMs: 2 * 60_000, warnMs: 60_000 };

export type Watch =
	| { readonly kind: 'alive' }
	| { readonly kind: 'warned'; readonly secondsLeft: number }
	| { readonly kind: 'over' };

/** @param aliveAt of the last sign of life; both ms since 1970. A clock that was set back counts as one. */
export function watchAt(aliveAt: number, now: number, { idleMs, warnMs }: IdleTimes = idleTimes): Watch {
	const idle = now - aliveAt;
	if (idle < idleMs) return { kind: 'alive' };
	if (idle < idleMs + warnMs)
		return { kind: 'warned', secondsLeft: Math.ceil((idleMs + warnMs - idle) / 1000) };
	return { kind: 'over' };
}
