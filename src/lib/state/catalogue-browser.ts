/** What the catalogue's service needs of a browser, in a worker and in a page alike. */
import type { ServiceDeps } from '$sync/client/catalogue/worker.ts';

/** Built in by vite.config.ts. */
declare const __CATALOGUE_PUBLIC_KEY__: string;

export function browserServiceDeps(): Pick<
	ServiceDeps<unknown, unknown>,
	'fetch' | 'now' | 'publicKey' | 'locks' | 'channel'
> {
	return {
		fetch: (url, init) => fetch(url, init),
		now: Date.now,
		publicKey: __CATALOGUE_PUBLIC_KEY__,
		locks: navigator.locks as LockManager | undefined,
		channel: new BroadcastChannel('motcua-catalogue-progress')
	};
}
