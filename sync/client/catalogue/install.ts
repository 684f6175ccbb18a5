/**
 * Unpacks a base as its pieces come, into blocks and the list. Promises: rows are readable soon after their piece is
 * here; nothing that breaks its schema is stored; after a kill it goes on behind the last stored block (the pieces
 * before are unpacked again, not fetched again).
 */
import { Decompress, decompress } from 'fzstd';
import { kindOf, readEntry, type Entry } from '../../../domain/catalogue/entry.ts';
import { packList, unpackList, type ListParts } from '../../../domain/catalogue/heads.ts';
import { bytesToLetters } from '../../../domain/catalogue/letters.ts';
import {
	faqToListQuestion,
	procedureToListItem,
	type ListItem,
	type ListQuestion
} from '../../../domain/catalogue/list.ts';
import type { Manifest } from '../../../domain/catalogue/manifest.ts';
import type { AgencyRef } from '../../../domain/catalogue/record.ts';
import { StreamFault, StreamReader } from '../../../domain/catalogue/stream.ts';
import { deflateText, packBlock } from './block.ts';
import { type BlockRow, type CatalogueDb, readIncoming } from './db.ts';
import { corrupt, Stopped } from './fault.ts';

/** Rows of one block, and letters: what opening one record costs. */
const rowsPerBlock = 50;
const lettersPerBlock = 200_000;

/** Unpacks whole pieces: lists, deltas. */
export function unpackPiece(bytes: Uint8Array): string {
	try {
		return bytesToLetters(decompress(bytes));
	} catch {
		throw corrupt();
	}
}

export function readList(text: string): ListParts {
	const parts = unpackList(text);
	if (!parts.ok) throw corrupt();
	return parts.value;
}

export async function storeList(db: CatalogueDb, gen: string, parts: ListParts, name: string): Promise<void> {
	const bytes = await deflateText(packList(parts));
	await whileIncoming(db, gen, async (incoming) => {
		await db.lists.put({ gen, bytes });
		await db.meta.put({ ...incoming, listName: name });
	});
}

/** Rows to be put, packed beside each other: the browser deflates off this thread. */
export async function packBlocks(gen: string, blocks: readonly (readonly Entry[])[]): Promise<BlockRow[]> {
	return await Promise.all(
		blocks.map(async (entries) => ({ gen, first: entries[0]?.key ?? '', bytes: await packBlock(entries) }))
	);
}

export interface Installer {
	/** The next bytes of the stream, in order. */
	push(bytes: Uint8Array): Promise<void>;
	/** After the last: stores what is left. Throws when the stream was not the one that was announced. */
	finish(): Promise<void>;
}

/** @param first what the list brought: heads, and names of the curated ones */
export async function createInstaller(
	db: CatalogueDb,
	gen: string,
	base: Manifest['base'],
	first: ListParts
): Promise<Installer> {
	const stored = (await readIncoming(db))?.entries ?? 0;
	const reader = new StreamReader(first.published);
	let raw: Uint8Array[] = [];
	let rawLength = 0;
	const unzip = new Decompress((bytes) => {
		// Its buffer is used again.
		raw.push(bytes.slice());
		rawLength += bytes.length;
	});
	const curated: ListItem[] = [];
	const questions: ListQuestion[] = [];
	const agencies: AgencyRef[] = [];
	let isListWhole = false;
	let seen = 0;
	let open: Entry[] = [];
	let openLetters = 0;
	let full: Entry[][] = [];

	function take(entry: Entry): void {
		const row = readEntry(entry);
		if (!row) throw corrupt();
		if (row.kind === 'c') curated.push(procedureToListItem(row.row));
		else if (row.kind === 'q') questions.push(faqToListQuestion(row.row));
		else if (row.kind === 'a') agencies.push(...row.row.map(({ code, name }) => ({ code, name })));
	}

	function closeBlock(): void {
		if (open.length > 0) full.push(open);
		[open, openLetters] = [[], 0];
	}

	/** One transaction a piece: each costs the phone more than what is in it. */
	async function storeFull(): Promise<void> {
		const blocks = full;
		full = [];
		if (blocks.length === 0) return;
		const rows = await packBlocks(gen, blocks);
		const entries = blocks.reduce((sum, block) => sum + block.length, 0);
		await whileIncoming(db, gen, async (incoming) => {
			await db.blocks.bulkPut(rows);
			await db.meta.put({ ...incoming, entries: incoming.entries + entries });
		});
	}

	async function add(entries: readonly Entry[]): Promise<void> {
		for (const entry of entries) {
			const kind = kindOf(entry.key);
			if (kind === 'p' && !isListWhole) await completeList();
			take(entry);
			if (++seen <= stored) continue;
			const last = open.at(-1);
			// Curated rows come by need, not by key: each is a block of its own, and the fastest to open.
			if (last && (kind === 'c' || kindOf(last.key) !== kind)) closeBlock();
			open.push(entry);
			openLetters += entry.text.length;
			if (open.length >= rowsPerBlock || openLetters >= lettersPerBlock) closeBlock();
		}
		await storeFull();
	}

	async function completeList(): Promise<void> {
		isListWhole = true;
		await storeList(
			db,
			gen,
			{ published: first.published, curated, questions, agencies },
			`${gen} ${base.content}`
		);
	}

	async function drain(): Promise<void> {
		const bytes = new Uint8Array(rawLength);
		let at = 0;
		for (const part of raw) {
			bytes.set(part, at);
			at += part.length;
		}
		// A letter may stand across the border of two portions; a line break is always one byte.
		const end = bytes.lastIndexOf(0x0a) + 1;
		raw = end < bytes.length ? [bytes.slice(end)] : [];
		rawLength = bytes.length - end;
		if (end === 0) return;
		try {
			await add(reader.push(bytesToLetters(bytes.subarray(0, end))));
		} catch (error) {
			throw error instanceof StreamFault ? corrupt() : error;
		}
	}

	return {
		async push(bytes) {
			try {
				unzip.push(bytes);
			} catch {
				throw corrupt();
			}
			await drain();
		},
		async finish() {
			if (!isListWhole) await completeList();
			closeBlock();
			await storeFull();
			if (rawLength > 0 || !reader.isAtEnd || seen !== base.entries) throw corrupt();
		}
	};
}

/** Writes only as long as this generation is the one that is being fetched. */
async function whileIncoming(
	db: CatalogueDb,
	gen: string,
	write: (incoming: NonNullable<Awaited<ReturnType<typeof readIncoming>>>) => Promise<void>
): Promise<void> {
	await db.transaction('rw', db.meta, db.lists, db.blocks, async () => {
		const incoming = await readIncoming(db);
		if (incoming?.gen !== gen) throw new Stopped();
		await write(incoming);
	});
}
