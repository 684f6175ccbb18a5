/**
 * Reads records out of files, one after another, never a whole corpus in memory: JSON lines, a JSON document with
 * one record or a list of them (as a portal's answer was saved), or a folder of such files.
 */
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dirt } from './dirt.ts';

/** One record as it stands in a file, parsed or not to be parsed. */
export interface Item {
	readonly file: string;
	/** From 1; in a JSON document the place in its list. */
	readonly line: number;
	readonly read: { readonly ok: true; readonly raw: unknown } | { readonly ok: false; readonly dirt: Dirt };
	/** Bytes of all files up to here. */
	readonly bytesDone: number;
}

/** The longest known record has 120 kB. */
const lineBytesMax = 4 * 1024 * 1024;
/** A document must be held whole; a list of more is written as lines. */
const documentBytesMax = 64 * 1024 * 1024;

export interface Source {
	readonly files: readonly string[];
	readonly bytes: number;
}

/**
 * The files behind paths, folders opened, in the order of their names.
 * @throws the file system's error for a path that is not there
 */
export async function findFiles(paths: readonly string[]): Promise<Source> {
	const files: string[] = [];
	let bytes = 0;
	for (const one of paths) {
		const isFolder = (await stat(one)).isDirectory();
		const found = isFolder
			? (await readdir(one))
					.filter((name) => /\.jsonl?$/.test(name))
					.sort()
					.map((name) => path.join(one, name))
			: [one];
		for (const file of found) bytes += (await stat(file)).size;
		files.push(...found);
	}
	return { files, bytes };
}

export async function* readItems({ files }: Source): AsyncGenerator<Item> {
	let bytesBefore = 0;
	for (const file of files) {
		const isDocument = file.endsWith('.json');
		for await (const item of isDocument ? readDocument(file) : readLines(file))
			yield { ...item, file, bytesDone: bytesBefore + item.bytesDone };
		bytesBefore += (await stat(file)).size;
	}
}

type Read = Omit<Item, 'file'>;

async function* readDocument(file: string): AsyncGenerator<Read> {
	const handle = await open(file);
	try {
		const { size } = await handle.stat();
		if (size > documentBytesMax) {
			yield {
				line: 1,
				read: refused({ kind: 'line_too_long', bytesMax: documentBytesMax }),
				bytesDone: size
			};
			return;
		}
		const read = parse(await handle.readFile('utf8'));
		const list = read.ok ? listIn(read.raw) : null;
		if (!list) yield { line: 1, read, bytesDone: size };
		else
			for (const [i, raw] of list.entries()) yield { line: i + 1, read: { ok: true, raw }, bytesDone: size };
	} finally {
		await handle.close();
	}
}

/** A bare list, or the list in an answer of the portal's catalogue: `{ data: { items: […] } }`. */
function listIn(raw: unknown): readonly unknown[] | null {
	if (Array.isArray(raw)) return raw;
	if (typeof raw !== 'object' || raw === null) return null;
	if ('data' in raw) return listIn(raw.data);
	return 'items' in raw && Array.isArray(raw.items) ? raw.items : null;
}

async function* readLines(file: string): AsyncGenerator<Read> {
	let held: Buffer[] = [];
	let heldBytes = 0;
	let line = 0;
	let bytesDone = 0;
	const take = function* (part: Buffer): Generator<Read> {
		line++;
		const isTooLong = heldBytes + part.length > lineBytesMax;
		const text = isTooLong
			? ''
			: Buffer.concat([...held, part])
					.toString('utf8')
					.trim();
		[held, heldBytes] = [[], 0];
		if (isTooLong)
			yield { line, read: refused({ kind: 'line_too_long', bytesMax: lineBytesMax }), bytesDone };
		else if (text !== '') yield { line, read: parse(text), bytesDone };
	};
	for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
		let from = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
			const part = chunk.subarray(from, end);
			bytesDone += part.length + 1;
			from = end + 1;
			yield* take(part);
		}
		const rest = chunk.subarray(from);
		bytesDone += rest.length;
		heldBytes += rest.length;
		// What is too long is counted, not kept.
		if (heldBytes <= lineBytesMax) held.push(Buffer.from(rest));
		else held = [];
	}
	if (heldBytes > 0) yield* take(Buffer.alloc(0));
}

function parse(text: string): Item['read'] {
	try {
		// A byte order mark is no part of the JSON.
		return { ok: true, raw: JSON.parse(text.replace(/^\ufeff/, '')) as unknown };
	} catch {
		return refused({ kind: 'broken_json' });
	}
}

function refused(dirt: Dirt): Item['read'] {
	return { ok: false, dirt };
}
