/**
 * A server that publishes a catalogue, as the portal does: its store in a file, its routes over HTTP, its own key.
 * And the line to it, which counts what came over it and can break anywhere.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@libsql/client';
import type { Manifest } from '../../domain/catalogue/manifest.ts';
import type { PublishedRecord } from '../../domain/catalogue/published.ts';
import type { Procedure } from '../../domain/catalogue/record.ts';
import type { Content } from '../../server/catalogue/content.ts';
import { catalogueRoutes } from '../../server/catalogue/http.ts';
import { publishContent } from '../../server/catalogue/publish.ts';
import type { Signer } from '../../server/catalogue/publish-signature.ts';
import { createCatalogue } from '../../server/catalogue/reader.ts';
import { catalogueLayoutSchema, catalogueSchema, libsqlCatalogue } from '../../server/catalogue/store.ts';

const text = (vi: string) => ({ vi, en: vi });

export function curatedSample(n: number, note = 'cũ'): Procedure {
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

/** Words that do not repeat much, so that a few hundred records make several pieces. */
function prose(seed: number, length: number): string {
	const syllables = [
		'đơn',
		'phép',
		'cấp',
		'giấy',
		'hồ sơ',
		'nộp',
		'trả',
		'kết quả',
		'phường',
		'xã',
		'tỉnh',
		'bộ'
	];
	let state = seed * 2_654_435_761 + 1;
	return Array.from({ length }, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return `${syllables[state % syllables.length]} ${(state >>> 8).toString(36)}`;
	}).join(' ');
}

export function publishedSample(n: number, note = 'cũ'): PublishedRecord {
	return {
		code: `2.${String(n).padStart(6, '0')}`,
		name: `Cấp giấy phép loại ${n}`,
		agency: n % 3 ? 'Bộ Công an' : 'Bộ Tài chính',
		sectors: [n % 2 ? 'Hải quan' : 'Lĩnh vực'],
		subjects: ['Công dân Việt Nam', 'Doanh nghiệp'],
		type: 'standard',
		status: 'active',
		levels: ['province'],
		executing: ['Công an tỉnh'],
		lifeEvents: [],
		steps: `Bước 1: ${prose(n, 60)}\nBước 2: ${note}`,
		channels: [{ method: 'online', time: { quantity: 5, unit: 'working_day' } }],
		validFrom: '2025-07-01',
		validTo: null,
		source: { title: 'thử', asOf: '2026-07-01' }
	};
}

/** 12 curated and `published` announced procedures, a question, an agency, a place. */
export function sampleContent(published = 400, edited: { n: number; note: string } | null = null): Content {
	return {
		procedures: Array.from({ length: 12 }, (_, n) => curatedSample(n, edited?.n === n ? edited.note : 'cũ')),
		published: Array.from({ length: published }, (_, n) =>
			publishedSample(n, edited?.n === n ? edited.note : 'cũ')
		),
		faqs: [
			{
				id: 'hoi-1',
				question: text('Bằng lái đổi ở đâu?'),
				answer: text('Ở đâu cũng được'),
				procedureCodes: ['1.000007'],
				sector: { code: 's', name: text('Lĩnh vực') },
				answeredOn: '2026-07-01',
				source: 'thử'
			}
		],
		agencies: [
			{
				code: 'G01',
				name: text('Bộ Công an'),
				level: 'ministry',
				parent: null,
				validFrom: '2025-03-01',
				validTo: null,
				successor: null
			}
		],
		places: {
			version: '2026-04-30',
			provinces: [{ code: '12', name: 'Lai Châu', type: 'tinh' }],
			communes: [
				{ code: '03388', name: 'Đoàn Kết', type: 'phuong', province: '12' },
				{ code: '00004', name: 'Ba Đình', type: 'phuong', province: '01' }
			]
		},
		oldPlaces: { provinces: [{ name: 'Lai Châu', to: '12', districts: [] }] }
	};
}

export interface Origin {
	readonly publicKey: string;
	publish(content: Content): Promise<Manifest>;
	/** Asks the server, as a phone does; addresses begin with a slash. */
	fetch(url: string, init?: RequestInit): Promise<Response>;
	/** As the server signs its manifests. */
	readonly sign: Signer;
	readonly store: ReturnType<typeof libsqlCatalogue>;
	close(): Promise<void>;
}

export async function startOrigin(): Promise<Origin> {
	const folder = await mkdtemp(path.join(tmpdir(), 'catalogue-origin-'));
	const client = createClient({ url: `file:${path.join(folder, 'test.db')}` });
	await client.executeMultiple(catalogueSchema + catalogueLayoutSchema);
	const store = libsqlCatalogue(client);
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	// Every question looks whether there is a newer version.
	let now = 0;
	const catalogue = createCatalogue(store, () => (now += 60_000));
	const signer: Signer = (bytes) =>
		sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
	const routes = catalogueRoutes(catalogue, signer);
	const server = createServer(async (req, res) => {
		if (!(await routes(req, res))) res.writeHead(418).end();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
		publish: async (content) =>
			(await publishContent(store, content, () => new Date('2026-11-22T03:04:05.000Z'))).manifest,
		fetch: (url, init) => fetch(`http://127.0.0.1:${port}${url}`, init),
		sign: signer,
		store,
		async close() {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			client.close();
			await rm(folder, { recursive: true });
		}
	};
}

/** What happens to an answer on its way. */
export type Accident = (url: string, answer: Response, init: RequestInit) => Response | Promise<Response>;

export interface Line {
	fetch(url: string, init: RequestInit): Promise<Response>;
	/** Addresses, in order. */
	readonly asked: string[];
	/** Bytes of pieces that arrived, heads not counted. */
	bytes(): number;
}

export function createLine(origin: Pick<Origin, 'fetch'>, accident: Accident = (_, answer) => answer): Line {
	const asked: string[] = [];
	let bytes = 0;
	return {
		asked,
		bytes: () => bytes,
		async fetch(url, init) {
			asked.push(url);
			const answer = await accident(url, await origin.fetch(url, init), init);
			if (!url.startsWith('/catalogue/pieces/') || !answer.body) return answer;
			const counted = answer.body.pipeThrough(
				new TransformStream<Uint8Array, Uint8Array>({
					transform(part, controller) {
						bytes += part.length;
						controller.enqueue(part);
					}
				})
			);
			return new Response(counted, answer);
		}
	};
}

/** Lets the first bytes through, then breaks. */
export function cutAfter(answer: Response, length: number): Response {
	let left = length;
	const body = answer.body?.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(part, controller) {
				if (part.length <= left) {
					left -= part.length;
					return controller.enqueue(part);
				}
				if (left > 0) controller.enqueue(part.slice(0, left));
				controller.error(new TypeError('network error'));
			}
		})
	);
	return new Response(body ?? null, answer);
}

/** Another body under the same head. */
export function withBody(answer: Response, body: Uint8Array<ArrayBuffer> | string): Response {
	return new Response(body, { status: answer.status, headers: answer.headers });
}
