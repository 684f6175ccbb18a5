import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exifWords, photo, withExif } from '../../../tests/support/photos.ts';
import type { Easel } from './easel.ts';
import { photoBytesLight } from './plan.ts';
import { preparePhoto } from './prepare.ts';

const kinds = ['image/jpeg', 'application/pdf'] as const;
const heavy = withExif(photo(1, 2_000_000).buffer);
const blob = (bytes: Buffer) => new Blob([new Uint8Array(bytes)]);
const textOf = async (file: Blob) => Buffer.from(await file.arrayBuffer()).toString('latin1');

/** Draws JPEGs of as many bytes as each quality shall give; tells what was asked of it. */
function easel(bytesAt: (quality: number) => number, type = 'image/jpeg') {
	const asked = { qualities: [] as number[], sizes: [] as number[][], closed: 0 };
	const draws: Easel = async () => ({
		width: 1,
		height: 1,
		draw(width, height) {
			asked.sizes.push([width, height]);
			return {
				async jpeg(quality) {
					asked.qualities.push(quality);
					return new Blob([new Uint8Array(bytesAt(quality))], { type });
				},
				pixels: () => new Uint8ClampedArray(width * height * 4)
			};
		},
		close: () => asked.closed++
	});
	return { draws, asked };
}

describe('[F5] preparing a picked photo', () => {
	it('draws a heavy one anew, at the best quality that is light, and forgets the rest', async () => {
		const { draws, asked } = easel((quality) => (quality > 0.75 ? photoBytesLight + 1 : 300_000));
		const ready = await preparePhoto(blob(heavy), kinds, draws);
		expect(ready).toMatchObject({ type: 'image/jpeg', unread: false, doubts: ['small'] });
		expect(ready.bytes.size).toBe(300_000);
		expect(ready.sha256).toBe(createHash('sha256').update(Buffer.alloc(300_000)).digest('hex'));
		// Once to send it, once to look at it.
		const sizes = [
			[1, 1],
			[1, 1]
		];
		expect(asked).toEqual({ qualities: [0.82, 0.72], sizes, closed: 1 });
	});

	it('never becomes heavier: then only what tells on her goes', async () => {
		const { draws } = easel(() => heavy.length + 1);
		const ready = await preparePhoto(blob(heavy), kinds, draws);
		expect(ready.bytes.size).toBeLessThan(heavy.length);
		expect(await textOf(ready.bytes)).toBe(photo(1, 2_000_000).buffer.toString('latin1'));
	});

	it('keeps a photo that the browser cannot open, and says so', async () => {
		const ready = await preparePhoto(blob(heavy), kinds, () => Promise.reject(new Error('no such picture')));
		expect(ready.unread).toBe(true);
		expect(await textOf(ready.bytes)).not.toContain(exifWords.device);
		expect(ready.bytes.size).toBeGreaterThan(1_900_000);
	});

	it('does not even try to open what would not fit into a small phone', async () => {
		const { draws, asked } = easel(() => 10);
		const vast = Buffer.from(heavy);
		const frame = vast.lastIndexOf(Buffer.from([0xff, 0xc0]));
		vast.writeUInt32BE(0xffffffff, frame + 5);
		const ready = await preparePhoto(blob(vast), kinds, draws);
		expect(ready).toMatchObject({ unread: true });
		expect(asked.closed).toBe(0);
	});

	it('keeps a photo when the browser draws no JPEG', async () => {
		const { draws } = easel(() => 1000, 'image/png');
		expect((await preparePhoto(blob(heavy), kinds, draws)).bytes.size).toBeGreaterThan(1_900_000);
	});

	it('touches nothing that is no picture', async () => {
		const { draws, asked } = easel(() => 10);
		const pdf = Buffer.from('%PDF-1.4 the words of an agency');
		const ready = await preparePhoto(blob(pdf), kinds, draws);
		expect(ready).toMatchObject({ type: null, unread: false, doubts: [] });
		expect(await textOf(ready.bytes)).toBe(pdf.toString('latin1'));
		expect(asked.qualities).toEqual([]);
	});
});
