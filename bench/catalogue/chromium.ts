/** A page of Chromium on a profile on the disk, its main thread slowed six times, with our routes behind it. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { chromiumFlags, chromiumPath } from '../../scripts/browser.mjs';
import type { BenchPage } from './page.ts';

export interface CataloguePage {
	call<K extends keyof BenchPage>(
		name: K,
		...args: Parameters<BenchPage[K]>
	): Promise<Awaited<ReturnType<BenchPage[K]>>>;
	/** Closes the browser and says what its IndexedDB takes on the disk. */
	close(): Promise<number>;
}

type Routes = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

/** @param files by path, besides the page's own */
export async function openCataloguePage(
	routes: Routes,
	files: Readonly<Record<string, string>>
): Promise<CataloguePage> {
	const bundled = await bundle();
	const server = createServer(async (request, response) => {
		if (await routes(request, response)) return;
		const url = request.url ?? '/';
		const file =
			url === '/'
				? `<!doctype html><script type="module" src="/${bundled.entry}"></script>`
				: (files[url] ?? bundled.files.get(url));
		response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html');
		response.writeHead(file === undefined ? 404 : 200).end(file);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-bench-'));
	const executablePath = chromiumPath();
	const context = await chromium.launchPersistentContext(profile, {
		args: chromiumFlags,
		...(executablePath ? { executablePath } : {})
	});
	const page = await context.newPage();
	await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
	await page.waitForFunction(() => 'benchPage' in globalThis);
	const cdp = await context.newCDPSession(page);
	await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
	return {
		call: (name, ...args) => callPage(page, name, args),
		async close() {
			await context.close();
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			const bytes = await folderBytes(path.join(profile, 'Default', 'IndexedDB'));
			await rm(profile, { recursive: true, force: true });
			return bytes;
		}
	};
}

async function callPage<K extends keyof BenchPage>(
	page: Page,
	name: K,
	args: Parameters<BenchPage[K]>
): Promise<Awaited<ReturnType<BenchPage[K]>>> {
	const result: unknown = await page.evaluate(
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

async function folderBytes(folder: string): Promise<number> {
	const names = await readdir(folder, { recursive: true }).catch(() => []);
	const sizes = await Promise.all(names.map((name) => stat(path.join(folder, name))));
	return sizes.reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}

async function bundle(): Promise<{ entry: string; files: Map<string, string | Uint8Array> }> {
	const built = await build({
		configFile: false,
		logLevel: 'error',
		base: '/',
		root: import.meta.dirname,
		worker: { format: 'es' },
		build: { write: false, rolldownOptions: { input: path.join(import.meta.dirname, 'page.ts') } }
	});
	const [output] = Array.isArray(built) ? built : [built];
	if (!output || !('output' in output)) throw new Error('nothing was built');
	const files = new Map(
		output.output.map((one) => [`/${one.fileName}`, one.type === 'chunk' ? one.code : one.source])
	);
	return { entry: output.output[0].fileName, files };
}
