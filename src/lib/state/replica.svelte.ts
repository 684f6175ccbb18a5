/**
 * The copy of the catalogue on this device, as a page shows it. Starts by itself when the page is idle, unless the
 * reader asked the browser to save data, wants Wi-Fi only or has stopped it; goes on by itself when the network is
 * back. Leaves fetching and storing to the catalogue's worker, which is started only then.
 */
import { createContext } from 'svelte';
import { appKept, isAppKept } from '$lib/pwa/app-kept.ts';
import { pauseAfter } from '$lib/pwa/keep-trying.ts';
import type { ReplicationFault, ReplicationProgress } from '$sync/client/catalogue/replicate.ts';

export type ReplicaState =
	| { readonly kind: 'unknown' }
	/** Data saver is on and nothing is here: the reader decides. */
	| { readonly kind: 'asking' }
	| { readonly kind: 'working'; readonly progress: ReplicationProgress }
	/** The reader stopped it. */
	| { readonly kind: 'paused' }
	| { readonly kind: 'complete' }
	/** No network, or not the one that she wants; what has arrived stays. `usable`: an older copy is in use meanwhile. */
	| { readonly kind: 'waiting'; readonly usable: boolean; readonly forWifi: boolean }
	| { readonly kind: 'failed'; readonly fault: ReplicationFault };

/** What the reader wants, kept on this device. */
export interface ReplicaWishes {
	readonly onlyWifi: boolean;
	readonly isPaused: boolean;
}

export interface ReplicaDeps {
	/** Runs one replication; null when all of it is here, `stopped` after `pause`. */
	replicate(
		onProgress: (progress: ReplicationProgress) => void
	): Promise<ReplicationFault | 'stopped' | null>;
	pause(): void;
	/** Whether an earlier copy is complete and in use. */
	isUsable(): Promise<boolean>;
	readonly savesData: boolean;
	/** False on a line that costs; null where the browser does not say which line it is. */
	isWifi(): boolean | null;
	wishes: ReplicaWishes;
	/** The phone's clock, ms. */
	now(): number;
	wait(ms: number): Promise<void>;
}

/** A phone that is used all day asks for news this often; one answer of 304 costs nearly nothing. */
const newsAfterMs = 60 * 60_000;

export class Replica {
	readonly #deps: ReplicaDeps;
	#state: ReplicaState = $state.raw({ kind: 'unknown' });
	#wishes: ReplicaWishes = $state.raw({ onlyWifi: false, isPaused: false });
	#running = false;
	#askedAt = -Infinity;
	/** In a row, of the line. */
	#failures = 0;

	constructor(deps: ReplicaDeps) {
		this.#deps = deps;
	}

	get state(): ReplicaState {
		return this.#state;
	}

	get onlyWifi(): boolean {
		return this.#wishes.onlyWifi;
	}

	/** Whether the browser says which line it is on; without that nobody can be asked about it. */
	get knowsLine(): boolean {
		return this.#deps.isWifi() !== null;
	}

	/** On opening the app. */
	async begin(): Promise<void> {
		this.#wishes = this.#deps.wishes;
		const usable = await this.#deps.isUsable();
		if (!usable && this.#wishes.isPaused) this.#state = { kind: 'paused' };
		else if (!usable && this.#deps.savesData) this.#state = { kind: 'asking' };
		else await this.run();
	}

	/** When the reader asks for it, or the network is back. Does nothing while it is running already. */
	async run(): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		try {
			const usable = await this.#deps.isUsable();
			if (usable) this.#state = { kind: 'complete' };
			if (this.#wishes.onlyWifi && this.#deps.isWifi() === false) {
				this.#state = { kind: 'waiting', usable, forWifi: true };
				return;
			}
			if (this.#wishes.isPaused) this.#wish({ isPaused: false });
			const fault = await this.#deps.replicate((progress) => {
				// Replacing a copy that works is nobody's business: no bar for it.
				if (!usable && progress.phase !== 'done') this.#state = { kind: 'working', progress };
			});
			this.#askedAt = this.#deps.now();
			const isLine = fault !== null && fault !== 'stopped' && ['offline', 'unavailable'].includes(fault.type);
			if (!isLine) this.#failures = 0;
			if (!fault) this.#state = { kind: 'complete' };
			else if (fault === 'stopped')
				this.#state = this.#wishes.isPaused ? { kind: 'paused' } : { kind: 'waiting', usable, forWifi: true };
			else if (isLine) {
				this.#state = { kind: 'waiting', usable, forWifi: false };
				void this.#goOnLater();
			} else this.#state = { kind: 'failed', fault };
		} finally {
			this.#running = false;
		}
	}

	/** A browser says when there is no network, not when the line carries nothing: so it is tried again by itself. */
	async #goOnLater(): Promise<void> {
		const failures = ++this.#failures;
		await this.#deps.wait(pauseAfter(failures - 1));
		if (this.#state.kind === 'waiting' && failures === this.#failures) await this.run();
	}

	/** The reader stops it; it stays so until she says otherwise, over restarts too. */
	pause(): void {
		this.#wish({ isPaused: true });
		this.#deps.pause();
	}

	/** When the line or the reader comes back: goes on where it stopped, or asks for news when the last are old. */
	async resume(): Promise<void> {
		const { kind } = this.#state;
		const isOld = this.#deps.now() - this.#askedAt > newsAfterMs;
		if (kind === 'waiting' || (kind === 'complete' && isOld)) await this.run();
	}

	/** From now on; what is under way on a line that costs stops. */
	async setOnlyWifi(onlyWifi: boolean): Promise<void> {
		this.#wish({ onlyWifi });
		if (onlyWifi && this.#running && this.#deps.isWifi() === false) this.#deps.pause();
		else if (!onlyWifi && this.#state.kind === 'waiting') await this.run();
	}

	#wish(change: Partial<ReplicaWishes>): void {
		this.#wishes = { ...this.#wishes, ...change };
		this.#deps.wishes = this.#wishes;
	}
}

const [useReplica, setReplica] = createContext<Replica>();
export { useReplica };

/** Called by the root layout's script. */
export function provideReplica(): Replica {
	return setReplica(new Replica(browserDeps()));
}

/** As far as browsers tell (Chromium on Android; others say nothing). */
interface Connection {
	readonly saveData?: boolean;
	readonly type?: string;
}

const wishesName = 'catalogue-wishes';

function browserDeps(): ReplicaDeps {
	const connection = () => (navigator as { connection?: Connection }).connection;
	/** Null when there is no network and these files have not been fetched yet, or no storage. */
	const device = () =>
		import('./catalogue-device.ts').then((module) => module.openDeviceCatalogue()).catch(() => null);
	let isStopped = false;
	let stopWaiting = () => {};
	return {
		async replicate(onProgress) {
			isStopped = false;
			const copy = await device();
			if (!copy) return { type: 'offline' };
			copy.onProgress = onProgress;
			const bring = (until?: 'list') =>
				copy.replicate(until).catch(() => ({ type: 'storage_failed' }) as const);
			if (!isAppKept()) {
				// On a slow line all share its width, and a whole copy opens no page without the app.
				const listed = await bring('list');
				if (listed !== 'stopped' || isStopped) return listed;
				await Promise.race([appKept(), new Promise<void>((resolve) => (stopWaiting = resolve))]);
				if (isStopped) return 'stopped';
			}
			const fault = await bring();
			// So that the browser does not clear it when the phone is full. A refusal changes nothing.
			if (!fault) void navigator.storage?.persist?.();
			return fault;
		},
		pause() {
			isStopped = true;
			stopWaiting();
			void device().then((copy) => copy?.pause());
		},
		isUsable: async () => (await (await device())?.isComplete().catch(() => false)) ?? false,
		get savesData() {
			return connection()?.saveData ?? false;
		},
		isWifi() {
			const type = connection()?.type;
			return type === undefined || type === 'unknown' ? null : type === 'wifi' || type === 'ethernet';
		},
		get wishes() {
			try {
				const { onlyWifi, isPaused } = JSON.parse(
					localStorage.getItem(wishesName) ?? '{}'
				) as Partial<ReplicaWishes>;
				return { onlyWifi: onlyWifi === true, isPaused: isPaused === true };
			} catch {
				return { onlyWifi: false, isPaused: false };
			}
		},
		set wishes(wishes) {
			try {
				localStorage.setItem(wishesName, JSON.stringify(wishes));
			} catch {
				// Blocked storage: the wish holds until the page goes.
			}
		},
		now: Date.now,
		wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
	};
}
