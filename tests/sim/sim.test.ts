import { expect, it } from 'vitest';
import kept from './kept.json' with { type: 'json' };
import { objections, runSeeds } from './tally.ts';
import { simulate } from './world.ts';

const seeds = 1000;

it.each(kept)('[S1] seed $seed, once: $why', async ({ seed }) => {
	expect((await simulate(seed)).faults).toEqual([]);
});

it(`[S1] [S8] [P2] [P6] [A2] [A6] ${seeds} seeds: nothing lost, nothing twice, everybody agrees`, async () => {
	const tally = await runSeeds(1, seeds);
	expect(objections(tally)).toEqual([]);
	expect(tally.ledger).toMatchObject({ lost: 0, duplicated: 0 });
	expect(tally.ledger.dossiers).toBeGreaterThan(seeds);
}, 600_000);

it('tells the same story for the same seed', async () => {
	const [first, second, other] = [await simulate(77), await simulate(77), await simulate(78)];
	expect(second?.trace).toBe(first?.trace);
	expect(other?.trace).not.toBe(first?.trace);
});
