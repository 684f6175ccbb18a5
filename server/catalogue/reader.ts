/**
 * The catalogue as the server's own pages read it: the list and the curated layer of the current version in memory,
 * announced records from the store one by one. Looked after so that a publication shows within seconds without a
 * restart. When the store cannot answer, the last good version stays.
 */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Agency } from '../../domain/catalogue/agency.ts';
import { fullText, publishedKey, readEntry } from '../../domain/catalogue/entry.ts';
import type { Faq } from '../../domain/catalogue/faq.ts';
import { unpackList } from '../../domain/catalogue/heads.ts';
import { bytesToLetters } from '../../domain/catalogue/letters.ts';
import { composeList, type List } from '../../domain/catalogue/list.ts';
import type { Manifest } from '../../domain/catalogue/manifest.ts';
import type { OldPlaces } from '../../domain/catalogue/old-place.ts';
import type { Places } from '../../domain/catalogue/place.ts';
import type { PublishedRecord } from '../../domain/catalogue/published.ts';
import {
	createSearchIndex,
	search,
	type SearchFilters,
	type SearchHits,
	type SearchIndex
} from '../../domain/catalogue/rank.ts';
import type { Procedure } from '../../domain/catalogue/record.ts';
import {
	createTextIndexBuilder,
	decodeTextIndex,
	type TextIndex
} from '../../domain/catalogue/search/text-index.ts';
import { invariant } from '../../domain/result.ts';
import type { CataloguePort } from './store.ts';

export interface Catalogue {
	/** Null before the first publication; then everything below is empty. */
	manifest(): Promise<Manifest | null>;
	/** Bytes as they travel. */
	piece(sha256: string): Promise<Uint8Array | null>;
	list(): Promise<List>;
	procedure(code: string): Promise<Procedure | null>;
	/** The record as announced, whether or not a curated one stands above it. */
	published(code: string): Promise<PublishedRecord | null>;
	/** The procedure that the service of this id belongs to. */
	procedureOfService(serviceId: string): Promise<Procedure | null>;
	faq(id: string): Promise<Faq | null>;
	faqs(): Promise<readonly Faq[]>;
	/** Those about this procedure; where it is the main subject, first. */
	faqsOf(code: string): Promise<readonly Faq[]>;
	agencies(): Promise<readonly Agency[]>;
	places(): Promise<Places>;
	/** Null where none were published. */
	oldPlaces(): Promise<OldPlaces | null>;
	search(query: string, filters?: SearchFilters, limit?: number): Promise<SearchHits>;
}

/** How long a version may be served after another was published. */
const freshMs = 5_000;
const decompress = promisify(zstdDecompress);

interface Snapshot {
	readonly manifest: Manifest | null;
	readonly name: string;
	readonly index: SearchIndex;
	readonly procedures: ReadonlyMap<string, Procedure>;
	readonly faqs: ReadonlyMap<string, Faq>;
	readonly agencies: readonly Agency[];
	readonly places: Places;
	readonly oldPlaces: OldPlaces | null;
}

/** `now` in milliseconds. */
export function createCatalogue(port: CataloguePort, now: () => number = Date.now): Catalogue {
	let held: { snapshot: Snapshot; checkedAt: number } | null = null;
	let loading: Promise<Snapshot> | null = null;
	/** Of the full texts; built behind the pages, which are found by names until then. */
	let texts: { name: string; index: TextIndex | null } | null = null;

	async function refresh(): Promise<Snapshot> {
		const checkedAt = now();
		try {
			const name = (await port.currentContent()) ?? '';
			const snapshot = held?.snapshot.name === name ? held.snapshot : await readSnapshot(port, name);
			held = { snapshot, checkedAt };
			if (texts?.name !== name) {
				texts = { name, index: null };
				void indexTexts(port, snapshot).then(
					(index) => {
						if (texts?.name === name) texts = { name, index };
					},
					// The store went away meanwhile: the next version tries again, names answer until then.
					() => undefined
				);
			}
			return snapshot;
		} catch (error) {
			if (!held) throw error;
			held = { ...held, checkedAt };
			return held.snapshot;
		} finally {
			loading = null;
		}
	}

	async function snapshot(): Promise<Snapshot> {
		if (held && now() - held.checkedAt < freshMs) return held.snapshot;
		loading ??= refresh();
		return loading;
	}

	return {
		manifest: async () => (await snapshot()).manifest,
		piece: (sha256) => port.piece(sha256),
		list: async () => (await snapshot()).index.list,
		procedure: async (code) => (await snapshot()).procedures.get(code) ?? null,
		async published(code) {
			const [entry] = await port.entries([publishedKey(code)]);
			const row = entry && readEntry(entry);
			return row?.kind === 'p' ? row.row : null;
		},
		procedureOfService: async (serviceId) =>
			[...(await snapshot()).procedures.values()].find((procedure) => procedure.service?.id === serviceId) ??
			null,
		faq: async (id) => (await snapshot()).faqs.get(id) ?? null,
		faqs: async () => [...(await snapshot()).faqs.values()],
		faqsOf: async (code) => {
			const about = [...(await snapshot()).faqs.values()].filter((faq) => faq.procedureCodes.includes(code));
			return about.sort((a, b) => a.procedureCodes.indexOf(code) - b.procedureCodes.indexOf(code));
		},
		agencies: async () => (await snapshot()).agencies,
		places: async () => (await snapshot()).places,
		oldPlaces: async () => (await snapshot()).oldPlaces,
		search: async (query, filters, limit) => {
			const seen = await snapshot();
			return search(seen.index, query, filters, limit, texts?.name === seen.name ? texts.index : null);
		}
	};
}

async function readSnapshot(port: CataloguePort, name: string): Promise<Snapshot> {
	const manifest = await port.current();
	const packed = await port.list();
	let list: List = { items: [], questions: [] };
	if (packed) {
		const parts = unpackList(bytesToLetters(await decompress(packed)));
		invariant(parts.ok, `the list of catalogue ${name} is what was stored`);
		list = composeList(parts.value);
	}
	const procedures = new Map<string, Procedure>();
	const faqs = new Map<string, Faq>();
	let agencies: readonly Agency[] = [];
	let places: Places = { version: '', provinces: [], communes: [] };
	let oldPlaces: OldPlaces | null = null;
	for (const entry of await port.entriesOfKinds(['c', 'q', 'a', 'l', 'o'])) {
		const row = readEntry(entry);
		invariant(row, `${entry.key} is what was stored`);
		if (row.kind === 'c') {
			// Pages carry the record with them; its forms are for phones, and long.
			const { forms: _forms, ...procedure } = row.row;
			procedures.set(procedure.code, procedure);
		} else if (row.kind === 'q') faqs.set(row.row.id, row.row);
		else if (row.kind === 'a') agencies = row.row;
		else if (row.kind === 'l') places = row.row;
		else if (row.kind === 'o') oldPlaces = row.row;
	}
	return { manifest, name, index: createSearchIndex(list), procedures, faqs, agencies, places, oldPlaces };
}

/** Rows read and indexed before others have their turn. */
const rowsPerTurn = 25;

async function indexTexts(port: CataloguePort, { index, procedures }: Snapshot): Promise<TextIndex | null> {
	const builder = createTextIndexBuilder();
	for (const row of procedures.values()) builder.add(row.code, fullText(row));
	const announced = index.list.items
		.filter(({ isCurated }) => !isCurated)
		.map(({ code }) => publishedKey(code));
	for (let at = 0; at < announced.length; at += rowsPerTurn) {
		for (const { key, text } of await port.entries(announced.slice(at, at + rowsPerTurn)))
			builder.add(key.slice(2), fullText(JSON.parse(text) as PublishedRecord));
		await new Promise((done) => setImmediate(done));
	}
	return decodeTextIndex(builder.encode());
}
