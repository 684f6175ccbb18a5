import { expect, it } from 'vitest';
import { bugs } from './bugs.ts';
import { runSeeds } from './tally.ts';

const seedsMax = 1000;

it.each(bugs)(
	'a planted mistake is found: %s',
	async (bug) => {
		for (let seed = 1; seed <= seedsMax; seed++)
			if ((await runSeeds(seed, 1, bug)).failures.length > 0) return;
		expect.fail(`${seedsMax} seeds did not notice ${bug}`);
	},
	600_000
);
