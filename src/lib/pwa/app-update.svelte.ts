/**
 * Registers the service worker and brings new versions of the app. Promises: a page is never loaded again over input
 * that is not saved; a version that another tab has let in is followed as soon as that is safe, because the files of
 * the old one are gone by then.
 *
 *   none ──worker waits──► offered ──accept──► changing ──it has taken over, or too long──► reloading
 *                             └──accept, something unsaved──► afterSaving ──saved──► changing
 *
 * Too long: Chromium lets a new worker in once the old one is idle. A request that comes while the old one is ending
 * starts it anew, and then it holds the new one back for half a minute or more; a page that is loaded again lets it go.
 */
import type { Workbox } from 'workbox-window';
import { appIsKept } from './app-kept.ts';
import { keepTrying } from './keep-trying.ts';
import type { Unsaved } from './unsaved.ts';

export type UpdateState = 'none' | 'offered' | 'afterSaving' | 'changing' | 'reloading';

/** How long the old worker may take to let go; it takes about one second. */
export const takeOverMsMax = 5_000;

/** The part of workbox-window that is needed; `takeOver` lets the waiting worker in. */
export interface UpdateSource {
	onWaiting(listener: () => void): void;
	onControlling(listener: (isUpdate: boolean) => void): void;
	takeOver(): void;
}

export class AppUpdate {
	readonly #unsaved: Unsaved;
	readonly #reload: () => void;
	#source: UpdateSource | null = null;
	#state: UpdateState = $state('none');
	#isPutOff = $state(false);

	constructor(unsaved: Unsaved, reload: () => void) {
		this.#unsaved = unsaved;
		this.#reload = reload;
	}

	get state(): UpdateState {
		return this.#state;
	}

	/** False after "later": the version waits, and comes by itself when all tabs are closed. */
	get isShown(): boolean {
		if (this.#state === 'offered') return !this.#isPutOff;
		return this.#state === 'afterSaving' || this.#state === 'changing';
	}

	follow(source: UpdateSource): void {
		this.#source = source;
		source.onWaiting(() => {
			if (this.#state === 'none') this.#state = 'offered';
		});
		source.onControlling((isUpdate) => {
			// The first worker of a first visit takes over a page that came from the network: nothing to do.
			if (isUpdate || this.#state !== 'none') void this.#reloadWhenSaved();
		});
	}

	/** The reader wants it. */
	async accept(): Promise<void> {
		if (this.#state !== 'offered') return;
		if (!this.#unsaved.isEmpty) this.#state = 'afterSaving';
		await this.#unsaved.empty();
		this.#state = 'changing';
		this.#source?.takeOver();
		setTimeout(() => void this.#reloadWhenSaved(), takeOverMsMax);
	}

	putOff(): void {
		this.#isPutOff = true;
	}

	async #reloadWhenSaved(): Promise<void> {
		if (this.#state === 'reloading') return;
		if (!this.#unsaved.isEmpty) this.#state = 'afterSaving';
		await this.#unsaved.empty();
		this.#state = 'reloading';
		this.#reload();
	}
}

/**
 * Call when the page is idle: the worker's own downloads must not compete with the first page. One that does not come,
 * or is cut while it brings its files, is tried again; what it had brought stays.
 */
export async function registerServiceWorker(update: AppUpdate): Promise<void> {
	if (!('serviceWorker' in navigator)) return appIsKept();
	void navigator.serviceWorker.ready.then(appIsKept);
	let current: Workbox | undefined;
	let isFull = false;
	navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ type?: string } | null>) => {
		isFull ||= data?.type === 'STORAGE_FULL';
	});
	// A phone that is never restarted would never look otherwise.
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible' && navigator.onLine) void current?.update().catch(() => {});
	});
	await keepTrying(async () => {
		// The next visit may find more room; until then every try would cost her the same bytes again.
		if (isFull) return true;
		const module = await import('workbox-window').catch(() => null);
		// In development the worker is a module; the built one has no imports.
		current = module
			? new module.Workbox('/service-worker.js', { type: import.meta.env.DEV ? 'module' : 'classic' })
			: undefined;
		const isDone = current ? await install(current, update) : false;
		// The catalogue waits for the app no longer.
		if (!isDone) appIsKept();
		return isDone;
	}, pauseOrLine);
}

/** False when it did not come, and may later. */
async function install(workbox: Workbox, update: AppUpdate): Promise<boolean> {
	// workbox-window calls no change an update in the visit that first installed a worker, hence our own memory.
	const hadWorker = navigator.serviceWorker.controller !== null;
	let claims = 0;
	update.follow({
		onWaiting: (listener) => workbox.addEventListener('waiting', listener),
		onControlling: (listener) =>
			workbox.addEventListener('controlling', () => {
				claims += 1;
				listener(hadWorker || claims > 1);
			}),
		takeOver: () => workbox.messageSkipWaiting()
	});
	try {
		const registration = await workbox.register();
		const isActive = registration !== undefined && (await becomesActive(registration));
		if (isActive) askToControl(registration);
		return isActive;
	} catch (error) {
		// Where workers are forbidden (some private windows) the app is an ordinary web page: drafts are kept all the same.
		return error instanceof DOMException && error.name === 'SecurityError';
	}
}

/** False when it was cut. workbox-window tells of no worker that the page before this one, or another tab, began. */
function becomesActive(registration: ServiceWorkerRegistration): Promise<boolean> {
	return new Promise((resolve) => {
		const watch = (worker: ServiceWorker | null) => {
			const look = () => {
				if (worker?.state === 'redundant') resolve(false);
			};
			worker?.addEventListener('statechange', look);
			look();
		};
		watch(registration.installing);
		registration.addEventListener('updatefound', () => watch(registration.installing));
		void navigator.serviceWorker.ready.then(() => resolve(true));
	});
}

/**
 * A page that was being opened while the worker took over the others was not among them, nor is one that was loaded
 * past the worker: what it loads later would not be found without a network.
 */
function askToControl({ active }: ServiceWorkerRegistration): void {
	if (!navigator.serviceWorker.controller) active?.postMessage({ type: 'TAKE_OVER_PAGES' });
}

/** So many ms, or until the line is back. */
function pauseOrLine(ms: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, ms);
		addEventListener('online', () => resolve(), { once: true });
	});
}
