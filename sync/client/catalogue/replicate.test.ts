import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entriesOf } from '../../../domain/catalogue/entry.ts';
import {
	manifestPath,
	piecePath,
	pieceBytesMax,
	splitSigned,
	type Manifest
} from '../../../domain/catalogue/manifest.ts';
import { decodeTextIndex } from '../../../domain/catalogue/search/text-index.ts';
import type { Content } from '../../../server/catalogue/content.ts';
import {
	createLine,
	curatedSample,
	cutAfter,
	publishedSample,
	sampleContent,
	startOrigin,
	withBody,
	type Accident,
	type Line,
	type Origin
} from '../../../tests/support/catalogue-origin.ts';
import { Random } from '../../../tests/sim/random.ts';
import { unpackBlock } from './block.ts';
import { blockOf, openCatalogueDb, readCurrent, type CatalogueDb } from './db.ts';
import { createCatalogueReader } from './read.ts';
import { indexTexts } from './texts.ts';
import { replicateCatalogue, type ReplicationDeps, type ReplicationProgress } from './replicate.ts';

let db: CatalogueDb;
let names = 0;
beforeEach(() => {
	db = openCatalogueDb(`test-${++names}`);
});
afterEach(() => db.delete());
/** Servers are slow to start and only read here: one for the first version, one that has an edit behind it. */
const firstContent = sampleContent();
const editedContent = sampleContent(400, { n: 7, note: 'mới' });
let first: Origin;
let edited: Origin;
let firstManifest: Manifest;
let editedManifest: Manifest;
beforeAll(async () => {
	first = await startOrigin();
	firstManifest = await first.publish(firstContent);
	edited = await startOrigin();
	await edited.publish(firstContent);
	editedManifest = await edited.publish(editedContent);
});
afterAll(async () => {
	await first.close();
	await edited.close();
});

/** What a phone trusts is the app's key; here that of the server that it asks first. */
const run = (
	origin: Origin,
	line: Pick<Line, 'fetch'> = createLine(origin),
	more: Partial<ReplicationDeps> = {}
) => replicateCatalogue({ db, fetch: line.fetch, now: () => 1_000, publicKey: origin.publicKey, ...more });

/** Everything on the phone is, letter by letter, what was published. */
async function expectWhole(content: Content, version: number): Promise<void> {
	expect(await createCatalogueReader(db).state()).toMatchObject({ version, isComplete: true });
	const here = new Map<string, string>();
	for (const block of await db.blocks.toArray())
		for (const { key, text } of await unpackBlock(block.bytes)) {
			expect(here.has(key)).toBe(false);
			here.set(key, text);
		}
	expect(here).toEqual(new Map(entriesOf(content).map(({ key, text }) => [key, text])));
	expect(await db.parts.count()).toBe(0);
	expect(await db.lists.count()).toBe(1);
	const list = await createCatalogueReader(db).list();
	expect(list?.items).toHaveLength(content.procedures.length + content.published.length);
	for (const { code, steps } of content.procedures)
		expect((await createCatalogueReader(db).procedure(code))?.steps).toEqual(steps);
}

describe('a first replication', () => {
	it('[C1] brings everything, and everything can be read', async () => {
		expect(firstManifest.base.pieces.length).toBeGreaterThan(1);
		expect(await run(first)).toEqual({ ok: true, value: { state: 'complete', version: 1, isNew: true } });
		await expectWhole(firstContent, 1);
		const reader = createCatalogueReader(db);
		expect((await reader.procedure('1.000007'))?.steps[0]?.text.vi).toBe('cũ');
		expect((await reader.published('2.000399'))?.name).toBe('Cấp giấy phép loại 399');
		expect(await reader.procedure('9.999999')).toBeNull();
		expect(await reader.published('9.999999')).toBeNull();
		expect((await reader.faq('hoi-1'))?.answer.vi).toBe('Ở đâu cũng được');
		expect((await reader.faqsOf('1.000007')).map((faq) => faq.id)).toEqual(['hoi-1']);
		expect((await reader.search('bang lai'))?.procedures[0]?.item.code).toBe('1.000007');
		expect((await reader.provinces()).map((province) => province.name)).toEqual(['Lai Châu']);
		expect((await reader.communes('12')).map((commune) => commune.name)).toEqual(['Đoàn Kết']);
		expect((await reader.agencies()).map(({ code }) => code)).toEqual(['G01']);
		expect((await reader.oldPlaces())?.provinces[0]?.name).toBe('Lai Châu');
	});
	it('asks for the list before anything else, ends there when that was all, and asks nothing twice', async () => {
		const line = createLine(first);
		await run(first, line, { until: 'list' });
		expect(line.asked).toEqual([manifestPath, piecePath(firstManifest.base.list.sha256)]);
		await run(first, line);
		expect(new Set(line.asked).size).toBe(line.asked.length - 1);
	});
	it('can be searched by name as soon as the list is in', async () => {
		const line = createLine(first, (url, answer) => {
			if (url === manifestPath || url === piecePath(firstManifest.base.list.sha256)) return answer;
			throw new TypeError('network error');
		});
		expect(await run(first, line)).toEqual({ ok: false, error: { type: 'offline' } });
		const reader = createCatalogueReader(db);
		expect((await reader.search('giấy phép lái xe'))?.procedures[0]?.item.code).toBe('1.000007');
		expect((await reader.search('cap giay phep loai 123'))?.procedures[0]?.item.code).toBe('2.000123');
		expect((await reader.state())?.isComplete).toBe(false);
		expect(await reader.procedure('1.000007')).toBeNull();
		expect(await reader.faqsOf('1.000007')).toEqual([]);
		expect(await reader.places()).toBeNull();
	});
	it('what is needed most can be read before the rest is here', async () => {
		const line = createLine(first, (url, answer) => {
			if (url === piecePath(firstManifest.base.pieces.at(-1)?.sha256 ?? ''))
				throw new TypeError('network error');
			return answer;
		});
		expect((await run(first, line)).ok).toBe(false);
		const reader = createCatalogueReader(db);
		expect((await reader.state())?.isComplete).toBe(false);
		expect((await reader.procedure('1.000007'))?.aliases).toEqual(['bằng lái']);
		expect((await reader.list())?.items.find(({ code }) => code === '1.000007')?.summary.vi).toBe(
			'Tóm tắt 7'
		);
		expect((await reader.places())?.provinces).toHaveLength(1);
	});
	it('[C1] reports progress that only grows and ends at 100', async () => {
		const seen: ReplicationProgress[] = [];
		await run(first, createLine(first), { onProgress: (progress) => seen.push(progress) });
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
		const { list, pieces } = firstManifest.base;
		const totalBytes = [list, ...pieces].reduce((sum, { bytes }) => sum + bytes, 0);
		expect(seen.at(-1)).toEqual({ phase: 'done', doneBytes: totalBytes, totalBytes, percent: 100 });
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
	const { list, pieces } = { list: () => firstManifest.base.list, pieces: () => firstManifest.base.pieces };
	const whole = () => [list(), ...pieces()].reduce((sum, { bytes }) => sum + bytes, 0);

	it.each(Array.from({ length: 50 }, (_, seed) => seed))(
		'[C2] cut %i: at a random byte of the whole, the same verified catalogue, nothing fetched twice beyond a piece',
		async (seed) => {
			// Both ways to lose the line: it breaks and the app hears of it, or the tab is killed and nobody does.
			const random = new Random(seed);
			const offset = Math.floor(random.next() * whole());
			const isKilled = random.chance(0.5);
			const tab = new AbortController();
			let passed = 0;
			const cut: Accident = (url, answer) => {
				if (!url.startsWith('/catalogue/pieces/') || !answer.body) return answer;
				const body = answer.body.pipeThrough(
					new TransformStream<Uint8Array, Uint8Array>({
						transform(part, controller) {
							const left = Math.max(0, offset - passed);
							passed += part.length;
							if (part.length < left) return controller.enqueue(part);
							if (left > 0) controller.enqueue(part.slice(0, left));
							if (isKilled) {
								// Nothing of this tab is written any more, not even what it has in its hands.
								db.close();
								tab.abort();
							}
							controller.error(new TypeError('network error'));
						}
					})
				);
				return new Response(body, answer);
			};
			const before = createLine(first, cut);
			const broken = await run(first, before, { signal: tab.signal });
			expect(broken.ok && broken.value.state === 'complete').toBe(false);
			if (isKilled) db = openCatalogueDb(db.name);

			const after = createLine(first);
			expect((await run(first, after)).ok).toBe(true);
			await expectWhole(firstContent, 1);
			expect(before.bytes() + after.bytes() - whole()).toBeLessThanOrEqual(pieceBytesMax);
		}
	);
	it('[C2] that is cut again and again still ends', async () => {
		const random = new Random(99);
		let cuts = 0;
		const line = createLine(first, (url, answer) => {
			if (!url.startsWith('/catalogue/pieces/') || random.chance(0.5)) return answer;
			cuts++;
			return cutAfter(answer, random.between(0, 40_000));
		});
		for (let attempts = 0; !(await run(first, line)).ok; attempts++) expect(attempts).toBeLessThan(100);
		await expectWhole(firstContent, 1);
		expect(cuts).toBeGreaterThan(0);
	});
	it('is given up when nothing arrives any more', async () => {
		const hanging: Pick<Line, 'fetch'> = {
			fetch: (_, init) =>
				new Promise((__, fail) => init.signal?.addEventListener('abort', () => fail(init.signal?.reason)))
		};
		const outcome = await run(first, hanging, {
			after: (_, callback) => {
				queueMicrotask(callback);
				return () => undefined;
			}
		});
		expect(outcome).toEqual({ ok: false, error: { type: 'offline' } });
	});
	it('[C8] stops at once when told to, keeps what it has, and goes on from there', async () => {
		const stop = new AbortController();
		const line = createLine(first, (url, answer) => {
			if (url === piecePath(pieces()[1]?.sha256 ?? '')) stop.abort();
			return answer;
		});
		expect(await run(first, line, { signal: stop.signal })).toEqual({
			ok: true,
			value: { state: 'stopped' }
		});
		expect((await createCatalogueReader(db).state())?.isComplete).toBe(false);
		const after = createLine(first);
		expect(await run(first, after)).toMatchObject({ ok: true, value: { state: 'complete' } });
		expect(after.asked).not.toContain(piecePath(list().sha256));
		await expectWhole(firstContent, 1);
	});
});

describe('[C3] wrong answers', () => {
	const isPiece = (url: string) => url.startsWith('/catalogue/pieces/');
	const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
	const spoilt: [string, Accident][] = [
		[
			'corrupt',
			async (_, answer) => {
				const bytes = await bytesOf(answer);
				bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
				return withBody(answer, bytes);
			}
		],
		['truncated', async (_, answer) => withBody(answer, (await bytesOf(answer)).slice(0, -1))],
		['too long', async (_, answer) => withBody(answer, new Uint8Array([...(await bytesOf(answer)), 32]))],
		['a captive portal’s page', () => new Response('<html>Đăng nhập wifi</html>')],
		['not there', () => new Response('', { status: 404 })],
		[
			'from somewhere else in it',
			(_, answer) => new Response(answer.body, { status: 206, headers: { 'content-range': 'bytes 5-9/10' } })
		]
	];
	it.each(spoilt)('a first piece that is %s is refused, and the next attempt brings it', async (_, spoil) => {
		const line = createLine(first, (url, answer, init) => (isPiece(url) ? spoil(url, answer, init) : answer));
		expect(await run(first, line)).toEqual({ ok: false, error: { type: 'catalogue_corrupt' } });
		expect(await createCatalogueReader(db).list()).toBeNull();
		expect((await run(first)).ok).toBe(true);
		await expectWhole(firstContent, 1);
	});
	it.each(spoilt)('changes that are %s leave the last good catalogue in use', async (_, spoil) => {
		await run(edited, createLine(first), { publicKey: first.publicKey });
		const line = createLine(edited, (url, answer, init) =>
			isPiece(url) ? spoil(url, answer, init) : answer
		);
		expect(await run(edited, line)).toEqual({ ok: false, error: { type: 'catalogue_corrupt' } });
		await expectWholeApartFromParts(firstContent);
		expect((await run(edited)).ok).toBe(true);
		await expectWhole(editedContent, 2);
	});
	async function expectWholeApartFromParts(content: Content) {
		await db.parts.clear();
		await expectWhole(content, 1);
	}

	it('a row that breaks its schema is refused, though its hash and signature are right', async () => {
		const bad = await startOrigin();
		const good = curatedSample(3);
		await bad.publish({ ...firstContent, published: [], procedures: [good] });
		await run(bad);
		// What no publisher of ours lets out: a level that this app does not know.
		const text = JSON.stringify({ ...good, levels: ['planet'] });
		const { buildDelta } = await import('../../../server/catalogue/publish-pieces.ts');
		const before = await bad.store.current();
		const delta = await buildDelta(before?.content ?? '', 'ffffffffffffffff', [
			{ key: 'c:1.000003', before: JSON.stringify(good), after: text }
		]);
		await bad.store.save({
			version: 2,
			content: 'ffffffffffffffff',
			publishedAt: '2026-11-23T00:00:00.000Z',
			base: before?.base as Manifest['base'],
			delta: { sha256: delta.sha256, bytes: delta.bytes.length },
			pieces: [delta],
			list: (await bad.store.list()) as Uint8Array,
			changed: [],
			gone: []
		});
		expect(await run(bad)).toEqual({ ok: false, error: { type: 'catalogue_corrupt' } });
		expect((await createCatalogueReader(db).procedure('1.000003'))?.levels).toEqual(['commune']);
		expect(await createCatalogueReader(db).state()).toMatchObject({ version: 1, isComplete: true });
		await bad.close();
	});

	const manifestOf =
		(change: (text: string) => string | Uint8Array<ArrayBuffer>): Accident =>
		async (url, answer) =>
			url === manifestPath ? withBody(answer, change(await answer.text())) : answer;
	it.each<[string, Accident, string]>([
		['a page', manifestOf(() => '<html>'), 'catalogue_corrupt'],
		['empty', manifestOf(() => ''), 'catalogue_corrupt'],
		['half', manifestOf((text) => text.slice(0, 300)), 'catalogue_corrupt'],
		['without a signature', manifestOf((text) => text.slice(text.indexOf('\n') + 1)), 'catalogue_corrupt'],
		[
			'changed in one letter',
			manifestOf((text) => text.replace('"version":2', '"version":3')),
			'catalogue_corrupt'
		],
		['endless', manifestOf(() => ' '.repeat(300_000)), 'catalogue_corrupt'],
		['unavailable', () => new Response('', { status: 503 }), 'unavailable'],
		[
			'of a page that is not the portal',
			() => new Response('nothing here', { status: 404 }),
			'catalogue_corrupt'
		]
	])('a manifest that is %s is a fault and changes nothing', async (_, accident, type) => {
		await run(first);
		expect(await run(edited, createLine(edited, accident))).toEqual({ ok: false, error: { type } });
		await expectWhole(firstContent, 1);
	});
	it('[C9] a manifest that is signed with another key is refused, and the last good catalogue stays in use', async () => {
		await run(first);
		const line = createLine(edited);
		expect(await run(edited, line, { publicKey: first.publicKey })).toEqual({
			ok: false,
			error: { type: 'catalogue_corrupt' }
		});
		expect(line.asked).toEqual([manifestPath]);
		await expectWhole(firstContent, 1);
	});
	it('[C11] a server that no longer publishes this layout asks for a newer app', async () => {
		await run(first);
		const later: Accident = (url, answer) =>
			url === manifestPath
				? new Response('', { status: 404 })
				: withBody(answer, JSON.stringify({ format: 3, layouts: [3] }));
		expect(await run(first, createLine(first, later))).toEqual({
			ok: false,
			error: { type: 'outdated_app' }
		});
		await expectWhole(firstContent, 1);
	});
});

describe('a second version', () => {
	it('[C10] costs only what changed', async () => {
		await run(edited, createLine(first), { publicKey: first.publicKey });
		const line = createLine(edited);
		expect(await run(edited, line)).toEqual({
			ok: true,
			value: { state: 'complete', version: 2, isNew: true }
		});
		expect(line.asked).toHaveLength(2);
		expect(line.bytes()).toBe(editedManifest.deltas.at(-1)?.bytes);
		await expectWhole(editedContent, 2);
		expect((await createCatalogueReader(db).procedure('1.000007'))?.steps[0]?.text.vi).toBe('mới');
		expect((await createCatalogueReader(db).published('2.000007'))?.steps).toMatch(/mới$/);
	});
	it('a new phone gets the base and what changed since', async () => {
		expect(editedManifest.base.version).toBe(1);
		await run(edited);
		await expectWhole(editedContent, 2);
	});
	it('[C7] shows only when it is complete', async () => {
		await run(edited, createLine(first), { publicKey: first.publicKey });
		const reader = createCatalogueReader(db);
		let seen: string | undefined;
		const line = createLine(edited, async (url, answer) => {
			if (url.includes('/pieces/')) seen = (await reader.procedure('1.000007'))?.steps[0]?.text.vi;
			return answer;
		});
		await run(edited, line);
		expect(seen).toBe('cũ');
		expect((await reader.procedure('1.000007'))?.steps[0]?.text.vi).toBe('mới');
	});
	it('that is the same costs the manifest alone', async () => {
		await run(first);
		const line = createLine(first);
		expect(await run(first, line)).toEqual({
			ok: true,
			value: { state: 'complete', version: 1, isNew: false }
		});
		expect(line.asked).toEqual([manifestPath]);
	});
	it('that comes in the middle of the first one is taken in', async () => {
		const origin = await startOrigin();
		const manifest = await origin.publish(firstContent);
		const broken = createLine(origin, (url, answer) => {
			if (url === piecePath(manifest.base.pieces.at(-1)?.sha256 ?? '')) throw new TypeError('network error');
			return answer;
		});
		expect((await run(origin, broken)).ok).toBe(false);
		await origin.publish(editedContent);
		const line = createLine(origin);
		expect((await run(origin, line)).ok).toBe(true);
		await expectWhole(editedContent, 2);
		// The base stayed the same, so what had come of it was not fetched again.
		expect(line.asked).not.toContain(piecePath(manifest.base.list.sha256));
		await origin.close();
	});
	it('with another base in the middle of the first one begins anew and leaves nothing behind', async () => {
		const origin = await startOrigin();
		const small = sampleContent(150);
		const manifest = await origin.publish(small);
		const broken = createLine(origin, (url, answer) => {
			if (url === piecePath(manifest.base.pieces.at(-1)?.sha256 ?? '')) throw new TypeError('network error');
			return answer;
		});
		expect((await run(origin, broken)).ok).toBe(false);
		const next = await origin.publish(firstContent);
		expect(next.base.version).toBe(2);
		expect((await run(origin)).ok).toBe(true);
		await expectWhole(firstContent, 2);
		await origin.close();
	});
	it('rows come, go and come back', async () => {
		const origin = await startOrigin();
		await origin.publish(firstContent);
		await run(origin);
		const without: Content = {
			...firstContent,
			procedures: firstContent.procedures.slice(2),
			published: firstContent.published.filter((_, n) => n % 40 !== 0),
			faqs: []
		};
		await origin.publish(without);
		await run(origin);
		await expectWhole(without, 2);
		expect(await createCatalogueReader(db).faqsOf('1.000007')).toEqual([]);
		const more: Content = {
			...firstContent,
			procedures: [...firstContent.procedures, curatedSample(77)],
			published: [...firstContent.published, ...Array.from({ length: 9 }, (_, n) => publishedSample(900 + n))]
		};
		await origin.publish(more);
		await run(origin);
		await expectWhole(more, 3);
		await origin.publish(firstContent);
		await run(origin);
		await expectWhole(firstContent, 4);
		await origin.close();
	});
	it('what is here but damaged is fetched anew', async () => {
		const origin = await startOrigin();
		await origin.publish(firstContent);
		await run(origin);
		const gen = (await readCurrent(db))?.gen ?? '';
		const block = await blockOf(db, gen, 'p:2.000399');
		await db.blocks.delete([gen, block?.first ?? '']);
		const content = sampleContent(400, { n: 399, note: 'mới' });
		await origin.publish(content);
		expect((await run(origin)).ok).toBe(true);
		await expectWhole(content, 2);
		await origin.close();
	});
	it('full texts are indexed from what is here, and find what no name says', async () => {
		await run(edited, createLine(first), { publicKey: first.publicKey });
		expect((await createCatalogueReader(db).search('kết quả phường'))?.total).toBe(0);
		await indexTexts(db);
		const bytes = (await db.texts.get('texts'))?.bytes;
		const texts = decodeTextIndex(bytes ?? new Uint8Array());
		expect([...(texts?.codes ?? [])].sort()).toEqual(
			[...firstContent.procedures, ...firstContent.published].map(({ code }) => code).sort()
		);
		expect((await createCatalogueReader(db).search('kết quả phường'))?.total).toBeGreaterThan(0);
		await run(edited);
		await indexTexts(db);
		expect((await db.texts.get('texts'))?.listName).toContain(editedManifest.content);
	});
});

describe('a phone that was away', () => {
	it('[C10] for 50 versions catches up by their changes alone, also when the line breaks on the way', async () => {
		const origin = await startOrigin();
		const at = (version: number) => ({
			...firstContent,
			procedures: firstContent.procedures.map((row, n) =>
				n === version % 12 ? curatedSample(n, `lần ${version}`) : row
			)
		});
		let manifest = await origin.publish(firstContent);
		await run(origin);
		const base = manifest.base.content;
		for (let version = 2; version <= 51; version++) manifest = await origin.publish(at(version));
		expect(manifest.version).toBe(51);

		let pieces = 0;
		const broken = createLine(origin, (url, answer) => {
			if (url.startsWith('/catalogue/pieces/') && ++pieces > 30) return cutAfter(answer, 40);
			return answer;
		});
		expect(await run(origin, broken)).toEqual({ ok: false, error: { type: 'offline' } });
		expect(await createCatalogueReader(db).state()).toMatchObject({ version: 1, isComplete: true });
		const line = createLine(origin);
		expect((await run(origin, line)).ok).toBe(true);
		await expectWhole(at(51), 51);
		const changes = manifest.deltas.reduce((sum, { bytes }) => sum + bytes, 0);
		expect(manifest.base.content).toBe(base);
		expect(broken.bytes() + line.bytes()).toBeLessThanOrEqual(changes + 3 * 40);
		expect(changes).toBeLessThan(firstManifest.base.list.bytes + (firstManifest.base.pieces[0]?.bytes ?? 0));
		await origin.close();
	});
	it('longer than changes are told begins from the base', async () => {
		await run(first);
		const origin = await startOrigin();
		await origin.publish(sampleContent(30));
		await origin.publish(sampleContent(31));
		expect((await run(origin)).ok).toBe(true);
		await expectWhole(sampleContent(31), 2);
		await origin.close();
	});
});

describe('two tabs', () => {
	it('[C12] fetch nothing twice: the second waits and finds it done', async () => {
		let last: Promise<unknown> = Promise.resolve();
		const oneAtATime: NonNullable<ReplicationDeps['oneAtATime']> = (work) => {
			const turn = last.then(work);
			last = turn.catch(() => undefined);
			return turn;
		};
		const line = createLine(first);
		const [a, b] = await Promise.all([run(first, line, { oneAtATime }), run(first, line, { oneAtATime })]);
		expect([a.ok, b.ok]).toEqual([true, true]);
		await expectWhole(firstContent, 1);
		const pieces = line.asked.filter((url) => url !== manifestPath);
		expect(new Set(pieces).size).toBe(pieces.length);
	});
	it('without locks both end with the same whole catalogue', async () => {
		expect((await Promise.all([run(first), run(first)])).every(({ ok }) => ok)).toBe(true);
		await run(first);
		await expectWhole(firstContent, 1);
	});
});

describe('a full disk', () => {
	it('[R4] is told as such; what was here stays', async () => {
		await run(edited, createLine(first), { publicKey: first.publicKey });
		const put = db.parts.put.bind(db.parts);
		db.parts.put = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		expect(await run(edited)).toEqual({ ok: false, error: { type: 'storage_full' } });
		db.parts.put = put;
		await expectWhole(firstContent, 1);
	});
	it('[R4] in the middle of unpacking is told too, and room made lets it go on', async () => {
		const bulkPut = db.blocks.bulkPut.bind(db.blocks);
		let stored = 0;
		db.blocks.bulkPut = ((...args: Parameters<typeof bulkPut>) => {
			if (++stored > 1) throw new DOMException('full', 'QuotaExceededError');
			return bulkPut(...args);
		}) as typeof db.blocks.bulkPut;
		expect(await run(first)).toEqual({ ok: false, error: { type: 'storage_full' } });
		expect(stored).toBe(2);
		db.blocks.bulkPut = bulkPut as typeof db.blocks.bulkPut;
		expect((await run(first)).ok).toBe(true);
		await expectWhole(firstContent, 1);
	});
	it('a database that was closed is a storage fault, not a crash', async () => {
		db.close({ disableAutoOpen: true });
		expect(await run(first)).toEqual({ ok: false, error: { type: 'storage_failed' } });
		db = openCatalogueDb(db.name);
	});
});

it('the signed bytes are the ones that were asked for', async () => {
	const bytes = new Uint8Array(await (await first.fetch(manifestPath)).arrayBuffer());
	const signed = splitSigned(bytes);
	expect(JSON.parse(Buffer.from(signed?.body ?? '').toString())).toEqual(firstManifest);
});
