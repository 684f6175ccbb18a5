/**
 * `node tests/sim/main.ts [--seeds N] [--from S] [--bug NAME]`: runs seeds S … S+N−1 and prints every one that
 * breaks a rule. Ends with 1 when one did (with --bug: when none did).
 */
import { parseArgs } from 'node:util';
import { bugs } from './bugs.ts';
import { type FaultName, faults } from './faults.ts';
import { simulate } from './world.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '2000' },
		from: { type: 'string', default: '1' },
		bug: { type: 'string' }
	}
});
const bug = bugs.find((name) => name === values.bug) ?? null;
if (values.bug && !bug) throw new Error(`no such bug; there are: ${bugs.join(', ')}`);
const from = Number(values.from);
const seeds = Number(values.seeds);
const met = new Map<string, number>();
const sums = { dossiers: 0, paid: 0, results: 0, supplements: 0 };
let failures = 0;

for (let seed = from; seed < from + seeds; seed++) {
	const run = await simulate(seed, bug);
	for (const [name, times] of Object.entries(run.met)) met.set(name, (met.get(name) ?? 0) + times);
	for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += run[key];
	if (run.faults.length > 0) {
		failures++;
		console.log(`seed ${seed}:`);
		for (const fault of run.faults.slice(0, 5)) console.log(`  ${fault}`);
	}
}
console.log(`${seeds} seeds, ${failures} with broken rules; ${JSON.stringify(sums)}`);
for (const name of Object.keys(faults) as FaultName[])
	console.log(`  ${name.padEnd(24)}${met.get(name) ?? 0}`);
process.exitCode = failures > 0 === (bug === null) ? 1 : 0;
