/**
 * `npm run sim -- [--seeds N] [--from S] [--jobs J] [--bug NAME]`: runs the seeds S … S+N−1 on J cores, prints the
 * ledger, how often each fault struck, and every seed that breaks a rule, which is kept in kept.json and replayed by
 * `npm test`. Ends with 1 when a rule was broken, a fault was hardly met or hardly any work was done; with --bug, when
 * the mistake went unnoticed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { bugs } from './bugs.ts';
import { faultNames } from './faults.ts';
import { ledgerRows } from './oracle.ts';
import type { Block } from './shift.ts';
import { added, emptyTally, type Failure, objections, type Tally } from './tally.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '2000' },
		from: { type: 'string', default: '1' },
		jobs: { type: 'string', default: String(availableParallelism()) },
		bug: { type: 'string' }
	}
});
const bug = bugs.find((name) => name === values.bug) ?? null;
if (values.bug && !bug) throw new Error(`no such bug; there are: ${bugs.join(', ')}`);
const [seeds, from, jobs] = [values.seeds, values.from, values.jobs].map((text) => {
	const n = Number(text);
	if (!Number.isSafeInteger(n) || n < 0) throw new Error(`not a whole number: ${text}`);
	return n;
}) as [number, number, number];

const blockRuns = 100;
const keptFile = new URL('./kept.json', import.meta.url);
const started = performance.now();
const blocks: Block[] = [];
for (let first = from; first < from + seeds; first += blockRuns)
	blocks.push({ from: first, count: Math.min(blockRuns, from + seeds - first), bug });

let tally = emptyTally;
// Broken off, it says what it has done.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => {
		print(tally);
		process.exit(130);
	});
await Promise.all(Array.from({ length: Math.min(Math.max(jobs, 1), blocks.length) }, shift));
print(tally);
const faults = objections(tally);
if (bug) {
	console.log(tally.failures.length > 0 ? `${bug} was noticed` : `${bug} went unnoticed`);
	process.exitCode = tally.failures.length > 0 ? 0 : 1;
} else {
	for (const fault of faults) console.log(`✗ ${fault}`);
	await keep(tally.failures);
	process.exitCode = faults.length > 0 ? 1 : 0;
}

/** One thread, until no block is left. */
async function shift(): Promise<void> {
	const worker = new Worker(new URL('./shift.ts', import.meta.url));
	await new Promise<void>((resolve, reject) => {
		const next = () => {
			const block = blocks.shift();
			if (block) worker.postMessage(block);
			else resolve();
		};
		worker.on('error', reject);
		worker.on('message', (done: Tally) => {
			tally = added(tally, done);
			progress();
			next();
		});
		next();
	});
	await worker.terminate();
}

function progress(): void {
	const seconds = (performance.now() - started) / 1000;
	const perSecond = tally.runs / seconds;
	const eta = Math.round((seeds - tally.runs) / perSecond);
	const line = `${tally.runs}/${seeds} runs, ${perSecond.toFixed(0)} runs/s, eta ${eta} s, ${tally.failures.length} broken`;
	if (process.stderr.isTTY) process.stderr.write(`\r${line}   `);
	else if (tally.runs % 2000 < blockRuns) console.error(line);
}

function print({ runs, met, ledger, failures }: Tally): void {
	const seconds = (performance.now() - started) / 1000;
	if (process.stderr.isTTY) process.stderr.write('\n');
	for (const { seed, faults: broken } of failures) {
		console.log(`seed ${seed}:`);
		for (const fault of broken.slice(0, 5)) console.log(`  ${fault}`);
	}
	console.log(
		`seeds ${from}–${from + seeds - 1}: ${runs} of ${seeds} runs in ${seconds.toFixed(0)} s, ${(runs / seconds).toFixed(0)} runs/s, ${failures.length} with broken rules`
	);
	console.log('\nfaults');
	for (const name of faultNames) console.log(`  ${name.padEnd(24)}${met[name]}`);
	console.log('\nledger');
	for (const row of ledgerRows) console.log(`  ${row.padEnd(24)}${ledger[row]}`);
}

/** Adds them to those that every test run replays. */
async function keep(found: readonly Failure[]): Promise<void> {
	if (found.length === 0) return;
	const kept = JSON.parse(await readFile(keptFile, 'utf8')) as { seed: number; why: string }[];
	const fresh = found
		.filter(({ seed }) => !kept.some((one) => one.seed === seed))
		.map(({ seed, faults: [first = ''] }) => ({ seed, why: first.split('\n')[0] ?? '' }));
	await writeFile(keptFile, `${JSON.stringify([...kept, ...fresh], null, '\t')}\n`);
	console.log(`${fresh.length} seeds kept in tests/sim/kept.json`);
}
