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
import { cacheNames, clientsClaim } from 'workbox-core';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { build, files, prerendered, version } from '$service-worker';
import { wakeWindows } from '$sync/client/background.ts';
import { isDeskPage } from '$lib/desks.ts';
import { isCitizenPage, isForEverybody, isPage, networkMsMax, revisionOf } from './addresses.ts';

/** Of the packs of what every phone keeps (scripts/kept-packs.mjs); text by address in each. */
declare const __PACK_ADDRESSES__: readonly string[];

const self = globalThis.self as unknown as ServiceWorkerGlobalScope;

/** The one prerendered page. */
const shell = prerendered[0];
if (!shell) throw new Error('The build has no offline shell');

const kept = build.filter(isForEverybody);
const named = [shell, ...files.filter((url) => !/\/icons\/.*\.png$|robots\.txt$/.test(url))];
// Names of built files change with their content; the shell and static files keep theirs.
const revision = revisionOf(version, build);

/**
 * Four at a time: of the six connections that a browser opens to one host two are left to what she taps meanwhile.
 * Whoever fails leaves its part to others.
 */
async function fourAtATime<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
	const waiting = [...all];
	const next = async (): Promise<void> => {
		for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one).catch(() => {});
	};
	await Promise.all(Array.from({ length: 4 }, next));
}

/**
 * What Workbox then finds, for it brings one file after another, and on 2G that is a round trip for each. On a first
 * visit packs and what keeps its name, put where Workbox looks first. What every visit begins with is in no pack: the
 * browser's own cache has it. Later, when most files are there already, those that are not, into the browser's own
 * cache. What does not come now is Workbox's to fetch, and its failure to tell.
 */
async function bring(): Promise<void> {
	const cache = await caches.open(cacheNames.precache);
	const here = async () => new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
	const before = await here();
	const isFirst = [...before].every((address) => kept.includes(address) || named.includes(address));
	if (isFirst)
		await fourAtATime([...named, ...__PACK_ADDRESSES__], (address) =>
			named.includes(address) ? bringNamed(cache, address) : bringPack(cache, address, before)
		);
	const there = isFirst ? await here() : before;
	await fourAtATime(
		kept.filter((address) => !there.has(address)),
		async (address) => void (await (await fetch(address)).arrayBuffer())
	);
}

async function bringNamed(cache: Cache, address: string): Promise<void> {
	const key = app.getCacheKeyForURL(address);
	// A worker that was cut has brought some of them before.
	if (key === undefined || (await cache.match(key))) return;
	const response = await fetch(address, { cache: 'reload' });
	if (response.ok && !response.redirected) await cache.put(key, response);
}

async function bringPack(cache: Cache, packAddress: string, before: ReadonlySet<string>): Promise<void> {
	const response = await fetch(`${packAddress}?${revision}`, { cache: 'force-cache' });
	const pack = (await response.json()) as Readonly<Record<string, string>>;
	for (const address of kept) {
		const text = pack[address];
		if (text === undefined || before.has(address)) continue;
		const type = address.endsWith('.css') ? 'text/css' : 'text/javascript';
		await cache.put(address, new Response(text, { headers: { 'content-type': `${type}; charset=utf-8` } }));
	}
}

/** Whoever registers need not try again: it would only be paid for once more. */
async function tellWhenFull(error: unknown): Promise<never> {
	if (error instanceof DOMException && error.name === 'QuotaExceededError')
		for (const page of await self.clients.matchAll({ includeUncontrolled: true, type: 'window' }))
			page.postMessage({ type: 'STORAGE_FULL' });
	throw error;
}

const app = new PrecacheController();
app.addToCacheList([
	...kept.map((url) => ({ url, revision: null })),
	...named.map((url) => ({ url, revision }))
]);
self.addEventListener('install', (event) =>
	event.waitUntil(
		bring()
			.catch(() => {})
			.then(() => app.install(event))
			.catch(tellWhenFull)
	)
);
self.addEventListener('activate', (event) => event.waitUntil(app.activate(event)));
registerRoute(new PrecacheRoute(app));

const openShell = app.createHandlerBoundToURL(shell);

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
	const type = (event.data as { type?: unknown } | null)?.type;
	if (type === 'SKIP_WAITING') void self.skipWaiting();
	if (type === 'TAKE_OVER_PAGES') event.waitUntil(self.clients.claim());
});
