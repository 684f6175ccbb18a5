import { describe, expect, it } from 'vitest';
import { exifWords, photo, withExif } from '../../../tests/support/photos.ts';
import { joined, readHeader, withoutMore } from './header.ts';

/** A JPEG of 300 × 200 pixels, as far as its header says. */
const lying = (() => {
	const bytes = Buffer.from(photo(1, 5_000).buffer);
	const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
	bytes.writeUInt16BE(200, frame + 5);
	bytes.writeUInt16BE(300, frame + 7);
	return bytes;
})();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

function chunk(name: string, body: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length);
	head.write(name, 4, 'latin1');
	return Buffer.concat([head, body, Buffer.alloc(4)]);
}
const size = Buffer.alloc(13);
size.writeUInt32BE(640, 0);
size.writeUInt32BE(480, 4);
const png = (...between: Buffer[]) =>
	Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', size),
		...between,
		chunk('IDAT', Buffer.from('picture')),
		chunk('IEND', Buffer.alloc(0))
	]);

describe('the header of a picture', () => {
	it('says how large it is and that it carries nothing else', () => {
		expect(readHeader(lying)).toEqual({
			type: 'image/jpeg',
			width: 300,
			height: 200,
			orientation: 1,
			carriesMore: false
		});
		expect(readHeader(png())).toMatchObject({
			type: 'image/png',
			width: 640,
			height: 480,
			carriesMore: false
		});
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])('is read as a person sees it at orientation %i', (orientation) => {
		const turned = orientation >= 5;
		expect(readHeader(withExif(lying, orientation))).toEqual({
			type: 'image/jpeg',
			width: turned ? 200 : 300,
			height: turned ? 300 : 200,
			orientation,
			carriesMore: true
		});
	});

	it('is null for what is no picture, and for any beginning of one', () => {
		expect(readHeader(Buffer.from('%PDF-1.4'))).toBeNull();
		expect(readHeader(new Uint8Array())).toBeNull();
		const whole = withExif(lying, 6);
		const frame = whole.indexOf(Buffer.from([0xff, 0xc0]));
		for (let length = 0; length <= frame; length += 7)
			expect(readHeader(whole.subarray(0, length))).toBeNull();
	});

	it('does not go round for ever in bytes that lie', () => {
		const liar = withExif(lying, 6);
		for (let at = 2; at < 60; at++)
			for (const value of [0, 1, 0x7f, 0xff]) {
				const bytes = Buffer.from(liar);
				bytes[at] = value;
				const header = readHeader(bytes);
				if (header) expect(withoutMore(bytes, header).length).toBeLessThanOrEqual(bytes.length);
			}
	});
});

describe('[F5] a picture without what else it carries', () => {
	it('is the same JPEG without device and place', () => {
		const taken = withExif(lying);
		expect(text(taken)).toContain(exifWords.device);
		const header = readHeader(taken);
		expect(header && text(withoutMore(taken, header))).toBe(text(lying));
	});

	it('keeps the word on which way up it is, and only that', () => {
		const taken = withExif(lying, 6);
		const header = readHeader(taken);
		const lean = header ? withoutMore(taken, header) : new Uint8Array();
		expect(text(lean)).not.toContain(exifWords.device);
		expect(text(lean)).not.toContain(exifWords.place);
		expect(readHeader(lean)).toMatchObject({ width: 200, height: 300, orientation: 6 });
	});

	it('is the same PNG without its texts', () => {
		const taken = png(chunk('tEXt', Buffer.from('Author\0Mai')), chunk('eXIf', Buffer.from('II*\0')));
		const header = readHeader(taken);
		expect(header?.carriesMore).toBe(true);
		expect(header && text(withoutMore(taken, header))).toBe(text(png()));
	});
});

it('pieces are joined in order', () => {
	expect([...joined([Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)])]).toEqual([1, 2, 3]);
});
