/** The wait (ms) after so many failed tries: the listed waits in turn, then the last one for ever. */
export function delayAfter(tries: number, delays: readonly number[]): number {
	return delays[Math.min(tries, delays.length - 1)] ?? 0;
}
