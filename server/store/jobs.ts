/**
 * What must happen after a commit: rows written in that commit, taken by workers under a lease.
 * Promises: a job is not lost and does not end before somebody says `complete` or `park`; jobs of one stream leave
 * in the order in which they were written, and wait behind one that is parked; a queue never waits for another.
 * A worker that dies gives its job back when the lease ends, so handlers must bear being run twice.
 */
import { z } from 'zod';
import { jobLeaseMs } from '../../domain/limits.ts';
import { namedUuid } from './canonical.ts';
import type { Database, Reader, Row, WriteTx } from './database.ts';

export const JobKind = z.enum([
	'forward',
	'fetch_result',
	'query_payment',
	'settle_bills',
	'publish_catalogue'
]);
export type JobKind = z.infer<typeof JobKind>;

export interface NewJob {
	readonly kind: JobKind;
	/** What it is about; the same kind and key is the same job, and is written once. */
	readonly key: string;
	/** Whom it waits for: an agency system, `gateway`, `power` or `catalogue`. */
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

/** Takes the job of that queue which has been due longest; null when none is. */
export async function claim(
	db: Database,
	worker: string,
	now: Date,
	queue: string
): Promise<ClaimedJob | null> {
	const find = (reader: Reader) =>
		reader.read(`SELECT * FROM jobs WHERE queue = ? AND ${mayRun} ORDER BY due_at, seq LIMIT 1`, [
			queue,
			now.getTime(),
			now.getTime()
		]);
	// Looking first spares the write lock while there is nothing to do, which is most of the time.
	if ((await find(db)).length === 0) return null;
	return db.write(async (tx) => {
		const [row] = await find(tx);
		if (!row) return null;
		const job = rowToJob(row);
		await tx.run('UPDATE jobs SET lease_by = ?, lease_until = ?, attempts = attempts + 1 WHERE job_id = ?', [
			worker,
			now.getTime() + jobLeaseMs,
			job.jobId
		]);
		return { ...job, attempts: job.attempts + 1 };
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

/** Gives the job back for another attempt. */
export async function retryLater(
	tx: WriteTx,
	jobId: string,
	retry: { readonly dueAt: Date; readonly error: string }
): Promise<void> {
	await tx.run(
		`UPDATE jobs SET due_at = ?, lease_by = NULL, lease_until = NULL, last_error = ? WHERE job_id = ? AND state = 'due'`,
		[retry.dueAt.getTime(), retry.error, jobId]
	);
}

/** Sets the job aside, where people see it; nothing but `resend` brings it back. */
export async function park(tx: WriteTx, jobId: string, why: string): Promise<void> {
	await tx.run(
		`UPDATE jobs SET state = 'parked', lease_by = NULL, lease_until = NULL, last_error = ? WHERE job_id = ? AND state = 'due'`,
		[why, jobId]
	);
}

/** Somebody looked, and it may be tried again from the first delay on. False when it was not parked. */
export async function resend(tx: WriteTx, jobId: string, now: Date): Promise<boolean> {
	return (
		(await tx.run(
			`UPDATE jobs SET state = 'due', attempts = 0, due_at = ? WHERE job_id = ? AND state = 'parked'`,
			[now.getTime(), jobId]
		)) > 0
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
		const { jobId, kind, key, queue, attempts } = rowToJob(row);
		return { jobId, kind, key, queue, attempts, why: JobRow.parse(row).last_error ?? '' };
	});
}

const JobRow = z.object({
	job_id: z.string(),
	kind: JobKind,
	key: z.string(),
	queue: z.string(),
	body: z.string(),
	attempts: z.number(),
	last_error: z.string().nullable()
});

function rowToJob(row: Row): ClaimedJob {
	const { job_id: jobId, kind, key, queue, body, attempts } = JobRow.parse(row);
	return { jobId, kind, key, queue, attempts, body: JSON.parse(body) as unknown };
}
