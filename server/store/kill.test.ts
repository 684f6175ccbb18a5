import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openOffice } from '../../tests/support/office.ts';
import { isSqldOffered, startSqld } from '../../tests/support/sqld.ts';
import { nthSubmission, together } from '../../tests/support/submitting.ts';
import { firstBrokenAudit } from './audit.ts';
import { type Database, openDatabase } from './database.ts';

/** How many outcomes the process says in each round before it is killed. */
const rounds = [1, 4, 2, 7];
/** Starting a process takes seconds on a busy machine; the test has no other reason to last. */
const patienceMs = 180_000;

/** Lets a process submit until it has said that many outcomes, kills it, and answers the last one that it said. */
async function submitAndKill(url: string, first: number, outcomes: number): Promise<number> {
	const child = spawn(process.execPath, [path.resolve('tests/support/submitting.ts'), url, String(first)], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const gone = once(child, 'exit');
	let last = first - 1;
	for await (const line of createInterface({ input: child.stdout })) {
		const [n, type] = line.split(' ');
		expect(type).toBe('done');
		last = Number(n);
		// Not awaited: what it does until the signal comes is cut somewhere.
		if (last - first + 1 >= outcomes) child.kill('SIGKILL');
	}
	await gone;
	return last;
}

async function counts(db: Database): Promise<Record<string, unknown>> {
	const [row] = await db.read(`SELECT
		(SELECT count(*) FROM dossiers) AS dossiers,
		(SELECT count(*) FROM dossier_events) AS events,
		(SELECT count(*) FROM operations) AS operations,
		(SELECT count(*) FROM changes) AS changes,
		(SELECT count(*) FROM jobs) AS jobs,
		(SELECT count(*) FROM audit) AS audit,
		(SELECT sum(last) FROM serials) AS serials`);
	return row ?? {};
}

const places: [string, () => Promise<{ url: string; stop: () => Promise<void> }>][] = [
	[
		'in a file',
		async () => {
			const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-kill-'));
			const stop = () => rm(folder, { recursive: true, force: true });
			return { url: `file:${path.join(folder, 'data.db')}`, stop };
		}
	]
];
if (isSqldOffered) places.push(['over sqld', startSqld]);

it.each(places)(
	'[S4] a server that is killed keeps all that it said and halves nothing, %s',
	async (_name, place) => {
		const { url, stop } = await place();
		let said = 0;
		for (const outcomes of rounds) {
			said = await submitAndKill(url, said + 1, outcomes);
			const db = await openDatabase({ url });
			const all = await counts(db);
			const written = Number(all['dossiers']);
			// Those of its commit that it had no time to say, and those after them, may be there, whole, or not.
			expect(written).toBeGreaterThanOrEqual(said);
			expect(written).toBeLessThan(said + 2 * together);
			expect(all).toEqual(
				Object.fromEntries(
					['dossiers', 'events', 'operations', 'changes', 'jobs', 'audit', 'serials'].map((name) => [
						name,
						written
					])
				)
			);
			expect(await firstBrokenAudit(db)).toBeNull();
			db.close();
		}
		const office = await openOffice(await openDatabase({ url }));
		const before = Number((await counts(office.db))['dossiers']);
		for (let n = 1; n <= before; n++)
			expect(await office.authority.apply(office.mai, nthSubmission(n))).toMatchObject({ type: 'done' });
		expect((await counts(office.db))['dossiers']).toBe(before);
		expect(before).toBeGreaterThanOrEqual(rounds.reduce((sum, outcomes) => sum + outcomes, 0));
		office.db.close();
		await stop();
	},
	patienceMs
);
