const pausesMs = [10_000, 30_000, 60_000];
const lastPauseMs = 300_000;

/** How long to wait after so many failures more than one: from ten seconds to five minutes. */
export function pauseAfter(failures: number): number {
	return pausesMs[failures] ?? lastPauseMs;
}

/** Until it succeeds: at once, then after pauses that grow. */
export async function keepTrying(
	attempt: () => Promise<boolean>,
	pause: (ms: number) => Promise<void>
): Promise<void> {
	for (let failures = 0; !(await attempt()); failures++) await pause(pauseAfter(failures));
}
