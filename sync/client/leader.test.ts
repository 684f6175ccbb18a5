import { expect, it } from 'vitest';
import { leadInTurn } from './leader.ts';

/** Grants when told to, and, like Chromium, never answers a request that was called off early. */
function locksThatForget() {
	let grant = () => {};
	const locks = {
		request: (_name: string, _options: LockOptions, lead: () => Promise<void>) =>
			new Promise<void>((resolve, reject) => {
				grant = () => void lead().then(resolve, reject);
			})
	} as unknown as LockManager;
	return { locks, grant: () => grant() };
}

it('a tab that closes while it waits in line is not kept, and does not lead when its turn comes late', async () => {
	const { locks, grant } = locksThatForget();
	const closing = new AbortController();
	let led = false;
	const done = leadInTurn(
		'x',
		closing.signal,
		async () => {
			led = true;
		},
		locks
	);
	closing.abort();
	await done;
	grant();
	await Promise.resolve();
	expect(led).toBe(false);
});

it('a tab that leads is waited for until it has put its work down', async () => {
	const { locks, grant } = locksThatForget();
	const closing = new AbortController();
	let putDown = () => {};
	let isDone = false;
	const done = leadInTurn('x', closing.signal, () => new Promise<void>((r) => (putDown = r)), locks).then(
		() => (isDone = true)
	);
	grant();
	closing.abort();
	await new Promise((resolve) => setTimeout(resolve));
	expect(isDone).toBe(false);
	putDown();
	await done;
	expect(isDone).toBe(true);
});
