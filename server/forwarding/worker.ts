/**
 * Takes due jobs and hands them to whoever knows their kind.
 *
 *   each queue:  look ─► claim ─► handle ─┬► done: effect and end of the job in one transaction
 *        ▲                                ├► retry: due again after the next delay, or parked after the last
 *        └──── nothing due: sleep ◄───────┴► parked: somebody has to look
 *
 * Promises: queues never wait for each other; at most `lanesPerQueue` jobs of one queue run at once; `stop` waits
 * for what is running. Leaves to handlers: bearing a second run, because a worker may die after the effect outside.
 */
import { forwardDelaysMs } from '../../domain/limits.ts';
import type { Database, WriteTx } from '../store/database.ts';
import { claim, type ClaimedJob, complete, type JobKind, park, retryLater } from '../store/jobs.ts';

/** What became of one attempt. */
export type Attempt =
	/** Over. `effect` is written in the transaction that ends the job. */
	| { readonly type: 'done'; readonly effect?: (tx: WriteTx) => Promise<void> }
	/** Not now. `afterMs` replaces the usual delay. */
	| { readonly type: 'retry'; readonly error: string; readonly afterMs?: number }
	/** Never like this. */
	| { readonly type: 'park'; readonly why: string };

/** Performs one attempt. What it throws counts as `retry`. */
export type Handler = (job: ClaimedJob) => Promise<Attempt>;

export interface WorkerDeps {
	readonly db: Database;
	readonly clock: () => Date;
	readonly handlers: Readonly<Partial<Record<JobKind, Handler>>>;
	readonly queues: readonly string[];
	/** Tells workers apart in the leases. */
	readonly name: string;
	/** 0 to 1, spreads the retries of many jobs. */
	readonly random: () => number;
	/** Someone must look: a parked job, or a failure of the store itself. Holds no personal data. */
	readonly report: (event: {
		readonly kind: 'parked' | 'failed';
		readonly queue: string;
		readonly error: string;
	}) => void;
	/** How long an idle queue sleeps, in ms. */
	readonly pauseMs?: number;
}

export interface Worker {
	/** Performs everything that is due now. Answers how many attempts it made. */
	tick(): Promise<number>;
	start(): void;
	/** A job was just written: look now. */
	wake(): void;
	stop(): Promise<void>;
}

const lanesPerQueue = 4;
const usualPauseMs = 500;

export function createWorker(deps: WorkerDeps): Worker {
	const { db, clock, queues } = deps;
	const sleepers = new Set<() => void>();
	let running: Promise<void>[] | null = null;

	async function drain(queue: string, mayGoOn: () => boolean): Promise<number> {
		const lane = async () => {
			let attempts = 0;
			while (mayGoOn()) {
				const job = await claim(db, deps.name, clock(), queue);
				if (!job) break;
				await attempt(deps, job);
				attempts++;
			}
			return attempts;
		};
		const lanes = await Promise.allSettled(Array.from({ length: lanesPerQueue }, lane));
		// All lanes have ended: whoever stops the worker finds nothing still running.
		const failed = lanes.find((result) => result.status === 'rejected');
		if (failed) throw failed.reason;
		return lanes.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
	}

	async function serve(queue: string): Promise<void> {
		while (running) {
			try {
				await drain(queue, () => running !== null);
			} catch (error) {
				deps.report({ kind: 'failed', queue, error: errorName(error) });
			}
			if (running) await pause();
		}
	}

	function pause(): Promise<void> {
		return new Promise((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				sleepers.delete(wake);
				resolve();
			};
			const timer = setTimeout(wake, deps.pauseMs ?? usualPauseMs);
			timer.unref();
			sleepers.add(wake);
		});
	}

	function wake(): void {
		for (const awake of [...sleepers]) awake();
	}

	return {
		wake,
		async tick() {
			const counts = await Promise.all(queues.map((queue) => drain(queue, () => true)));
			return counts.reduce((sum, count) => sum + count, 0);
		},
		start() {
			if (running) return;
			running = [];
			running.push(...queues.map(serve));
		},
		async stop() {
			const serving = running ?? [];
			running = null;
			wake();
			await Promise.all(serving);
		}
	};
}

async function attempt(deps: WorkerDeps, job: ClaimedJob): Promise<void> {
	const { db } = deps;
	const result = await handled(deps, job);
	if (result.type === 'done')
		return db.write(async (tx) => {
			// Ended before, by a worker whose lease had run out: its effect is there already.
			if (await complete(tx, job.jobId)) await result.effect?.(tx);
		});
	const delay = result.type === 'retry' ? delayAfter(job.attempts, result.afterMs, deps.random) : null;
	const why = result.type === 'park' ? result.why : result.error;
	if (delay === null) {
		await db.write((tx) => park(tx, job.jobId, why));
		return deps.report({ kind: 'parked', queue: job.queue, error: why });
	}
	const dueAt = new Date(deps.clock().getTime() + delay);
	await db.write((tx) => retryLater(tx, job.jobId, { dueAt, error: why }));
}

async function handled({ handlers }: WorkerDeps, job: ClaimedJob): Promise<Attempt> {
	const handler = handlers[job.kind];
	if (!handler) return { type: 'park', why: `no handler for ${job.kind}` };
	try {
		return await handler(job);
	} catch (error) {
		return { type: 'retry', error: errorName(error) };
	}
}

/** Pause in ms after that many attempts; up to a fifth longer, never shorter, so that the sum stays; null when it was the last. */
function delayAfter(attempts: number, afterMs: number | undefined, random: () => number): number | null {
	const usual = forwardDelaysMs[attempts - 1];
	if (usual === undefined) return null;
	return Math.round((afterMs ?? usual) * (1 + random() / 5));
}

/** Name and message of our own errors; what others wrote into theirs stays out of the log. */
function errorName(error: unknown): string {
	return error instanceof Error ? error.name : 'unknown';
}
