/**
 * The national database for tests and measurements: the real one where it lies beside the project (or where
 * CORPUS_DIR says), otherwise one that is made up to the same distributions.
 */
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFaqs, makeProcedures, wholeSize, type CorpusSize } from './corpus-maker.ts';

export interface Corpus {
	/** Path of procedures.jsonl. */
	readonly procedures: string;
	/** Path of faqs.jsonl. */
	readonly faqs: string;
	/** False for a made-up one. */
	readonly isReal: boolean;
}

/** Count this up when the maker writes something else, so that nobody reads what an older one left. */
const makerVersion = 1;
const root = path.resolve(import.meta.dirname, '../..');

/** The whole of it: about 5,780 procedures (29 MB) and 360 questions; a made-up one may be asked for smaller. */
export async function corpus(madeUp: Partial<CorpusSize> = {}): Promise<Corpus> {
	const folder = process.env['CORPUS_DIR'] ?? path.join(root, '..', 'shared', 'data');
	const real = { procedures: path.join(folder, 'procedures.jsonl'), faqs: path.join(folder, 'faqs.jsonl') };
	return existsSync(real.procedures) && existsSync(real.faqs)
		? { ...real, isReal: true }
		: madeUpCorpus(madeUp);
}

/** A made-up one of any size, the same bytes for the same size and seed; written once per machine. */
export async function madeUpCorpus(size: Partial<CorpusSize> = {}, seed = 1): Promise<Corpus> {
	const { procedures, faqs } = { ...wholeSize, ...size };
	const folder = path.join(tmpdir(), `mot-cua-corpus-${makerVersion}-${procedures}-${faqs}-${seed}`);
	await mkdir(folder, { recursive: true });
	return {
		procedures: await written(path.join(folder, 'procedures.jsonl'), makeProcedures(procedures, seed)),
		faqs: await written(path.join(folder, 'faqs.jsonl'), makeFaqs(faqs, procedures, seed)),
		isReal: false
	};
}

/** Whole or not at all: several test processes may write the same file at the same time. */
async function written(file: string, lines: Iterable<string>): Promise<string> {
	if (existsSync(file)) return file;
	const part = `${file}.${process.pid}.part`;
	await pipeline(Readable.from(withBreaks(lines)), createWriteStream(part));
	await rename(part, file);
	return file;
}

function* withBreaks(lines: Iterable<string>): Generator<string> {
	for (const line of lines) yield `${line}\n`;
}
