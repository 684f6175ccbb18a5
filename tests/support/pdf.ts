/** Reads back the PDFs that we write: their text through the fonts' own maps, and a QR code from its drawn squares. */
import { inflateSync } from 'node:zlib';
import decodeQR from 'qr/decode.js';
import { invariant } from '../../domain/result.ts';

export interface PdfPage {
	/** Points. */
	readonly width: number;
	readonly height: number;
	/** Shown texts in the order in which they were drawn, one run after another. */
	readonly text: string;
	readonly content: string;
}

/** Enough of the format for files without object streams, as PDFKit writes them. */
export function readPdf(file: Buffer): readonly PdfPage[] {
	const raw = file.toString('latin1');
	invariant(raw.startsWith('%PDF-'), 'a PDF says so');
	const objects = new Map<number, string>();
	for (const [, id, body = ''] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
		objects.set(Number(id), body);
	const object = (id: string | undefined) => objects.get(Number(id)) ?? '';
	const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
	return pages.map((page) => {
		const content = stream(object(/\/Contents (\d+) 0 R/.exec(page)?.[1]));
		const resources = object(/\/Resources (\d+) 0 R/.exec(page)?.[1]);
		const maps = new Map(
			[...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => [
				name,
				letters(stream(object(/\/ToUnicode (\d+) 0 R/.exec(object(id))?.[1])))
			])
		);
		const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
		return { width: Number(width), height: Number(height), text: shown(content, maps), content };
	});
}

function stream(body: string): string {
	// By its length: the last byte may look like the end of a line.
	const begins = body.indexOf('stream\n') + 'stream\n'.length;
	const length = Number(/\/Length (\d+)\b/.exec(body)?.[1] ?? 0);
	const bytes = Buffer.from(body.slice(begins, begins + length), 'latin1');
	return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

/** A font's map from glyph to letter: `<0001> <0020> [<0047> …]`. */
function letters(map: string): ReadonlyMap<number, string> {
	const found = new Map<number, string>();
	for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
		[...list.matchAll(/<([0-9a-f ]+)>/g)].forEach(([, hex = ''], index) =>
			found.set(
				parseInt(first, 16) + index,
				Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')
			)
		);
	return found;
}

function shown(content: string, maps: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
	let font = '';
	let text = '';
	for (const [, name, shows] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[-\d. ])*)\] TJ/g)) {
		if (name) font = name;
		else {
			for (const [, hex = ''] of (shows ?? '').matchAll(/<([0-9a-f]*)>/g))
				for (let at = 0; at < hex.length; at += 4)
					text += maps.get(font)?.get(parseInt(hex.slice(at, at + 4), 16)) ?? '\uFFFD';
			text += '\n';
		}
	}
	return text;
}

/** What a phone's camera would read from the filled squares of a page. Throws when there is no QR code. */
export function readQr({ content }: PdfPage): string {
	const squares = [
		...content.matchAll(/((?:[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ re\n)+)(?:[^\n]* (?:cs|scn|gs)\n)*f\n/g)
	]
		.flatMap(([, path = '']) => path.trim().split('\n'))
		.map((line) => line.split(' ').map(Number))
		.map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, width, height }));
	const [left, top] = [Math.min(...squares.map(({ x }) => x)), Math.min(...squares.map(({ y }) => y))];
	const scale = 6;
	const border = 30;
	const side = Math.ceil(Math.max(...squares.map(({ x, width }) => x + width - left)) * scale) + 2 * border;
	const data = new Uint8ClampedArray(side * side * 4).fill(255);
	for (const { x, y, width, height } of squares)
		for (let row = Math.round((y - top) * scale); row < Math.round((y - top + height) * scale); row++)
			for (
				let column = Math.round((x - left) * scale);
				column < Math.round((x - left + width) * scale);
				column++
			)
				data.fill(
					0,
					((row + border) * side + column + border) * 4,
					((row + border) * side + column + border) * 4 + 3
				);
	return decodeQR({ width: side, height: side, data });
}
