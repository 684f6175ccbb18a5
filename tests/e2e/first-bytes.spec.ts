/** What a first visit costs before the page can be read; `npm run bench` measures the same and more. */
import http from 'node:http';
import zlib from 'node:zlib';
import { expect, test } from '../support/browser-test.ts';

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
	const marks = { dexie: /DexieError|IDBKeyRange/, trpc: /TRPCClientError/, zod: /ZodError|_zod/ };
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
