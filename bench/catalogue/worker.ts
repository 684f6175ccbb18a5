/** Our side, in its worker as in the app. */
import { kindOf, type Entry } from '../../domain/catalogue/entry.ts';
import { packList } from '../../domain/catalogue/heads.ts';
import { deflateText, inflateText, unpackBlock } from '../../sync/client/catalogue/block.ts';
import { openCatalogueDb } from '../../sync/client/catalogue/db.ts';
import { packBlocks, readList } from '../../sync/client/catalogue/install.ts';
import { createCatalogueReader } from '../../sync/client/catalogue/read.ts';
import { replicateCatalogue } from '../../sync/client/catalogue/replicate.ts';
import { serve, type Wire } from '../../sync/client/catalogue/wire.ts';

const db = openCatalogueDb('ours');
let entries: Entry[] = [];
let list = '';

const methods = {
	async replicate(publicKey: string): Promise<void> {
		const outcome = await replicateCatalogue({
			db,
			fetch: (url, init) => fetch(url, init),
			now: Date.now,
			publicKey
		});
		if (!outcome.ok || outcome.value.state !== 'complete') throw new Error(JSON.stringify(outcome));
	},
	async prepareWrite(): Promise<void> {
		entries = [];
		for (const { bytes } of await db.blocks.toArray()) entries.push(...(await unpackBlock(bytes)));
		const row = await db.lists.toCollection().first();
		list = packList(readList(await inflateText(row?.bytes ?? new Uint8Array())));
		await db.blocks.where('[gen+first]').between(['written', ''], ['written', '\uffff']).delete();
	},
	/** In blocks as an installation makes them, a transaction for each two thousand kB or so, as for each piece. */
	async write(): Promise<void> {
		const gen = 'written';
		const blocks: Entry[][] = [];
		for (const entry of entries) {
			const open = blocks.at(-1);
			const isFull = !open || open.length >= 50 || kindOf(open[0]?.key ?? '') !== kindOf(entry.key);
			if (isFull || kindOf(entry.key) === 'c') blocks.push([entry]);
			else open.push(entry);
		}
		const perPiece = Math.ceil(blocks.length / 20);
		for (let at = 0; at < blocks.length; at += perPiece)
			await db.blocks.bulkPut(await packBlocks(gen, blocks.slice(at, at + perPiece)));
		await db.lists.put({ gen, bytes: await deflateText(list) });
	},
	/** A reader that holds nothing yet. */
	async list(): Promise<number> {
		return (await createCatalogueReader(db).list())?.items.length ?? 0;
	},
	async open(code: string): Promise<string> {
		const record = await createCatalogueReader(db).published(code);
		if (!record) throw new Error(`no ${code}`);
		return record.name;
	}
};
export type BenchWorker = typeof methods;
serve(globalThis as unknown as Wire, methods);
