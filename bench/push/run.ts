/** Starts the servers of the comparison, drives them by turns, and tells what each push cost. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from './load.ts';
import { clientsOf, people } from './pushes.ts';
import type { Ready, Subject } from './server.ts';

/** Of one round; the first of each server is thrown away. */
const roundMs = 4_000;
/** Of each client, in the round that is thrown away. */
const firstPushes = 50;

/** One server of the comparison, running. */
export interface Running {
	/** One round. */
	measure(): Promise<Measured>;
	stop(): Promise<void>;
}

export interface Measured {
	readonly pushesPerSecond: number;
	readonly cpuMicros: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
}

/**
 * Null when it does not start; why, it has said itself.
 * @param slowSync the library that delays every sync; absent: the disk as it is
 */
export async function start(subject: Subject, slowSync?: string): Promise<Running | null> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-push-'));
	const postgres = subject === 'postgres' ? await startPostgres(folder, slowSync) : null;
	const server = spawn(
		process.execPath,
		[
			path.join(import.meta.dirname, 'server.ts'),
			subject,
			folder,
			String(people),
			String(postgres?.port ?? 0)
		],
		{
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			env: { ...process.env, ...(slowSync && !postgres ? { LD_PRELOAD: slowSync } : {}) }
		}
	);
	const ready = await firstWord(server);
	if (!ready) {
		await postgres?.stop();
		await rm(folder, { recursive: true, force: true });
		return null;
	}
	const clients = clientsOf(ready);
	const cpu = async () => (await cpuOf(server)) + (postgres?.cpuMicros() ?? 0);
	for (const client of clients) client.prepare(firstPushes);
	let { pushes: expected } = await load(ready.port, clients, roundMs / 4);
	expected *= 4;
	return {
		async measure() {
			// Half as many again: a round may be faster than the one before.
			for (const client of clients) client.prepare(Math.ceil((expected * 1.5) / people));
			const before = await cpu();
			const { pushes, seconds, p50Ms, p99Ms } = await load(ready.port, clients, roundMs);
			expected = pushes;
			return {
				pushesPerSecond: pushes / seconds,
				cpuMicros: ((await cpu()) - before) / pushes,
				p50Ms,
				p99Ms
			};
		},
		async stop() {
			server.disconnect();
			await once(server, 'exit');
			await postgres?.stop();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

/** Where it listens; null when it ends before it says so. */
async function firstWord(server: ChildProcess): Promise<Ready | null> {
	const ended = new AbortController();
	server.once('exit', () => ended.abort());
	try {
		const [ready] = (await once(server, 'message', { signal: ended.signal })) as [Ready];
		return ready;
	} catch {
		return null;
	}
}

async function cpuOf(server: ChildProcess): Promise<number> {
	server.send('cpu');
	const [micros] = (await once(server, 'message')) as [number];
	return micros;
}

interface Postgres {
	readonly port: number;
	/** Of the server and all its helpers, those that have ended included. */
	cpuMicros(): number;
	stop(): Promise<void>;
}

const postgresBin = () =>
	globSync('/usr/lib/postgresql/*/bin')
		.concat('/usr/bin', '/usr/local/bin')
		.find((folder) => existsSync(path.join(folder, 'initdb')));
export const isPostgresHere = () => postgresBin() !== undefined;

/** A fresh cluster that waits for the disk at every commit, as it does unless told otherwise. */
async function startPostgres(folder: string, slowSync?: string): Promise<Postgres> {
	const bin = postgresBin();
	if (!bin) throw new Error('PostgreSQL is not on this machine');
	// It does not run as root; whoever else it may be is told by the password file.
	const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
	const own = process.getuid?.() === 0 && uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
	const port = 20_000 + Math.floor(Math.random() * 20_000);
	const data = path.join(folder, 'cluster');
	if (own) await chown(folder, own.uid, own.gid);
	const made = spawnSync(
		path.join(bin, 'initdb'),
		['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
		{ ...own, cwd: folder, encoding: 'utf8' }
	);
	if (made.status !== 0) throw new Error(made.stderr);
	const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`];
	const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
		...own,
		cwd: folder,
		stdio: 'ignore',
		env: { ...process.env, ...(slowSync ? { LD_PRELOAD: slowSync } : {}) }
	});
	const isReady = () =>
		spawnSync(path.join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { ...own }).status === 0;
	while (!isReady()) {
		if (server.exitCode !== null) throw new Error('PostgreSQL does not start');
		await sleep(100);
	}
	return {
		port,
		cpuMicros: () => familyMicros(server.pid ?? 0),
		async stop() {
			server.kill('SIGINT');
			await once(server, 'exit');
		}
	};
}

/** CPU of a process, its children that live and those that have ended; from Linux's own account. */
function familyMicros(pid: number): number {
	const ticksPerSecond = 100;
	let ticks = 0;
	for (const file of globSync('/proc/[0-9]*/stat')) {
		let stat: string;
		try {
			stat = readFileSync(file, 'utf8');
		} catch {
			// It ended meanwhile, and its parent has its account.
			continue;
		}
		const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (state === undefined || (Number(parent) !== pid && !file.startsWith(`/proc/${pid}/`))) continue;
		// utime, stime, and of children that were waited for cutime, cstime: fields 14 to 17.
		ticks += Number(rest[9]) + Number(rest[10]) + Number(rest[11]) + Number(rest[12]);
	}
	return (ticks * 1_000_000) / ticksPerSecond;
}
