import { describe, expect, it } from 'vitest';
import { gateClosedMsMax, gateClosedMsMin, gateFailuresMax, gateProbeMs } from '../limits.ts';
import { afterAnswer, afterSilence, type Gate, openGate, pass } from './gate.ts';

const silent = (times: number, gate: Gate = openGate, at = 0): Gate =>
	times === 0 ? gate : silent(times - 1, afterSilence(gate, at), at);

describe('the gate before an agency', () => {
	it('[A12] closes after so many silences in a row, and any answer begins the count anew', () => {
		expect(pass(silent(gateFailuresMax - 1), null, 0)).not.toBeNull();
		const closed = silent(gateFailuresMax);
		expect(closed.closedUntil).toBe(gateClosedMsMin);
		expect(pass(closed, null, gateClosedMsMin - 1)).toBeNull();
		expect(silent(gateFailuresMax - 1, afterAnswer(closed)).closedUntil).toBe(0);
	});

	it('[A12] lets one go first, and opens only when that one was answered', () => {
		const at = gateClosedMsMin;
		const probing = pass(silent(gateFailuresMax), null, at);
		if (!probing) throw new Error('a probe passes');
		expect(pass(probing, null, at)).toBeNull();
		// A probe whose server died is followed by another.
		expect(pass(probing, null, at + gateProbeMs)).not.toBeNull();
		expect(pass(afterAnswer(probing), null, at)).toEqual(openGate);
		expect(afterSilence(probing, at).closedUntil).toBe(at + 2 * gateClosedMsMin);
	});

	it('[A12] is never closed for longer than five minutes', () => {
		for (let times = gateFailuresMax; times < 2_000; times += 97)
			expect(silent(times).closedUntil).toBeLessThanOrEqual(gateClosedMsMax);
	});

	it('[A12] with a rate lets as many pass as it says, at any second of an hour', () => {
		let gate = openGate;
		let passed = 0;
		for (let at = 0; at < 3_600_000; at += 10)
			for (let next = pass(gate, 120, at); next; next = pass(gate, 120, at)) {
				gate = next;
				passed++;
			}
		expect(passed).toBeGreaterThanOrEqual(120 * 60);
		expect(passed).toBeLessThanOrEqual(120 * 60 + 3);
	});
});
