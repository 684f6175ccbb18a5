/**
 * The catalogue on its way to the phone and at rest: bytes beside brotli, PouchDB and the Community Health Toolkit's
 * way, an update beside a zstd patch, and Chromium's IndexedDB beside a Dexie row a procedure, by turns.
 */
import type { PublishedRecord } from '../domain/catalogue/published.ts';
import { catalogueRoutes } from '../server/catalogue/http.ts';
import { createCatalogue } from '../server/catalogue/reader.ts';
import { startOrigin } from '../tests/support/catalogue-origin.ts';
import { bytesTables } from './catalogue/bytes.ts';
import { openCataloguePage } from './catalogue/chromium.ts';
import { measuredContent, updatedContent } from './catalogue/content.ts';
import type { BenchOptions } from './main.ts';
import { kilobytes, median, table } from './report.ts';

export async function catalogue({ rounds }: BenchOptions): Promise<string> {
	const { content, isReal } = await measuredContent();
	const origin = await startOrigin();
	try {
		const manifest = await origin.publish(content);
		// In the browser before the update, so that a whole replication is the base alone.
		const store = createCatalogue(origin.store);
		const routes = catalogueRoutes(store, origin.sign);
		const chromium = await inChromium(rounds, routes, origin.publicKey, content.published);
		const after = updatedContent(content);
		const bytes = await bytesTables(content, manifest, {
			content: after,
			manifest: await origin.publish(after)
		});
		const head = `${content.published.length} announced records (${isReal ? 'the real database' : 'made up to its distributions'}), ${content.procedures.length} curated, ${content.faqs.length} questions; ${kilobytes(manifest.base.rawBytes)} unpacked.`;
		return [head, bytes, chromium].join('\n\n');
	} finally {
		await origin.close();
	}
}

interface Measured {
	readonly ms: number;
	readonly longest: number;
}

async function inChromium(
	rounds: number,
	routes: ReturnType<typeof catalogueRoutes>,
	publicKey: string,
	published: readonly PublishedRecord[]
): Promise<string> {
	const files = { '/rows.json': JSON.stringify(published) };
	const times: Record<string, Measured[]> = {};
	const note = (name: string, measured: Measured) => (times[name] ??= []).push(measured);
	const disk = { ours: [] as number[], rows: [] as number[] };
	const codes = Array.from(
		{ length: 20 },
		(_, i) => published[Math.floor(((i + 0.5) * published.length) / 20)]?.code ?? ''
	);
	for (let round = 0; round < rounds; round++) {
		// Each round and side its own profile: what one has left on the disk must not help or hinder the other.
		const ours = await openCataloguePage(routes, files);
		note('idle', await ours.call('idle'));
		note('whole', await ours.call('oursWhole', publicKey));
		note('list', await ours.call('oursList'));
		for (const code of codes) {
			note('open', await ours.call('oursOpen', code));
			note('open here', await ours.call('oursOpenHere', code));
		}
		disk.ours.push(await ours.close());
		const writing = await openCataloguePage(routes, files);
		await writing.call('oursWhole', publicKey);
		note('write', await writing.call('oursWrite'));
		await writing.close();
		const rows = await openCataloguePage(routes, files);
		await rows.call('rowsLoad');
		note('rows write', await rows.call('rowsWrite'));
		note('rows list', await rows.call('rowsList'));
		for (const code of codes) note('rows open', await rows.call('rowsOpen', code));
		disk.rows.push(await rows.close());
	}
	const ms = (name: string) => median((times[name] ?? []).map((one) => one.ms));
	const longest = (...names: string[]) =>
		Math.max(...names.flatMap((name) => (times[name] ?? []).map((one) => one.longest)));
	const row = (name: string, mine: number, theirs: number, unit: (n: number) => string, goal: string) => [
		name,
		unit(theirs),
		unit(mine),
		`${(mine / theirs).toFixed(3)}×`,
		goal
	];
	const inMs = (value: number) => `${value.toFixed(0)} ms`;
	return table(
		['Chromium, main thread slowed 6×', 'a Dexie row each', 'Một Cửa', 'ratio', 'goal'],
		[
			row('rows in memory → IndexedDB', ms('write'), ms('rows write'), inMs, '≤ 0.12×'),
			row('fetched, unpacked, checked, written', ms('whole'), ms('rows write'), inMs, ''),
			row('cold list', ms('list'), ms('rows list'), inMs, '≤ 0.05×'),
			row('on the disk', median(disk.ours), median(disk.rows), kilobytes, '≤ 0.25×'),
			row('one record opened', ms('open'), ms('rows open'), inMs, '≤ 150 ms'),
			row('one record opened without the worker', ms('open here'), ms('rows open'), inMs, '≤ 150 ms'),
			row(
				'longest block of the main thread: bringing all, list, records',
				longest('whole', 'list', 'open'),
				longest('rows write', 'rows list', 'rows open'),
				inMs,
				'≤ 50 ms'
			),
			['the same while nothing is done', '', inMs(longest('idle')), '', '']
		]
	);
}
