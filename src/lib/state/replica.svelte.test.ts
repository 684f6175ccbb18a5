import { expect, test } from 'vitest';
import type { ReplicationFault, ReplicationProgress } from '$sync/client/catalogue/replicate.ts';
import { Replica, type ReplicaDeps, type ReplicaState } from './replica.svelte.ts';

const half: ReplicationProgress = { phase: 'details', doneBytes: 50, totalBytes: 100, percent: 50 };

function setUp(changes: Partial<ReplicaDeps> & { faults?: (ReplicationFault | null)[] } = {}) {
	const { faults = [], ...rest } = changes;
	const seen: ReplicaState['kind'][] = [];
	let runs = 0;
	const clock = { ms: 0 };
	const replica: Replica = new Replica({
		replicate: async (onProgress) => {
			runs += 1;
			onProgress(half);
			seen.push(replica.state.kind);
			return faults.shift() ?? null;
		},
		isUsable: async () => false,
		savesData: false,
		now: () => clock.ms,
		...rest
	});
	return { replica, seen, clock, runs: () => runs };
}

test('a first copy shows how far it is, then that it is there', async () => {
	const { replica, seen } = setUp();
	await replica.begin();
	expect(seen).toEqual(['working']);
	expect(replica.state).toEqual({ kind: 'complete' });
});

test('bringing a newer copy disturbs nobody', async () => {
	const { replica, seen } = setUp({ isUsable: async () => true });
	await replica.begin();
	expect(seen).toEqual(['complete']);
});

test('with data saver on, the reader decides', async () => {
	const { replica, runs } = setUp({ savesData: true });
	await replica.begin();
	expect(replica.state).toEqual({ kind: 'asking' });
	expect(runs()).toBe(0);
	await replica.run();
	expect(replica.state).toEqual({ kind: 'complete' });
});

test('a lost line waits, and the next sign of a network goes on', async () => {
	const { replica, runs } = setUp({ faults: [{ type: 'offline' }, { type: 'catalogue_corrupt' }] });
	await replica.begin();
	expect(replica.state).toEqual({ kind: 'waiting', usable: false });
	await replica.resume();
	expect(replica.state).toEqual({ kind: 'failed', fault: { type: 'catalogue_corrupt' } });
	await replica.resume();
	expect(runs()).toBe(2);
});

test('two calls at once are one run; news are asked for only when the last are old', async () => {
	const { replica, runs, clock } = setUp();
	await Promise.all([replica.run(), replica.run()]);
	await replica.resume();
	expect(runs()).toBe(1);
	clock.ms = 2 * 60 * 60_000;
	await replica.resume();
	expect(runs()).toBe(2);
});
