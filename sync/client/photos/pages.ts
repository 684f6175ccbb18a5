/**
 * Several photos as the pages of one PDF, and back again: a paper of many sides goes as one file, in its order.
 * A PDF may hold a JPEG as it is (ISO 32000-1 §7.4.8, DCTDecode), so nothing is compressed a second time.
 *
 * Own code rather than a library: the smallest that fits, pdf-lib 1.17, weighs 166 kB compressed (brotli), this 1.5 kB.
 *
 * Promises: the same pages in the same order give the same bytes; what this made, `pagesOf` takes apart again.
 */
import { jpegFrame, joined, readHeader } from './header.ts';

export { jpegFrame } from './header.ts';

/** Long edge of a page, points: that of A4. */
const pageEdge = 842;
/** By the second line `pagesOf` knows its own; the bytes above 127 say that the file is not text (§7.5.2). */
const beginning = '%PDF-1.4\n%\xe2\xe3\xcf\xd3 photos\n';
/** Objects before the first page: catalogue and list of pages. */
const objectsBefore = 2;
/** Objects of each page: itself, what is drawn on it, the photo. */
const objectsAPage = 3;

/**
 * @param photos JPEGs, in the order of the pages
 * @throws when one of them is no JPEG: callers have made them (prepare.ts)
 */
export function pdfOf(photos: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const kids = photos.map((_, index) => `${objectOf(index)} 0 R`).join(' ');
	const objects = [
		[latin1('<</Type/Catalog/Pages 2 0 R>>')],
		[latin1(`<</Type/Pages/Count ${photos.length}/Kids[${kids}]>>`)],
		...photos.flatMap((jpeg, index) => pageObjects(jpeg, objectOf(index)))
	];
	const pieces: Uint8Array[] = [latin1(beginning)];
	let length = beginning.length;
	const offsets: number[] = [];
	const add = (piece: Uint8Array) => {
		pieces.push(piece);
		length += piece.length;
	};
	for (const [index, object] of objects.entries()) {
		offsets.push(length);
		add(latin1(`${index + 1} 0 obj\n`));
		for (const piece of object) add(piece);
		add(latin1('\nendobj\n'));
	}
	const table = length;
	add(latin1(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`));
	for (const offset of offsets) add(latin1(`${String(offset).padStart(10, '0')} 00000 n \n`));
	add(latin1(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`));
	return joined(pieces);
}

/** The photos of a PDF that was made here; null for any other, which nobody should take apart. */
export function pagesOf(pdf: Uint8Array): Uint8Array[] | null {
	if (text(pdf, 0, beginning.length) !== beginning) return null;
	const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text(pdf, pdf.length - 40, pdf.length))?.[1]);
	const size = Number(/^xref\n0 (\d+)\n/.exec(text(pdf, table, table + 20))?.[1]);
	if (!(size > objectsBefore) || size * 20 > pdf.length) return null;
	const first = text(pdf, table, table + 20).indexOf('\n', 5) + 1 + table;
	const photos: Uint8Array[] = [];
	for (let object = objectOf(0) + 2; object < size; object += objectsAPage) {
		const at = Number(text(pdf, first + object * 20, first + object * 20 + 10));
		const head = /^\d+ 0 obj\n<<\/Type\/XObject[^>]*\/Length (\d+)>>stream\n/.exec(text(pdf, at, at + 200));
		if (!head) return null;
		const from = at + head[0].length;
		photos.push(pdf.subarray(from, from + Number(head[1])));
	}
	return photos;
}

function objectOf(page: number): number {
	return objectsBefore + 1 + page * objectsAPage;
}

/** @param id number of the page's own object; the two others follow it */
function pageObjects(jpeg: Uint8Array, id: number): Uint8Array[][] {
	const header = readHeader(jpeg);
	const frame = jpegFrame(jpeg);
	if (!header || !frame) throw new Error('a page is a JPEG');
	const scale = pageEdge / Math.max(header.width, header.height);
	const [width, height] = [points(header.width * scale), points(header.height * scale)];
	const drawing = `q ${turned(header.orientation, width, height).join(' ')} cm /P Do Q`;
	// Four colours are Adobe's, which are written inside out.
	const colours =
		frame.colours === 1
			? '/DeviceGray'
			: frame.colours === 3
				? '/DeviceRGB'
				: '/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]';
	return [
		[
			latin1(
				`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${id + 1} 0 R` +
					`/Resources<</XObject<</P ${id + 2} 0 R>>>>>>`
			)
		],
		[latin1(`<</Length ${drawing.length}>>stream\n${drawing}\nendstream`)],
		[
			latin1(
				`<</Type/XObject/Subtype/Image/Width ${frame.width}/Height ${frame.height}/BitsPerComponent 8` +
					`/ColorSpace${colours}/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`
			),
			jpeg,
			latin1('\nendstream')
		]
	];
}

/** The matrix that puts a photo upright on its page: a PDF does not look at Exif. @param orientation 1 to 8 */
function turned(orientation: number, w: number, h: number): readonly number[] {
	const matrices: readonly (readonly number[])[] = [
		[w, 0, 0, h, 0, 0],
		[-w, 0, 0, h, w, 0],
		[-w, 0, 0, -h, w, h],
		[w, 0, 0, -h, 0, h],
		[0, -h, -w, 0, w, h],
		[0, -h, w, 0, 0, h],
		[0, h, w, 0, 0, 0],
		[0, h, -w, 0, w, 0]
	];
	return matrices[orientation - 1] ?? [w, 0, 0, h, 0, 0];
}

function points(value: number): number {
	return Math.round(value * 100) / 100;
}

function latin1(words: string): Uint8Array {
	return Uint8Array.from(words, (char) => char.charCodeAt(0));
}

function text(bytes: Uint8Array, from: number, to: number): string {
	return from >= 0 ? String.fromCharCode(...bytes.subarray(from, to)) : '';
}
