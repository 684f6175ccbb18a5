/**
 * Takes due jobs and hands them to whoever knows their kind.
 *
 *   each queue:  look ─► claim ─► handle ─┬► done: effect and end of the job in one transaction
 *        ▲                                ├► retry: due again after the next delay, or parked after the last
 *        └──── nothing due: sleep ◄───────┴► parked: somebody has to look
 *
 * Promises: queues never wait for each other; at most `callsPerQueue` handlers of one queue run at once; a queue whose
 * other side is silent is closed for a while (domain/forwarding/gate.ts); no attempt begins late in its lease; `stop`
 * waits for what is running. Leaves to handlers: bearing a second run, because a worker may die after the effect.
 */
import { afterAnswer, afterSilence } from '../../domain/forwarding/gate.ts';
import {
	forwardDelaysMs,
	gateFailuresMax,
	jobDeathsMax,
	jobLeaseMs,
	retryAfterMsMax
} from '../../domain/limits.ts';
import type { Database, WriteTx } from '../store/database.ts';
import {
	type ClaimedJob,
	claimSome,
	complete,
	gateOf,
	giveBack,
	type JobKind,
	park,
	retryLater,
	setGate
} from '../store/jobs.ts';

/** What became of one attempt. */
export type Attempt =
	/** Over. `effect` is written in the transaction that ends the job. */
	| { readonly type: 'done'; readonly effect?: (tx: WriteTx) => Promise<void> }
	/**
	 * Not now. `afterMs` replaces the usual delay, `notBeforeMs` may only lengthen it. `isSilence`: the other side is
	 * down or talks nonsense, so that its whole queue may have to wait.
	 */
	| {
			readonly type: 'retry';
			readonly error: string;
			readonly afterMs?: number;
			readonly notBeforeMs?: number;
			readonly isSilence?: boolean;
	  }
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
	readonly report: (event: WorkerEvent) => void;
	/** Messages a minute to a queue, over all servers; null, as usual, without a limit. */
	readonly rateOf?: (queue: string) => number | null;
	/** How long a job is this worker's, in ms. */
	readonly leaseMs?: number;
	/** How many jobs it takes at once, and has in hand at most. */
	readonly handful?: number;
	/** How long an idle queue sleeps, in ms. */
	readonly pauseMs?: number;
}

/** What an operator may want to know. Holds no personal data. */
export interface WorkerEvent {
	/**
	 * `parked`: a person must look. `failed`: the store did not answer. `retried`: an attempt was in vain.
	 * `closed`, `opened`: the queue's gate.
	 */
	readonly kind: 'parked' | 'failed' | 'retried' | 'closed' | 'opened';
	readonly queue: string;
	readonly error: string;
	/** The correlation id: the same in our log, the agency's (`webhook-id`, `x-road-id`) and on the operator's page. */
	readonly jobId?: string;
	readonly attempt?: number;
}

export interface Worker {
	/** Performs everything that is due now. Answers how many attempts it made. */
	tick(): Promise<number>;
	start(): void;
	/** A job was just written: look now. */
	wake(): void;
	stop(): Promise<void>;
}

/** At once at one agency. */
const callsPerQueue = 4;
/** Jobs that are taken together, and at most in hand. */
const usualHandful = 64;
/** Attempts that are written down together: so many, or as many as end within so many ms. */
const togetherMax = 32;
const togetherMs = 30;
const usualPauseMs = 500;

export function createWorker(deps: WorkerDeps): Worker {
	const { db, clock, queues } = deps;
	const { leaseMs = jobLeaseMs, handful = usualHandful } = deps;
	const sleepers = new Set<() => void>();
	let running: Promise<void>[] | null = null;

	/**
	 * Everything that is due now. Jobs are taken by the handful and ended while the next are under way, so that many
	 * share one commit; only handlers, who hold up the other side, are few at once.
	 */
	async function drain(queue: string, mayGoOn: () => boolean): Promise<number> {
		const terms = { leaseMs, ratePerMinute: deps.rateOf?.(queue) ?? null };
		const calls = createTurnstile(callsPerQueue);
		const ends = createGathering(togetherMax, togetherMs);
		let underWay = 0;
		const inHand: ClaimedJob[] = [];
		let isClosed = false;
		let silences = 0;
		let attempts = 0;
		let taking: Promise<void> | null = null;
		const take = () =>
			(taking ??= claimSome(db, deps.name, clock(), queue, terms, handful)
				.then((jobs) => void inHand.push(...jobs))
				.finally(() => (taking = null)));
		const lane = async () => {
			while (mayGoOn() && !isClosed) {
				if (inHand.length === 0) await take();
				const job = inHand.shift();
				if (!job) break;
				underWay++;
				const result = await calls(async () => {
					// The claim itself waited long, or others made it wait: what is left of the lease may not cover the call.
					const isLate = job.lease.until - clock().getTime() < leaseMs / 2;
					if (isLate || isClosed || !mayGoOn()) return null;
					const tried = await handled(deps, job);
					// Known here before it is written: what is in hand need not run against the wall.
					silences = isSilent(tried) ? silences + 1 : 0;
					if (silences > 0 && job.gate.failures + silences >= gateFailuresMax) isClosed = true;
					return tried;
				});
				underWay--;
				const together = ends.come();
				// Nobody else is to be expected.
				if (underWay === 0) ends.go();
				await together;
				if (!result) {
					await db.write((tx) => giveBack(tx, job));
					continue;
				}
				attempts++;
				if (await settle(deps, job, result)) isClosed = true;
			}
		};
		const lanes = await Promise.allSettled(Array.from({ length: handful }, lane));
		for (const job of inHand.splice(0)) await db.write((tx) => giveBack(tx, job));
		// All lanes have ended: whoever stops the worker finds nothing still running.
		const failed = lanes.find((result) => result.status === 'rejected');
		if (failed) throw failed.reason;
		return attempts;
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

/** Writes what became of an attempt. True when the queue's gate is closed now. */
async function settle(deps: WorkerDeps, job: ClaimedJob, result: Attempt): Promise<boolean> {
	const { db, clock, report } = deps;
	const { queue, jobId } = job;
	if (result.type === 'done') {
		await db.write(async (tx) => {
			// Ended before, by a worker whose lease had run out: its effect is there already.
			if (await complete(tx, jobId)) await result.effect?.(tx);
			await opened(tx, job);
		});
		if (job.gate.failures >= gateFailuresMax) report({ kind: 'opened', queue, error: 'answered', jobId });
		return false;
	}
	const why = result.type === 'park' ? result.why : result.error;
	const delay = result.type === 'retry' ? delayAfter(job, result, deps) : null;
	const failures = await db.write(async (tx) => {
		if (delay === null) await park(tx, job, why);
		else await retryLater(tx, job, { dueAt: new Date(clock().getTime() + delay), error: why });
		if (!isSilent(result)) {
			await opened(tx, job);
			return 0;
		}
		const gate = afterSilence(await gateOf(tx, queue), clock().getTime());
		await setGate(tx, queue, gate);
		return gate.failures;
	});
	report({ kind: delay === null ? 'parked' : 'retried', queue, error: why, jobId, attempt: job.attempts });
	if (failures === gateFailuresMax) report({ kind: 'closed', queue, error: why });
	return failures >= gateFailuresMax;
}

/** Those who come within a moment go on together, so that what they write shares a commit. */
function createGathering(many: number, waitMs: number) {
	const waiting: (() => void)[] = [];
	let timer: NodeJS.Timeout | undefined;
	const go = () => {
		clearTimeout(timer);
		timer = undefined;
		for (const goOn of waiting.splice(0)) goOn();
	};
	const come = () =>
		new Promise<void>((goOn) => {
			waiting.push(goOn);
			if (waiting.length >= many) go();
			else timer ??= setTimeout(go, waitMs);
		});
	return { come, go };
}

function isSilent(result: Attempt): boolean {
	return result.type === 'retry' && result.isSilence === true;
}

/** Lets so many in at once; the others wait in the order in which they came. */
function createTurnstile(many: number): <T>(task: () => Promise<T> | T) => Promise<T> {
	const waiting: (() => void)[] = [];
	let inside = 0;
	return async (task) => {
		if (inside >= many) await new Promise<void>((enter) => waiting.push(enter));
		else inside++;
		try {
			return await task();
		} finally {
			// Whoever leaves gives the place on.
			const next = waiting.shift();
			if (next) next();
			else inside--;
		}
	};
}

/** Somebody answered this job: whoever counted silence before it counts anew. */
async function opened(tx: WriteTx, { gate, queue }: ClaimedJob): Promise<void> {
	if (gate.failures > 0) await setGate(tx, queue, afterAnswer(await gateOf(tx, queue)));
}

async function handled({ handlers }: WorkerDeps, job: ClaimedJob): Promise<Attempt> {
	const handler = handlers[job.kind];
	if (job.attempts > forwardDelaysMs.length + jobDeathsMax)
		return { type: 'park', why: 'interrupted too often' };
	if (!handler) return { type: 'park', why: `no handler for ${job.kind}` };
	try {
		return await handler(job);
	} catch (error) {
		return { type: 'retry', error: errorName(error) };
	}
}

/**
 * Pause in ms after that many attempts; up to a fifth longer, never shorter, so that the sum stays; null when it was
 * the last. Attempts that a killed server began count too, so the time is looked at besides: nothing is given up
 * before the sum of the delays has passed.
 */
function delayAfter(
	{ attempts, since }: ClaimedJob,
	{ afterMs, notBeforeMs = 0 }: Attempt & { type: 'retry' },
	{ random, clock }: WorkerDeps
): number | null {
	const usual = forwardDelaysMs[attempts - 1];
	const isOver = clock().getTime() - since.getTime() >= patienceMs;
	if (usual === undefined && (isOver || afterMs !== undefined)) return null;
	const asked = Math.min(notBeforeMs, retryAfterMsMax);
	const delay = afterMs ?? Math.max(usual ?? lastDelayMs, asked);
	return Math.round(delay * (1 + random() / 5));
}

const patienceMs = forwardDelaysMs.reduce((sum, delay) => sum + delay, 0);
const lastDelayMs = forwardDelaysMs.at(-1) ?? 0;

/** Name and message of our own errors; what others wrote into theirs stays out of the log. */
function errorName(error: unknown): string {
	return error instanceof Error ? error.name : 'unknown';
}
