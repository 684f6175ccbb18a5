/**
 * Leads a whole catalogue from one version to a later one. Promises: all of the changes or none, in one transaction;
 * every text that comes out is proved by its hash and read by its schema before anything is written.
 */
import { kindOf, readEntry, type Entry, type Row } from '../../../domain/catalogue/entry.ts';
import { publishedHead } from '../../../domain/catalogue/entry.ts';
import { type ListParts } from '../../../domain/catalogue/heads.ts';
import { packList } from '../../../domain/catalogue/heads.ts';
import { faqToListQuestion, procedureToListItem } from '../../../domain/catalogue/list.ts';
import { Delta, type Manifest } from '../../../domain/catalogue/manifest.ts';
import { applyPatch } from '../../../domain/catalogue/patch.ts';
import { compareText } from '../../../domain/order.ts';
import { deflateText, inflateText, packBlock, unpackBlock } from './block.ts';
import { blockOf, readCurrent, type BlockRow, type CatalogueDb, type CurrentRow } from './db.ts';
import { corrupt, Stopped } from './fault.ts';
import { sha256Hex } from './fetch.ts';
import { readList, unpackPiece } from './install.ts';

/** A block that has grown beyond this is cut in two. */
const rowsPerBlockMax = 100;

/**
 * @param deltas bytes of those that lead from `current` to the manifest's version, in order
 * @returns false when they do not fit what is here, which then must be fetched anew
 */
export async function applyDeltas(
	db: CatalogueDb,
	current: CurrentRow,
	manifest: Manifest,
	deltas: readonly Uint8Array[],
	now: number
): Promise<boolean> {
	const changed = await changedTexts(db, current, manifest, deltas);
	if (!changed) return false;
	const rows = new Map<string, Row | null>();
	for (const [key, text] of changed) {
		const row = text === null ? null : readEntry({ key, text });
		if (text !== null && !row) throw corrupt();
		rows.set(key, row);
	}
	const blocks = await changedBlocks(db, current.gen, changed);
	const listRow = await db.lists.get(current.gen);
	if (!listRow) return false;
	const list = await deflateText(packList(changeList(readList(await inflateText(listRow.bytes)), rows)));

	await db.transaction('rw', db.meta, db.lists, db.blocks, async () => {
		// Another tab may have done it meanwhile.
		const still = await readCurrent(db);
		if (still?.gen !== current.gen || still.content !== current.content) throw new Stopped();
		await db.blocks.bulkDelete(blocks.emptied.map((first) => [current.gen, first]));
		await db.blocks.bulkPut(blocks.rows);
		await db.lists.put({ gen: current.gen, bytes: list });
		await db.meta.put({
			...still,
			content: manifest.content,
			version: manifest.version,
			publishedAt: manifest.publishedAt,
			since: now,
			listName: `${current.gen} ${manifest.content}`
		});
	});
	return true;
}

/** Text of every key that changed, null where it is gone; null instead of all when something does not fit. */
async function changedTexts(
	db: CatalogueDb,
	current: CurrentRow,
	manifest: Manifest,
	deltas: readonly Uint8Array[]
): Promise<ReadonlyMap<string, string | null> | null> {
	const texts = new Map<string, string | null>();
	let content = current.content;
	for (const bytes of deltas) {
		const read = Delta.safeParse(parseJson(unpackPiece(bytes)));
		if (!read.success) throw corrupt();
		const { from, to, changes, result } = read.data;
		if (from !== content) throw corrupt();
		const patched = changes.filter(([key, change]) => Array.isArray(change) && !texts.has(key));
		for (const entry of await textsOf(
			db,
			current.gen,
			patched.map(([key]) => key)
		))
			texts.set(entry.key, entry.text);
		const results: string[] = [];
		for (const [key, change] of changes) {
			const before = texts.get(key) ?? null;
			const after = Array.isArray(change) ? before !== null && applyPatch(before, change) : change;
			if (after === false || (after === null && change !== null)) return null;
			texts.set(key, after);
			results.push(after ?? '');
		}
		if ((await sha256Hex(new TextEncoder().encode(results.join('\n')))) !== result) return null;
		content = to;
	}
	return content === manifest.content ? texts : null;
}

/** Texts of these keys; each block is opened once. */
export async function textsOf(db: CatalogueDb, gen: string, keys: readonly string[]): Promise<Entry[]> {
	const byBlock = new Map<string, { block: BlockRow; keys: Set<string> }>();
	for (const key of keys) {
		const block = await blockOf(db, gen, key);
		if (!block) continue;
		const found = byBlock.get(block.first) ?? { block, keys: new Set() };
		found.keys.add(key);
		byBlock.set(block.first, found);
	}
	const entries: Entry[] = [];
	for (const { block, keys: wanted } of byBlock.values())
		entries.push(...(await unpackBlock(block.bytes)).filter(({ key }) => wanted.has(key)));
	return entries;
}

/** The blocks as they will be. A row that is new goes where its key belongs; a curated one is a block of its own. */
async function changedBlocks(
	db: CatalogueDb,
	gen: string,
	changed: ReadonlyMap<string, string | null>
): Promise<{ rows: BlockRow[]; emptied: string[] }> {
	const homes = new Map<string, { bytes: Uint8Array | null; changes: Map<string, string | null> }>();
	for (const [key, text] of [...changed].sort((a, b) => compareText(a[0], b[0]))) {
		const block = kindOf(key) === 'c' ? await db.blocks.get([gen, key]) : await blockOf(db, gen, key);
		// Before the first of its kind, or alone: with those that follow it in the same change.
		const before = [...homes.keys()].at(-1);
		const isNext =
			before !== undefined && homes.get(before)?.bytes === null && kindOf(before) === kindOf(key);
		const home = block?.first ?? (isNext && kindOf(key) !== 'c' ? before : key);
		const entry = homes.get(home) ?? { bytes: block?.bytes ?? null, changes: new Map() };
		entry.changes.set(key, text);
		homes.set(home, entry);
	}
	const rows: BlockRow[] = [];
	const emptied: string[] = [];
	for (const [first, { bytes, changes }] of homes) {
		const texts = new Map(bytes ? (await unpackBlock(bytes)).map(({ key, text }) => [key, text]) : []);
		for (const [key, text] of changes)
			if (text === null) texts.delete(key);
			else texts.set(key, text);
		const entries = [...texts]
			.map(([key, text]) => ({ key, text }))
			.sort((a, b) => compareText(a.key, b.key));
		if (entries[0]?.key !== first) emptied.push(first);
		const parts =
			entries.length > rowsPerBlockMax
				? [entries.slice(0, entries.length >> 1), entries.slice(entries.length >> 1)]
				: [entries];
		for (const part of parts)
			if (part[0]) rows.push({ gen, first: part[0].key, bytes: await packBlock(part) });
	}
	return { rows, emptied };
}

function changeList(list: ListParts, rows: ReadonlyMap<string, Row | null>): ListParts {
	const published = new Map(list.published.map((head) => [head.code, head]));
	const curated = new Map(list.curated.map((item) => [item.code, item]));
	const questions = new Map(list.questions.map((question) => [question.id, question]));
	let agencies = list.agencies;
	for (const [key, row] of rows) {
		const id = key.slice(2);
		if (row?.kind === 'p') published.set(id, publishedHead(row.row));
		else if (row?.kind === 'c') curated.set(id, procedureToListItem(row.row));
		else if (row?.kind === 'q') questions.set(id, faqToListQuestion(row.row));
		else if (row?.kind === 'a') agencies = row.row.map(({ code, name }) => ({ code, name }));
		else if (row === null)
			(({ p: published, c: curated, q: questions }) as Record<string, Map<string, unknown>>)[
				kindOf(key)
			]?.delete(id);
	}
	return {
		published: [...published.values()].sort((a, b) => compareText(a.code, b.code)),
		curated: [...curated.values()],
		questions: [...questions.values()].sort((a, b) => compareText(a.id, b.id)),
		agencies
	};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
