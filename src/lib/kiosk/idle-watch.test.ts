import { expect, test } from 'vitest';
import { idleTimes, watchAt } from './idle-watch.ts';

const { idleMs, warnMs } = idleTimes;
const aliveAt = 1_000_000;

test('[K2] a session is left alone while somebody works, warned in time, and over after three minutes', () => {
	expect(watchAt(aliveAt, aliveAt)).toEqual({ kind: 'alive' });
	expect(watchAt(aliveAt, aliveAt + idleMs - 1)).toEqual({ kind: 'alive' });
	expect(watchAt(aliveAt, aliveAt + idleMs)).toEqual({ kind: 'warned', secondsLeft: 60 });
	expect(watchAt(aliveAt, aliveAt + idleMs + warnMs - 1)).toEqual({ kind: 'warned', secondsLeft: 1 });
	expect(watchAt(aliveAt, aliveAt + idleMs + warnMs)).toEqual({ kind: 'over' });
	expect(idleMs + warnMs).toBe(3 * 60_000);
});

test('[K2] the machine that slept through the countdown wakes up to an ended session; a clock set back ends none', () => {
	expect(watchAt(aliveAt, aliveAt + 86_400_000)).toEqual({ kind: 'over' });
	expect(watchAt(aliveAt, aliveAt - 86_400_000)).toEqual({ kind: 'alive' });
});

test('[K2] the warning leaves more than the twenty seconds of WCAG 2.2.1', () => {
	expect(warnMs).toBeGreaterThanOrEqual(20_000);
});
