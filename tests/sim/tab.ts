/**
 * One tab of a phone: the real leader election and loop, over storage that may fail and a life that may end at any
 * instruction. A dead tab is told nothing and does nothing any more; what it waits for never comes.
 */
import type { Fault } from '../../domain/faults.ts';
import { ended, leadInTurn } from '../../sync/client/leader.ts';
import { type Loop, startLoop, type Wire } from '../../sync/client/loop.ts';
import type { LineState } from '../../sync/engine/state.ts';
import type { Disk } from '../../sync/store/disk.ts';
import type { MemoryPhone, PhoneState } from '../../sync/store/memory-phone.ts';
import type { PhoneStore } from '../../sync/store/phone.ts';
import { type Bug, phoneStore } from './bugs.ts';
import type { Clock } from './clock.ts';
import { sha256 } from './content.ts';
import { never, StorageError, type Weather } from './faults.ts';
import type { Locks } from './locks.ts';
import type { Random } from './random.ts';

/** The app that a tab runs, and the release of the server. */
export type Release = 1 | 2;

/** The phone around the tab. */
export interface TabHost {
	readonly clock: Clock;
	readonly random: Random;
	readonly weather: Weather;
	readonly bug: Bug | null;
	readonly locks: Locks | null;
	/** Room for more bytes. */
	hasRoom(): boolean;
	clockSkewMs(): number;
	isVisible(): boolean;
	wireOf(tab: Tab): Wire;
	killed(tab: Tab, what: 'tab' | 'phone', where: string): void;
	leads(tab: Tab): void;
	fail(error: unknown): void;
}

/** Writes that need room. */
const growing: ReadonlySet<string> = new Set(['enqueue', 'keep_result', 'draft', 'photo', 'write_draft']);

export class Tab {
	readonly release: Release;
	readonly disk: Disk;
	readonly memory: MemoryPhone;
	/** As the loop has it: reads fail, too. */
	readonly store: PhoneStore;
	line: LineState = { kind: 'idle', syncedAt: null };
	#isAlive = true;
	#loop: Loop | null = null;
	readonly #host: TabHost;
	readonly #ending = new AbortController();

	constructor(host: TabHost, release: Release, shelf: PhoneState) {
		this.#host = host;
		this.release = release;
		this.disk = { commit: (step, write) => this.#commit(step, write) };
		this.memory = phoneStore(this.disk, host.bug, shelf);
		this.store = this.#readable(this.memory);
	}

	get isAlive(): boolean {
		return this.#isAlive;
	}

	get isLeading(): boolean {
		return this.#isAlive && this.#loop !== null;
	}

	/** Leads in its turn. The tabs of a release have one outbox, and one lock. */
	open(): void {
		const { locks, fail } = this.#host;
		const lead = () => this.#lead();
		// Without locks every tab leads, as leader.ts has it; Node has locks of its own, which know no virtual time.
		const led = locks
			? leadInTurn(`sync-${this.release}`, this.#ending.signal, lead, locks.of(this))
			: lead();
		void led.catch(fail);
	}

	send(event: Parameters<Loop['send']>[0]): void {
		if (this.#isAlive) this.#loop?.send(event);
	}

	/** Closed by its person: the app hears of it. */
	close(): void {
		// With a reason of our own: the usual one is an error, and those are dear.
		this.#ending.abort('closed');
		this.die();
	}

	/** Ended by the phone: the app hears nothing. */
	die(): void {
		this.#isAlive = false;
		this.#host.locks?.release(this);
	}

	/** A promise of the world outside, which a dead tab never sees come true. */
	async hear<T>(promise: Promise<T>): Promise<T> {
		try {
			const value = await promise;
			return this.#isAlive ? value : await never();
		} catch (error) {
			if (this.#isAlive) throw error;
			return await never();
		}
	}

	async #lead(): Promise<void> {
		const host = this.#host;
		const { signal } = this.#ending;
		if (!this.#isAlive || signal.aborted) return;
		this.#loop = startLoop({
			store: this.store,
			wire: host.wireOf(this),
			deps: {
				now: () => host.clock.now() + host.clockSkewMs(),
				uuid: () => host.random.uuid(),
				random: () => host.random.next(),
				isVisible: () => host.isVisible(),
				sha256: async (bytes) => sha256(new Uint8Array(bytes)),
				setTimer: (call, delayMs) => host.clock.after(delayMs, () => this.#isAlive && call())
			},
			isSignedIn: async () => true,
			storageFault(error): Fault {
				if (error instanceof StorageError) return { type: error.type };
				throw error;
			},
			onLine: (line) => (this.line = line),
			onBroken: host.fail
		});
		host.leads(this);
		this.#loop.send({ type: 'start' });
		await ended(signal);
		await this.#loop.stop();
	}

	async #commit<T>(step: string, write: () => T): Promise<T> {
		const host = this.#host;
		const { weather, clock, random, bug } = host;
		if (!this.#isAlive) return await never();
		if (bug === 'told_before_saved' && step === 'draft' && weather.strikes('write_failed'))
			return undefined as T;
		if (growing.has(step) && !host.hasRoom()) throw new StorageError('storage_full');
		if (step !== 'photo' && weather.strikes('storage_full')) throw new StorageError('storage_full');
		if (weather.strikes('write_failed')) throw new StorageError('storage_failed');
		if (weather.strikes('transaction_aborted')) {
			await this.hear(new Promise<void>((resolve) => void clock.after(random.between(1, 500), resolve)));
			throw new StorageError('storage_failed');
		}
		if (weather.strikes('tab_killed_before')) host.killed(this, 'tab', `before ${step}`);
		else if (weather.strikes('phone_killed_before')) host.killed(this, 'phone', `before ${step}`);
		if (!this.#isAlive) return await never();
		const result = write();
		if (weather.strikes('tab_killed_after')) host.killed(this, 'tab', `after ${step}`);
		else if (weather.strikes('phone_killed_after')) host.killed(this, 'phone', `after ${step}`);
		return this.#isAlive ? result : await never();
	}

	#readable(store: PhoneStore): PhoneStore {
		const { weather } = this.#host;
		const read = async <T>(look: () => Promise<T>): Promise<T> => {
			if (!this.#isAlive) return await never();
			if (weather.strikes('read_failed')) throw new StorageError('storage_failed');
			return await look();
		};
		return {
			work: () => read(() => store.work()),
			exchangeFor: (ids) => read(() => store.exchangeFor(ids)),
			file: (id) => read(() => store.file(id)),
			resultFile: (id) => read(() => store.resultFile(id)),
			enqueue: (operation, files) => store.enqueue(operation, files),
			markStored: (id) => store.markStored(id),
			settle: (reply) => store.settle(reply),
			setAside: (id, fault) => store.setAside(id, fault),
			keepResult: (...result) => store.keepResult(...result)
		};
	}
}
