/** Runs in Chromium: the searcher that users get, and its peers, over the same list. Called from bench/search.ts. */
import MiniSearch from 'minisearch';
import type { List } from '../../domain/catalogue/list.ts';
import { createSearchIndex, search, type SearchIndex } from '../../domain/catalogue/rank.ts';
import { decodeTextIndex, type TextIndex } from '../../domain/catalogue/search/text-index.ts';
import { flexSearchNames, miniSearchNames, uFuzzyNames, type Engine } from './peers.ts';

let list: List = { items: [], questions: [] };
let engines: readonly Engine[] = [];
let index: SearchIndex | null = null;
/** Held so that the memory they take can be measured. */
let texts: TextIndex | null = null;
let miniTexts: MiniSearch | null = null;

const page = {
	async fetchList(): Promise<void> {
		list = (await (await fetch('/list.json')).json()) as List;
	},
	/** ms */
	buildNames(): number {
		const start = performance.now();
		index = createSearchIndex(list);
		return performance.now() - start;
	},
	buildPeers(): void {
		const rows = list.items.map(({ code, name }) => ({ code, name: name.vi }));
		engines = [ours(), miniSearchNames(rows), flexSearchNames(rows), uFuzzyNames(rows)];
	},
	/** Codes found for each query, best first. */
	find(engine: string, queries: readonly string[], limit: number): string[][] {
		const { find } = engineOf(engine);
		return queries.map((query) => find(query, limit));
	},
	/** ms for each query, one after the other as they are typed. */
	time(engine: string, queries: readonly string[], limit: number): number[] {
		const { find } = engineOf(engine);
		return queries.map((query) => {
			const start = performance.now();
			find(query, limit);
			return performance.now() - start;
		});
	},
	/** ms from bytes to an index that answers. */
	async loadTexts(): Promise<number> {
		const bytes = new Uint8Array(await (await fetch('/texts.bin')).arrayBuffer());
		const start = performance.now();
		texts = decodeTextIndex(bytes);
		if (!texts) throw new Error('the text index cannot be read');
		return performance.now() - start;
	},
	async loadMiniTexts(): Promise<number> {
		const json = await (await fetch('/minisearch.json')).text();
		const start = performance.now();
		miniTexts = MiniSearch.loadJSON(json, { fields: ['text'], idField: 'code' });
		return performance.now() - start;
	},
	dropTexts(): boolean {
		const had = texts !== null || miniTexts !== null;
		[texts, miniTexts] = [null, null];
		return had;
	}
};
export type BenchPage = typeof page;

function ours(): Engine {
	return {
		name: 'Một Cửa',
		find: (query, limit) =>
			index ? search(index, query, {}, limit).procedures.map(({ item }) => item.code) : []
	};
}

function engineOf(name: string): Engine {
	const engine = engines.find((one) => one.name === name);
	if (!engine) throw new Error(`no engine ${name}`);
	return engine;
}

Object.assign(globalThis, { benchPage: page });
