/** Reads the whole catalogue on the phone: single records (records.ts), and what needs them all, lists and search. */
import type { Faq } from '../../../domain/catalogue/faq.ts';
import { unpackOwnList } from '../../../domain/catalogue/heads.ts';
import { composeList, type List } from '../../../domain/catalogue/list.ts';
import {
	createSearchIndex,
	search,
	type SearchFilters,
	type SearchHits,
	type SearchIndex
} from '../../../domain/catalogue/rank.ts';
import { decodeTextIndex, type TextIndex } from '../../../domain/catalogue/search/text-index.ts';
import { inflateText } from './block.ts';
import type { CatalogueDb } from './db.ts';
import { createRecordReader, readView, type RecordReader } from './records.ts';

/** Null and empty answers mean "not on this phone (yet)"; `state` tells which. */
export interface CatalogueReader extends RecordReader {
	list(): Promise<List | null>;
	/** Those about this procedure; where it is the main subject, first. */
	faqsOf(code: string): Promise<Faq[]>;
	/** Null until the list is here; then the same answer as the server's. */
	search(query: string, filters?: SearchFilters, limit?: number): Promise<SearchHits | null>;
}

interface Held {
	readonly name: string;
	readonly list: List;
	index: SearchIndex | null;
	texts: TextIndex | null;
}

export function createCatalogueReader(db: CatalogueDb): CatalogueReader {
	const records = createRecordReader(db);
	let held: Held | null = null;

	async function hold(): Promise<Held | null> {
		const found = await db.transaction('r', db.meta, db.lists, async () => {
			const seen = await readView(db);
			if (!seen?.listName) return null;
			return { name: seen.listName, row: held?.name === seen.listName ? null : await db.lists.get(seen.gen) };
		});
		if (!found) return null;
		if (found.row) {
			const parts = unpackOwnList(await inflateText(found.row.bytes));
			held = { name: found.name, list: composeList(parts), index: null, texts: null };
		}
		return held;
	}

	async function list(): Promise<List | null> {
		return (await hold())?.list ?? null;
	}

	/** Null until they are indexed: then names alone answer. */
	async function textsOf(listName: string): Promise<TextIndex | null> {
		const row = await db.texts.get('texts');
		return row?.listName === listName ? decodeTextIndex(row.bytes) : null;
	}

	return {
		...records,
		list,
		async faqsOf(code) {
			const questions = (await list())?.questions ?? [];
			const about = questions
				.filter((question) => question.procedureCodes.includes(code))
				.sort((a, b) => a.procedureCodes.indexOf(code) - b.procedureCodes.indexOf(code));
			const found = await Promise.all(about.map(({ id }) => records.faq(id)));
			return found.filter((one) => one !== null);
		},
		async search(query, filters, limit) {
			const seen = await hold();
			if (!seen) return null;
			seen.index ??= createSearchIndex(seen.list);
			seen.texts ??= await textsOf(seen.name);
			return search(seen.index, query, filters, limit, seen.texts);
		}
	};
}
