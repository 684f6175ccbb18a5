/** The second half of the seeds, in a file of its own so that both cores have work. */
import { expect, it } from 'vitest';
import { objections, runSeeds } from './tally.ts';

it('[S1] [S8] seeds 1001 to 2000: nothing lost, nothing twice, everybody agrees', async () => {
	expect(objections(await runSeeds(1001, 1000))).toEqual([]);
}, 600_000);
