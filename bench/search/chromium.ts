/** A page of Chromium with the searchers in it, its main thread slowed when asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { build } from 'vite';
import { chromiumFlags, chromiumPath } from '../../scripts/browser.mjs';
import type { BenchPage } from './page.ts';

export interface SearchPage {
	/** Calls a function of bench/search/page.ts there. */
	call<K extends keyof BenchPage>(
		name: K,
		...args: Parameters<BenchPage[K]>
	): Promise<Awaited<ReturnType<BenchPage[K]>>>;
	/** 6: a phone of a sixth of this machine's speed. */
	slow(times: number): Promise<void>;
	/** Bytes that scripts hold, after a collection: objects, and what typed arrays stand on. */
	memory(): Promise<number>;
	close(): Promise<void>;
}

/** @param files what the page may fetch, by path */
export async function openSearchPage(
	files: Readonly<Record<string, string | Uint8Array>>
): Promise<SearchPage> {
	const script = await bundle();
	const server = createServer(({ url }, response) => {
		if (url === '/') response.end('<!doctype html><meta charset="utf-8"><script src="/page.js"></script>');
		else if (url === '/page.js') response.end(script);
		else {
			const file = files[url ?? ''];
			response.writeHead(file === undefined ? 404 : 200).end(file);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const executablePath = chromiumPath();
	const browser = await chromium.launch({
		args: chromiumFlags,
		...(executablePath ? { executablePath } : {})
	});
	const page = await browser.newPage();
	await page.goto(`http://127.0.0.1:${port}/`);
	const cdp = await page.context().newCDPSession(page);
	return {
		call: (name, ...args) => callPage(page, name, args),
		slow: async (times) => {
			await cdp.send('Emulation.setCPUThrottlingRate', { rate: times });
		},
		memory: () => heapBytes(cdp),
		async close() {
			await browser.close();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

async function callPage<K extends keyof BenchPage>(
	page: Page,
	name: K,
	args: Parameters<BenchPage[K]>
): Promise<Awaited<ReturnType<BenchPage[K]>>> {
	const result = await page.evaluate(
		([name, args]) => {
			const { benchPage } = globalThis as unknown as {
				benchPage: Record<string, (...args: unknown[]) => unknown>;
			};
			return benchPage[name]?.(...args);
		},
		[name, args] as [string, unknown[]]
	);
	return result as Awaited<ReturnType<BenchPage[K]>>;
}

async function heapBytes(cdp: CDPSession): Promise<number> {
	await cdp.send('HeapProfiler.collectGarbage');
	const usage = (await cdp.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
	return usage.usedSize + (usage.backingStorageSize ?? 0);
}

/** Bundled and minified as the app is. */
async function bundle(): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: 'error',
		root: import.meta.dirname,
		build: {
			write: false,
			lib: { entry: path.join(import.meta.dirname, 'page.ts'), formats: ['iife'], name: 'searchBench' }
		}
	});
	const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
		'output' in one ? one.output : []
	);
	const chunk = outputs.find((one) => one.type === 'chunk');
	if (!chunk) throw new Error('nothing was bundled');
	return chunk.code;
}
