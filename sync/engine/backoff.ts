/** How long to wait before the next attempt. Pure: the chance comes in. */
import { retryDelayMsMax, retryDelayMsMin } from '../../domain/limits.ts';
import { invariant } from '../../domain/result.ts';

/**
 * Doubles with every failure up to the longest pause; the lower half is certain, the upper half chance, so that a
 * village whose signal returns does not call all at once.
 * @param failures in a row, at least 1
 * @param jitter 0 ≤ x < 1
 * @returns ms
 */
export function retryDelay(failures: number, jitter: number): number {
	invariant(Number.isInteger(failures) && failures >= 1, 'a delay follows a failure');
	invariant(jitter >= 0 && jitter < 1, 'jitter is a fraction');
	// Beyond 2^20 the longest pause has long been reached, and the power must stay finite.
	const full = Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** Math.min(failures - 1, 20));
	return Math.round(full / 2 + (full / 2) * jitter);
}
