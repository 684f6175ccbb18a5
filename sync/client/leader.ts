/**
 * One tab syncs. The tabs of one owner ask for one lock; who has it leads, the next in line takes over when that
 * tab closes or dies, because the browser gives the lock back.
 */

/**
 * Leads when it is this tab's turn, until `signal` ends it. Where the browser has no locks every tab leads: the
 * server takes each operation once whoever sends it, so that costs bytes and loses nothing.
 * @param lead runs while leading and ends when its signal does
 */
export async function leadInTurn(
	name: string,
	signal: AbortSignal,
	lead: () => Promise<void>,
	locks: LockManager | undefined = globalThis.navigator?.locks
): Promise<void> {
	if (!locks) return await lead();
	let leading: Promise<void> | undefined;
	const asked = locks
		.request(name, { signal }, async () => {
			if (!signal.aborted) await (leading = lead());
		})
		.catch((error: unknown) => {
			// Closed while waiting in line.
			if (!signal.aborted) throw error;
		});
	// Chromium leaves a request unanswered that is called off before it stands in line: the signal alone ends the wait.
	await Promise.race([asked, ended(signal)]);
	await leading;
}

/** Resolves when the signal ends. */
export function ended(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
