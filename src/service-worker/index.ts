/**
 * Keeps the app itself on the device: every script and style of this build, the static files that pages use, and the
 * shell that opens any address. Promises: never stores an answer to a request for data, so nothing personal is ever
 * in the HTTP cache; a new version waits until the page says so. The catalogue and the citizen's own things are not
 * its business: they live in IndexedDB.
 *
 *   navigation to a public page    network, at most 3 s ──fails──► shell
 *   navigation to a citizen's page shell
 *   navigation to a desk           network, however long ──fails──► shell, which says that a desk needs a line
 *   file of the build              cache
 *   anything else                  as if there were no worker
 */
/// <reference types="@sveltejs/kit" />
import { clientsClaim } from 'workbox-core';
import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { build, files, prerendered, version } from '$service-worker';
import { wakeWindows } from '$sync/client/background.ts';
import { isDeskPage } from '$lib/desks.ts';
import { isCitizenPage, isForEverybody, isPage, networkMsMax, revisionOf } from './addresses.ts';

const self = globalThis.self as unknown as ServiceWorkerGlobalScope;

/** The one prerendered page. */
const shell = prerendered[0];
if (!shell) throw new Error('The build has no offline shell');

/**
 * Workbox brings one file after another: on 2G that is a round trip for each. Six at a time, as many as a browser
 * opens to one host, bring them into the HTTP cache, where Workbox then finds them.
 */
async function warm(urls: readonly string[]): Promise<void> {
	const waiting = [...urls];
	const bringNext = async (): Promise<void> => {
		for (let url = waiting.shift(); url; url = waiting.shift()) {
			// A file that does not come now is Workbox's to fetch, and its failure to tell.
			const response = await fetch(url).catch(() => null);
			await response?.arrayBuffer().catch(() => null);
		}
	};
	await Promise.all(Array.from({ length: 6 }, bringNext));
}
const kept = build.filter(isForEverybody);
self.addEventListener('install', (event) => event.waitUntil(warm(kept)));

// Names of built files change with their content; the shell and static files keep theirs.
const revision = revisionOf(version, build);
precacheAndRoute([
	...kept.map((url) => ({ url, revision: null })),
	...files.filter((url) => !/\/icons\/.*\.png$/.test(url)).map((url) => ({ url, revision })),
	{ url: shell, revision }
]);

const openShell = createHandlerBoundToURL(shell);

registerRoute(
	({ request, url }) =>
		request.mode === 'navigate' &&
		url.origin === self.location.origin &&
		(isPage(url.pathname) || isDeskPage(url.pathname)),
	async (options) => {
		const { pathname } = options.url;
		if (isCitizenPage(pathname)) return openShell(options);
		try {
			const signal = isDeskPage(pathname) ? null : AbortSignal.timeout(networkMsMax);
			const response = await fetch(options.request, { signal });
			// A gateway in front of a server that is down or being replaced.
			return [502, 503, 504].includes(response.status) ? openShell(options) : response;
		} catch {
			return openShell(options);
		}
	}
);

// The line is back: windows that sleep are told, and send by themselves.
self.addEventListener('sync', (event) => {
	// Background Sync is not in TypeScript's library.
	const { tag, waitUntil } = event as ExtendableEvent & { readonly tag: string };
	waitUntil.call(event, wakeWindows(tag, self.clients));
});

// The first visit too should be able to go offline without a second one.
clientsClaim();

self.addEventListener('message', (event) => {
	if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
