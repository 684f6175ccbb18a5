import { expect, it } from 'vitest';
import {
	forwardDelaysMs,
	gateClosedMsMin,
	gateFailuresMax,
	jobDeathsMax,
	jobLeaseMs
} from '../../domain/limits.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import type { Database } from '../store/database.ts';
import { claim, enqueue, gateOf, jobIdOf, parkedJobs } from '../store/jobs.ts';
import { migrate } from '../store/migrate.ts';
import { type Attempt, createWorker, type WorkerEvent } from './worker.ts';

const open = fileDatabase();
const morning = Date.parse('2026-11-23T02:00:00.000Z');

/** Workers on one database, one clock, and a handler that answers as the test says. */
async function workshop(jobs: number) {
	const db = await open();
	const state = { now: morning, answer: (): Attempt => ({ type: 'done' }) };
	const clock = () => new Date(state.now);
	await migrate(db, clock);
	await db.write(async (tx) => {
		for (let n = 0; n < jobs; n++)
			await enqueue(tx, {
				kind: 'forward',
				key: String(n),
				queue: 'csgt',
				stream: null,
				body: n,
				dueAt: clock(),
				now: clock()
			});
	});
	const events: WorkerEvent[] = [];
	const ran: string[] = [];
	const worker = (name: string, on: Database = db) =>
		createWorker({
			db: on,
			clock,
			name,
			queues: ['csgt'],
			random: () => 0,
			report: (event) => events.push(event),
			handlers: {
				async forward(job) {
					ran.push(job.key);
					return state.answer();
				}
			}
		});
	return { db, state, clock, events, ran, worker, kinds: () => events.map(({ kind }) => kind) };
}
const silence: Attempt = { type: 'retry', error: 'timeout', isSilence: true };

it('[A12] spares an agency that is silent, tries it with one message, and goes on when it answers', async () => {
	const { state, ran, events, worker, db, kinds } = await workshop(gateFailuresMax + 12);
	state.answer = () => silence;
	await worker('a').tick();
	// Those that were under way when it closed still ended.
	expect(ran.length).toBeGreaterThanOrEqual(gateFailuresMax);
	expect(ran.length).toBeLessThan(gateFailuresMax + 4);
	expect(kinds().filter((kind) => kind === 'closed')).toHaveLength(1);
	const before = ran.length;
	expect(await worker('b').tick(), 'another server keeps to it').toBe(0);

	state.now = (await gateOf(db, 'csgt')).closedUntil;
	expect((await Promise.all([worker('a').tick(), worker('b').tick()])).sort()).toEqual([0, 1]);
	expect(ran).toHaveLength(before + 1);
	expect((await gateOf(db, 'csgt')).closedUntil).toBeGreaterThan(state.now + gateClosedMsMin);

	state.now = (await gateOf(db, 'csgt')).closedUntil;
	state.answer = () => ({ type: 'done' });
	await worker('b').tick();
	expect(new Set(ran).size).toBe(gateFailuresMax + 12);
	expect(await gateOf(db, 'csgt')).toMatchObject({ failures: 0, closedUntil: 0 });
	expect(kinds()).toContain('opened');
	expect(events.find(({ kind }) => kind === 'retried')).toMatchObject({
		jobId: jobIdOf('forward', ran[0] ?? ''),
		attempt: 1,
		error: 'timeout'
	});
});

it('[A12] takes a refusal for an answer: a queue of refused messages is not closed', async () => {
	const { state, worker, ran, kinds } = await workshop(gateFailuresMax + 5);
	state.answer = () => ({ type: 'park', why: 'refused with 422' });
	await worker('a').tick();
	expect(ran).toHaveLength(gateFailuresMax + 5);
	expect(new Set(kinds())).toEqual(new Set(['parked']));
});

it('[A2] gives an agency the pause that it asks for, but never a shorter one', async () => {
	const { state, worker, ran } = await workshop(1);
	const nth = async (notBeforeMs: number) => {
		state.answer = () => ({ type: 'retry', error: 'answered 429', notBeforeMs });
		await worker('a').tick();
	};
	await nth(60_000);
	state.now += 59_999;
	expect(await worker('a').tick()).toBe(0);
	state.now += 1;
	await nth(0);
	expect(ran).toHaveLength(2);
	state.now += (forwardDelaysMs[1] ?? 0) - 1;
	expect(await worker('a').tick()).toBe(0);
});

it('[A2] does not give up because its servers died often: 75 hours are 75 hours', async () => {
	const { db, state, worker, clock } = await workshop(1);
	await claim(db, 'dying', clock(), 'csgt');
	await db.write((tx) => tx.run('UPDATE jobs SET attempts = ?', [forwardDelaysMs.length + 2]));
	state.now += jobLeaseMs;
	state.answer = () => silence;
	await worker('a').tick();
	expect(await parkedJobs(db)).toEqual([]);
	state.now += forwardDelaysMs.reduce((sum, delay) => sum + delay, 0);
	await worker('a').tick();
	expect(await parkedJobs(db)).toMatchObject([{ why: 'timeout' }]);
});

it('[A3] parks what may be killing its servers', async () => {
	const { db, state, worker, clock, ran } = await workshop(1);
	await claim(db, 'dying', clock(), 'csgt');
	await db.write((tx) => tx.run('UPDATE jobs SET attempts = ?', [forwardDelaysMs.length + jobDeathsMax]));
	state.now += jobLeaseMs;
	await worker('a').tick();
	expect(ran).toEqual([]);
	expect(await parkedJobs(db)).toMatchObject([{ why: 'interrupted too often' }]);
});

it('[A10] does not begin an attempt that its lease may not outlive', async () => {
	const { db, state, worker, ran } = await workshop(1);
	let waits = 1;
	const slow: Database = {
		...db,
		async write(work) {
			const value = await db.write(work);
			// The claim is through, but so late that somebody else may soon have it.
			if (waits-- > 0) state.now += jobLeaseMs / 2 + 1;
			return value;
		}
	};
	await worker('a', slow).tick();
	expect(ran).toEqual(['0']);
	expect(await db.read('SELECT attempts, state FROM jobs')).toEqual([{ attempts: 1, state: 'done' }]);
});
