import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../domain/catalogue/manifest.ts';
import type { PackBody } from '../../../domain/catalogue/pack.ts';
import type { Procedure } from '../../../domain/catalogue/record.ts';
import { faqToListQuestion, procedureToListItem } from '../../../domain/catalogue/list.ts';
import { Sha256 } from '../../../domain/ids.ts';
import { openCatalogueDb, type CatalogueDb } from './db.ts';
import { createCatalogueReader } from './read.ts';
import { replicateCatalogue, type ReplicationDeps, type ReplicationProgress } from './replicate.ts';

const text = (vi: string) => ({ vi, en: vi });

function procedure(n: number, note: string): Procedure {
	return {
		code: `1.${String(n).padStart(6, '0')}`,
		name: text(n === 7 ? 'Đổi giấy phép lái xe' : `Thủ tục số ${n}`),
		summary: text(`Tóm tắt ${n}`),
		decision: null,
		agency: { performing: [{ code: 'A', name: text('Cơ quan') }], deciding: null },
		sector: { code: 's', name: text('Lĩnh vực') },
		levels: ['commune'],
		audience: ['citizen'],
		lifeEvents: [],
		channels: [{ method: 'direct', timeLimit: null, fees: [] }],
		cases: [],
		steps: [{ title: text('Bước'), text: text(note) }],
		results: [],
		conditions: [],
		legalBasis: [],
		related: [],
		aliases: n === 7 ? ['bằng lái'] : [],
		validFrom: '2025-07-01',
		validTo: null,
		sources: [{ title: 'thử', asOf: '2026-07-01' }],
		uncertain: [],
		service: null,
		fullOnline: false,
		popularity: 1
	};
}

/** A server with a catalogue of 40 procedures, four to a pack; `edited` changes that one's steps. */
function createOrigin(version: number, edited?: { n: number; note: string }) {
	const procedures = Array.from({ length: 40 }, (_, n) => procedure(n, edited?.n === n ? edited.note : 'cũ'));
	const faqs = [
		{
			id: 'hoi-1',
			question: text('Bằng lái đổi ở đâu?'),
			answer: text('Ở đâu cũng được'),
			procedureCodes: ['1.000007'],
			sector: { code: 's', name: text('Lĩnh vực') },
			answeredOn: '2026-07-01',
			source: 'thử'
		}
	];
	const bodies: PackBody[] = [
		{
			kind: 'list',
			list: { items: procedures.map(procedureToListItem), questions: faqs.map(faqToListQuestion) }
		},
		...Array.from({ length: 10 }, (_, i) => ({
			kind: 'procedures' as const,
			procedures: procedures.slice(4 * i, 4 * i + 4)
		})),
		{ kind: 'faqs', faqs },
		{ kind: 'agencies', agencies: [] },
		{
			kind: 'places',
			places: {
				version: '2026-04-30',
				provinces: [{ code: '12', name: 'Lai Châu', type: 'tinh' }],
				communes: [
					{ code: '03388', name: 'Đoàn Kết', type: 'phuong', province: '12' },
					{ code: '00004', name: 'Ba Đình', type: 'phuong', province: '01' }
				]
			}
		}
	];
	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	const packs = bodies.map((body, i) => {
		const raw = new Uint8Array(Buffer.from(JSON.stringify(body)));
		const sha256 = Sha256.parse(createHash('sha256').update(raw).digest('hex'));
		files.set(`/catalogue/packs/${sha256}`, raw);
		return {
			id: `pack-${i}`,
			kind: body.kind,
			sha256,
			bytes: Math.ceil(raw.length / 4),
			rawBytes: raw.length,
			count: 1
		};
	});
	const manifest: Manifest = {
		format: 1,
		version,
		publishedAt: '2026-11-22T03:04:05.000Z',
		packs,
		totalBytes: packs.reduce((sum, pack) => sum + pack.bytes, 0)
	};
	files.set('/catalogue/manifest.json', new Uint8Array(Buffer.from(JSON.stringify(manifest))));
	return { manifest, files };
}
type Origin = ReturnType<typeof createOrigin>;

type Answer = (
	url: string,
	body: Uint8Array<ArrayBuffer>,
	signal: AbortSignal
) => Response | Promise<Response>;

/** A line to the server that counts what was asked, and answers through `answer` when one is given. */
function createLine(origin: Origin, answer: Answer = (_, body) => new Response(body)) {
	const asked: string[] = [];
	const fetch: ReplicationDeps['fetch'] = async (url, init) => {
		asked.push(url);
		const body = origin.files.get(url);
		return body ? answer(url, body, init.signal as AbortSignal) : new Response('', { status: 404 });
	};
	return { fetch, asked, packsAsked: () => asked.filter((url) => url.startsWith('/catalogue/packs/')) };
}

/** Sends the first bytes, then breaks. */
function cutAfter(body: Uint8Array<ArrayBuffer>, bytes: number): Response {
	return new Response(
		new ReadableStream({
			start(controller) {
				controller.enqueue(body.slice(0, bytes));
			},
			pull(controller) {
				controller.error(new TypeError('network error'));
			}
		})
	);
}

/** Mulberry32: the same seed, the same cuts. */
function createRandom(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

let db: CatalogueDb;
let names = 0;
beforeEach(() => {
	db = openCatalogueDb(`test-${++names}`);
});
afterEach(() => db.delete());

const run = (fetch: ReplicationDeps['fetch'], more: Partial<ReplicationDeps> = {}) =>
	replicateCatalogue({ db, fetch, now: () => 1_000, ...more });
const first = createOrigin(1);
const edited = createOrigin(2, { n: 33, note: 'mới' });

async function expectWhole(origin: Origin) {
	const reader = createCatalogueReader(db);
	expect(await reader.state()).toEqual({
		version: origin.manifest.version,
		publishedAt: origin.manifest.publishedAt,
		isComplete: true
	});
	const here = await db.packs.toCollection().primaryKeys();
	expect([...here].sort()).toEqual(origin.manifest.packs.map((pack) => pack.sha256 as string).sort());
	for (const row of await db.packs.toArray())
		expect(createHash('sha256').update(row.bytes).digest('hex')).toBe(row.sha256);
}

describe('a first replication', () => {
	it('[C1] brings everything, and everything can be read', async () => {
		expect(await run(createLine(first).fetch)).toMatchObject({
			ok: true,
			value: { state: 'complete', isNew: true }
		});
		await expectWhole(first);
		const reader = createCatalogueReader(db);
		expect((await reader.procedure('1.000033'))?.steps[0]?.text.vi).toBe('cũ');
		expect(await reader.procedure('9.999999')).toBeNull();
		expect((await reader.faq('hoi-1'))?.answer.vi).toBe('Ở đâu cũng được');
		expect((await reader.faqsOf('1.000007')).map((faq) => faq.id)).toEqual(['hoi-1']);
		expect((await reader.search('bang lai'))?.procedures[0]?.item.code).toBe('1.000007');
		expect((await reader.provinces()).map((province) => province.name)).toEqual(['Lai Châu']);
		expect((await reader.communes('12')).map((commune) => commune.name)).toEqual(['Đoàn Kết']);
	});
	it('asks for the list before anything else and nothing twice', async () => {
		const line = createLine(first);
		await run(line.fetch);
		expect(line.asked.slice(0, 2)).toEqual([
			'/catalogue/manifest.json',
			`/catalogue/packs/${first.manifest.packs[0]?.sha256}`
		]);
		expect(new Set(line.asked).size).toBe(line.asked.length);
	});
	it('can be searched as soon as the list is in', async () => {
		const line = createLine(first, (url, body) => {
			if (url.endsWith('manifest.json') || url.endsWith(first.manifest.packs[0]?.sha256 ?? ''))
				return new Response(body);
			throw new TypeError('network error');
		});
		expect(await run(line.fetch)).toEqual({ ok: false, error: { type: 'offline' } });
		const reader = createCatalogueReader(db);
		expect((await reader.search('bằng lái'))?.procedures[0]?.item.code).toBe('1.000007');
		expect((await reader.state())?.isComplete).toBe(false);
		expect(await reader.procedure('1.000007')).toBeNull();
		expect(await reader.faqsOf('1.000007')).toEqual([]);
		expect(await reader.places()).toBeNull();
	});
	it('[C1] reports progress that only grows and ends at 100', async () => {
		const seen: ReplicationProgress[] = [];
		await run(createLine(first).fetch, { onProgress: (progress) => seen.push(progress) });
		expect([...new Set(seen.map((progress) => progress.phase))]).toEqual([
			'manifest',
			'list',
			'details',
			'done'
		]);
		for (const [i, progress] of seen.entries()) {
			expect(progress.doneBytes).toBeGreaterThanOrEqual(seen[i - 1]?.doneBytes ?? 0);
			if (progress.phase !== 'done') expect(progress.percent).toBeLessThan(100);
		}
		expect(seen.at(-1)).toEqual({
			phase: 'done',
			doneBytes: first.manifest.totalBytes,
			totalBytes: first.manifest.totalBytes,
			percent: 100
		});
	});
	it('before anything came, there is nothing to read and nothing breaks', async () => {
		const reader = createCatalogueReader(db);
		expect(await reader.state()).toBeNull();
		expect(await reader.list()).toBeNull();
		expect(await reader.search('bằng lái')).toBeNull();
		expect(await reader.procedure('1.000007')).toBeNull();
		expect(await reader.agencies()).toEqual([]);
		expect(await reader.provinces()).toEqual([]);
	});
});

describe('a line that breaks', () => {
	it.each(Array.from({ length: 25 }, (_, seed) => seed))(
		'seed %i: many cuts, one whole catalogue',
		async (seed) => {
			const random = createRandom(seed);
			let cuts = 0;
			const line = createLine(first, (_, body) => {
				if (random() < 0.3) {
					cuts++;
					return cutAfter(body, Math.floor(random() * body.length));
				}
				return new Response(body);
			});
			for (let attempts = 0; ; attempts++) {
				expect(attempts).toBeLessThan(100);
				const here = new Set<string>(await db.packs.toCollection().primaryKeys());
				const asked = line.asked.length;
				const outcome = await run(line.fetch);
				// What is here is never asked for again.
				expect(line.asked.slice(asked).filter((url) => here.has(url.slice(-64)))).toEqual([]);
				if (outcome.ok) break;
				expect(outcome.error).toEqual({ type: 'offline' });
			}
			await expectWhole(first);
			// Each pack came once whole; only cut ones, or ones given up with them, were asked for again.
			expect(line.packsAsked().length).toBeLessThanOrEqual(first.manifest.packs.length + 3 * cuts);
			expect(cuts).toBeGreaterThan(0);
		}
	);
	it('[C2] does not fetch again what a later attempt finds here', async () => {
		const broken = createLine(first, (url, body) => {
			if (url.endsWith(first.manifest.packs[9]?.sha256 ?? '')) throw new TypeError('network error');
			return new Response(body);
		});
		await run(broken.fetch);
		const here = new Set<string>(await db.packs.toCollection().primaryKeys());
		expect(here.size).toBeGreaterThan(1);
		const second = createLine(first);
		expect((await run(second.fetch)).ok).toBe(true);
		expect(second.packsAsked().filter((url) => here.has(url.slice(-64)))).toEqual([]);
		expect(second.packsAsked()).toHaveLength(first.manifest.packs.length - here.size);
	});
	it('is given up when nothing arrives any more', async () => {
		const hanging = createLine(
			first,
			(_, __, signal) => new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)))
		);
		const outcome = await run(hanging.fetch, {
			after: (_, callback) => {
				queueMicrotask(callback);
				return () => undefined;
			}
		});
		expect(outcome).toEqual({ ok: false, error: { type: 'offline' } });
	});
	it('stops at once when told to, and keeps what it has', async () => {
		const stop = new AbortController();
		const line = createLine(first, (url, body) => {
			if (url.endsWith(first.manifest.packs[3]?.sha256 ?? '')) stop.abort();
			return new Response(body);
		});
		expect(await run(line.fetch, { signal: stop.signal })).toEqual({ ok: true, value: { state: 'stopped' } });
		expect(await db.packs.count()).toBeGreaterThan(0);
		expect((await createCatalogueReader(db).state())?.isComplete).toBe(false);
		expect((await run(createLine(first).fetch)).ok).toBe(true);
		await expectWhole(first);
	});
});

describe('[C3] wrong answers', () => {
	const spoilt: [string, Answer][] = [
		[
			'corrupt',
			(_, body) => {
				const copy = body.slice();
				copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
				return new Response(copy);
			}
		],
		['truncated', (_, body) => new Response(body.slice(0, -1))],
		['too long', (_, body) => new Response(new Uint8Array([...body, 32]))],
		['a captive portal’s page', () => new Response('<html>Đăng nhập wifi</html>')],
		['not there', () => new Response('', { status: 404 })]
	];
	it.each(spoilt)(
		'a pack that is %s is refused and the last good catalogue stays in use',
		async (_, spoil) => {
			await run(createLine(first).fetch);
			const line = createLine(edited, (url, body, signal) =>
				url.includes('/packs/') ? spoil(url, body, signal) : new Response(body)
			);
			expect(await run(line.fetch)).toEqual({ ok: false, error: { type: 'catalogue_corrupt' } });
			await expectWhole(first);
			expect((await createCatalogueReader(db).procedure('1.000033'))?.steps[0]?.text.vi).toBe('cũ');
			expect((await run(createLine(edited).fetch)).ok).toBe(true);
			await expectWhole(edited);
		}
	);

	const manifestOf = (body: unknown) => () =>
		new Response(typeof body === 'string' ? body : JSON.stringify(body));
	it.each([
		['a page', manifestOf('<html>'), 'catalogue_corrupt'],
		['empty', manifestOf(''), 'catalogue_corrupt'],
		['half', manifestOf(JSON.stringify(edited.manifest).slice(0, 200)), 'catalogue_corrupt'],
		['without packs', manifestOf({ ...edited.manifest, packs: [] }), 'catalogue_corrupt'],
		[
			'not list first',
			manifestOf({ ...edited.manifest, packs: edited.manifest.packs.slice(1) }),
			'catalogue_corrupt'
		],
		['endless', manifestOf(' '.repeat(300_000)), 'catalogue_corrupt'],
		['of a later format', manifestOf({ ...edited.manifest, format: 2 }), 'outdated_app'],
		['unavailable', () => new Response('', { status: 503 }), 'unavailable']
	] as const)('a manifest that is %s is a fault and changes nothing', async (_, answer, type) => {
		await run(createLine(first).fetch);
		expect(await run(createLine(edited, answer).fetch)).toEqual({ ok: false, error: { type } });
		await expectWhole(first);
	});
});

describe('a second version', () => {
	it('costs only the packs that changed, and the old ones go', async () => {
		await run(createLine(first).fetch);
		const line = createLine(edited);
		expect(await run(line.fetch)).toMatchObject({ ok: true, value: { state: 'complete', isNew: true } });
		expect(line.packsAsked()).toHaveLength(1);
		await expectWhole(edited);
		expect((await createCatalogueReader(db).procedure('1.000033'))?.steps[0]?.text.vi).toBe('mới');
	});
	it('[C7] shows only when it is complete', async () => {
		await run(createLine(first).fetch);
		const reader = createCatalogueReader(db);
		const other = createOrigin(3, { n: 1, note: 'mới' });
		let seen: string | undefined;
		const line = createLine(other, async (url, body) => {
			if (url.includes('/packs/')) seen = (await reader.procedure('1.000001'))?.steps[0]?.text.vi;
			return new Response(body);
		});
		await run(line.fetch);
		expect(seen).toBe('cũ');
		expect((await reader.procedure('1.000001'))?.steps[0]?.text.vi).toBe('mới');
	});
	it('that is the same costs the manifest alone', async () => {
		await run(createLine(first).fetch);
		const line = createLine(first);
		expect(await run(line.fetch)).toMatchObject({ ok: true, value: { state: 'complete', isNew: false } });
		expect(line.asked).toEqual(['/catalogue/manifest.json']);
	});
	it('that goes back to older packs is followed too', async () => {
		await run(createLine(edited).fetch);
		await run(createLine(createOrigin(3)).fetch);
		expect((await createCatalogueReader(db).state())?.version).toBe(3);
		expect((await createCatalogueReader(db).procedure('1.000033'))?.steps[0]?.text.vi).toBe('cũ');
	});
	it('begun in another tab makes this one stop, and wins', async () => {
		let begun = false;
		const slow = createLine(first, async (url, body) => {
			// The one pack in which the two differ: it must not come in after the other has won.
			if (!begun && url.endsWith(first.manifest.packs[9]?.sha256 ?? '')) {
				begun = true;
				await run(createLine(edited).fetch);
			}
			return new Response(body);
		});
		expect(await run(slow.fetch)).toEqual({ ok: true, value: { state: 'stopped' } });
		await expectWhole(edited);
	});
	it('two tabs may fetch the same one at the same time', async () => {
		const [a, b] = await Promise.all([run(createLine(first).fetch), run(createLine(first).fetch)]);
		expect([a.ok, b.ok]).toEqual([true, true]);
		await expectWhole(first);
	});
});

describe('a full disk', () => {
	it('[R4] is told as such; what was here stays', async () => {
		await run(createLine(first).fetch);
		const put = db.packs.put.bind(db.packs);
		db.packs.put = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		expect(await run(createLine(edited).fetch)).toEqual({ ok: false, error: { type: 'storage_full' } });
		db.packs.put = put;
		await expectWhole(first);
	});
	it('a database that was closed is a storage fault, not a crash', async () => {
		db.close({ disableAutoOpen: true });
		expect(await run(createLine(first).fetch)).toEqual({ ok: false, error: { type: 'storage_failed' } });
		db = openCatalogueDb(db.name);
	});
});
