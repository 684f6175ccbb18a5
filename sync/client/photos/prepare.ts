/**
 * Makes a picked file ready to be kept: a photo becomes as small as it can be and still be read, and forgets where
 * and with what it was taken. Runs in the worker, or on the page (desk.ts decides).
 * Promises: never enlarges a picture, never answers more bytes than it was given, never loses a file: what cannot be
 * drawn anew stays as it was.
 */
import type { Sha256 } from '../../../domain/ids.ts';
import type { FileKind } from '../../../domain/services/definition.ts';
import type { Easel, Drawing, Picture } from './easel.ts';
import { type PictureHeader, readHeader, withoutMore } from './header.ts';
import { photoBytesLight, photoQualities, planFor } from './plan.ts';

export interface Prepared {
	/** What to keep; the picked bytes themselves when nothing was to be done. */
	readonly bytes: Blob;
	/** Null when it is no picture: then the content stays what it was. */
	readonly type: 'image/jpeg' | 'image/png' | null;
	/** Of `bytes`. */
	readonly sha256: Sha256;
	/** The browser could not read the picture: it stays as it was, and she should look whether it can be opened. */
	readonly unread: boolean;
}

/** @throws when the file itself cannot be read any more */
export async function preparePhoto(file: Blob, kinds: readonly FileKind[], easel: Easel): Promise<Prepared> {
	const original = new Uint8Array(await file.arrayBuffer());
	const header = readHeader(original);
	if (!header) return await told(original, null, false);
	const picture = await easel(file).catch(() => null);
	if (!picture) return await told(lean(original, header), header.type, true);
	try {
		const plan = planFor(header, original.length, kinds);
		if (plan.do === 'keep') return await told(original, header.type, false);
		const stripped = lean(original, header);
		if (plan.do === 'strip') return await told(stripped, header.type, false);
		const redrawn = await redraw(picture, plan.width, plan.height);
		return redrawn && redrawn.length < stripped.length
			? await told(redrawn, 'image/jpeg', false)
			: await told(stripped, header.type, false);
	} finally {
		picture.close();
	}
}

/** The best quality at which it is light; null when the browser gives no JPEG. */
async function redraw(
	picture: Picture,
	width: number,
	height: number
): Promise<Uint8Array<ArrayBuffer> | null> {
	const drawing: Drawing = picture.draw(width, height);
	let jpeg: Blob | null = null;
	for (const quality of photoQualities) {
		jpeg = await drawing.jpeg(quality).catch(() => null);
		if (!jpeg || jpeg.size <= photoBytesLight) break;
	}
	// Browsers that know no JPEG answer PNG instead of failing.
	return jpeg?.type === 'image/jpeg' ? new Uint8Array(await jpeg.arrayBuffer()) : null;
}

function lean(original: Uint8Array<ArrayBuffer>, header: PictureHeader): Uint8Array<ArrayBuffer> {
	return header.carriesMore ? withoutMore(original, header) : original;
}

async function told(
	bytes: Uint8Array<ArrayBuffer>,
	type: Prepared['type'],
	unread: boolean
): Promise<Prepared> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
	// Made a line above; the schema's check would bring the schema library into the worker.
	return { bytes: new Blob([bytes], type ? { type } : {}), type, sha256: sha256 as Sha256, unread };
}
