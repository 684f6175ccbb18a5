import { describe, expect, it } from 'vitest';
import { photo, withExif } from '../../../tests/support/photos.ts';
import { pagesOf, pdfOf } from './pages.ts';

const sized = (seed: number, width: number, height: number) => {
	const bytes = Buffer.from(photo(seed, 3_000).buffer);
	const frame = bytes.lastIndexOf(Buffer.from([0xff, 0xc0]));
	bytes.writeUInt16BE(height, frame + 5);
	bytes.writeUInt16BE(width, frame + 7);
	return new Uint8Array(bytes);
};
const front = sized(1, 1600, 1200);
const back = sized(2, 1200, 1600);
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Reads a PDF as a viewer does: from its end, by its table, object by object. */
function read(pdf: Uint8Array) {
	const words = latin1(pdf);
	const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(words)?.[1]);
	const [, count] = /^xref\n0 (\d+)\n/.exec(words.slice(table)) ?? [];
	const rows = words.slice(words.indexOf('\n', table + 5) + 1).match(/\d{10} \d{5} [nf] \n/g) ?? [];
	expect(rows).toHaveLength(Number(count));
	const object = (id: number) => {
		const from = Number(rows[id]?.slice(0, 10));
		const head = `${id} 0 obj\n`;
		expect(words.slice(from, from + head.length)).toBe(head);
		return words.slice(from + head.length, words.indexOf('endobj', from));
	};
	const stream = (id: number) => {
		const from = Number(rows[id]?.slice(0, 10));
		const begin = words.indexOf('stream\n', from) + 7;
		const length = Number(/\/Length (\d+)/.exec(words.slice(from, begin))?.[1]);
		expect(words.slice(begin + length, begin + length + 10)).toBe('\nendstream');
		return words.slice(begin, begin + length);
	};
	const refs = (dictionary: string, key: string) =>
		[...(new RegExp(`/${key}[\\s\\[]+([^\\]/>]*)`).exec(dictionary)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(
			([, id]) => Number(id)
		);
	const [root = 0] = refs(words.slice(words.lastIndexOf('trailer')), 'Root');
	const [list = 0] = refs(object(root), 'Pages');
	const pages = refs(object(list), 'Kids').map((id) => {
		const [contents = 0] = refs(object(id), 'Contents');
		const [image = 0] = refs(object(id), 'P');
		return {
			box: /\/MediaBox\[([^\]]*)\]/.exec(object(id))?.[1],
			drawing: stream(contents),
			dictionary: object(image).split('stream\n')[0],
			jpeg: stream(image)
		};
	});
	return { count: Number(/\/Count (\d+)/.exec(object(list))?.[1]), pages };
}

describe('[F9] photos as pages of one PDF', () => {
	it('are there whole, in their order, each on a page of its shape', () => {
		const { count, pages } = read(pdfOf([front, back, front]));
		expect(count).toBe(3);
		expect(pages.map(({ jpeg }) => jpeg)).toEqual([front, back, front].map(latin1));
		expect(pages.map(({ box }) => box)).toEqual(['0 0 842 631.5', '0 0 631.5 842', '0 0 842 631.5']);
		expect(pages[0]?.drawing).toBe('q 842 0 0 631.5 0 0 cm /P Do Q');
		expect(pages[1]?.dictionary).toContain(
			'/Width 1200/Height 1600/BitsPerComponent 8/ColorSpace/DeviceGray'
		);
	});

	it.each([
		[3, '0 0 842 631.5', [-842, 0, 0, -631.5, 842, 631.5]],
		[6, '0 0 631.5 842', [0, -842, 631.5, 0, 0, 842]],
		[8, '0 0 631.5 842', [0, 842, -631.5, 0, 631.5, 0]]
	])('stand upright at orientation %i', (orientation, box, matrix) => {
		const [page] = read(pdfOf([new Uint8Array(withExif(front, orientation))])).pages;
		expect(page).toMatchObject({ box, drawing: `q ${matrix.join(' ')} cm /P Do Q` });
		expect(page?.dictionary).toContain('/Width 1600/Height 1200');
	});

	it('are the same bytes for the same pages, and others in another order', () => {
		expect(pdfOf([front, back])).toEqual(pdfOf([front, back]));
		expect(pdfOf([front, back])).not.toEqual(pdfOf([back, front]));
	});

	it('cost little more than the photos', () => {
		expect(pdfOf([front, back]).length - front.length - back.length).toBeLessThan(2_000);
	});

	it('are not made of what is no JPEG', () => {
		expect(() => pdfOf([new TextEncoder().encode('%PDF')])).toThrow();
	});
});

describe('[F9] a PDF that was made here', () => {
	it('is taken apart into the same photos', () => {
		const photos = Array.from({ length: 12 }, (_, index) => (index % 2 ? front : back));
		expect(pagesOf(pdfOf(photos))?.map(latin1)).toEqual(photos.map(latin1));
	});

	it('and only such a one', () => {
		expect(pagesOf(new TextEncoder().encode('%PDF-1.7 of an agency'))).toBeNull();
		expect(pagesOf(new Uint8Array())).toBeNull();
		const made = pdfOf([front, back]);
		for (let length = 0; length < made.length; length += 97)
			expect(pagesOf(made.subarray(0, length))).toBeNull();
	});
});
