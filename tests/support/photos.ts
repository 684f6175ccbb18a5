/**
 * Photos for the tests, made and not shipped: real JPEG files, told apart by their colour and as large as a test
 * needs (a comment segment of the JPEG carries the weight).
 */
import { createHash } from 'node:crypto';

/** The smallest baseline JPEG: one grey pixel (ITU-T T.81). */
const pixel = Buffer.from(
	'/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
	'base64'
);

/** A JPEG of about `bytes`, different for every `seed`. */
export function photo(
	seed: number,
	bytes = 60_000
): { name: string; mimeType: string; buffer: Buffer; sha256: string } {
	const comments: Buffer[] = [];
	for (let left = bytes - pixel.length; left > 8; left -= 60_004) {
		const size = Math.min(60_000, left - 4);
		const comment = Buffer.alloc(size + 4);
		comment.writeUInt16BE(0xfffe, 0);
		comment.writeUInt16BE(size + 2, 2);
		let state = seed * 2654435761 + comments.length + 1;
		for (let i = 4; i < comment.length; i++) {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			comment[i] = state >>> 24;
		}
		comments.push(comment);
	}
	const buffer = Buffer.concat([pixel.subarray(0, 2), ...comments, pixel.subarray(2)]);
	return {
		name: `anh-${seed}.jpg`,
		mimeType: 'image/jpeg',
		buffer,
		sha256: createHash('sha256').update(buffer).digest('hex')
	};
}

/** Where a phone says a photo was taken, in words that a test can look for. */
export const exifWords = { device: 'Phone of Mai', place: 'Ta Xin Chai' } as const;

/** The same JPEG as a phone writes it: device, place and which way up it is in an Exif segment. */
export function withExif(jpeg: Uint8Array, orientation = 1): Buffer {
	const device = Buffer.from(`${exifWords.device}\0${exifWords.place}\0`);
	const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
	tiff.write('II*\0', 0, 'latin1');
	tiff.writeUInt32LE(8, 4);
	tiff.writeUInt16LE(2, 8);
	// Model: text, behind the directory.
	tiff.writeUInt16LE(0x0110, 10);
	tiff.writeUInt16LE(2, 12);
	tiff.writeUInt32LE(device.length, 14);
	tiff.writeUInt32LE(tiff.length, 18);
	// Orientation: a short.
	tiff.writeUInt16LE(0x0112, 22);
	tiff.writeUInt16LE(3, 24);
	tiff.writeUInt32LE(1, 26);
	tiff.writeUInt16LE(orientation, 30);
	const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, device]);
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(body.length + 2, 2);
	return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
