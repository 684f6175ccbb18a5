/** Seeded twins of sync/client/deps.ts for tests: a clock that only moves when told, ids that count, no network. */
import { createHash } from 'node:crypto';
import { Sha256 } from '../../domain/ids.ts';
import { sampleId } from './phone-samples.ts';
import type { PhoneDeps } from '../../sync/client/deps.ts';

export interface TestDeps extends PhoneDeps {
	/** How often the browser was asked for something. */
	readonly asked: { persist: number };
	/** Runs every timer that is set now, whatever its delay. */
	ring(): void;
	readonly timers: ReadonlySet<() => void>;
}

export function testDeps(part: Partial<PhoneDeps> = {}): TestDeps {
	let ids = 700_000;
	let now = Date.parse('2026-11-23T02:00:00.000Z');
	const asked = { persist: 0 };
	const timers = new Set<() => void>();
	return {
		asked,
		timers,
		ring() {
			const due = [...timers];
			timers.clear();
			for (const call of due) call();
		},
		now: () => now++,
		uuid: () => sampleId(ids++),
		random: () => 0,
		fetch: () => Promise.reject(new TypeError('no network in this test')),
		isOnline: () => true,
		isVisible: () => true,
		line: () => undefined,
		sha256: async (bytes) => Sha256.parse(createHash('sha256').update(new Uint8Array(bytes)).digest('hex')),
		askToPersist: () => void asked.persist++,
		setTimer(call) {
			timers.add(call);
			return () => timers.delete(call);
		},
		...part
	};
}
