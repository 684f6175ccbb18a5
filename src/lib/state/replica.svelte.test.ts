import { expect, test } from 'vitest';
import type { ReplicationFault, ReplicationProgress } from '$sync/client/catalogue/replicate.ts';
import { Replica, type ReplicaDeps, type ReplicaState } from './replica.svelte.ts';

const half: ReplicationProgress = { phase: 'details', doneBytes: 50, totalBytes: 100, percent: 50 };

function setUp(changes: Partial<ReplicaDeps> & { faults?: (ReplicationFault | 'stopped' | null)[] } = {}) {
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
		pause: () => undefined,
		isUsable: async () => false,
		savesData: false,
		isWifi: () => null,
		wishes: { onlyWifi: false, isPaused: false },
		now: () => clock.ms,
		wait: () => new Promise(() => undefined),
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
	expect(replica.state).toEqual({ kind: 'waiting', usable: false, forWifi: false });
	await replica.resume();
	expect(replica.state).toEqual({ kind: 'failed', fault: { type: 'catalogue_corrupt' } });
	await replica.resume();
	expect(runs()).toBe(2);
});

test('[C2] a line that carries nothing is tried again by itself, ever less often', async () => {
	const pauses: number[] = [];
	const faults = Array.from({ length: 5 }, () => ({ type: 'offline' }) as const);
	const { replica, runs } = setUp({ faults: [...faults], wait: async (ms) => void pauses.push(ms) });
	await replica.begin();
	await expect.poll(() => replica.state.kind).toBe('complete');
	expect(pauses).toEqual([10_000, 30_000, 60_000, 300_000, 300_000]);
	expect(runs()).toBe(6);
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

test('[C8] what she stopped stays stopped, over a restart too, until she goes on', async () => {
	let runs = 0;
	const { replica } = setUp({
		replicate: async () => {
			runs += 1;
			replica.pause();
			return 'stopped';
		}
	});
	await replica.begin();
	expect(replica.state).toEqual({ kind: 'paused' });
	await replica.resume();
	expect(runs).toBe(1);

	const restarted = setUp({ wishes: { onlyWifi: false, isPaused: true } });
	await restarted.replica.begin();
	expect(restarted.replica.state).toEqual({ kind: 'paused' });
	expect(restarted.runs()).toBe(0);
	await restarted.replica.run();
	expect(restarted.replica.state).toEqual({ kind: 'complete' });
});

test('[C8] on Wi-Fi only: a line that costs waits, and going to Wi-Fi goes on', async () => {
	const line = { isWifi: false };
	const { replica, runs } = setUp({ isWifi: () => line.isWifi });
	expect(replica.knowsLine).toBe(true);
	await replica.setOnlyWifi(true);
	await replica.run();
	expect(replica.state).toEqual({ kind: 'waiting', usable: false, forWifi: true });
	expect(runs()).toBe(0);
	line.isWifi = true;
	await replica.resume();
	expect(replica.state).toEqual({ kind: 'complete' });
});

test('asking for Wi-Fi only stops what is under way on a line that costs; taking it back goes on', async () => {
	const paused: string[] = [];
	let end: (fault: 'stopped' | null) => void = () => undefined;
	const { replica } = setUp({
		isWifi: () => false,
		pause: () => {
			paused.push('pause');
			end('stopped');
		},
		replicate: () => new Promise((resolve) => (end = resolve))
	});
	const running = replica.run();
	await new Promise((resolve) => setTimeout(resolve));
	await replica.setOnlyWifi(true);
	await running;
	expect(paused).toEqual(['pause']);
	expect(replica.state).toEqual({ kind: 'waiting', usable: false, forWifi: true });
	const again = replica.setOnlyWifi(false);
	await new Promise((resolve) => setTimeout(resolve));
	end(null);
	await again;
	expect(replica.state).toEqual({ kind: 'complete' });
});

test('a full device and a wrong signature are failures that the reader is told of', async () => {
	for (const type of ['storage_full', 'catalogue_corrupt', 'outdated_app'] as const) {
		const { replica } = setUp({ faults: [{ type }] });
		await replica.begin();
		expect(replica.state).toEqual({ kind: 'failed', fault: { type } });
	}
});
