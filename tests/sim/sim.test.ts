import { describe, expect, it } from 'vitest';
import { bugs } from './bugs.ts';
import { type FaultName, faults } from './faults.ts';
import { type Run, simulate } from './world.ts';

const seeds = 300;
/** Seeds that once broke a rule, with what it was; they run first, for ever. */
const kept: readonly { readonly seed: number; readonly why: string }[] = [
	{ seed: 1, why: 'a withdrawal overtook its submission on the way to the agency' }
];

describe('storm, then calm', () => {
	it.each(kept)('seed $seed: $why', async ({ seed }) => {
		expect((await simulate(seed)).faults).toEqual([]);
	});

	it(
		`[S1] [S8] [P2] [P6] [A2] [A6] ${seeds} seeds: nothing lost, nothing twice, everybody agrees`,
		{ timeout: 240_000 },
		async () => {
			const runs: Run[] = [];
			for (let seed = 1; seed <= seeds; seed++) {
				const run = await simulate(seed);
				expect(run.faults, `seed ${seed}`).toEqual([]);
				runs.push(run);
			}
			const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0);
			// A storm without lightning proves nothing.
			for (const name of Object.keys(faults) as FaultName[])
				expect(
					sum((run) => run.met[name]),
					`${name} was hardly met`
				).toBeGreaterThan(30);
			expect(sum((run) => run.dossiers)).toBeGreaterThan(seeds);
			expect(sum((run) => run.paid)).toBeGreaterThan(seeds / 2);
			expect(sum((run) => run.results)).toBeGreaterThan(seeds / 2);
			expect(sum((run) => run.supplements)).toBeGreaterThan(seeds / 2);
		}
	);

	it('tells the same story for the same seed', async () => {
		const [first, second, other] = [await simulate(77), await simulate(77), await simulate(78)];
		expect(second?.trace).toBe(first?.trace);
		expect(other?.trace).not.toBe(first?.trace);
	});
});

describe('planted mistakes', () => {
	it.each(bugs)('finds %s within 500 seeds', { timeout: 240_000 }, async (bug) => {
		for (let seed = 1; seed <= 500; seed++) if ((await simulate(seed, bug)).faults.length > 0) return;
		expect.fail(`500 seeds did not notice ${bug}`);
	});
});
