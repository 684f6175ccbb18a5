/**
 * What keeps a queue of messages from pressing on whom they are for: a circuit breaker and a rate. Pure; the state is
 * one row a queue, shared by all servers (server/store/jobs.ts), so that two servers together keep to it.
 *
 *   open ──gateFailuresMax in a row──► closed for a while ──► one message as a probe ─┬─ answered: open
 *                                           ▲                                         └─ silent: closed for longer
 *                                           └─────────────────────────────────────────────┘
 */
import { gateBurstMs, gateClosedMsMax, gateClosedMsMin, gateFailuresMax, gateProbeMs } from '../limits.ts';

export interface Gate {
	/** Attempts in a row that nobody answered. */
	readonly failures: number;
	/** ms since the epoch; nothing passes before. 0 when open. */
	readonly closedUntil: number;
	/** ms since the epoch at which the next message would be due at an even pace. 0 without a rate. */
	readonly nextAt: number;
}

export const openGate: Gate = { failures: 0, closedUntil: 0, nextAt: 0 };

/**
 * The gate after one more message has passed; null when none may pass now.
 * @param ratePerMinute messages a minute, at most a second's worth of them at once; null for as fast as they come
 * @param now ms since the epoch
 */
export function pass(gate: Gate, ratePerMinute: number | null, now: number): Gate | null {
	if (gate.closedUntil > now) return null;
	if (ratePerMinute !== null && gate.nextAt > now + gateBurstMs) return null;
	return {
		...gate,
		// Whoever comes after a closed time is the only one, until it is known what became of it.
		closedUntil: gate.failures >= gateFailuresMax ? now + gateProbeMs : gate.closedUntil,
		nextAt: ratePerMinute === null ? 0 : Math.max(now, gate.nextAt) + Math.ceil(60_000 / ratePerMinute)
	};
}

/** Somebody is there: whatever was answered, a refusal too. */
export function afterAnswer(gate: Gate): Gate {
	return { ...gate, failures: 0, closedUntil: 0 };
}

/** Nobody, too slow, an outage or nonsense. Each failure in a row after the first few doubles the time closed. */
export function afterSilence(gate: Gate, now: number): Gate {
	const failures = gate.failures + 1;
	const closedMs = Math.min(gateClosedMsMin * 2 ** (failures - gateFailuresMax), gateClosedMsMax);
	return { ...gate, failures, closedUntil: failures >= gateFailuresMax ? now + closedMs : 0 };
}
