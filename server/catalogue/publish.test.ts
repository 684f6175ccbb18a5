import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createClient, type Client } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { List } from '../../domain/catalogue/list.ts';
import { Manifest, packBytesMax } from '../../domain/catalogue/manifest.ts';
import { readContent, type Content } from './content.ts';
import { catalogueRoutes, chooseEncoding } from './http.ts';
import { deskSchema } from './desk/tables.ts';
import { nationalDatabaseSchema } from './import/tables.ts';
import { loadCatalogue } from './load.ts';
import { buildPacks } from './publish.ts';
import { createCatalogue } from './reader.ts';
import { catalogueSchema, libsqlCatalogue } from './store.ts';

const publishedAt = '2026-11-22T03:04:05.000Z';

async function shipped(): Promise<Content> {
	const content = await readContent();
	if (!content.ok) throw new Error(JSON.stringify(content.error));
	return content.value;
}
/** Compressing is most of the time: what one test built, the next takes over, as a publisher does. */
const builtBefore = new Map<string, Uint8Array>();
function build(content: Content) {
	const packs = buildPacks(content, builtBefore);
	for (const pack of packs) builtBefore.set(pack.sha256, pack.brotli);
	return packs;
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('packs', () => {
	it('are small, named by the hash of what is inside, and the list is first', async () => {
		const packs = build(await shipped());
		expect(packs[0]?.kind).toBe('list');
		for (const pack of packs) {
			const raw = brotliDecompressSync(pack.brotli);
			expect(sha256(raw)).toBe(pack.sha256);
			expect(raw.length).toBe(pack.rawBytes);
			expect(pack.brotli.length).toBeLessThanOrEqual(packBytesMax);
		}
		const list = JSON.parse(brotliDecompressSync(packs[0]?.brotli ?? new Uint8Array()).toString()) as {
			list: unknown;
		};
		expect(List.parse(list.list).items.length).toBeGreaterThan(0);
	});
	it('take the bytes that were published before, where the content is the same', async () => {
		const content = await shipped();
		const [list] = build(content);
		const kept = new Uint8Array([1, 2, 3]);
		const [again, ...others] = buildPacks(content, new Map([[list?.sha256 ?? '', kept]]));
		expect(again).toEqual({ ...list, brotli: kept });
		for (const pack of others) expect(sha256(brotliDecompressSync(pack.brotli))).toBe(pack.sha256);
	});
	it('hold every record once, what can be done here before the rest', async () => {
		const content = await shipped();
		const bodies = build(content).map((pack) => JSON.parse(brotliDecompressSync(pack.brotli).toString()));
		const codes = bodies.flatMap((body) => body.procedures ?? []).map((row: { code: string }) => row.code);
		expect([...codes].sort()).toEqual(content.procedures.map((row) => row.code).sort());
		expect(bodies[1].procedures.every((row: { service: unknown }) => row.service !== null)).toBe(true);
		const ids = bodies.flatMap((body) => body.faqs ?? []).map((row: { id: string }) => row.id);
		expect([...ids].sort()).toEqual(content.faqs.map((row) => row.id).sort());
	});
	it('are the same for the same content, whatever the order of files', async () => {
		const content = await shipped();
		const turned = {
			...content,
			procedures: [...content.procedures].reverse(),
			faqs: [...content.faqs].reverse()
		};
		expect(build(turned).map((pack) => pack.sha256)).toEqual(build(content).map((pack) => pack.sha256));
	});
	it('change only where the content changed', async () => {
		const content = await shipped();
		const before = new Set(build(content).map((pack) => pack.sha256));
		const procedures = content.procedures.map((row) =>
			row.code === '2.000815'
				? { ...row, steps: [{ title: { vi: 'Mới', en: 'New' }, text: { vi: 'Mới', en: 'New' } }] }
				: row
		);
		const changed = build({ ...content, procedures }).filter((pack) => !before.has(pack.sha256));
		expect(changed.map((pack) => pack.kind)).toEqual(['procedures']);
	});
});

describe('a stored catalogue', () => {
	let folder: string;
	let client: Client;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'catalogue-'));
		client = createClient({ url: `file:${path.join(folder, 'test.db')}` });
		await client.executeMultiple(catalogueSchema + nationalDatabaseSchema + deskSchema);
	});
	afterEach(async () => {
		client.close();
		await rm(folder, { recursive: true });
	});
	const load = async (now = publishedAt) => {
		const loaded = await loadCatalogue(client, { now: () => new Date(now) });
		if (!loaded.ok) throw new Error('content is wrong');
		return loaded.value;
	};

	it('is published once, however often it is loaded', async () => {
		const first = await load();
		const second = await load('2026-11-23T00:00:00.000Z');
		expect(first.isNew).toBe(true);
		expect(first.manifest.version).toBe(1);
		expect(Manifest.parse(first.manifest)).toEqual(first.manifest);
		expect(second).toEqual({ manifest: first.manifest, isNew: false });
	});
	it('gets a new version when something changed, and keeps the old packs', async () => {
		const { manifest } = await load();
		const content = await shipped();
		const store = libsqlCatalogue(client);
		const next = await store.save({
			packs: build({ ...content, faqs: content.faqs.slice(1) }),
			publishedAt
		});
		expect(next.version).toBe(2);
		for (const { sha256: hash } of manifest.packs) expect(await store.pack(hash)).not.toBeNull();
		const back = await store.save({ packs: build(content), publishedAt });
		expect(back.version).toBe(3);
		expect(back.packs).toEqual(manifest.packs);
	});
	it('publishes nothing when the content is wrong', async () => {
		const loaded = await loadCatalogue(client, { folder });
		expect(loaded.ok).toBe(false);
		expect(await libsqlCatalogue(client).current()).toBeNull();
	});
	it('is published once by two publishers at the same time', async () => {
		const store = libsqlCatalogue(client);
		const packs = build(await shipped());
		await Promise.all([store.save({ packs, publishedAt }), store.save({ packs, publishedAt })]);
		const { rows } = await client.execute('SELECT count(*) AS n FROM catalogue_versions');
		expect(rows[0]?.n).toBe(1);
	});

	describe('as pages read it', () => {
		it('answers by code, id and question', async () => {
			await load();
			const catalogue = createCatalogue(libsqlCatalogue(client), () => 0);
			expect((await catalogue.procedure('3.000347'))?.name.vi).toBe('Đổi giấy phép lái xe');
			expect(await catalogue.procedure('9.999999')).toBeNull();
			expect((await catalogue.procedureOfService('cap-lai-the-bhyt'))?.code).toBe('1.002759');
			expect((await catalogue.faq('ma-khach-hang-dien'))?.procedureCodes).toEqual(['TT.DIEN']);
			expect((await catalogue.faqsOf('3.000348'))[0]?.id).toBe('mat-bang-lai');
			expect((await catalogue.places()).communes).toHaveLength(3_321);
			expect((await catalogue.search('bang lai')).procedures[0]?.item.code).toBe('3.000347');
			expect((await catalogue.list()).items[0]?.code).toBe('3.000347');
		});
		it('is empty before the first publication and notices it soon after', async () => {
			let now = 0;
			const catalogue = createCatalogue(libsqlCatalogue(client), () => now);
			expect(await catalogue.manifest()).toBeNull();
			expect((await catalogue.search('bằng lái')).total).toBe(0);
			await load();
			now += 60_000;
			expect((await catalogue.manifest())?.version).toBe(1);
			expect((await catalogue.search('bằng lái')).total).toBeGreaterThan(0);
		});
		it('keeps the last good version while the store cannot answer', async () => {
			await load();
			let now = 0;
			let isDown = false;
			const store = libsqlCatalogue(client);
			const flaky = {
				...store,
				current: () => (isDown ? Promise.reject(new Error('down')) : store.current())
			};
			const catalogue = createCatalogue(flaky, () => now);
			await catalogue.list();
			isDown = true;
			now += 60_000;
			expect((await catalogue.procedure('TT.DIEN'))?.code).toBe('TT.DIEN');
			await expect(createCatalogue(flaky, () => now).list()).rejects.toThrow('down');
		});
	});

	describe('over HTTP', () => {
		let server: Server;
		let port: number;
		beforeEach(async () => {
			const routes = catalogueRoutes(createCatalogue(libsqlCatalogue(client), () => performance.now() * 1e6));
			server = createServer(async (req, res) => {
				if (!(await routes(req, res))) res.writeHead(418).end();
			});
			await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
			port = (server.address() as AddressInfo).port;
		});
		afterEach(() => new Promise((done) => server.close(done)));

		/** Raw, because fetch would unpack the body. */
		function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
			return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, fail) => {
				request({ host: '127.0.0.1', port, path: url, headers, method, agent: false }, (res) => {
					const parts: Buffer[] = [];
					res.on('data', (part: Buffer) => parts.push(part));
					res.on('end', () =>
						done({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts) })
					);
				})
					.on('error', fail)
					.end();
			});
		}

		it('serves the manifest afresh, and says when it is the same', async () => {
			expect((await get('/catalogue/manifest.json')).status).toBe(503);
			await load();
			const first = await get('/catalogue/manifest.json');
			expect(first.headers['cache-control']).toBe('no-cache');
			const manifest = Manifest.parse(JSON.parse(first.body.toString()));
			expect(manifest.version).toBe(1);
			const again = await get('/catalogue/manifest.json', { 'if-none-match': String(first.headers.etag) });
			expect([again.status, again.body.length]).toEqual([304, 0]);
			const brotli = await get('/catalogue/manifest.json', { 'accept-encoding': 'gzip, deflate, br' });
			expect(JSON.parse(brotliDecompressSync(brotli.body).toString())).toEqual(manifest);
		});
		it('serves packs for ever, in the encodings that the other side knows', async () => {
			const { manifest } = await load();
			const ref = manifest.packs[0];
			const url = `/catalogue/packs/${ref?.sha256}`;
			const br = await get(url, { 'accept-encoding': 'gzip, br' });
			expect(br.headers).toMatchObject({
				'content-encoding': 'br',
				'cache-control': 'public, max-age=31536000, immutable',
				vary: 'accept-encoding',
				'x-content-type-options': 'nosniff'
			});
			expect(br.body.length).toBe(ref?.bytes);
			expect(sha256(brotliDecompressSync(br.body))).toBe(ref?.sha256);
			expect(sha256(gunzipSync((await get(url, { 'accept-encoding': 'gzip, br;q=0' })).body))).toBe(
				ref?.sha256
			);
			const plain = await get(url);
			expect(plain.headers['content-encoding']).toBeUndefined();
			expect(sha256(plain.body)).toBe(ref?.sha256);
			expect((await get(url, {}, 'HEAD')).body.length).toBe(0);
		});
		it('refuses what it does not know and leaves the rest to others', async () => {
			await load();
			expect((await get(`/catalogue/packs/${'0'.repeat(64)}`)).status).toBe(404);
			expect((await get('/catalogue/packs/../../etc/passwd')).status).toBe(404);
			expect((await get('/catalogue/')).status).toBe(404);
			const post = await get('/catalogue/manifest.json', {}, 'POST');
			expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
			expect((await get('/thu-tuc')).status).toBe(418);
		});
	});
});

describe('chooseEncoding', () => {
	it.each([
		[undefined, 'identity'],
		['', 'identity'],
		['gzip, deflate, br, zstd', 'br'],
		['gzip, deflate', 'gzip'],
		['br;q=0, gzip;q=0.5', 'gzip'],
		['BR', 'br'],
		['br;q=0.0', 'identity']
	] as const)('%s → %s', (header, encoding) => expect(chooseEncoding(header)).toBe(encoding));
});
