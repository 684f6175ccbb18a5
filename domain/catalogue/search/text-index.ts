/**
 * The full text of procedures (steps, papers, conditions …), by which those are found whose names do not say it. Built
 * piece by piece, so that each part of the catalogue is read once, when it arrives; kept and sent as one run of bytes:
 * per word the documents that have it, as differences, one or two bytes each. Which words, not how often or where: the
 * names know better what a procedure is about, and text only has to find.
 */
import { eachWritten, spellings } from '../words.ts';

export interface TextIndexBuilder {
	/** A procedure and all of its text. Again for the same code: the newer text counts. */
	add(code: string, text: string): void;
	remove(code: string): void;
	/** All there is so far; more can be added after. */
	encode(): Uint8Array<ArrayBuffer>;
}

export interface TextIndex {
	/** Of each document, in the order in which they were added; empty where a newer one took its place. */
	readonly codes: readonly string[];
	/** How many different words each has. */
	readonly sizes: Uint16Array;
	/** Folded words, rising. */
	readonly words: readonly string[];
	/** Place of a word in `words`; -1 when nobody has it. */
	find(word: string): number;
	/** Calls back with each document that has the word, rising. */
	eachWith(word: number, use: (doc: number) => void): void;
	/** How many have it. */
	count(word: number): number;
}

const magic = [0x4d, 0x43, 0x54, 1] as const;
const readMax = 32_768;
const wordLengthMax = 16;

/** Years and numbers of acts; longer numbers and codes of forms are two thirds of all words and searched by nobody. */
function isIndexed(written: string): boolean {
	return written.length <= wordLengthMax && (/^\d{1,4}$/.test(written) || !/\d/.test(written));
}

interface Growing {
	bytes: Uint8Array;
	length: number;
	last: number;
	count: number;
}

export function createTextIndexBuilder(): TextIndexBuilder {
	const codes: string[] = [];
	const sizes: number[] = [];
	const placeOf = new Map<string, number>();
	const postings = new Map<string, Growing>();
	/** Word as written → the words it says: a language has few, and text is long. */
	const read = new Map<string, readonly Growing[]>();

	function drop(code: string): void {
		const place = placeOf.get(code);
		if (place === undefined) return;
		codes[place] = '';
		placeOf.delete(code);
	}

	function readWord(written: string): readonly Growing[] {
		const known = read.get(written);
		if (known) return known;
		const says = isIndexed(written) ? spellings(written).map(({ text }) => postingsOf(text)) : [];
		if (read.size >= readMax) read.clear();
		read.set(written, says);
		return says;
	}

	function postingsOf(word: string): Growing {
		const known = postings.get(word);
		if (known) return known;
		const fresh = { bytes: new Uint8Array(4), length: 0, last: -1, count: 0 };
		postings.set(word, fresh);
		return fresh;
	}

	return {
		add(code, text) {
			drop(code);
			const doc = codes.push(code) - 1;
			placeOf.set(code, doc);
			let size = 0;
			eachWritten(text, (written) => {
				for (const growing of readWord(written)) {
					if (growing.last === doc) continue;
					pushNumber(growing, doc - growing.last - 1);
					growing.last = doc;
					growing.count++;
					size++;
				}
			});
			sizes.push(Math.min(size, 0xffff));
		},
		remove: drop,
		encode() {
			const sorted = [...postings.keys()].sort();
			const out: Growing = { bytes: new Uint8Array(1 << 16), length: 0, last: 0, count: 0 };
			for (const byte of magic) pushByte(out, byte);
			pushNumber(out, codes.length);
			pushNumber(out, sorted.length);
			// Alike together: brotli sees codes, sizes, words, lengths, documents, one kind after the other.
			writeStrings(out, codes);
			for (const size of sizes) pushNumber(out, size);
			writeStrings(out, sorted);
			for (const word of sorted) pushNumber(out, postings.get(word)?.count ?? 0);
			for (const word of sorted) pushNumber(out, postings.get(word)?.length ?? 0);
			for (const word of sorted) {
				const { bytes, length } = postings.get(word) as Growing;
				append(out, bytes.subarray(0, length));
			}
			return out.bytes.slice(0, out.length);
		}
	};
}

/** Null when the bytes are not those of a text index of this version, or not all of them. */
export function decodeTextIndex(bytes: Uint8Array): TextIndex | null {
	if (magic.some((byte, i) => bytes[i] !== byte)) return null;
	const reader = { bytes, at: magic.length };
	const codeCount = readNumber(reader);
	const wordCount = readNumber(reader);
	// Each takes a byte at least; a number that was not written as a count asks for more than there is.
	if (!(codeCount + wordCount < bytes.length)) return null;
	const codes = readStrings(reader, codeCount);
	const sizes = Uint16Array.from(readNumbers(reader, codeCount));
	const words = readStrings(reader, wordCount);
	const counts = readNumbers(reader, wordCount);
	const lengths = readNumbers(reader, wordCount);
	const starts = new Uint32Array(wordCount + 1);
	for (let word = 0; word < wordCount; word++) starts[word + 1] = (starts[word] ?? 0) + (lengths[word] ?? 0);
	const base = reader.at;
	if (base + (starts[wordCount] ?? 0) !== bytes.length) return null;
	return {
		codes,
		sizes,
		words,
		find(word) {
			let [low, high] = [0, words.length];
			while (low < high) {
				const middle = (low + high) >> 1;
				if ((words[middle] ?? '') < word) low = middle + 1;
				else high = middle;
			}
			return words[low] === word ? low : -1;
		},
		eachWith(word, use) {
			const own = { bytes, at: base + (starts[word] ?? 0) };
			const end = base + (starts[word + 1] ?? 0);
			for (let doc = -1; own.at < end;) {
				doc += readNumber(own) + 1;
				if (doc >= codeCount) return;
				use(doc);
			}
		},
		count: (word) => counts[word] ?? 0
	};
}

/** Shared beginnings once: lengths shared with the one before, lengths of the rests, all rests as one text. */
function writeStrings(out: Growing, strings: readonly string[]): void {
	const rests: string[] = [];
	for (const [i, string] of strings.entries()) {
		const before = strings[i - 1] ?? '';
		let shared = 0;
		while (shared < before.length && before[shared] === string[shared]) shared++;
		rests.push(string.slice(shared));
		pushNumber(out, shared);
	}
	for (const rest of rests) pushNumber(out, rest.length);
	const bytes = new TextEncoder().encode(rests.join(''));
	pushNumber(out, bytes.length);
	append(out, bytes);
}

function readStrings(reader: Reader, count: number): string[] {
	const shared = readNumbers(reader, count);
	const lengths = readNumbers(reader, count);
	const length = readNumber(reader);
	const rests = new TextDecoder().decode(reader.bytes.subarray(reader.at, reader.at + length));
	reader.at += length;
	const strings: string[] = [];
	let before = '';
	for (let i = 0, at = 0; i < count; i++) {
		const end = at + (lengths[i] ?? 0);
		before = before.slice(0, shared[i]) + rests.slice(at, end);
		strings.push(before);
		at = end;
	}
	return strings;
}

function readNumbers(reader: Reader, count: number): Uint32Array {
	const numbers = new Uint32Array(count);
	for (let i = 0; i < count; i++) numbers[i] = readNumber(reader);
	return numbers;
}

interface Reader {
	readonly bytes: Uint8Array;
	at: number;
}

/** Seven bits a byte, lowest first; the eighth says that more follow. Past the end there are only zeros. */
function readNumber(reader: Reader): number {
	let value = 0;
	for (let shift = 0; shift < 35; shift += 7) {
		const byte = reader.bytes[reader.at++] ?? 0;
		value += (byte & 0x7f) * 2 ** shift;
		if (byte < 0x80) break;
	}
	return value;
}

function pushNumber(out: Growing, value: number): void {
	for (; value >= 0x80; value = Math.floor(value / 0x80)) pushByte(out, (value & 0x7f) | 0x80);
	pushByte(out, value);
}

function append(out: Growing, bytes: Uint8Array): void {
	reserve(out, bytes.length);
	out.bytes.set(bytes, out.length);
	out.length += bytes.length;
}

function pushByte(out: Growing, byte: number): void {
	reserve(out, 1);
	out.bytes[out.length++] = byte;
}

function reserve(out: Growing, more: number): void {
	if (out.length + more <= out.bytes.length) return;
	const wider = new Uint8Array(Math.max(out.bytes.length * 2, out.length + more));
	wider.set(out.bytes.subarray(0, out.length));
	out.bytes = wider;
}
