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
	try {
		await locks.request(name, { signal }, lead);
	} catch (error) {
		// Closed while waiting in line.
		if (!signal.aborted) throw error;
	}
}
