import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, zstdDecompressSync } from 'node:zlib';
import { createClient, type Client } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entriesOf, kindOf } from '../../domain/catalogue/entry.ts';
import { unpackList } from '../../domain/catalogue/heads.ts';
import { bytesToLetters } from '../../domain/catalogue/letters.ts';
import {
	catalogueLayout,
	Delta,
	layoutsPath,
	Manifest,
	manifestPath,
	pieceBytesMax,
	piecePath,
	splitSigned
} from '../../domain/catalogue/manifest.ts';
import { StreamReader } from '../../domain/catalogue/stream.ts';
import { sampleContent } from '../../tests/support/catalogue-origin.ts';
import { readContent, type Content } from './content.ts';
import { catalogueRoutes, chooseEncoding } from './http.ts';
import { forms } from '../store/migrations/0022-forms.ts';
import { deskSchema } from './desk/tables.ts';
import { nationalDatabaseSchema } from './import/tables.ts';
import { loadCatalogue } from './load.ts';
import { publishContent } from './publish.ts';
import { buildBase } from './publish-pieces.ts';
import { createCatalogue } from './reader.ts';
import { catalogueLayoutSchema, catalogueSchema, libsqlCatalogue } from './store.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publishedAt = '2026-11-22T03:04:05.000Z';

async function shipped(): Promise<Content> {
	const content = await readContent();
	if (!content.ok) throw new Error(JSON.stringify(content.error));
	return content.value;
}
const named = { content: '0123456789abcdef', version: 1, publishedAt };
const build = (content: Content) => buildBase(named, entriesOf(content));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** A small one of both layers: what is shipped takes seconds to pack. */
const both = async (): Promise<Content> => sampleContent(60);

describe('a base', () => {
	it('is pieces of at most 64 kB, named by their hash, that hold every row once and letter by letter', async () => {
		const content = await both();
		const { base, pieces } = await build(content);
		const bytesOf = new Map(pieces.map((piece) => [piece.sha256, piece.bytes]));
		for (const ref of [base.list, ...base.pieces]) {
			const bytes = bytesOf.get(ref.sha256) ?? new Uint8Array();
			expect(sha256(bytes)).toBe(ref.sha256);
			expect(bytes.length).toBe(ref.bytes);
		}
		for (const { bytes } of base.pieces) expect(bytes).toBeLessThanOrEqual(pieceBytesMax);

		const list = unpackList(bytesToLetters(zstdDecompressSync(bytesOf.get(base.list.sha256) ?? '')));
		if (!list.ok) throw new Error('no list');
		expect(list.value.curated.map(({ code }) => code).sort()).toEqual(
			content.procedures.map(({ code }) => code).sort()
		);
		const stream = Buffer.concat(base.pieces.map((ref) => bytesOf.get(ref.sha256) ?? new Uint8Array()));
		const raw = zstdDecompressSync(stream);
		expect(raw.length).toBe(base.rawBytes);
		const reader = new StreamReader(list.value.published);
		expect(reader.push(bytesToLetters(raw))).toEqual(entriesOf(content));
		expect(reader.isAtEnd).toBe(true);
		expect(base.entries).toBe(entriesOf(content).length);
	});
	it('comes in the order of need: curated procedures first, most used of them before the rest', async () => {
		const content = await both();
		const keys = entriesOf(content).map(({ key }) => key);
		expect([...new Set(keys.map(kindOf))]).toEqual(['c', 'q', 'a', 'l', 'o', 'p']);
		const popularity = new Map(content.procedures.map((row) => [`c:${row.code}`, row.popularity]));
		const used = keys.filter((key) => kindOf(key) === 'c').map((key) => popularity.get(key) ?? 0);
		expect(used).toEqual([...used].sort((a, b) => b - a));
	});
	it('is the same for the same content, whatever the order of files', async () => {
		const content = await both();
		const turned = {
			...content,
			procedures: [...content.procedures].reverse(),
			published: [...content.published].reverse(),
			faqs: [...content.faqs].reverse()
		};
		expect((await build(turned)).base).toEqual((await build(content)).base);
	});
	it('is not made of a row that breaks its schema', async () => {
		const content = await both();
		const procedures = content.procedures.map((row, i) => (i === 3 ? { ...row, popularity: 101 } : row));
		await expect(build({ ...content, procedures })).rejects.toThrow('what its schema says');
	});
});

describe('a stored catalogue', () => {
	let folder: string;
	let client: Client;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'catalogue-'));
		client = createClient({ url: `file:${path.join(folder, 'test.db')}` });
		await client.executeMultiple(
			catalogueSchema + catalogueLayoutSchema + nationalDatabaseSchema + deskSchema + forms
		);
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
		expect(second).toEqual({ manifest: first.manifest, isNew: false, leftOut: [] });
	});
	it('tells what changed, and keeps the old pieces', async () => {
		const { manifest } = await load();
		const content = await shipped();
		const store = libsqlCatalogue(client);
		const publish = (next: Content) => publishContent(store, next, () => new Date(publishedAt));
		const { manifest: next } = await publish({ ...content, faqs: content.faqs.slice(1) });
		expect(next.version).toBe(2);
		expect(next.base).toEqual(manifest.base);
		expect(next.deltas).toHaveLength(1);
		const bytes = await store.piece(next.deltas[0]?.sha256 ?? '');
		const delta = Delta.parse(JSON.parse(bytesToLetters(zstdDecompressSync(bytes ?? ''))));
		expect(delta).toMatchObject({ from: manifest.content, to: next.content });
		expect(delta.changes).toEqual([[`q:${content.faqs[0]?.id}`, null]]);
		const { manifest: back } = await publish(content);
		expect(back.version).toBe(3);
		expect(back.content).toBe(manifest.content);
		for (const { sha256: hash } of [manifest.base.list, ...manifest.base.pieces, ...next.deltas])
			expect(await store.piece(hash)).not.toBeNull();
	});
	it('tells a change of a few words in a few bytes', async () => {
		await load();
		const content = await shipped();
		const procedures = content.procedures.map((row) =>
			row.code === '3.000347' ? { ...row, summary: { ...row.summary, vi: `${row.summary.vi} Mới.` } } : row
		);
		const store = libsqlCatalogue(client);
		const { manifest } = await publishContent(store, { ...content, procedures }, () => new Date(publishedAt));
		expect(manifest.deltas.at(-1)?.bytes).toBeLessThan(300);
	});
	it('is packed anew when much has changed, and a whole import is no update', async () => {
		const store = libsqlCatalogue(client);
		const publish = async (content: Content) =>
			(await publishContent(store, content, () => new Date(publishedAt))).manifest;
		const first = await publish(sampleContent(50));
		const next = await publish(sampleContent(300));
		expect(next.base.version).toBe(2);
		expect(next.base.content).not.toBe(first.base.content);
		expect(next.deltas).toHaveLength(1);
		const { published, ...rest } = sampleContent(300);
		const long = published.map((row) => ({ ...row, steps: `${row.steps} ${'dài '.repeat(4000)}` }));
		const last = await publish({ ...rest, published: long });
		expect(last).toMatchObject({ version: 3, deltas: [], from: last.content });
	});
	it('publishes nothing when the content is wrong', async () => {
		const loaded = await loadCatalogue(client, { folder });
		expect(loaded.ok).toBe(false);
		expect(await libsqlCatalogue(client).current()).toBeNull();
	});
	it('is published once by two publishers at the same time', async () => {
		const store = libsqlCatalogue(client);
		const content = await shipped();
		const publish = () => publishContent(store, content, () => new Date(publishedAt));
		const [a, b] = await Promise.all([publish(), publish()]);
		expect([a.isNew, b.isNew].sort()).toEqual([false, true]);
		const { rows } = await client.execute('SELECT count(*) AS n FROM catalogue_editions');
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
				currentContent: () => (isDown ? Promise.reject(new Error('down')) : store.currentContent())
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
			const routes = catalogueRoutes(
				createCatalogue(libsqlCatalogue(client), () => performance.now() * 1e6),
				(bytes) =>
					sign('sha256', bytes, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
			);
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

		const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());

		it('serves the manifest afresh and signed, and says when it is the same', async () => {
			expect((await get(manifestPath)).status).toBe(503);
			await load();
			const first = await get(manifestPath);
			expect(first.headers['cache-control']).toBe('no-cache');
			const signed = splitSigned(first.body);
			const body = signed?.body ?? new Uint8Array();
			expect(Manifest.parse(json(body)).version).toBe(1);
			const signature = Buffer.from(signed?.signature ?? '', 'base64');
			expect(verify('sha256', body, { key: keys.publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(
				true
			);
			const again = await get(manifestPath, { 'if-none-match': String(first.headers.etag) });
			expect([again.status, again.body.length]).toEqual([304, 0]);
			const brotli = await get(manifestPath, { 'accept-encoding': 'gzip, deflate, br' });
			expect(brotliDecompressSync(brotli.body)).toEqual(first.body);
		});
		it('[C11] names its layouts at the old address, so that an app of before knows it is outdated', async () => {
			await load();
			const answer = json((await get(layoutsPath)).body);
			expect(answer).toEqual({ format: catalogueLayout, layouts: [catalogueLayout] });
			// What the first app looked at: a format above its own.
			expect((answer as { format: number }).format).toBeGreaterThan(1);
		});
		it('serves pieces for ever and from any byte on', async () => {
			const { manifest } = await load();
			const ref = manifest.base.list;
			const url = piecePath(ref.sha256);
			const whole = await get(url, { 'accept-encoding': 'gzip, br' });
			expect(whole.headers).toMatchObject({
				'cache-control': 'public, max-age=31536000, immutable, no-transform',
				'accept-ranges': 'bytes',
				'x-content-type-options': 'nosniff'
			});
			expect(whole.headers['content-encoding']).toBeUndefined();
			expect(sha256(whole.body)).toBe(ref.sha256);
			const rest = await get(url, { range: 'bytes=100-' });
			expect([rest.status, rest.headers['content-range']]).toEqual([
				206,
				`bytes 100-${ref.bytes - 1}/${ref.bytes}`
			]);
			expect(rest.body).toEqual(whole.body.subarray(100));
			const beyond = await get(url, { range: `bytes=${ref.bytes}-` });
			expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${ref.bytes}`]);
			expect((await get(url, { range: 'bytes=0-1,5-6' })).status).toBe(200);
			expect((await get(url, { 'if-none-match': String(whole.headers.etag) })).status).toBe(304);
			expect((await get(url, {}, 'HEAD')).body.length).toBe(0);
		});
		it('refuses what it does not know and leaves the rest to others', async () => {
			await load();
			expect((await get(piecePath('0'.repeat(64)))).status).toBe(404);
			expect((await get('/catalogue/pieces/../../etc/passwd')).status).toBe(404);
			expect((await get('/catalogue/layouts/3/manifest')).status).toBe(404);
			expect((await get('/catalogue/')).status).toBe(404);
			const post = await get(manifestPath, {}, 'POST');
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
