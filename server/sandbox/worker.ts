/**
 * A loop that sleeps until the next thing is due. What is due is kept in records, so that a restart wakes up with the
 * same duties; this file owns only the waking.
 *
 *   wake() ─► work(now) ─► look when the next is due ─► sleep ─► work(now) …
 */
export interface Duties {
	/** The moment (ms since the epoch) of the earliest duty; `undefined` when there is none. */
	nextDueAt(): number | undefined;
	/** Does all that is due. Must move every duty it touched forward, or remove it. */
	work(now: number, stopping: AbortSignal): Promise<void>;
}

export interface Worker {
	/** Looks again now: something new may be due. */
	wake(): void;
	/** Ends the loop, after cutting what is under way. */
	stop(): Promise<void>;
}

/** A longer sleep than setTimeout can count would end at once. */
const sleepMsMax = 60_000;
/** After a fault of our own (a full disk) try again, but not in a hot loop. */
const faultPauseMs = 1_000;

export function startWorker(duties: Duties, now: () => number): Worker {
	const stopping = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> | undefined;
	let again = false;

	const sleep = (ms: number) => {
		clearTimeout(timer);
		if (!stopping.signal.aborted) timer = setTimeout(wake, Math.min(Math.max(ms, 0), sleepMsMax));
	};
	const run = async () => {
		try {
			do {
				again = false;
				await duties.work(now(), stopping.signal);
			} while (again && !stopping.signal.aborted);
			const due = duties.nextDueAt();
			if (due !== undefined) sleep(due - now());
		} catch (error) {
			if (!stopping.signal.aborted) console.error('sandbox worker:', error);
			sleep(faultPauseMs);
		} finally {
			running = undefined;
		}
	};
	const wake = () => {
		if (stopping.signal.aborted) return;
		clearTimeout(timer);
		again = true;
		running ??= run();
	};

	wake();
	return {
		wake,
		async stop() {
			stopping.abort();
			clearTimeout(timer);
			await running;
		}
	};
}
