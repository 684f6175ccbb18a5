/**
 * The queue of one office, page by page. Each status is a list that an index holds in order; what is asked for is
 * merged from the heads of those lists. So a page reads as many rows as it shows, never as many as there are.
 */
import { z } from 'zod';
import { workingDaysBetween } from '../../domain/dossier/calendar.ts';
import { readCode, readLastDigits } from '../../domain/dossier/code.ts';
import { dayNumber, dayText } from '../../domain/dossier/days.ts';
import { dueSoonDays, type Lateness } from '../../domain/dossier/lateness.ts';
import { foundMax } from '../../domain/dossier/desk.ts';
import type { Status } from '../../domain/dossier/machine.ts';
import type { Reader, SqlValue } from '../store/database.ts';
import type { Scope } from './officers.ts';

/** What an officer may ask the queue for. */
export const QueueFilter = z.object({
	/** One status; `open` is all that is not over, `done` all that is. */
	status: z.enum(['open', 'done', '1', '2', '4', '5', '6', '7', '9']).catch('open'),
	lateness: z.enum(['late', 'due_soon', 'on_time', 'paused']).optional().catch(undefined),
	service: z
		.string()
		.regex(/^[\w.]{1,40}$/)
		.optional()
		.catch(undefined),
	who: z.enum(['me', 'nobody']).optional().catch(undefined),
	/** The last line of the page before: its day and code. */
	after: z
		.string()
		.regex(/^\d{4}-\d{2}-\d{2}~.{1,60}$/)
		.optional()
		.catch(undefined)
});
export type QueueFilter = z.infer<typeof QueueFilter>;

export interface QueueLine {
	readonly dossierId: string;
	readonly code: string;
	readonly procedureCode: string;
	readonly serviceVersion: number;
	readonly applicant: string;
	/** Whose dossier it is, when not the applicant's. */
	readonly owner: string | null;
	readonly status: Status;
	readonly day: string;
	readonly appointmentOn: string | null;
	/** Another day was promised once already. */
	readonly apologised: boolean;
	readonly arrivedAt: string;
	/** Name of whoever has it. */
	readonly officer: string | null;
}

export interface QueuePage {
	readonly lines: readonly QueueLine[];
	/** `after` of the next page; null on the last. */
	readonly next: string | null;
}

export const queuePageLength = 25;
/** Counting goes no further: more than that is "many" to anybody who works them off. */
export const countMax = 100;

const openStatuses: readonly Status[] = [1, 2, 4, 5, 6, 7, 9];
const doneStatuses: readonly Status[] = [3, 8, 10];
const running: readonly Status[] = [2, 4];

export async function queuePage(
	db: Reader,
	of: Scope & { readonly officerId: string; readonly statuses: (status: Status) => boolean },
	filter: QueueFilter,
	today: string
): Promise<QueuePage> {
	const days = daysOf(filter.lateness, today);
	const statuses = statusesOf(filter).filter((status) => of.statuses(status) && days.of(status));
	if (statuses.length === 0) return { lines: [], next: null };
	// Work is done oldest first; what is over is looked for newest first.
	const newestFirst = filter.status === 'done';
	const order = newestFirst ? 'day DESC, code DESC' : 'day, code';
	const after = filter.after ? afterOf(filter.after) : null;
	const where = ['agency_code = ?', 'status = ?'];
	const args: SqlValue[] = [];
	const also = (condition: string, ...values: SqlValue[]) => {
		where.push(condition);
		args.push(...values);
	};
	if (of.commune !== null) also('commune = ?', of.commune);
	if (filter.service) also('procedure_code = ?', filter.service);
	if (filter.who) also('officer_id IS ?', filter.who === 'me' ? of.officerId : null);
	if (days.from) also('day >= ?', days.from);
	if (days.to) also('day <= ?', days.to);
	if (after) also(`(day, code) ${newestFirst ? '<' : '>'} (?, ?)`, after.day, after.code);
	const one = `SELECT * FROM (SELECT * FROM desk_queue WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${queuePageLength + 1})`;
	const rows = await db.read(
		`SELECT queue.*, officers.name AS officer FROM (
			${statuses.map(() => one).join(' UNION ALL ')} ORDER BY ${order} LIMIT ${queuePageLength + 1}
		 ) AS queue LEFT JOIN officers ON officers.officer_id = queue.officer_id
		 ORDER BY ${order.replace(/\b(day|code)\b/g, 'queue.$1')}`,
		statuses.flatMap((status) => [of.agency, status, ...args])
	);
	const lines = rows.slice(0, queuePageLength).map((row) => rowToLine(row));
	const last = lines.at(-1);
	return { lines, next: rows.length > queuePageLength && last ? `${last.day}~${last.code}` : null };
}

/** How many there are, up to `countMax`, by what an officer looks for first. */
export interface QueueCounts {
	readonly byStatus: Readonly<Partial<Record<Status, number>>>;
	readonly late: number;
	readonly dueSoon: number;
	/** Of those due soon: whose one apology can still go out. */
	readonly toApologise: number;
	readonly mine: number;
}

export async function queueCounts(
	db: Reader,
	of: Scope & { readonly officerId: string },
	today: string
): Promise<QueueCounts> {
	const parts: string[] = [];
	const args: SqlValue[] = [];
	const scope = scopeOf(of);
	const count = (name: string, where: string, ...values: SqlValue[]) => {
		parts.push(
			`(SELECT count(*) FROM (SELECT 1 FROM desk_queue WHERE ${scope.where} AND ${where} LIMIT ${countMax})) AS ${name}`
		);
		args.push(...scope.args, ...values);
	};
	for (const status of openStatuses) count(`s${status}`, 'status = ?', status);
	const soon = daysOf('due_soon', today);
	for (const status of running) {
		count(`late${status}`, 'status = ? AND day < ?', status, today);
		count(
			`soon${status}`,
			'status = ? AND day BETWEEN ? AND ?',
			status,
			soon.from ?? today,
			soon.to ?? today
		);
		// From the day after today on: on the promised day itself it is too late for an apology.
		count(
			`sorry${status}`,
			'status = ? AND day BETWEEN ? AND ? AND apologised = 0',
			status,
			dayText(dayNumber(today) + 1),
			soon.to ?? today
		);
		count(`mine${status}`, 'officer_id = ? AND status = ?', of.officerId, status);
	}
	const [row] = await db.read(`SELECT ${parts.join(', ')}`, args);
	const number = (name: string) => Number(row?.[name] ?? 0);
	return {
		byStatus: Object.fromEntries(openStatuses.map((status) => [status, number(`s${status}`)])),
		late: number('late2') + number('late4'),
		dueSoon: number('soon2') + number('soon4'),
		toApologise: number('sorry2') + number('sorry4'),
		mine: number('mine2') + number('mine4')
	};
}

/** Which procedures the office has dossiers of; steps from one to the next in the index instead of reading all. */
export async function servicesInQueue(db: Reader, of: Scope): Promise<string[]> {
	const { where, args } = scopeOf(of);
	const rows = await db.read(
		`WITH RECURSIVE service (code) AS (
			SELECT min(procedure_code) FROM desk_queue WHERE ${where}
			UNION ALL
			SELECT (SELECT min(procedure_code) FROM desk_queue WHERE ${where} AND procedure_code > service.code)
			FROM service WHERE service.code IS NOT NULL
		 ) SELECT code FROM service WHERE code IS NOT NULL`,
		[...args, ...args]
	);
	return rows.map((row) => String(row['code']));
}

/**
 * The dossiers that a typed or scanned code names: one for a whole code, for its last digits all that end so, the newest
 * first. Fewer than four digits are a number of the day.
 */
export async function findByCode(
	db: Reader,
	of: Scope & { readonly statuses: (status: Status) => boolean },
	text: string
): Promise<QueueLine[]> {
	const scope = scopeOf(of, 'queue.');
	const found = async (where: string, args: readonly SqlValue[], limit: number) => {
		const rows = await db.read(
			`SELECT queue.*, officers.name AS officer FROM desk_queue AS queue
			 LEFT JOIN officers ON officers.officer_id = queue.officer_id
			 WHERE ${scope.where} AND ${where} LIMIT ${limit}`,
			[...scope.args, ...args]
		);
		return rows.map((row) => rowToLine(row)).filter(({ status }) => of.statuses(status));
	};
	const read = readCode(text);
	if (read) {
		const whole = await found(
			'queue.dossier_id = (SELECT dossier_id FROM dossiers WHERE code = ?)',
			[read.code],
			1
		);
		if (whole.length > 0) return whole;
	}
	const digits = readLastDigits(text);
	if (digits === null) return [];
	// The index holds four; what stands before them is looked at in what it finds.
	const more = digits.length > 4 ? ` AND replace(queue.code, '-', '') LIKE ?` : '';
	return found(
		`substr(queue.code, -4) = ?${more} ORDER BY queue.arrived_at DESC`,
		[digits.slice(-4), ...(more ? [`%${digits}`] : [])],
		foundMax
	);
}

/** Somebody's own part of the queue, as a condition. */
export function scopeOf(
	{ agency, commune }: Scope,
	of = ''
): { readonly where: string; readonly args: SqlValue[] } {
	return commune === null
		? { where: `${of}agency_code = ?`, args: [agency] }
		: { where: `${of}agency_code = ? AND ${of}commune = ?`, args: [agency, commune] };
}

function statusesOf({ status }: QueueFilter): readonly Status[] {
	if (status === 'open') return openStatuses;
	if (status === 'done') return doneStatuses;
	return [Number(status) as Status];
}

/** Lateness as days of the queue and statuses in which it is told; the same rule as domain/dossier/lateness.ts. */
function daysOf(
	lateness: Lateness | undefined,
	today: string
): { readonly from?: string; readonly to?: string; readonly of: (status: Status) => boolean } {
	const isRunning = (status: Status) => running.includes(status);
	const afterSoon = firstAfterSoon(today);
	const dayBefore = (day: string) => dayText(dayNumber(day) - 1);
	switch (lateness) {
		case undefined:
			return { of: () => true };
		case 'late':
			return { to: dayBefore(today), of: isRunning };
		case 'due_soon':
			return { from: today, to: dayBefore(afterSoon), of: isRunning };
		case 'on_time':
			return { from: afterSoon, of: isRunning };
		case 'paused':
			return { of: (status) => status === 5 || status === 6 || status === 7 };
	}
}

/** The first day that is more than `dueSoonDays` working days away. */
function firstAfterSoon(today: string): string {
	let number = dayNumber(today);
	while (workingDaysBetween(today, dayText(number)) <= dueSoonDays) number++;
	return dayText(number);
}

function afterOf(text: string): { readonly day: string; readonly code: string } {
	return { day: text.slice(0, 10), code: text.slice(11) };
}

const LineRow = z.object({
	dossier_id: z.string(),
	code: z.string(),
	procedure_code: z.string(),
	service_version: z.number(),
	applicant: z.string(),
	owner_name: z.string().nullable(),
	status: z.number(),
	day: z.string(),
	appointment_on: z.string().nullable(),
	apologised: z.number(),
	arrived_at: z.string(),
	officer: z.string().nullable()
});

function rowToLine(found: Readonly<Record<string, unknown>>): QueueLine {
	const row = LineRow.parse(found);
	return {
		dossierId: row.dossier_id,
		code: row.code,
		procedureCode: row.procedure_code,
		serviceVersion: row.service_version,
		applicant: row.applicant,
		owner: row.owner_name,
		status: row.status as Status,
		day: row.day,
		appointmentOn: row.appointment_on,
		apologised: row.apologised === 1,
		arrivedAt: row.arrived_at,
		officer: row.officer
	};
}
