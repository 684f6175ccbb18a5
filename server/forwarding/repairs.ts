/**
 * What an operator sees of messages that do not get through, and can do about them. Whoever holds `Repairs` has been
 * found to be an operator; every act is audited in its transaction. Shows the dossier's code, because the agency must
 * be told which it is, and nothing else of a citizen.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { Fault } from '../../domain/faults.ts';
import type { Gate } from '../../domain/forwarding/gate.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { withRole } from '../auth/roles.ts';
import type { Sessions } from '../auth/session.ts';
import { isFromAnotherSite, isUnsafe, type Security } from '../security.ts';
import { audit } from '../store/audit.ts';
import type { Database, Row, WriteTx } from '../store/database.ts';
import { gateOf, JobKind, resend, setAside } from '../store/jobs.ts';
import type { Person } from '../store/people.ts';

export interface StuckJob {
	/** Correlation id: the agency knows the message under it (`webhook-id`, `x-road-id`), and our log. */
	readonly jobId: string;
	readonly kind: JobKind;
	/** Agency system, or whom else it is for. */
	readonly queue: string;
	readonly state: 'due' | 'done' | 'parked';
	readonly dossierCode: string | null;
	readonly attempts: number;
	/** Why the last attempt failed, as the log has it; empty when none did. */
	readonly why: string;
	/** What the operator wrote who set it aside. */
	readonly setAside: string | null;
	readonly writtenAt: string;
}

export interface QueueState {
	readonly queue: string;
	readonly waiting: number;
	readonly parked: number;
	/** When its gate lets the next one through, if it is closed now; ISO. */
	readonly closedUntil: string | null;
	readonly failures: number;
}

export interface Repairs {
	readonly operator: Person;
	/** Queues in which something waits, is parked or whose gate is closed. */
	queues(): Promise<QueueState[]>;
	/** Dossiers whose promised day has passed at offices that work at our desk, most first; the number only. */
	late(): Promise<readonly { readonly agency: string; readonly late: number }[]>;
	/** Parked jobs, oldest first, at most `jobsMax`. */
	parked(): Promise<StuckJob[]>;
	/** Messages by correlation id or dossier code, in the order in which they were written. */
	find(text: string): Promise<StuckJob[]>;
	/** Again from the first delay on, with the same id and body. `not_found`: unknown, or it waits for its turn anyway. */
	sendAgain(jobId: string): Promise<Result<null, Fault>>;
	/** All that is parked in a queue. Answers how many. */
	sendAllAgain(queue: string): Promise<number>;
	/** Not at all, for a reason; those behind it go on. */
	setAside(jobId: string, reason: string): Promise<Result<null, Fault | { readonly type: 'reason_missing' }>>;
}

export const jobsMax = 200;
const reasonLengthMax = 500;

export type OpenRepairs = (request: {
	readonly method: string;
	readonly headers: IncomingHttpHeaders;
}) => Promise<Result<Repairs, Fault>>;

/** Looks at the role anew for every request. */
export function createRepairsDoor(deps: {
	readonly db: Database;
	readonly sessions: Sessions;
	readonly security: Security;
	readonly now: () => Date;
	/** Something may be due now. */
	readonly wake: () => void;
}): OpenRepairs {
	return async ({ method, headers }) => {
		if (isUnsafe(method) && isFromAnotherSite({ headers }, deps.security))
			return err({ type: 'malformed', where: 'origin' });
		const session = await deps.sessions.read(headers.cookie);
		const operator = await withRole(deps.db, session?.person ?? null, 'operator');
		return operator.ok ? ok(createRepairs({ ...deps, operator: operator.value })) : operator;
	};
}

export function createRepairs({
	db,
	now,
	wake,
	operator
}: {
	readonly db: Database;
	readonly now: () => Date;
	readonly wake: () => void;
	readonly operator: Person;
}): Repairs {
	const noted = (tx: WriteTx, action: string, jobId: string) =>
		audit(tx, { at: now(), actor: `operator:${operator.personId}`, action, subject: jobId, detail: {} });
	const again = async (tx: WriteTx, jobId: string) => {
		const isSent = await resend(tx, jobId, now());
		if (isSent) await noted(tx, 'job.sent_again', jobId);
		return isSent;
	};

	return {
		operator,
		async queues() {
			const rows = await db.read(
				`SELECT queue, sum(state = 'due') AS waiting, sum(state = 'parked') AS parked FROM jobs
				 WHERE state <> 'done' GROUP BY queue ORDER BY queue`
			);
			const states = await Promise.all(
				rows.map(async (row) => {
					const { queue, waiting, parked } = QueueRow.parse(row);
					const gate = await gateOf(db, queue);
					return { queue, waiting, parked, closedUntil: closedUntil(gate, now()), failures: gate.failures };
				})
			);
			return states;
		},
		async late() {
			const rows = await db.read(
				`SELECT agency_code AS agency, count(*) AS late FROM desk_queue WHERE status IN (2, 4) AND day < ?
				 GROUP BY agency_code ORDER BY late DESC, agency_code LIMIT ?`,
				[dayOf(now()), jobsMax]
			);
			return rows.map((row) => ({ agency: String(row['agency']), late: Number(row['late']) }));
		},
		async parked() {
			const rows = await db.read(`${jobsWithCode} WHERE jobs.state = 'parked' ORDER BY jobs.seq LIMIT ?`, [
				jobsMax
			]);
			return rows.map(rowToJob);
		},
		async find(text) {
			const wanted = text.trim().slice(0, 100);
			if (wanted === '') return [];
			const rows = await db.read(
				`${jobsWithCode} WHERE jobs.job_id = ?
				   OR jobs.stream = (SELECT dossier_id FROM dossiers WHERE code = ?) ORDER BY jobs.seq LIMIT ?`,
				[wanted.toLowerCase(), wanted.toUpperCase(), jobsMax]
			);
			return rows.map(rowToJob);
		},
		async sendAgain(jobId) {
			const isSent = await db.write((tx) => again(tx, jobId));
			wake();
			return isSent ? ok(null) : err({ type: 'not_found' });
		},
		async sendAllAgain(queue) {
			const count = await db.write(async (tx) => {
				const rows = await tx.read(
					`SELECT job_id FROM jobs WHERE queue = ? AND state = 'parked' ORDER BY seq`,
					[queue]
				);
				for (const row of rows) await again(tx, String(row['job_id']));
				return rows.length;
			});
			wake();
			return count;
		},
		async setAside(jobId, reason) {
			const words = reason.trim().slice(0, reasonLengthMax);
			if (words === '') return err({ type: 'reason_missing' });
			const isSetAside = await db.write(async (tx) => {
				const isDone = await setAside(tx, jobId, words);
				if (isDone) await noted(tx, 'job.set_aside', jobId);
				return isDone;
			});
			wake();
			return isSetAside ? ok(null) : err({ type: 'not_found' });
		}
	};
}

const jobsWithCode = `SELECT jobs.job_id, jobs.kind, jobs.queue, jobs.state, jobs.attempts, jobs.last_error,
	jobs.set_aside, jobs.created_at, dossiers.code
	FROM jobs LEFT JOIN dossiers ON dossiers.dossier_id = json_extract(jobs.body, '$.dossierId')`;

const QueueRow = z.object({ queue: z.string(), waiting: z.number(), parked: z.number() });
const StuckRow = z.object({
	job_id: z.string(),
	kind: JobKind,
	queue: z.string(),
	state: z.enum(['due', 'done', 'parked']),
	attempts: z.number(),
	last_error: z.string().nullable(),
	set_aside: z.string().nullable(),
	created_at: z.string(),
	code: z.string().nullable()
});

function rowToJob(found: Row): StuckJob {
	const row = StuckRow.parse(found);
	return {
		jobId: row.job_id,
		kind: row.kind,
		queue: row.queue,
		state: row.state,
		dossierCode: row.code,
		attempts: row.attempts,
		why: row.last_error ?? '',
		setAside: row.set_aside,
		writtenAt: row.created_at
	};
}

function closedUntil({ closedUntil }: Gate, now: Date): string | null {
	return closedUntil > now.getTime() ? new Date(closedUntil).toISOString() : null;
}
