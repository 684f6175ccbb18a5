/**
 * What a durable push of ten edits costs the server, and how fast 64 phones get their answers: ours beside the same
 * server without a database, the stack as its manuals show it, PostgreSQL, and a transaction for each push; the last
 * also on a disk whose syncs take two milliseconds longer. By turns, each server a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installPeers } from './install-peers.ts';
import type { BenchOptions } from './main.ts';
import { people } from './push/pushes.ts';
import { isPostgresHere, type Measured, type Running, start } from './push/run.ts';
import type { Subject } from './push/server.ts';
import { median, table } from './report.ts';

const names: Readonly<Record<Subject, string>> = {
	ours: 'Một Cửa',
	nothing: 'the same checks, no database',
	alone: 'Một Cửa, a transaction each',
	batch: 'tRPC + @libsql/client batch',
	postgres: 'plain handler + PostgreSQL'
};

export async function push({ rounds }: BenchOptions): Promise<string> {
	const hasPostgres = isPostgresHere() && installPeers();
	const peers: Subject[] = ['ours', 'nothing', 'batch', ...(hasPostgres ? ['postgres' as const] : [])];
	const usual = await byTurns(peers, rounds);
	const absent = peers.concat('postgres').filter((peer) => !usual.has(peer));
	const library = await slowSync();
	const slow = library ? await byTurns(['ours', 'alone'], rounds, library.file) : null;
	await library?.remove();
	const parts = [`${people} clients, each with one push under way.`, report(usual, 'nothing'), goals(usual)];
	for (const peer of new Set(absent)) parts.push(`Not here, and so not compared: ${names[peer]}.`);
	if (slow) parts.push('Every sync two milliseconds slower:', report(slow, 'alone'), goals(slow));
	else parts.push('No C compiler here: the slower disk was not measured.');
	return parts.join('\n\n');
}

type Medians = ReadonlyMap<Subject, Measured>;

async function byTurns(subjects: readonly Subject[], rounds: number, slow?: string): Promise<Medians> {
	const running = new Map<Subject, Running>();
	const measured = new Map<Subject, Measured[]>();
	try {
		for (const subject of subjects) {
			const server = await start(subject, slow);
			if (server) running.set(subject, server);
		}
		for (let round = 0; round < rounds; round++)
			for (const [subject, server] of running)
				measured.set(subject, [...(measured.get(subject) ?? []), await server.measure()]);
	} finally {
		for (const server of running.values()) await server.stop();
	}
	return new Map(
		[...measured].map(([subject, all]) => {
			const of = (figure: keyof Measured) => median(all.map((one) => one[figure]));
			return [
				subject,
				{
					pushesPerSecond: of('pushesPerSecond'),
					cpuMicros: of('cpuMicros'),
					p50Ms: of('p50Ms'),
					p99Ms: of('p99Ms')
				}
			];
		})
	);
}

function report(medians: Medians, base: Subject): string {
	const first = medians.get(base);
	return table(
		['a push of ten edits', 'server CPU', `× ${names[base]}`, 'pushes/s', 'p50', 'p99'],
		[...medians].map(([subject, { cpuMicros, pushesPerSecond, p50Ms, p99Ms }]) => [
			names[subject],
			`${cpuMicros.toFixed(0)} µs`,
			(subject === base || !first ? 1 : cpuMicros / first.cpuMicros).toFixed(2),
			pushesPerSecond.toFixed(0),
			`${p50Ms.toFixed(1)} ms`,
			`${p99Ms.toFixed(1)} ms`
		])
	);
}

/** What ours must be against each peer: pushes a second at least, p99 at most so many times theirs. */
const wanted: Readonly<Partial<Record<Subject, { readonly faster: number; readonly sooner?: number }>>> = {
	batch: { faster: 8, sooner: 0.3 },
	postgres: { faster: 2, sooner: 0.6 },
	alone: { faster: 8 }
};

function goals(medians: Medians): string {
	const ours = medians.get('ours');
	const rows = [...medians].flatMap(([peer, theirs]) => {
		const goal = wanted[peer];
		if (!ours || !goal) return [];
		return [
			[
				names[peer],
				`${(ours.pushesPerSecond / theirs.pushesPerSecond).toFixed(2)}×`,
				`≥ ${goal.faster}×`,
				`${(ours.p99Ms / theirs.p99Ms).toFixed(2)}×`,
				goal.sooner ? `≤ ${goal.sooner}×` : ''
			]
		];
	});
	return table(['ours against', 'pushes/s', 'goal', 'p99', 'goal'], rows);
}

/** A library that makes every sync slower; null where there is nothing to compile it with. */
async function slowSync(): Promise<{ file: string; remove(): Promise<void> } | null> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-slow-sync-'));
	const file = path.join(folder, 'slow-sync.so');
	const source = path.join(import.meta.dirname, 'push/slow-sync.c');
	const remove = () => rm(folder, { recursive: true, force: true });
	const built = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', file, source, '-ldl']);
	if (built.status === 0) return { file, remove };
	await remove();
	return null;
}
