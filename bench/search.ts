/**
 * Search as users get it, in Chromium, over the real national database where it lies beside the project: how far up
 * the right procedures stand, whether a known one is found, what a key costs on a slow phone, and what the full text
 * costs in bytes, memory and time. Its peers do the same in the same run, in turn.
 */
import { brotliCompressSync, constants } from 'node:zlib';
import MiniSearch from 'minisearch';
import { createTextIndexBuilder } from '../domain/catalogue/search/text-index.ts';
import type { BenchOptions } from './main.ts';
import { kilobytes, median, table } from './report.ts';
import { openSearchPage, type SearchPage } from './search/chromium.ts';
import { knownItems, sameNames } from './search/known-item.ts';
import { searchCorpus, type SearchCorpus } from './search/list.ts';
import { ownQueries } from './search/queries.ts';
import {
	developmentQueries,
	firstRight,
	relevanceOf,
	withNamesakes,
	type Judged
} from './search/relevance.ts';
import { rowText } from './search/texts.ts';

const engines = ['Một Cửa', 'MiniSearch', 'FlexSearch', 'uFuzzy'] as const;
/** Names typed key by key in a round, others in each; a third as written, without marks, with a slip. */
const typedNames = 6;
const typedLengthMax = 28;
const knownItemCount = 200;
const slowdown = 6;

export async function search({ rounds }: BenchOptions): Promise<string> {
	const corpus = await searchCorpus();
	const texts = textIndexes(corpus);
	const page = await openSearchPage({
		'/list.json': JSON.stringify(corpus.list),
		'/texts.bin': texts.ours,
		'/minisearch.json': texts.mini
	});
	try {
		await page.call('fetchList');
		const text = await textTable(page, texts, rounds);
		const build = await buildTimes(page, rounds);
		await page.call('buildPeers');
		return [
			`${corpus.list.items.length} procedures, ${corpus.list.questions.length} questions${corpus.isReal ? '' : ' (made up: the real ones are not here, figures of relevance are left out)'}.`,
			await relevanceTable(page, corpus),
			await knownItemTable(page, corpus),
			await keystrokeTable(page, corpus, rounds),
			build,
			text
		].join('\n\n');
	} finally {
		await page.close();
	}
}

async function relevanceTable(page: SearchPage, { list, isReal }: SearchCorpus): Promise<string> {
	if (!isReal) return '';
	const sets: readonly (readonly [string, readonly Judged[]])[] = [
		['development', await developmentQueries()],
		['our own, other intents', withNamesakes(ownQueries, list)]
	];
	const rows: string[][] = [];
	for (const [name, judged] of sets)
		for (const engine of engines) {
			const found = await page.call(
				'find',
				engine,
				judged.map(({ q }) => q),
				10
			);
			const { hit1, hit5, hit10, mrr10 } = relevanceOf(
				judged.map((one, i) => firstRight(one, found[i] ?? []))
			);
			rows.push([`${name} (${judged.length}), ${engine}`, ...[hit1, hit5, hit10, mrr10].map(share)]);
		}
	return table(['queries', 'hit@1', 'hit@5', 'hit@10', 'MRR@10'], rows);
}

async function knownItemTable(page: SearchPage, corpus: SearchCorpus): Promise<string> {
	const names = namesOf(corpus);
	const items = knownItems(names, knownItemCount);
	const isSame = sameNames(names);
	const rows: string[][] = [];
	for (const engine of engines) {
		const shares: string[] = [];
		for (const kind of ['marked', 'folded', 'slipped'] as const) {
			const found = await page.call(
				'find',
				engine,
				items.map((item) => item[kind]),
				10
			);
			const hits = items.filter((item, i) => found[i]?.some((code) => isSame(code, item.code)));
			shares.push(share(hits.length / items.length));
		}
		rows.push([engine, ...shares]);
	}
	return `A stretch of 5–8 words of a name, the procedure among the first ten; ${items.length} names:\n\n${table(['known item', 'with marks', 'without', 'one slip'], rows)}`;
}

async function keystrokeTable(page: SearchPage, corpus: SearchCorpus, rounds: number): Promise<string> {
	const names = namesOf(corpus);
	const times = engines.map(() => ({ p50: [] as number[], p95: [] as number[] }));
	await page.slow(slowdown);
	// Round 0 only warms up: nobody's first key is measured.
	for (let round = 0; round <= rounds; round++) {
		const keys = knownItems(names, typedNames, 100 + round).flatMap((item, i) => {
			const text = ([item.marked, item.folded, item.slipped][i % 3] ?? '').slice(0, typedLengthMax);
			return Array.from({ length: text.length }, (_, end) => text.slice(0, end + 1));
		});
		for (const [e, engine] of engines.entries()) {
			const taken = (await page.call('time', engine, keys, 20)).sort((a, b) => a - b);
			if (round === 0) continue;
			times[e]?.p50.push(percentile(taken, 0.5));
			times[e]?.p95.push(percentile(taken, 0.95));
		}
	}
	await page.slow(1);
	const mini = times[1];
	const rows = engines.map((engine, e) => {
		const [p50, p95] = [median(times[e]?.p50 ?? []), median(times[e]?.p95 ?? [])];
		return [
			engine,
			`${p50.toFixed(2)} ms`,
			(p50 / median(mini?.p50 ?? [])).toFixed(3),
			`${p95.toFixed(2)} ms`,
			(p95 / median(mini?.p95 ?? [])).toFixed(3)
		];
	});
	const head = ['a key, names, typos on', 'p50', '× MiniSearch', 'p95', '× MiniSearch'];
	return `${typedNames} names typed key by key, other ones in each of ${rounds} interleaved rounds, main thread slowed ${slowdown}×:\n\n${table(head, rows)}`;
}

async function buildTimes(page: SearchPage, rounds: number): Promise<string> {
	await page.slow(slowdown);
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) times.push(await page.call('buildNames'));
	await page.slow(1);
	return `The index of names, built on the device from the list (0 bytes sent), main thread slowed ${slowdown}×: ${median(times).toFixed(0)} ms.`;
}

interface TextIndexes {
	readonly ours: Uint8Array;
	readonly mini: string;
	/** ms in this process: ours, MiniSearch. */
	readonly built: readonly [number, number];
}

function textIndexes({ rows }: SearchCorpus): TextIndexes {
	// As the pieces of the catalogue come: alike together.
	const texts = rows
		.map((row) => ({ row, key: `${row.fields[0] ?? ''} ${row.agency ?? ''} ${row.name}` }))
		.sort((a, b) => (a.key < b.key ? -1 : 1))
		.map(({ row }) => ({ code: row.code, text: rowText(row) }));
	let start = performance.now();
	const builder = createTextIndexBuilder();
	for (const { code, text } of texts) builder.add(code, text);
	const ours = builder.encode();
	const oursMs = performance.now() - start;
	start = performance.now();
	const mini = new MiniSearch({ fields: ['text'], idField: 'code' });
	mini.addAll(texts);
	return { ours, mini: JSON.stringify(mini), built: [oursMs, performance.now() - start] };
}

async function textTable(page: SearchPage, texts: TextIndexes, rounds: number): Promise<string> {
	const loads = { ours: [] as number[], mini: [] as number[] };
	const held = { ours: [] as number[], mini: [] as number[] };
	for (let round = 0; round <= rounds; round++)
		for (const engine of ['ours', 'mini'] as const) {
			await page.call('dropTexts');
			const before = await page.memory();
			await page.slow(slowdown);
			const ms = await page.call(engine === 'ours' ? 'loadTexts' : 'loadMiniTexts');
			await page.slow(1);
			const bytes = (await page.memory()) - before;
			if (round === 0) continue;
			loads[engine].push(ms);
			held[engine].push(bytes);
		}
	await page.call('dropTexts');
	const sizes = { ours: brotli(texts.ours), mini: brotli(texts.mini) };
	const ratio = (a: number, b: number) => (a / b).toFixed(3);
	const rows = [
		[
			'Một Cửa',
			kilobytes(sizes.ours),
			ratio(sizes.ours, sizes.mini),
			kilobytes(median(held.ours)),
			ratio(median(held.ours), median(held.mini)),
			`${median(loads.ours).toFixed(1)} ms`,
			ratio(median(loads.ours), median(loads.mini)),
			`${(texts.built[0] / 1000).toFixed(1)} s`
		],
		[
			'MiniSearch',
			kilobytes(sizes.mini),
			'1.000',
			kilobytes(median(held.mini)),
			'1.000',
			`${median(loads.mini).toFixed(1)} ms`,
			'1.000',
			`${(texts.built[1] / 1000).toFixed(1)} s`
		]
	];
	const head = ['full text', 'brotli 11', '×', 'memory', '×', 'load', '×', 'built (Node)'];
	return `Full text (steps, papers, conditions …), memory and loading in Chromium, main thread slowed ${slowdown}×, ${rounds} interleaved rounds:\n\n${table(head, rows)}`;
}

function brotli(data: string | Uint8Array): number {
	return brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

function namesOf({ list }: SearchCorpus): { code: string; name: string }[] {
	return list.items.map(({ code, name }) => ({ code, name: name.vi }));
}

const share = (value: number) => value.toFixed(3);

/** Of sorted values. */
function percentile(sorted: readonly number[], part: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
