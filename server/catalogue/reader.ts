/**
 * The catalogue as the server's own pages read it: the current version in memory, looked after so that a
 * publication shows within seconds without a restart. When the store cannot answer, the last good version stays.
 */
import { brotliDecompressSync } from 'node:zlib';
import type { Agency } from '../../domain/catalogue/agency.ts';
import type { Faq } from '../../domain/catalogue/faq.ts';
import type { List } from '../../domain/catalogue/list.ts';
import { packsFingerprint, type Manifest } from '../../domain/catalogue/manifest.ts';
import type { PackBody } from '../../domain/catalogue/pack.ts';
import type { Places } from '../../domain/catalogue/place.ts';
import {
	createSearchIndex,
	search,
	type SearchFilters,
	type SearchHits,
	type SearchIndex
} from '../../domain/catalogue/rank.ts';
import type { Procedure } from '../../domain/catalogue/record.ts';
import { invariant } from '../../domain/result.ts';
import type { CataloguePort, StoredPack } from './store.ts';

export interface Catalogue {
	/** Null before the first publication; then everything below is empty. */
	manifest(): Promise<Manifest | null>;
	pack(sha256: string): Promise<StoredPack | null>;
	list(): Promise<List>;
	procedure(code: string): Promise<Procedure | null>;
	/** The procedure that the service of this id belongs to. */
	procedureOfService(serviceId: string): Promise<Procedure | null>;
	faq(id: string): Promise<Faq | null>;
	faqs(): Promise<readonly Faq[]>;
	/** Those about this procedure; where it is the main subject, first. */
	faqsOf(code: string): Promise<readonly Faq[]>;
	agencies(): Promise<readonly Agency[]>;
	places(): Promise<Places>;
	search(query: string, filters?: SearchFilters, limit?: number): Promise<SearchHits>;
}

/** How long a version may be served after another was published. */
const freshMs = 5_000;

interface Snapshot {
	readonly manifest: Manifest | null;
	readonly fingerprint: string;
	readonly index: SearchIndex;
	readonly procedures: ReadonlyMap<string, Procedure>;
	readonly faqs: ReadonlyMap<string, Faq>;
	readonly agencies: readonly Agency[];
	readonly places: Places;
}

/** `now` in milliseconds. */
export function createCatalogue(port: CataloguePort, now: () => number = Date.now): Catalogue {
	let held: { snapshot: Snapshot; checkedAt: number } | null = null;
	let loading: Promise<Snapshot> | null = null;

	async function refresh(): Promise<Snapshot> {
		const checkedAt = now();
		try {
			const manifest = await port.current();
			const fingerprint = manifest ? `${manifest.version} ${packsFingerprint(manifest.packs)}` : '';
			const snapshot =
				held?.snapshot.fingerprint === fingerprint
					? held.snapshot
					: await readSnapshot(port, manifest, fingerprint);
			held = { snapshot, checkedAt };
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
		pack: (sha256) => port.pack(sha256),
		list: async () => (await snapshot()).index.list,
		procedure: async (code) => (await snapshot()).procedures.get(code) ?? null,
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
		search: async (query, filters, limit) => search((await snapshot()).index, query, filters, limit)
	};
}

async function readSnapshot(
	port: CataloguePort,
	manifest: Manifest | null,
	fingerprint: string
): Promise<Snapshot> {
	let list: List = { items: [], questions: [] };
	const procedures = new Map<string, Procedure>();
	const faqs = new Map<string, Faq>();
	let agencies: readonly Agency[] = [];
	let places: Places = { version: '', provinces: [], communes: [] };
	for (const ref of manifest?.packs ?? []) {
		const stored = await port.pack(ref.sha256);
		invariant(stored, `pack ${ref.id} of catalogue ${manifest?.version} is stored`);
		// Our own bytes: parsed by schema when they were published, kept under their hash since.
		const body = JSON.parse(brotliDecompressSync(stored.brotli).toString()) as PackBody;
		if (body.kind === 'list') list = body.list;
		else if (body.kind === 'procedures') for (const row of body.procedures) procedures.set(row.code, row);
		else if (body.kind === 'faqs') for (const row of body.faqs) faqs.set(row.id, row);
		else if (body.kind === 'agencies') agencies = body.agencies;
		else places = body.places;
	}
	return { manifest, fingerprint, index: createSearchIndex(list), procedures, faqs, agencies, places };
}
