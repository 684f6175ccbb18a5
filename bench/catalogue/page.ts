/** Runs in Chromium, in the page: the peer that keeps a row a procedure, and the talk to our worker. */
import { Dexie } from 'dexie';
import type { PublishedRecord } from '../../domain/catalogue/published.ts';
import { openCatalogueDb } from '../../sync/client/catalogue/db.ts';
import { createCatalogueReader } from '../../sync/client/catalogue/read.ts';
import { connect } from '../../sync/client/catalogue/wire.ts';
import type { BenchWorker } from './worker.ts';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const asker = connect<BenchWorker, never>(worker, () => undefined);
const blocks: number[] = [];
new PerformanceObserver((list) => blocks.push(...list.getEntries().map(({ duration }) => duration))).observe({
	entryTypes: ['longtask']
});

interface Timed {
	readonly ms: number;
	/** Longest task of the page's main thread meanwhile, ms; 0: none over 50. */
	readonly longest: number;
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
	// What loading the page and its scripts cost is not of this.
	await new Promise((done) => setTimeout(done, 500));
	blocks.length = 0;
	const start = performance.now();
	await work();
	const ms = performance.now() - start;
	await new Promise((done) => setTimeout(done, 200));
	return { ms, longest: Math.max(0, ...blocks) };
}

const openRows = () => {
	const db = new Dexie('rows');
	db.version(1).stores({ rows: 'code' });
	return db.table<PublishedRecord, string>('rows');
};
let rows: PublishedRecord[] = [];

const page = {
	/** What the browser and the measuring itself cost the main thread. */
	idle: () => timed(() => new Promise((done) => setTimeout(done, 2000))),
	/** Everything, from the first byte: fetched, unpacked, checked by schema, packed, written. */
	oursWhole: (publicKey: string) => timed(() => asker.ask('replicate', [publicKey])),
	/** The same rows from memory into blocks and the list, as the peer has them in memory. */
	oursWrite: async () => {
		await asker.ask('prepareWrite', []);
		return timed(() => asker.ask('write', []));
	},
	oursList: () => timed(() => asker.ask('list', [])),
	oursOpen: (code: string) => timed(() => asker.ask('open', [code])),
	/** In the slowed page itself, where there is no worker. */
	oursOpenHere: async (code: string) => {
		const db = openCatalogueDb('ours');
		const measured = await timed(async () => createCatalogueReader(db).published(code));
		db.close();
		return measured;
	},
	async rowsLoad(): Promise<number> {
		rows = (await (await fetch('/rows.json')).json()) as PublishedRecord[];
		return rows.length;
	},
	rowsWrite: () =>
		timed(async () => {
			const table = openRows();
			for (let at = 0; at < rows.length; at += 500) await table.bulkPut(rows.slice(at, at + 500));
			table.db.close();
		}),
	rowsList: () =>
		timed(async () => {
			const table = openRows();
			const list = (await table.toArray()).map(({ code, name, agency, sectors }) => ({
				code,
				name,
				agency,
				sectors
			}));
			if (list.length === 0) throw new Error('nothing there');
			table.db.close();
		}),
	rowsOpen: (code: string) =>
		timed(async () => {
			const table = openRows();
			await table.get(code);
			table.db.close();
		})
};
export type BenchPage = typeof page;
Object.assign(globalThis, { benchPage: page });
