import { expect, it } from 'vitest';
import { drain, faultsOf } from './drain.ts';

/** Starting processes takes seconds on a busy machine; the test has no other reason to last. */
const patienceMs = 180_000;
const wanted = { jobs: 60, kills: 2 };

it(
	'[A10] two servers drain one table while one of them is killed: none lost, none held by both, each effect once',
	async () => {
		expect(faultsOf(await drain(wanted), wanted)).toEqual([]);
	},
	patienceMs
);
