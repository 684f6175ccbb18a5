/**
 * The index of the full texts, built on the phone from what is here, a block at a time, and kept encoded. It never
 * travels. A curated procedure stands before the announced one of its code, here as in the list.
 */
import { fullText, kindOf } from '../../../domain/catalogue/entry.ts';
import type { PublishedRecord } from '../../../domain/catalogue/published.ts';
import type { Procedure } from '../../../domain/catalogue/record.ts';
import { createTextIndexBuilder } from '../../../domain/catalogue/search/text-index.ts';
import { unpackBlock } from './block.ts';
import { readCurrent, type CatalogueDb } from './db.ts';

/** Blocks read at once. */
const blocksPerRead = 8;

/** Does nothing when the current catalogue has its index. Stops when another becomes current meanwhile. */
export async function indexTexts(
	db: CatalogueDb,
	locks?: Pick<LockManager, 'request'> | undefined
): Promise<void> {
	const work = () => index(db);
	await (locks ? locks.request('motcua-catalogue-texts', work) : work());
}

async function index(db: CatalogueDb): Promise<void> {
	const current = await readCurrent(db);
	if (!current || (await db.texts.get('texts'))?.listName === current.listName) return;
	const builder = createTextIndexBuilder();
	const curated = new Set<string>();
	for (const kind of ['c', 'p']) {
		let after = `${kind}:`;
		for (;;) {
			const blocks = await db.blocks
				.where('[gen+first]')
				.between([current.gen, after], [current.gen, `${kind};`], after.length === 2, false)
				.limit(blocksPerRead)
				.toArray();
			if (blocks.length === 0) break;
			for (const { bytes } of blocks)
				for (const { key, text } of await unpackBlock(bytes)) {
					const code = key.slice(2);
					if (kindOf(key) === 'c') curated.add(code);
					else if (curated.has(code)) continue;
					builder.add(code, fullText(JSON.parse(text) as Procedure | PublishedRecord));
				}
			after = blocks.at(-1)?.first ?? after;
			if ((await readCurrent(db))?.listName !== current.listName) return;
			// A question that came meanwhile goes first.
			await new Promise((done) => setTimeout(done));
		}
	}
	const bytes = builder.encode();
	await db.transaction('rw', db.meta, db.texts, async () => {
		if ((await readCurrent(db))?.listName === current.listName)
			await db.texts.put({ key: 'texts', listName: current.listName, bytes });
	});
}
