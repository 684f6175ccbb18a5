import { expect, test } from 'vitest';
import { keepTrying } from './keep-trying.ts';

test('what fails is tried again, ever less often, until it succeeds', async () => {
	const pauses: number[] = [];
	let left = 6;
	await keepTrying(
		async () => --left === 0,
		async (ms) => void pauses.push(ms)
	);
	expect(pauses).toEqual([10_000, 30_000, 60_000, 300_000, 300_000]);
});

test('what succeeds at once is tried once', async () => {
	let tries = 0;
	await keepTrying(
		async () => ++tries > 0,
		() => Promise.reject(new Error('no pause'))
	);
	expect(tries).toBe(1);
});
