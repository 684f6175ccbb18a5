/**
 * What the first bytes of a picture say, without decoding it: its size, which way up it is, and whether it carries
 * more than a picture (place, time, device). And the same file without that.
 * Sources: JPEG (ITU-T T.81 annex B), Exif 2.32 (§4.5, §4.6.4 for the orientation), PNG (RFC 2083 §3, §4).
 * Promises: never throws, whatever the bytes are; what is cut out is never part of the picture.
 */

export interface PictureHeader {
	readonly type: 'image/jpeg' | 'image/png';
	/** Pixels, as a person sees it: turned already. */
	readonly width: number;
	readonly height: number;
	/** 1 to 8, as Exif has it; 1 is upright. */
	readonly orientation: number;
	/** It carries Exif, XMP, captions or other things that no picture needs. */
	readonly carriesMore: boolean;
}

/** Null when it is neither JPEG nor PNG, or broken before its size is known. */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
	return readJpeg(bytes) ?? readPng(bytes);
}

/** The same picture, bit for bit, without what else it carries; a JPEG keeps the word on which way up it is. */
export function withoutMore(bytes: Uint8Array, header: PictureHeader): Uint8Array<ArrayBuffer> {
	const kept: Uint8Array[] = [];
	if (header.type === 'image/png') {
		kept.push(bytes.subarray(0, pngStart));
		for (const chunk of pngChunks(bytes))
			if (!pngTexts.has(chunk.name)) kept.push(bytes.subarray(chunk.from, chunk.to));
	} else {
		const { segments, picture } = jpegSegments(bytes);
		kept.push(bytes.subarray(0, 2));
		if (header.orientation !== 1) kept.push(orientationSegment(header.orientation));
		for (const segment of segments) if (!isMore(segment)) kept.push(bytes.subarray(segment.from, segment.to));
		kept.push(bytes.subarray(picture));
	}
	return joined(kept);
}

/** Several pieces as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

interface Segment {
	readonly marker: number;
	/** First and last byte, marker included. */
	readonly from: number;
	readonly to: number;
	/** Without marker and length. */
	readonly body: Uint8Array;
}

/** The segments before the picture itself, and where that begins. */
function jpegSegments(bytes: Uint8Array): { segments: Segment[]; picture: number } {
	const segments: Segment[] = [];
	let at = 2;
	while (at + 4 <= bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1] ?? 0;
		// A filling byte.
		if (marker === 0xff) {
			at++;
			continue;
		}
		const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
		const to = at + 2 + length;
		// SOS: from here on it is the picture.
		if (marker === 0xda || length < 2 || to > bytes.length) break;
		segments.push({ marker, from: at, to, body: bytes.subarray(at + 4, to) });
		at = to;
	}
	return { segments, picture: at };
}

/** How a JPEG is stored, before it is turned upright; pixels and the number of colours (1, 3 or 4). */
export function jpegFrame(bytes: Uint8Array): { width: number; height: number; colours: number } | null {
	return bytes[0] === 0xff && bytes[1] === 0xd8 ? frameIn(jpegSegments(bytes).segments) : null;
}

function frameIn(segments: readonly Segment[]): { width: number; height: number; colours: number } | null {
	// SOF0 to SOF15; DHT, JPG and DAC stand between them.
	const body = segments.find(
		({ marker: m }) => m >= 0xc0 && m <= 0xcf && m !== 0xc4 && m !== 0xc8 && m !== 0xcc
	)?.body;
	if (!body || body.length < 6) return null;
	const [height, width] = [numberAt(body, 1, 2, false), numberAt(body, 3, 2, false)];
	return width > 0 && height > 0 ? { width, height, colours: body[5] ?? 0 } : null;
}

function readJpeg(bytes: Uint8Array): PictureHeader | null {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
	const { segments } = jpegSegments(bytes);
	const frame = frameIn(segments);
	if (!frame) return null;
	const { width, height } = frame;
	const exif = segments.find((segment) => segment.marker === 0xe1 && begins(segment.body, 'Exif\0\0'));
	const orientation = exif ? orientationOf(exif.body.subarray(6)) : 1;
	const lying = orientation >= 5;
	return {
		type: 'image/jpeg',
		width: lying ? height : width,
		height: lying ? width : height,
		orientation,
		carriesMore: segments.some(isMore)
	};
}

/**
 * Applications' segments, all but those that decide how the picture looks: JFIF (APP0), the colour profile (APP2) and
 * Adobe's word on colours (APP14).
 */
function isMore({ marker, body }: Segment): boolean {
	if (marker < 0xe1 || marker > 0xef || marker === 0xee) return false;
	return !(marker === 0xe2 && begins(body, 'ICC_PROFILE\0'));
}

/** The orientation in a TIFF block; 1 when it says none. */
function orientationOf(tiff: Uint8Array): number {
	const little = begins(tiff, 'II');
	if (!little && !begins(tiff, 'MM')) return 1;
	const directory = numberAt(tiff, 4, 4, little);
	const entries = numberAt(tiff, directory, 2, little);
	for (let i = 0; i < entries && directory + 2 + (i + 1) * 12 <= tiff.length; i++) {
		const entry = directory + 2 + i * 12;
		if (numberAt(tiff, entry, 2, little) !== 0x0112) continue;
		const value = numberAt(tiff, entry + 8, 2, little);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}

/** An Exif segment that says nothing but the orientation. */
function orientationSegment(orientation: number): Uint8Array {
	const tiff = [
		0x4d,
		0x4d,
		0,
		42,
		0,
		0,
		0,
		8,
		0,
		1,
		0x01,
		0x12,
		0,
		3,
		0,
		0,
		0,
		1,
		0,
		orientation,
		0,
		0,
		0,
		0,
		0,
		0
	];
	const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
	return Uint8Array.from([0xff, 0xe1, 0, body.length + 2, ...body]);
}

/** Length of PNG's signature. */
const pngStart = 8;
/** An orientation in `eXIf` goes too: pictures that have one come from programs that turned it already. */
const pngTexts = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

function pngChunks(bytes: Uint8Array): { name: string; from: number; to: number }[] {
	const chunks: { name: string; from: number; to: number }[] = [];
	for (let at = pngStart; at + 12 <= bytes.length;) {
		const to = at + 12 + numberAt(bytes, at, 4, false);
		chunks.push({ name: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), from: at, to });
		at = to;
	}
	return chunks;
}

function readPng(bytes: Uint8Array): PictureHeader | null {
	if (!begins(bytes, '\x89PNG\r\n\x1a\n') || bytes.length < pngStart + 24) return null;
	const width = numberAt(bytes, pngStart + 8, 4, false);
	const height = numberAt(bytes, pngStart + 12, 4, false);
	if (width === 0 || height === 0) return null;
	const carriesMore = pngChunks(bytes).some(({ name }) => pngTexts.has(name));
	return { type: 'image/png', width, height, orientation: 1, carriesMore };
}

function begins(bytes: Uint8Array, text: string): boolean {
	return [...text].every((char, index) => bytes[index] === char.charCodeAt(0));
}

/** Beyond the end everything is 0. */
function numberAt(bytes: Uint8Array, at: number, length: number, little: boolean): number {
	let value = 0;
	for (let i = 0; i < length; i++) value = value * 256 + (bytes[at + (little ? length - 1 - i : i)] ?? 0);
	return value;
}
