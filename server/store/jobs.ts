/**
 * What must happen after a commit: rows written in that commit, taken by workers under a lease.
 * Promises: a job is not lost and does not end before somebody says `complete` or `park`; jobs of one stream leave
 * in the order in which they were written, and wait behind one that is parked; a queue never waits for another.
 * A worker that dies gives its job back when the lease ends, so handlers must bear being run twice. Whoever lost a
 * lease can still say `complete`, because what was done is done, but neither delays nor parks what is another's now.
 */
import { z } from 'zod';
import { type Gate, openGate, pass } from '../../domain/forwarding/gate.ts';
import { jobLeaseMs } from '../../domain/limits.ts';
import { namedUuid } from './canonical.ts';
import type { Database, Reader, Row, WriteTx } from './database.ts';

export const JobKind = z.enum([
	'forward',
	'fetch_result',
	'query_payment',
	'settle_charges',
	'settle_bills',
	'publish_catalogue',
	'stop_unanswered'
]);
export type JobKind = z.infer<typeof JobKind>;

export interface NewJob {
	readonly kind: JobKind;
	/** What it is about; the same kind and key is the same job, and is written once. */
	readonly key: string;
	/** Whom it waits for: an agency system, `gateway`, an issuer or `catalogue`. */
	readonly queue: string;
	/** Jobs of one stream keep their order; null when order does not matter. */
	readonly stream: string | null;
	/** Frozen here: every attempt sends the same. */
	readonly body: unknown;
	readonly dueAt: Date;
	readonly now: Date;
}

export interface ClaimedJob {
	/** The same for every attempt; the idempotency key outside. */
	readonly jobId: string;
	readonly kind: JobKind;
	readonly key: string;
	readonly queue: string;
	readonly body: unknown;
	/** This one included. */
	readonly attempts: number;
	/** When it was first tried, or first again after somebody looked. */
	readonly since: Date;
	/** What proves that it is this worker's. ms since the epoch. */
	readonly lease: { readonly worker: string; readonly until: number };
	/** The queue's gate, this job passed. */
	readonly gate: Gate;
}

/** What a worker's claims keep to. */
export interface ClaimTerms {
	readonly leaseMs: number;
	/** Messages a minute to this queue, over all servers; null without a limit. */
	readonly ratePerMinute: number | null;
}

/** Id of the job of that kind and key: known before it is written, so that its body can carry it. */
export function jobIdOf(kind: JobKind, key: string): string {
	return namedUuid(`job ${kind} ${key}`);
}

/** Writes the job, unless it was written before. */
export async function enqueue(tx: WriteTx, job: NewJob): Promise<void> {
	await tx.run(
		`INSERT INTO jobs (job_id, kind, key, queue, stream, body, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (kind, key) DO NOTHING`,
		[
			jobIdOf(job.kind, job.key),
			job.kind,
			job.key,
			job.queue,
			job.stream,
			JSON.stringify(job.body),
			job.dueAt.getTime(),
			job.now.toISOString()
		]
	);
}

const mayRun = `state = 'due' AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)
	AND (stream IS NULL OR NOT EXISTS (
		SELECT 1 FROM jobs AS earlier WHERE earlier.stream = jobs.stream AND earlier.seq < jobs.seq AND earlier.state <> 'done'
	))`;

/** Takes the job of that queue which has been due longest; null when none is, or none may pass its gate now. */
export async function claim(
	db: Database,
	worker: string,
	now: Date,
	queue: string,
	terms: ClaimTerms = { leaseMs: jobLeaseMs, ratePerMinute: null }
): Promise<ClaimedJob | null> {
	const [job] = await claimSome(db, worker, now, queue, terms, 1);
	return job ?? null;
}

/** Takes up to `countMax` jobs at once, those due longest first. No two of them are of one stream. */
export async function claimSome(
	db: Database,
	worker: string,
	now: Date,
	queue: string,
	{ leaseMs, ratePerMinute }: ClaimTerms,
	countMax: number
): Promise<ClaimedJob[]> {
	const at = now.getTime();
	const until = at + leaseMs;
	const find = (reader: Reader, limit: number) =>
		reader.read(
			`SELECT jobs.*, gates.failures, gates.closed_until, gates.next_at
			 FROM jobs LEFT JOIN gates ON gates.queue = jobs.queue
			 WHERE jobs.queue = ? AND ${mayRun} ORDER BY due_at, seq LIMIT ?`,
			[queue, at, at, limit]
		);
	// Looking first spares the write lock while there is nothing to do, which is most of the time.
	const [first] = await find(db, 1);
	if (!first || !pass(rowToGate(first), ratePerMinute, at)) return [];
	return db.write(async (tx) => {
		const rows = await find(tx, countMax);
		const before = rows[0] ? rowToGate(rows[0]) : openGate;
		let gate = before;
		const claimed: ClaimedJob[] = [];
		for (const found of rows) {
			const passed = pass(gate, ratePerMinute, at);
			if (!passed) break;
			gate = passed;
			const row = JobRow.parse(found);
			await tx.run(
				`UPDATE jobs SET lease_by = ?, lease_until = ?, attempts = attempts + 1, tried_since = coalesce(tried_since, ?)
				 WHERE job_id = ?`,
				[worker, until, at, row.job_id]
			);
			claimed.push({
				jobId: row.job_id,
				kind: row.kind,
				key: row.key,
				queue,
				body: JSON.parse(row.body) as unknown,
				attempts: row.attempts + 1,
				since: new Date(row.tried_since ?? at),
				lease: { worker, until },
				gate
			});
		}
		if (gate.nextAt !== before.nextAt || gate.closedUntil !== before.closedUntil)
			await setGate(tx, queue, gate);
		return claimed;
	});
}

/** Ends the job. False when it had ended before: then its effect is there already. */
export async function complete(tx: WriteTx, jobId: string): Promise<boolean> {
	return (
		(await tx.run(
			`UPDATE jobs SET state = 'done', lease_by = NULL, lease_until = NULL, last_error = NULL WHERE job_id = ? AND state <> 'done'`,
			[jobId]
		)) > 0
	);
}

/** The job as far as giving it back needs it. */
type Held = Pick<ClaimedJob, 'jobId' | 'lease'>;

const isHeld = `job_id = ? AND state = 'due' AND lease_by = ? AND lease_until = ?`;
const held = ({ jobId, lease }: Held) => [jobId, lease.worker, lease.until];

/** Gives the job back for another attempt. False when the lease was lost: then it is another's. */
export async function retryLater(
	tx: WriteTx,
	job: Held,
	retry: { readonly dueAt: Date; readonly error: string }
): Promise<boolean> {
	return (
		(await tx.run(
			`UPDATE jobs SET due_at = ?, lease_by = NULL, lease_until = NULL, last_error = ? WHERE ${isHeld}`,
			[retry.dueAt.getTime(), retry.error, ...held(job)]
		)) > 0
	);
}

/** Gives the job back as if it had not been taken. */
export async function giveBack(tx: WriteTx, job: Held): Promise<void> {
	await tx.run(
		`UPDATE jobs SET lease_by = NULL, lease_until = NULL, attempts = attempts - 1 WHERE ${isHeld}`,
		held(job)
	);
}

/** Parks the job, where people see it; they alone bring it back. False when the lease was lost. */
export async function park(tx: WriteTx, job: Held, why: string): Promise<boolean> {
	return (
		(await tx.run(
			`UPDATE jobs SET state = 'parked', lease_by = NULL, lease_until = NULL, last_error = ? WHERE ${isHeld}`,
			[why, ...held(job)]
		)) > 0
	);
}

/**
 * Somebody looked, and it goes again from the first delay on, with the same id and body: a parked job, or one that is
 * done or set aside and shall be repeated. False when it waits for its turn anyway, or does not exist.
 */
export async function resend(tx: WriteTx, jobId: string, now: Date): Promise<boolean> {
	return (
		(await tx.run(
			`UPDATE jobs SET state = 'due', attempts = 0, tried_since = NULL, set_aside = NULL, due_at = ?
			 WHERE job_id = ? AND state <> 'due'`,
			[now.getTime(), jobId]
		)) > 0
	);
}

/**
 * Somebody looked, and it shall not go: the job stays readable with the reason, and its stream goes on without it.
 * False when it is not parked.
 */
export async function setAside(tx: WriteTx, jobId: string, reason: string): Promise<boolean> {
	return (
		(await tx.run(`UPDATE jobs SET state = 'done', set_aside = ? WHERE job_id = ? AND state = 'parked'`, [
			reason,
			jobId
		])) > 0
	);
}

/**
 * What was to be sent of one stream shall not go any more, whether it waits or is parked; it stays readable with the
 * reason. A message that is on its way at this moment arrives. Answers how many.
 */
export async function callOff(tx: WriteTx, stream: string, reason: string): Promise<number> {
	return tx.run(
		`UPDATE jobs SET state = 'done', set_aside = ?
		 WHERE kind = 'forward' AND stream = ? AND state IN ('due', 'parked')`,
		[reason, stream]
	);
}

export interface ParkedJob {
	readonly jobId: string;
	readonly kind: JobKind;
	readonly key: string;
	readonly queue: string;
	readonly attempts: number;
	readonly why: string;
}

/** All that waits for a person to look, oldest first. */
export async function parkedJobs(db: Reader): Promise<ParkedJob[]> {
	const rows = await db.read(`SELECT * FROM jobs WHERE state = 'parked' ORDER BY seq`);
	return rows.map((row) => {
		const { job_id: jobId, kind, key, queue, attempts, last_error: why } = JobRow.parse(row);
		return { jobId, kind, key, queue, attempts, why: why ?? '' };
	});
}

/** A queue's gate as it stands. */
export async function gateOf(db: Reader, queue: string): Promise<Gate> {
	const [row] = await db.read('SELECT * FROM gates WHERE queue = ?', [queue]);
	return row ? rowToGate(row) : openGate;
}

export async function setGate(tx: WriteTx, queue: string, gate: Gate): Promise<void> {
	await tx.run(
		`INSERT INTO gates (queue, failures, closed_until, next_at) VALUES (?, ?, ?, ?)
		 ON CONFLICT (queue) DO UPDATE SET failures = excluded.failures, closed_until = excluded.closed_until,
		   next_at = excluded.next_at`,
		[queue, gate.failures, gate.closedUntil, gate.nextAt]
	);
}

const JobRow = z.object({
	job_id: z.string(),
	kind: JobKind,
	key: z.string(),
	queue: z.string(),
	body: z.string(),
	attempts: z.number(),
	tried_since: z.number().nullable(),
	last_error: z.string().nullable()
});

const GateRow = z.object({ failures: z.number(), closed_until: z.number(), next_at: z.number() });

function rowToGate(row: Row): Gate {
	if (row['failures'] === null) return openGate;
	const { failures, closed_until: closedUntil, next_at: nextAt } = GateRow.parse(row);
	return { failures, closedUntil, nextAt };
}
