/** What is to be done with a picked file before it is kept. Pure. */
import type { FileKind } from '../../../domain/services/definition.ts';
import type { PictureHeader } from './header.ts';

/** Longest edge of a photo that is sent, pixels: a page of A4 has 137 dots an inch then, enough for small print. */
export const photoEdgeMax = 1600;
/** A photo of that size that is not heavier is not worth a second loss by compression. Bytes. */
export const photoBytesLight = 400 * 1024;
/** What a phone of 1 GB can still hold decoded: 4 bytes a pixel. Larger ones stay as they are. */
export const photoPixelsMax = 64_000_000;
/**
 * Qualities of JPEG, tried in turn until a photo is light. The lowest still keeps strokes of print apart (at 8 × 8
 * pixels a block the fine ones of a 9-point letter begin to blur below 0.6).
 */
export const photoQualities: readonly number[] = [0.82, 0.72, 0.65];

export type PhotoPlan =
	/** No picture, one that is light, or one that we cannot draw: its pixels stay as they are. */
	{ readonly do: 'keep' } | { readonly do: 'redraw'; readonly width: number; readonly height: number };

/**
 * @param header null for what is no picture
 * @param size bytes of the picked file
 * @param kinds what the paper accepts
 */
export function planFor(header: PictureHeader | null, size: number, kinds: readonly FileKind[]): PhotoPlan {
	if (!header) return { do: 'keep' };
	const edge = Math.max(header.width, header.height);
	const light = edge <= photoEdgeMax && size <= photoBytesLight && kinds.includes(header.type);
	const drawable = header.width * header.height <= photoPixelsMax && kinds.includes('image/jpeg');
	if (light || !drawable) return { do: 'keep' };
	return { do: 'redraw', ...fitted(header, photoEdgeMax) };
}

/** The same shape within an edge; never larger than it is. Pixels. */
export function fitted(
	{ width, height }: { readonly width: number; readonly height: number },
	edgeMax: number
): { width: number; height: number } {
	const scale = Math.min(1, edgeMax / Math.max(width, height));
	const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
	return { width: side(width), height: side(height) };
}

/** The picked file's name, with the ending of what it has become. */
export function nameAs(name: string, type: FileKind): string {
	const endings: Record<FileKind, RegExp> = {
		'image/jpeg': /\.jpe?g$/i,
		'image/png': /\.png$/i,
		'application/pdf': /\.pdf$/i,
		'application/xml': /\.xml$/i
	};
	if (endings[type].test(name)) return name;
	const ending = {
		'image/jpeg': '.jpg',
		'image/png': '.png',
		'application/pdf': '.pdf',
		'application/xml': '.xml'
	}[type];
	return `${name.replace(/\.[a-z0-9]{1,5}$/i, '')}${ending}`;
}
