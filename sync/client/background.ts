/**
 * Being woken when the network is back although nobody looks: the browser's Background Sync, where there is one
 * (docs/decisions/0011). The page asks for it when something waits; the browser tells the service worker, also after it
 * has put the page to sleep; the service worker tells the page, and the page's own engine sends.
 *
 *   something waits ─► register ─► (line comes back) ─► service worker ─► every window ─► wake
 */

/** What the page asks for under, and what it is told with. Says nothing of a person. */
export const wakeTag = 'motcua-send';
const wakeMessage = 'MOTCUA_WAKE';

interface Worker {
	readonly ready: Promise<{ readonly sync?: { register(tag: string): Promise<void> } }>;
	addEventListener(type: 'message', call: (event: { readonly data: unknown }) => void): void;
	removeEventListener(type: 'message', call: (event: { readonly data: unknown }) => void): void;
}

/** @returns undefined where there is no service worker, as in a test or on a plain http page */
export function workerHere(): Worker | undefined {
	return (globalThis.navigator as { readonly serviceWorker?: Worker } | undefined)?.serviceWorker;
}

/** Asks to be woken. Again while it waits changes nothing; a browser that cannot, or may not, does not answer. */
export async function askToBeWoken(worker = workerHere()): Promise<void> {
	try {
		const registration = await worker?.ready;
		await registration?.sync?.register(wakeTag);
	} catch {
		// She or the browser forbids it: then the open page's own clock and `online` are all there is.
	}
}

/** Calls when the service worker says that the line is back. The answer ends it. */
export function hearWaking(call: () => void, worker = workerHere()): () => void {
	const heard = ({ data }: { readonly data: unknown }) => {
		if (data === wakeMessage) call();
	};
	worker?.addEventListener('message', heard);
	return () => worker?.removeEventListener('message', heard);
}

interface Windows {
	matchAll(options: {
		type: 'window';
		includeUncontrolled: true;
	}): Promise<readonly { postMessage(message: unknown): void }[]>;
}

/** In the service worker: tells every window, also those that sleep. Without one nothing happens. */
export async function wakeWindows(tag: string, windows: Windows): Promise<void> {
	if (tag !== wakeTag) return;
	for (const one of await windows.matchAll({ type: 'window', includeUncontrolled: true }))
		one.postMessage(wakeMessage);
}
