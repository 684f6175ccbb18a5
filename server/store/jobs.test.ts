import { expect, it } from 'vitest';
import { jobLeaseMs } from '../../domain/limits.ts';
import { forEachDatabase } from '../../tests/support/databases.ts';
import type { Database } from './database.ts';
import {
	claim,
	complete,
	enqueue,
	giveBack,
	jobIdOf,
	type NewJob,
	park,
	parkedJobs,
	resend,
	retryLater,
	setAside
} from './jobs.ts';
import { migrate } from './migrate.ts';

const at = (ms: number) => new Date(Date.parse('2026-11-23T02:00:00.000Z') + ms);

forEachDatabase((open) => {
	async function withJobs(...jobs: (Partial<NewJob> & { key: string })[]): Promise<Database> {
		const db = await open();
		await migrate(db, () => at(0));
		for (const job of jobs) await add(db, job);
		return db;
	}
	const add = (db: Database, job: Partial<NewJob> & { key: string }) =>
		db.write((tx) =>
			enqueue(tx, {
				kind: 'forward',
				queue: 'csgt',
				stream: null,
				body: {},
				dueAt: at(0),
				now: at(0),
				...job
			})
		);
	const taken = async (db: Database, ms = 0, queue = 'csgt') => {
		const job = await claim(db, 'w', at(ms), queue);
		if (!job) throw new Error('a job is due');
		return job;
	};
	const keyOf = async (db: Database, ms = 0, queue = 'csgt') =>
		(await claim(db, 'w', at(ms), queue))?.key ?? null;
	const finish = (db: Database, key: string) => db.write((tx) => complete(tx, jobIdOf('forward', key)));

	it('[A1] is written once and keeps the body of the first time', async () => {
		const db = await withJobs({ key: 'a', body: { first: true } });
		await add(db, { key: 'a', body: { first: false } });
		expect(await claim(db, 'w', at(0), 'csgt')).toMatchObject({
			jobId: jobIdOf('forward', 'a'),
			kind: 'forward',
			key: 'a',
			queue: 'csgt',
			body: { first: true },
			attempts: 1
		});
		expect(await keyOf(db)).toBeNull();
	});

	it('goes to one worker, and to another when the first died', async () => {
		const db = await withJobs({ key: 'a' });
		const claims = await Promise.all(['w1', 'w2', 'w3'].map((worker) => claim(db, worker, at(0), 'csgt')));
		expect(claims.filter((job) => job !== null)).toHaveLength(1);
		expect(await keyOf(db, jobLeaseMs - 1)).toBeNull();
		expect(await claim(db, 'w4', at(jobLeaseMs), 'csgt')).toMatchObject({ key: 'a', attempts: 2 });
	});

	it('ends once', async () => {
		const db = await withJobs({ key: 'a' });
		expect(await finish(db, 'a')).toBe(true);
		expect(await finish(db, 'a')).toBe(false);
		expect(await keyOf(db, 1_000_000_000)).toBeNull();
	});

	it('keeps the order of a stream, while other streams go on', async () => {
		const db = await withJobs(
			{ key: 'mai 1', stream: 'mai' },
			{ key: 'mai 2', stream: 'mai' },
			{ key: 'sung 1', stream: 'sung' }
		);
		const first = await taken(db);
		expect(first.key).toBe('mai 1');
		await db.write((tx) => retryLater(tx, first, { dueAt: at(5_000), error: 'unreachable' }));
		expect(await keyOf(db)).toBe('sung 1');
		expect(await keyOf(db)).toBeNull();
		expect(await keyOf(db, 5_000)).toBe('mai 1');
		await finish(db, 'mai 1');
		expect(await keyOf(db, 5_000)).toBe('mai 2');
	});

	it('[A3] is parked where it is seen, holds its stream back, and can be sent again', async () => {
		const db = await withJobs({ key: 'mai 1', stream: 'mai' }, { key: 'mai 2', stream: 'mai' });
		const jobId = jobIdOf('forward', 'mai 1');
		const first = await taken(db);
		await db.write((tx) => park(tx, first, 'refused with 422'));
		expect(await parkedJobs(db)).toEqual([
			{ jobId, kind: 'forward', key: 'mai 1', queue: 'csgt', attempts: 1, why: 'refused with 422' }
		]);
		expect(await keyOf(db, 1_000_000_000)).toBeNull();
		expect(await db.write((tx) => resend(tx, jobId, at(9)))).toBe(true);
		expect(await claim(db, 'w', at(9), 'csgt')).toMatchObject({ key: 'mai 1', attempts: 1 });
		expect(await parkedJobs(db)).toEqual([]);
	});

	it('[A10] is neither delayed nor parked by a worker that lost it', async () => {
		const db = await withJobs({ key: 'a' });
		const lost = await taken(db);
		const held = await claim(db, 'w2', at(jobLeaseMs), 'csgt');
		expect(await db.write((tx) => retryLater(tx, lost, { dueAt: at(0), error: 'timeout' }))).toBe(false);
		expect(await db.write((tx) => park(tx, lost, 'refused with 422'))).toBe(false);
		await db.write((tx) => giveBack(tx, lost));
		expect(await keyOf(db, jobLeaseMs + 1)).toBeNull();
		if (!held) throw new Error('the second worker has it');
		await db.write((tx) => giveBack(tx, held));
		expect(await claim(db, 'w3', at(jobLeaseMs + 1), 'csgt')).toMatchObject({ attempts: 2 });
	});

	it('[A11] is set aside with a reason, so that its stream goes on, and can still be sent', async () => {
		const db = await withJobs({ key: 'mai 1', stream: 'mai' }, { key: 'mai 2', stream: 'mai' });
		const first = await taken(db);
		expect(await db.write((tx) => setAside(tx, first.jobId, 'too early'))).toBe(false);
		await db.write((tx) => park(tx, first, 'refused with 422'));
		expect(await db.write((tx) => setAside(tx, first.jobId, 'Đã gửi bằng giấy'))).toBe(true);
		expect(await parkedJobs(db)).toEqual([]);
		expect(await db.read(`SELECT set_aside FROM jobs WHERE key = 'mai 1'`)).toEqual([
			{ set_aside: 'Đã gửi bằng giấy' }
		]);
		expect(await keyOf(db)).toBe('mai 2');
		expect(await db.write((tx) => resend(tx, first.jobId, at(1)))).toBe(true);
		expect(await taken(db, 1)).toMatchObject({ key: 'mai 1', body: {}, attempts: 1 });
	});

	it('[A12] keeps to a rate that all servers share', async () => {
		const db = await withJobs(...Array.from({ length: 10 }, (_, n) => ({ key: `job ${n}` })));
		const terms = { leaseMs: jobLeaseMs, ratePerMinute: 120 };
		const passed = async (ms: number) => {
			let count = 0;
			while (await claim(db, `w${count % 2}`, at(ms), 'csgt', terms)) count++;
			return count;
		};
		// A second's worth at once and the one that is due, then one every half second.
		expect(await passed(0)).toBe(3);
		expect(await passed(499)).toBe(0);
		expect(await passed(500)).toBe(1);
		expect(await passed(2_000)).toBe(3);
	});

	it('[A4] waits for nobody in another queue', async () => {
		const db = await withJobs({ key: 'a' }, { key: 'b', queue: 'bhxh' });
		expect(await keyOf(db, 0, 'bhxh')).toBe('b');
	});
});
