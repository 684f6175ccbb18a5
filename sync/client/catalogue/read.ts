/**
 * Reads the catalogue on the phone: the complete one, or, on a first visit, as much as has arrived. Every function
 * reads through Dexie, so a live query around it notices when more arrives or a new version takes over.
 */
import type { Agency } from '../../../domain/catalogue/agency.ts';
import type { Faq } from '../../../domain/catalogue/faq.ts';
import type { List } from '../../../domain/catalogue/list.ts';
import type { Manifest, PackKind } from '../../../domain/catalogue/manifest.ts';
import { faqKey, procedureKey, type PackBody } from '../../../domain/catalogue/pack.ts';
import type { Commune, Places, Province } from '../../../domain/catalogue/place.ts';
import {
	createSearchIndex,
	search,
	type SearchFilters,
	type SearchHits,
	type SearchIndex
} from '../../../domain/catalogue/rank.ts';
import type { Procedure } from '../../../domain/catalogue/record.ts';
import type { CatalogueDb, PackRow } from './db.ts';

export interface CatalogueState {
	readonly version: number;
	/** When the server published it: the "as of" of everything read here. */
	readonly publishedAt: string;
	/** False on a first visit until everything is here; then details may be missing. */
	readonly isComplete: boolean;
}

/** Null and empty answers mean "not on this phone (yet)"; `state` tells which. */
export interface CatalogueReader {
	state(): Promise<CatalogueState | null>;
	list(): Promise<List | null>;
	procedure(code: string): Promise<Procedure | null>;
	faq(id: string): Promise<Faq | null>;
	/** Those about this procedure; where it is the main subject, first. */
	faqsOf(code: string): Promise<Faq[]>;
	/** Null until the list is here; then the same answer as the server's. */
	search(query: string, filters?: SearchFilters, limit?: number): Promise<SearchHits | null>;
	agencies(): Promise<readonly Agency[]>;
	places(): Promise<Places | null>;
	provinces(): Promise<readonly Province[]>;
	communes(province: string): Promise<Commune[]>;
}

/** Parsed packs kept in memory: list, places, agencies and the few details that somebody reads in turn. */
const parsedPacksMax = 8;

export function createCatalogueReader(db: CatalogueDb): CatalogueReader {
	const parsed = new Map<string, PackBody>();
	let index: { of: List; index: SearchIndex } | null = null;

	function parse(row: PackRow): PackBody {
		const body = parsed.get(row.sha256) ?? (JSON.parse(new TextDecoder().decode(row.bytes)) as PackBody);
		// Last used goes last; the first is the one to drop. Of lists only the newest stays: search stands on it.
		parsed.delete(row.sha256);
		for (const [sha256, old] of parsed)
			if (old.kind === 'list' ? body.kind === 'list' : parsed.size >= parsedPacksMax) parsed.delete(sha256);
		parsed.set(row.sha256, body);
		return body;
	}

	async function view(): Promise<{ manifest: Manifest; isComplete: boolean } | null> {
		const [current, incoming] = await db.meta.bulkGet(['current', 'incoming']);
		if (current) return { manifest: current.manifest, isComplete: true };
		return incoming ? { manifest: incoming.manifest, isComplete: false } : null;
	}

	/** One transaction, so that a switch in between cannot take the pack away. */
	function inView<T>(read: (manifest: Manifest) => Promise<T | null>): Promise<T | null> {
		return db.transaction('r', db.meta, db.packs, async () => {
			const seen = await view();
			return seen ? read(seen.manifest) : null;
		});
	}

	function packOf<K extends PackKind & PackBody['kind']>(
		kind: K
	): Promise<Extract<PackBody, { kind: K }> | null> {
		return inView(async (manifest) => {
			const ref = manifest.packs.find((pack) => pack.kind === kind);
			if (!ref) return null;
			const body = parsed.get(ref.sha256);
			if (body) return body as Extract<PackBody, { kind: K }>;
			const row = await db.packs.get(ref.sha256);
			return row ? (parse(row) as Extract<PackBody, { kind: K }>) : null;
		});
	}

	function packWith(key: string): Promise<PackBody | null> {
		return inView(async (manifest) => {
			const wanted = new Set<string>(manifest.packs.map((pack) => pack.sha256));
			const rows = await db.packs.where('keys').equals(key).toArray();
			const row = rows.find(({ sha256 }) => wanted.has(sha256));
			return row ? parse(row) : null;
		});
	}

	async function list(): Promise<List | null> {
		return (await packOf('list'))?.list ?? null;
	}

	async function faq(id: string): Promise<Faq | null> {
		const body = await packWith(faqKey(id));
		return body?.kind === 'faqs' ? (body.faqs.find((row) => row.id === id) ?? null) : null;
	}

	async function places(): Promise<Places | null> {
		return (await packOf('places'))?.places ?? null;
	}

	return {
		async state() {
			const seen = await view();
			if (!seen) return null;
			const { version, publishedAt } = seen.manifest;
			return { version, publishedAt, isComplete: seen.isComplete };
		},
		list,
		async procedure(code) {
			const body = await packWith(procedureKey(code));
			return body?.kind === 'procedures' ? (body.procedures.find((row) => row.code === code) ?? null) : null;
		},
		faq,
		async faqsOf(code) {
			const questions = (await list())?.questions ?? [];
			const about = questions
				.filter((question) => question.procedureCodes.includes(code))
				.sort((a, b) => a.procedureCodes.indexOf(code) - b.procedureCodes.indexOf(code));
			const found = await Promise.all(about.map(({ id }) => faq(id)));
			return found.filter((row) => row !== null);
		},
		async search(query, filters, limit) {
			const current = await list();
			if (!current) return null;
			if (index?.of !== current) index = { of: current, index: createSearchIndex(current) };
			return search(index.index, query, filters, limit);
		},
		agencies: async () => (await packOf('agencies'))?.agencies ?? [],
		places,
		provinces: async () => (await places())?.provinces ?? [],
		communes: async (province) =>
			((await places())?.communes ?? []).filter((row) => row.province === province)
	};
}
