/**
 * The copy of the catalogue on this device, as a page shows it. Starts by itself when the page is idle, unless the
 * reader asked the browser to save data; goes on by itself when the network is back. Leaves fetching and storing to
 * sync/client/catalogue/replicate.ts, which is imported only then: neither it nor Dexie delays the first page.
 */
import { createContext } from 'svelte';
import type { ReplicationFault, ReplicationProgress } from '$sync/client/catalogue/replicate.ts';

export type ReplicaState =
	| { readonly kind: 'unknown' }
	/** Data saver is on and nothing is here: the reader decides. */
	| { readonly kind: 'asking' }
	| { readonly kind: 'working'; readonly progress: ReplicationProgress }
	| { readonly kind: 'complete' }
	/** No network; what has arrived stays. `usable`: an older complete copy is in use meanwhile. */
	| { readonly kind: 'waiting'; readonly usable: boolean }
	| { readonly kind: 'failed'; readonly fault: ReplicationFault };

export interface ReplicaDeps {
	/** Runs one replication; null when all of it is here. */
	replicate(onProgress: (progress: ReplicationProgress) => void): Promise<ReplicationFault | null>;
	/** Whether an earlier copy is complete and in use. */
	isUsable(): Promise<boolean>;
	readonly savesData: boolean;
	/** The phone's clock, ms. */
	now(): number;
}

/** A phone that is used all day asks for news this often; one answer of 304 costs nearly nothing. */
const newsAfterMs = 60 * 60_000;

export class Replica {
	readonly #deps: ReplicaDeps;
	#state: ReplicaState = $state.raw({ kind: 'unknown' });
	#running = false;
	#askedAt = -Infinity;

	constructor(deps: ReplicaDeps) {
		this.#deps = deps;
	}

	get state(): ReplicaState {
		return this.#state;
	}

	/** On opening the app. */
	async begin(): Promise<void> {
		if (this.#deps.savesData && !(await this.#deps.isUsable())) this.#state = { kind: 'asking' };
		else await this.run();
	}

	/** When the reader asks for it, or the network is back. Does nothing while it is running already. */
	async run(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		try {
			const usable = await this.#deps.isUsable();
			if (usable) this.#state = { kind: 'complete' };
			const fault = await this.#deps.replicate((progress) => {
				// Replacing a copy that works is nobody's business: no bar for it.
				if (!usable && progress.phase !== 'done') this.#state = { kind: 'working', progress };
			});
			this.#askedAt = this.#deps.now();
			if (!fault) this.#state = { kind: 'complete' };
			else if (fault.type === 'offline' || fault.type === 'unavailable')
				this.#state = { kind: 'waiting', usable };
			else this.#state = { kind: 'failed', fault };
		} finally {
			this.#running = false;
		}
	}

	/** When the line or the reader comes back: goes on where it stopped, or asks for news when the last are old. */
	async resume(): Promise<void> {
		const { kind } = this.#state;
		const isOld = this.#deps.now() - this.#askedAt > newsAfterMs;
		if (kind === 'waiting' || (kind === 'complete' && isOld)) await this.run();
	}
}

const [useReplica, setReplica] = createContext<Replica>();
export { useReplica };

/** Called by the root layout's script. */
export function provideReplica(): Replica {
	return setReplica(new Replica(browserDeps()));
}

function browserDeps(): ReplicaDeps {
	/** Fails when there is no network and these files have not been fetched yet. */
	const load = () =>
		Promise.all([
			import('$sync/client/catalogue/db.ts'),
			import('$sync/client/catalogue/read.ts'),
			import('$sync/client/catalogue/replicate.ts')
		]);
	return {
		async replicate(onProgress) {
			const modules = await load().catch(() => null);
			if (!modules) return { type: 'offline' };
			const [{ openCatalogueDb }, , { replicateCatalogue }] = modules;
			const db = openCatalogueDb();
			try {
				const outcome = await replicateCatalogue({
					db,
					fetch: (url, init) => fetch(url, init),
					now: Date.now,
					onProgress
				});
				// So that the browser does not clear it when the phone is full. A refusal changes nothing.
				if (outcome.ok) void navigator.storage?.persist?.();
				return outcome.ok ? null : outcome.error;
			} finally {
				db.close();
			}
		},
		async isUsable() {
			const modules = await load().catch(() => null);
			if (!modules) return false;
			const [{ openCatalogueDb }, { createCatalogueReader }] = modules;
			const db = openCatalogueDb();
			try {
				return (await createCatalogueReader(db).state())?.isComplete ?? false;
			} catch {
				return false;
			} finally {
				db.close();
			}
		},
		get savesData() {
			return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false;
		},
		now: Date.now
	};
}
