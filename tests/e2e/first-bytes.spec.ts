/** What a first visit costs before the page can be read; `npm run bench` measures the same and more. */
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { words as editor } from '../../src/lib/i18n/editor.vi.ts';
import { words as officer } from '../../src/lib/i18n/officer.vi.ts';
import { words as operator } from '../../src/lib/i18n/operator.vi.ts';
import { expect, test } from '../support/browser-test.ts';
import { firstVisit } from '../support/visit.ts';

/** The first window of a TCP connection, about ten segments. */
const firstBytes = 14 * 1024;

for (const [encoding, begin] of [
	['gzip', () => zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH })],
	['br', () => zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH })]
] as const)
	test(`[U6] the first 14 KB of the landing page, in ${encoding}, hold all that there is to read`, async ({
		world
	}) => {
		const { received, answered } = await get(`${world.portal.url}/`, encoding);
		expect(answered).toBe(encoding);
		const start = await unpack(received.subarray(0, firstBytes), begin());
		const whole = await unpack(received, begin());
		expect(start).toContain('Làm thủ tục ngay trên điện thoại</h1>');
		const main = /<main[\s\S]*<\/main>/;
		expect(main.exec(start)?.[0]).toBe(main.exec(whole)?.[0]);
		expect(start).toContain('<style');
	});

test('[U6] database, API client and schema library are not among what the landing page needs to work', async ({
	page,
	world
}) => {
	const html = (await get(`${world.portal.url}/`, 'identity')).received.toString();
	const needed = await scriptsFrom(world.portal.url, html);
	expect(needed.size).toBeGreaterThan(1);
	// Words that survive minifying: what the libraries call their errors and their insides.
	const marks = { dexie: /DexieError|IDBKeyRange/, trpc: /\/trpc\//, zod: /ZodError|_zod/ };
	for (const [library, mark] of Object.entries(marks))
		expect(
			[...needed].filter(([, source]) => mark.test(source)).map(([path]) => path),
			library
		).toEqual([]);

	await test.step('where they are needed they come, so the marks are the right ones', async () => {
		const scripts: Promise<string>[] = [];
		page.on('response', (response) => {
			if (response.request().resourceType() === 'script') scripts.push(response.text().catch(() => ''));
		});
		await page.goto('/thanh-toan/tien-dien');
		await expect(page.locator('#customerCode')).toBeVisible();
		const all = (await Promise.all(scripts)).join('\n');
		for (const [library, mark] of Object.entries(marks)) expect(mark.test(all), library).toBe(true);
	});
});

test('[U8] a phone keeps no file of the desks, which say without a network that they need one', async ({
	page
}) => {
	await firstVisit(page);
	const held = await page.evaluate(async () => {
		const files: [path: string, text: string][] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys())
				files.push([new URL(request.url).pathname, (await (await cache.match(request))?.text()) ?? '']);
		}
		return files;
	});
	expect(held.length).toBeGreaterThan(100);
	expect(held.filter(([path]) => /\/(desk|kiosk)\//.test(path))).toEqual([]);
	// Sentences of each desk: of its words file and of nothing else.
	for (const mark of [officer.findHelp, operator.lead, editor.lead]) {
		const holders = held.filter(([, text]) => text.includes(mark)).map(([path]) => path);
		expect(holders, mark).toEqual([]);
		expect(await hasDeskFileWith(mark), mark).toBe(true);
	}

	await page.context().setOffline(true);
	for (const desk of ['/mot-cua', '/van-hanh', '/bien-tap']) {
		await page.goto(desk);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bàn làm việc cần có mạng');
	}
	await page.context().setOffline(false);
	await page.getByRole('link', { name: 'Thử lại' }).click();
	// The line is back, and the desk asks who comes.
	await page.waitForURL((url) => url.pathname !== '/bien-tap');
});

async function hasDeskFileWith(words: string): Promise<boolean> {
	const room = 'build/client/_app/immutable/desk';
	for (const name of await readdir(room))
		if (name.endsWith('.js') && (await readFile(path.join(room, name), 'utf8')).includes(words)) return true;
	return false;
}

/** Every script that the page names, and what those import before they run; not what they may import later. */
async function scriptsFrom(origin: string, html: string): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	const waiting = [...html.matchAll(/\/_app\/immutable\/[\w./-]+\.js/g)].map(([path]) => path);
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (found.has(path)) continue;
		const source = (await get(origin + path, 'identity')).received.toString();
		found.set(path, source);
		for (const [, to = ''] of source.matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g))
			waiting.push(new URL(to, origin + path).pathname);
	}
	return found;
}

async function get(
	url: string,
	encoding: string
): Promise<{ received: Buffer; answered: string | undefined }> {
	return await new Promise((resolve, reject) => {
		http
			.get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
				const pieces: Buffer[] = [];
				response.on('data', (piece: Buffer) => pieces.push(piece));
				response.on('end', () =>
					resolve({ received: Buffer.concat(pieces), answered: response.headers['content-encoding'] })
				);
			})
			.on('error', reject);
	});
}

async function unpack(bytes: Buffer, unzip: zlib.Gunzip | zlib.BrotliDecompress): Promise<string> {
	const pieces: Buffer[] = [];
	unzip.end(bytes);
	for await (const piece of unzip) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString('utf8');
}
