/**
 * The first visit of a phone that has nothing: bytes and requests (exact, on a fast line), then first paint, interactive
 * and usable offline on working 2G, beside a static page and a GOV.UK Frontend page, in interleaved rounds.
 *
 * Interactive: the page has attached the listeners for clicks, keys and input that its script brings; for a page without
 * script, when its document is parsed. Usable offline: the service worker holds the shell and the list of all procedures
 * is in the phone's database; whole: all of the catalogue is.
 */
import { brotliDecompressSync, constants } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../scripts/browser.mjs';
import { startWorld } from '../tests/support/world.ts';
import type { BenchOptions } from './main.ts';
import { startGovukPage, startStaticPage } from './peers.ts';
import { kilobytes, median, seconds, table } from './report.ts';
import { startSlowLine, twoG } from './slow-line.ts';

/** What TCP sends before the first acknowledgement comes back: ten packets. */
const firstFlightBytes = 14 * 1024;
const pages = [
	{ name: 'home', path: '/' },
	{ name: 'procedure', path: '/thu-tuc/3.000347' }
];

export async function firstLoad({ rounds }: BenchOptions): Promise<string> {
	const world = await startWorld({ down: ['eid', 'gateway', 'agency', 'power', 'issuers'] });
	const executablePath = chromiumPath();
	const browser = await chromium.launch({
		args: chromiumFlags,
		...(executablePath ? { executablePath } : {})
	});
	try {
		return [
			await weights(browser, world.portal.url),
			await firstFlight(world.portal.url),
			await timesOn2g(browser, world.ports.portal, rounds),
			await offlineOn2g(browser, world.ports.portal, rounds)
		].join('\n\n');
	} finally {
		await browser.close();
		await world.stop();
	}
}

/** Requests and bytes as transferred (heads and compressed bodies), until the page can be used, and after. */
async function weights(browser: Browser, origin: string): Promise<string> {
	const rows: string[][] = [];
	for (const { name, path } of pages)
		for (const script of [false, true]) {
			const seen = await visit(browser, origin + path, script);
			const sum = (kinds: readonly string[], from = seen) =>
				from.filter(({ kind }) => kinds.includes(kind)).reduce((bytes, one) => bytes + one.bytes, 0);
			const first = seen.filter(({ early }) => early);
			const all = first.reduce((bytes, one) => bytes + one.bytes, 0);
			rows.push([
				`${name}, ${script ? 'with script' : 'without script'}`,
				String(first.length),
				kilobytes(sum(['Document'], first)),
				kilobytes(sum(['Script'], first)),
				kilobytes(all - sum(['Document', 'Script'], first)),
				kilobytes(all),
				String(seen.length - first.length)
			]);
		}
	const head = ['first visit', 'requests', 'HTML', 'script', 'other', 'all', 'requests afterwards'];
	return `Bytes as transferred, until the page can be used:\n\n${table(head, rows)}`;
}

interface Seen {
	readonly kind: string;
	readonly bytes: number;
	/** Asked for before the page could be used. */
	readonly early: boolean;
}

async function visit(browser: Browser, url: string, script: boolean): Promise<Seen[]> {
	const context = await browser.newContext({ ...phone, javaScriptEnabled: script });
	const page = await context.newPage();
	await page.addInitScript(noteListeners);
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	const requests = new Map<string, { kind: string; bytes: number; at: number }>();
	let start = Infinity;
	cdp.on('Network.requestWillBeSent', ({ requestId, type, timestamp, request }) => {
		if (!request.url.startsWith('http')) return;
		start = Math.min(start, timestamp);
		requests.set(requestId, { kind: type ?? 'Other', bytes: 0, at: (timestamp - start) * 1000 });
	});
	cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const request = requests.get(requestId);
		if (request) request.bytes = encodedDataLength;
	});
	await page.goto(url, { waitUntil: 'networkidle' });
	const usableAt = script ? (await timings(page, true)).interactive : Infinity;
	await context.close();
	// Without script Chromium announces modules that it then does not fetch.
	return [...requests.values()]
		.filter(({ bytes }) => bytes > 0)
		.map(({ kind, bytes, at }) => ({ kind, bytes, early: at <= usableAt }));
}

/** How much of the home page can be read from the bytes of the first flight alone. */
async function firstFlight(origin: string): Promise<string> {
	const answer = await rawAnswer(origin);
	const begin = brotliDecompressSync(answer.subarray(0, firstFlightBytes), {
		finishFlush: constants.BROTLI_OPERATION_FLUSH
	}).toString('utf8');
	const whole = brotliDecompressSync(answer).toString('utf8');
	const share = wordsOf(begin).length / wordsOf(whole).length;
	return `Home page: ${kilobytes(answer.length)} of HTML; of its words ${(share * 100).toFixed(0)} % are in the first 14 KB.`;
}

/** The body as it travels, still compressed, which `fetch` would not show. */
async function rawAnswer(origin: string): Promise<Buffer> {
	const { get } = await import('node:http');
	return new Promise((resolve, reject) => {
		get(origin, { headers: { 'accept-encoding': 'br', accept: 'text/html' } }, async (response) => {
			const parts: Buffer[] = [];
			for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
			if (response.headers['content-encoding'] !== 'br') reject(new Error('the page is not sent as brotli'));
			resolve(Buffer.concat(parts));
		}).on('error', reject);
	});
}

function wordsOf(html: string): string[] {
	const body = html.slice(html.indexOf('<body'));
	return body
		.replace(/<(script|style|svg)\b[\s\S]*?(<\/\1>|$)/g, ' ')
		.replace(/<[^>]*(>|$)/g, ' ')
		.split(/\s+/)
		.filter(Boolean);
}

/** First paint and interactive, ours and theirs in turn, each with an empty cache over a line of its own. */
async function timesOn2g(browser: Browser, portal: number, rounds: number): Promise<string> {
	const landing = await (await fetch(`http://localhost:${portal}/`)).text();
	const staticPage = await startStaticPage(landing);
	const govukPage = await startGovukPage();
	const runs = [
		{ name: 'static page, same words', port: staticPage.port, path: '/', scripted: false },
		{ name: 'GOV.UK Frontend page', port: govukPage.port, path: '/', scripted: true },
		...pages.map(({ name, path }) => ({ name: `Một Cửa, ${name}`, port: portal, path, scripted: true }))
	].map((run) => ({ ...run, times: [] as Times[] }));
	try {
		for (let round = 0; round < rounds; round++)
			for (const run of runs) run.times.push(await timesOf(browser, run));
	} finally {
		await Promise.all([staticPage.close(), govukPage.close()]);
	}
	const of = (times: readonly Times[], key: keyof Times) => median(times.map((one) => one[key]));
	const govuk = runs[1]?.times ?? [];
	const rows = runs.map(({ name, times }) => {
		const [paint, interactive] = [of(times, 'paint'), of(times, 'interactive')];
		return [
			name,
			seconds(paint),
			`${(paint / of(govuk, 'paint')).toFixed(2)}`,
			seconds(interactive),
			`${(interactive / of(govuk, 'interactive')).toFixed(2)}`
		];
	});
	const head = ['2G, empty cache', 'first paint', '× GOV.UK', 'interactive', '× GOV.UK'];
	return `${twoG.roundTripMs} ms round trip, ${twoG.bitsPerSecond / 1000} kbit/s; medians of ${rounds} interleaved rounds:\n\n${table(head, rows)}`;
}

interface Times {
	/** First contentful paint, ms after the address was entered. */
	readonly paint: number;
	readonly interactive: number;
}

async function timesOf(
	browser: Browser,
	{ port, path, scripted }: { port: number; path: string; scripted: boolean }
): Promise<Times> {
	const line = await startSlowLine(port, twoG);
	const context = await browser.newContext({ ...phone, serviceWorkers: 'block' });
	try {
		const page = await context.newPage();
		await page.addInitScript(noteListeners);
		await page.goto(line.url + path, { waitUntil: 'load', timeout: 180_000 });
		return await timings(page, scripted);
	} finally {
		await context.close();
		await line.close();
	}
}

/** From a cold first visit until the app would work without a line, and until it holds everything. */
async function offlineOn2g(browser: Browser, portal: number, rounds: number): Promise<string> {
	const found: { usable: number; whole: number; bytes: number }[] = [];
	for (let round = 0; round < rounds; round++) {
		const line = await startSlowLine(portal, twoG);
		const context = await browser.newContext(phone);
		try {
			const page = await context.newPage();
			const start = performance.now();
			await page.goto(line.url, { waitUntil: 'load', timeout: 180_000 });
			const reach = async (what: 'list' | 'whole') => {
				while (!(await page.evaluate(isOffline, what))) await page.waitForTimeout(250);
				return performance.now() - start;
			};
			const usable = await reach('list');
			const bytes = line.bytesDown();
			found.push({ usable, whole: await reach('whole'), bytes });
		} finally {
			await context.close();
			await line.close();
		}
	}
	const rows = [
		[
			'Một Cửa',
			seconds(median(found.map(({ usable }) => usable))),
			kilobytes(median(found.map(({ bytes }) => bytes))),
			seconds(median(found.map(({ whole }) => whole)))
		]
	];
	return table(['2G, first visit', 'usable offline', 'bytes until then', 'whole catalogue'], rows);
}

const phone = {
	viewport: { width: 360, height: 640 },
	deviceScaleFactor: 2,
	isMobile: true,
	hasTouch: true,
	locale: 'vi-VN'
};

/** Runs in the page before anything else: remembers when listeners for what people do were attached. */
function noteListeners(): void {
	const human = new Set(['click', 'input', 'change', 'submit', 'keydown', 'pointerdown', 'touchstart']);
	const times: number[] = [];
	const add = EventTarget.prototype.addEventListener;
	EventTarget.prototype.addEventListener = function (
		this: EventTarget,
		type: string,
		...rest: [EventListenerOrEventListenerObject | null, (boolean | AddEventListenerOptions)?]
	) {
		if (human.has(type)) times.push(performance.now());
		return add.call(this, type, ...rest);
	};
	Object.assign(globalThis, { benchListeners: times });
}

/** Reads paint and listeners, once the page has its listeners: on a slow line scripts come long after `load`. */
async function timings(page: Page, scripted: boolean): Promise<Times> {
	// Not `waitForFunction`: what Playwright brings into the page for it attaches listeners of its own.
	const attached = () =>
		page.evaluate(() => {
			const [first] = (globalThis as unknown as { benchListeners: number[] }).benchListeners;
			return first !== undefined && performance.now() - first > 2_000;
		});
	const painted = () =>
		page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length > 0);
	while (!(await painted()) || (scripted && !(await attached()))) await page.waitForTimeout(200);
	return page.evaluate(() => {
		// What is attached later belongs to what the page loads later.
		const burstGapMs = 1_000;
		const listeners = (globalThis as unknown as { benchListeners: number[] }).benchListeners;
		const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
		let interactive = listeners[0] ?? 0;
		for (const time of listeners) if (time - interactive < burstGapMs) interactive = time;
		return {
			paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
			interactive: Math.max(interactive, navigation?.domInteractive ?? Number.NaN)
		};
	});
}

/** Runs in the page: whether shell and list (or the whole catalogue) are on the phone. */
async function isOffline(what: 'list' | 'whole'): Promise<boolean> {
	const registration = await navigator.serviceWorker.getRegistration();
	if (!registration?.active) return false;
	const name = 'motcua-catalogue';
	if (!(await indexedDB.databases()).some((one) => one.name === name)) return false;
	const wait = <T>(request: IDBRequest<T>) =>
		new Promise<T>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	const db = await wait(indexedDB.open(name));
	try {
		if (!db.objectStoreNames.contains('lists')) return false;
		const read = db.transaction(['lists', 'meta']);
		if (what === 'whole') return Boolean(await wait(read.objectStore('meta').get('current')));
		return (await wait(read.objectStore('lists').count())) > 0;
	} finally {
		db.close();
	}
}
