import { describe, expect, it } from 'vitest';
import { retryDelayMsMax, retryDelayMsMin } from '../../domain/limits.ts';
import { retryDelay } from './backoff.ts';

describe('retryDelay', () => {
	it('doubles up to the longest pause and stays there', () => {
		const almostOne = 1 - Number.EPSILON;
		expect([1, 2, 3, 4].map((failures) => retryDelay(failures, almostOne))).toEqual([1000, 2000, 4000, 8000]);
		expect(retryDelay(100_000, almostOne)).toBe(retryDelayMsMax);
	});

	it('never falls below half of its step, whatever the chance', () => {
		for (const jitter of [0, 0.1, 0.5, 0.99])
			for (let failures = 1; failures < 30; failures++) {
				const full = Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** (failures - 1));
				expect(retryDelay(failures, jitter)).toBeGreaterThanOrEqual(full / 2);
				expect(retryDelay(failures, jitter)).toBeLessThanOrEqual(full);
			}
	});

	it('stops on numbers that make no sense', () => {
		expect(() => retryDelay(0, 0)).toThrow('Broken invariant');
		expect(() => retryDelay(1, 1)).toThrow('Broken invariant');
	});
});
