/**
 * Forwarding with every guarantee (a claim under a lease, one attempt, the effect and the end of the job in one
 * transaction, all synced to disk) beside a bare loop that signs and posts the same bodies to the same receiver, four at
 * a time both. Two receivers: one that keeps nothing, and the sandbox agency, which has each on its disk first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { forwardHandler } from '../server/forwarding/agency.ts';
import { signedHeaders } from '../server/forwarding/webhooks.ts';
import { createWorker } from '../server/forwarding/worker.ts';
import { type Database, openDatabase } from '../server/store/database.ts';
import { ForwardBody } from '../server/store/dossiers.ts';
import { inSecret, openOffice, outSecret } from '../tests/support/office.ts';
import { nthSubmission } from '../tests/support/submitting.ts';
import type { BenchOptions } from './main.ts';
import { median, table } from './report.ts';

const messages = 300;
const lanes = 4;

type Receiver = readonly [name: string, script: string, ...args: string[]];
const receivers: readonly Receiver[] = [
	['keeps nothing', 'bench/forwarding-receiver.ts'],
	['sandbox agency, durable', 'server/sandbox/main.ts', 'agency']
];

export async function forwarding({ rounds }: BenchOptions): Promise<string> {
	const rows: string[][] = [];
	for (const receiver of receivers) {
		const bare: number[] = [];
		const guarded: number[] = [];
		// The first warms up what is compiled late.
		for (let round = -1; round < rounds; round++) {
			const speeds = await measure(receiver);
			if (round < 0) continue;
			bare.push(speeds.bare);
			guarded.push(speeds.guarded);
		}
		const perSecond = (speed: number) => `${speed.toFixed(0)}/s`;
		const [with_, without] = [median(guarded), median(bare)];
		rows.push([
			receiver[0],
			perSecond(without),
			perSecond(with_),
			`${(with_ / without).toFixed(2)}×`,
			'≥ 0.5×'
		]);
	}
	return table(['receiver', 'bare loop', 'forwarding', 'ratio', 'goal'], rows);
}

/** Messages a second of each, in turn, each against a fresh receiver. */
async function measure(receiver: Receiver): Promise<{ readonly bare: number; readonly guarded: number }> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-bench-'));
	const db = await openDatabase({ url: `file:${path.join(folder, 'mot-cua.db')}` });
	try {
		const { authority, mai } = await openOffice(db);
		for (let n = 1; n <= messages; n++) await authority.apply(mai, nthSubmission(n));
		await db.write((tx) => tx.run('UPDATE jobs SET due_at = 0'));
		const bodies = (await db.read('SELECT job_id, body FROM jobs ORDER BY seq')).map((row) => ({
			id: String(row['job_id']),
			text: ForwardBody.parse(JSON.parse(String(row['body']))).message
		}));
		const bare = await against(receiver, path.join(folder, 'bare'), (url) => post(url, bodies));
		const guarded = await against(receiver, path.join(folder, 'guarded'), (url) => drain(db, url));
		return { bare, guarded };
	} finally {
		db.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function post(url: string, bodies: readonly { id: string; text: string }[]): Promise<void> {
	const waiting = [...bodies];
	const lane = async () => {
		for (let one = waiting.shift(); one; one = waiting.shift()) {
			const headers = signedHeaders([outSecret], one.id, one.text, new Date());
			const response = await fetch(`${url}/dossiers`, { method: 'POST', headers, body: one.text });
			if (!response.ok) throw new Error(`answered ${response.status}`);
			await response.text();
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

async function drain(db: Database, url: string): Promise<void> {
	const { agencies } = await openOffice(db, url);
	const clock = () => new Date();
	const worker = createWorker({
		db,
		clock,
		name: 'bench',
		queues: ['bhxh'],
		random: () => 0,
		report: () => undefined,
		handlers: { forward: forwardHandler({ agencies, clock }) }
	});
	await worker.tick();
	const [row] = await db.read(`SELECT count(*) AS n FROM jobs WHERE state = 'done'`);
	if (Number(row?.['n']) !== messages) throw new Error('not all were forwarded');
}

/** Messages a second of a task against a receiver of its own. */
async function against(
	[, script, ...args]: Receiver,
	data: string,
	task: (url: string) => Promise<void>
): Promise<number> {
	const child = spawn(process.execPath, [script, ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {
			...process.env,
			SANDBOX_DATA: data,
			AGENCY_PORT: '0',
			AGENCY_MODE: 'manual',
			AGENCY_OUT_SECRET: outSecret,
			AGENCY_IN_SECRET: inSecret,
			PORTAL_ORIGIN: 'http://portal.test'
		}
	});
	try {
		const url = await addressOf(child);
		const began = performance.now();
		await task(url);
		return messages / ((performance.now() - began) / 1000);
	} finally {
		child.kill('SIGKILL');
	}
}

async function addressOf(child: ChildProcess): Promise<string> {
	if (!child.stdout) throw new Error('nothing to read');
	for await (const line of createInterface({ input: child.stdout })) {
		const [, url] = /^agency ready (\S+)/.exec(line) ?? [];
		if (url) return url;
	}
	throw new Error('the receiver does not start');
}
