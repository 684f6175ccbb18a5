/**
 * Packs entries for the wire. The same entries give the same bytes. Compressing all of the national database takes
 * half a minute of one core; it happens beside the event loop.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import {
	kindOf,
	publishedHead,
	publishedRest,
	type Entry,
	type Row,
	readEntry
} from '../../domain/catalogue/entry.ts';
import { packList, type ListParts } from '../../domain/catalogue/heads.ts';
import { lettersToBytes } from '../../domain/catalogue/letters.ts';
import { faqToListQuestion, procedureToListItem, type ListItem } from '../../domain/catalogue/list.ts';
import { type ContentId, type Delta, listBytesMax, pieceBytesMax } from '../../domain/catalogue/manifest.ts';
import { makePatch } from '../../domain/catalogue/patch.ts';
import { Sha256 } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { Base, Piece } from './store.ts';

const compress = promisify(zstdCompress);
/** 16 MB: what a phone must keep in memory while it unpacks; 32 MB would save 0.3 %. */
const windowLog = 24;
/** Below this a start does not wait for the last percent. */
const largeBytes = 8_000_000;

export function sha256Of(data: string | Uint8Array): Sha256 {
	return Sha256.parse(createHash('sha256').update(data).digest('hex'));
}

/** The last few results by what they were made of: a publisher that was overtaken begins again with the same. */
const madeBefore = new Map<string, Promise<Uint8Array>>();
const madeBeforeMax = 4;

function zstd(bytes: Uint8Array): Promise<Uint8Array> {
	const name = sha256Of(bytes);
	const made = madeBefore.get(name) ?? compressed(bytes);
	madeBefore.delete(name);
	madeBefore.set(name, made);
	for (const [oldest] of madeBefore) if (madeBefore.size > madeBeforeMax) madeBefore.delete(oldest);
	return made;
}

async function compressed(bytes: Uint8Array): Promise<Uint8Array> {
	return await compress(bytes, {
		// Told beforehand, it takes tables of that size: a change of a few bytes would else fill half a gigabyte.
		pledgedSrcSize: bytes.length,
		params: {
			[constants.ZSTD_c_compressionLevel]: bytes.length > largeBytes ? 22 : 18,
			[constants.ZSTD_c_windowLog]: windowLog,
			[constants.ZSTD_c_checksumFlag]: 0
		}
	});
}

const pieceOf = (bytes: Uint8Array): Piece => ({ sha256: sha256Of(bytes), bytes });
const refOf = ({ sha256, bytes }: Piece) => ({ sha256, bytes: bytes.length });

/** Entries with what is in them; throws on a row that breaks its schema: nobody publishes that. */
export function readRows(entries: readonly Entry[]): Row[] {
	return entries.map((entry) => {
		const row = readEntry(entry);
		invariant(row, `${entry.key} is what its schema says`);
		return row;
	});
}

/** What the list of these rows is composed of. */
export function listPartsOf(rows: readonly Row[]): ListParts {
	return {
		published: rows.flatMap((row) => (row.kind === 'p' ? [publishedHead(row.row)] : [])),
		curated: rows.flatMap((row) => (row.kind === 'c' ? [procedureToListItem(row.row)] : [])),
		questions: rows.flatMap((row) => (row.kind === 'q' ? [faqToListQuestion(row.row)] : [])),
		agencies: rows.flatMap((row) =>
			row.kind === 'a' ? row.row.map(({ code, name }) => ({ code, name })) : []
		)
	};
}

/**
 * The list as a new phone first gets it. What curated procedures say besides their name comes a moment later with
 * themselves, at the head of the stream: said twice it would be a fifth of the list's bytes.
 */
function firstList(parts: ListParts): ListParts {
	const bare = (item: ListItem): ListItem => ({
		...item,
		name: { vi: item.name.vi, en: '' },
		aliases: [],
		summary: { vi: '', en: '' },
		time: null,
		fee: null
	});
	return { published: parts.published, curated: parts.curated.map(bare), questions: [], agencies: [] };
}

/** @param entries in the order of `entriesOf` */
export async function buildBase(
	named: Pick<Base, 'content' | 'version' | 'publishedAt'>,
	entries: readonly Entry[]
): Promise<{ base: Base; pieces: Piece[] }> {
	const rows = readRows(entries);
	const list = pieceOf(await zstd(lettersToBytes(packList(firstList(listPartsOf(rows))))));
	invariant(
		list.bytes.length <= listBytesMax,
		`the list is ${list.bytes.length} bytes, over ${listBytesMax}`
	);

	const lines = entries.map(({ key, text }, i) => {
		const row = rows[i];
		return `${kindOf(key)}${row?.kind === 'p' ? publishedRest(row.row) : text}\n`;
	});
	const raw = lettersToBytes(lines.join(''));
	const whole = await zstd(raw);
	const pieces: Piece[] = [];
	for (let at = 0; at < whole.length; at += pieceBytesMax)
		pieces.push(pieceOf(whole.slice(at, at + pieceBytesMax)));
	return {
		base: {
			...named,
			list: refOf(list),
			pieces: pieces.map(refOf),
			rawBytes: raw.length,
			entries: entries.length
		},
		pieces: [list, ...pieces]
	};
}

/** One entry before and after; null: it was not there, or is not any more. */
export interface Change {
	readonly key: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** A patch, or the whole text where that is shorter. */
export async function buildDelta(from: ContentId, to: ContentId, changes: readonly Change[]): Promise<Piece> {
	const delta: Delta = {
		from,
		to,
		changes: changes.map(({ key, before, after }) => {
			if (before === null || after === null) return [key, after];
			const patch = makePatch(before, after);
			return [key, JSON.stringify(patch).length < after.length ? patch : after];
		}),
		result: sha256Of(changes.map(({ after }) => after ?? '').join('\n'))
	};
	return pieceOf(await zstd(lettersToBytes(JSON.stringify(delta))));
}
