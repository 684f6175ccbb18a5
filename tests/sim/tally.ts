/** Many runs in one sum: what was met, what was done, what was broken. */
import type { Bug } from './bugs.ts';
import { faultNames, hardlyMet } from './faults.ts';
import { type Ledger, ledgerRows } from './oracle.ts';
import { simulate } from './world.ts';

export interface Failure {
	readonly seed: number;
	readonly faults: readonly string[];
}

export interface Tally {
	readonly runs: number;
	readonly met: Readonly<Record<string, number>>;
	readonly ledger: Ledger;
	readonly failures: readonly Failure[];
}

export const emptyTally: Tally = {
	runs: 0,
	met: Object.fromEntries(faultNames.map((name) => [name, 0])),
	ledger: Object.fromEntries(ledgerRows.map((row) => [row, 0])) as Ledger,
	failures: []
};

/** Runs the seeds `from` … `from + count − 1`. */
export async function runSeeds(from: number, count: number, bug: Bug | null = null): Promise<Tally> {
	let tally = emptyTally;
	// Errors are thrown by the thousand here, and nobody reads where they came from.
	const { stackTraceLimit } = Error;
	Error.stackTraceLimit = 0;
	for (let seed = from; seed < from + count; seed++) {
		const { met, ledger, faults } = await simulate(seed, bug);
		const failures = faults.length > 0 ? [{ seed, faults }] : [];
		tally = added(tally, { runs: 1, met, ledger, failures });
		// A run leaves nobody else a turn; whoever runs tests wants to be answered.
		await new Promise((resolve) => setImmediate(resolve));
	}
	Error.stackTraceLimit = stackTraceLimit;
	return tally;
}

export function added(a: Tally, b: Tally): Tally {
	const sum = <K extends string>(of: Readonly<Record<K, number>>, to: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries<number>(of).map(([name, n]) => [name, n + (to[name] ?? 0)])) as Record<
			K,
			number
		>;
	return {
		runs: a.runs + b.runs,
		met: sum(a.met, b.met),
		ledger: sum(a.ledger, b.ledger),
		failures: [...a.failures, ...b.failures]
	};
}

/** What is wrong with the runs in sum; empty when they prove something and nothing is broken. */
export function objections(tally: Tally): string[] {
	const { runs, met, ledger, failures } = tally;
	const idle = ledgerRows.filter(
		(row) => row !== 'lost' && row !== 'duplicated' && ledger[row] < runs * workPerRunMin
	);
	return [
		...failures.map(({ seed, faults }) => `seed ${seed}: ${faults[0]}`),
		...(ledger.lost > 0 ? [`${ledger.lost} lost`] : []),
		...(ledger.duplicated > 0 ? [`${ledger.duplicated} duplicated`] : []),
		...hardlyMet(met, runs).map((name) => `${name} was hardly met: ${met[name]} times in ${runs} runs`),
		...idle.map((row) => `hardly any work: ${ledger[row]} ${row} in ${runs} runs`)
	];
}

/** Of each kind of work, at least so much a run. */
const workPerRunMin = 0.02;
