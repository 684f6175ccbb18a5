/**
 * Makes a picked file ready to be kept: a photo becomes as small as it can be and still be read, forgets where and
 * with what it was taken, and is looked at for whether it can be read at all. Runs in the worker, or on the page (desk.ts decides).
 * Promises: never enlarges a picture, never answers more bytes than it was given, never loses a file: what cannot be
 * drawn anew stays as it was.
 */
import type { Sha256 } from '../../../domain/ids.ts';
import type { FileKind } from '../../../domain/services/definition.ts';
import type { Easel, Drawing, Picture } from './easel.ts';
import { type PictureHeader, readHeader, withoutMore } from './header.ts';
import { doubtsOf, greyOf, judgedEdge, type PhotoDoubt } from './judge.ts';
import { fitted, photoBytesLight, photoPixelsMax, photoQualities, planFor } from './plan.ts';

export interface Prepared {
	/** What to keep; the picked bytes themselves when nothing was to be done. */
	readonly bytes: Blob;
	/** Null when it is no picture: then the content stays what it was. */
	readonly type: 'image/jpeg' | 'image/png' | null;
	/** Of `bytes`. */
	readonly sha256: Sha256;
	/** The browser could not read the picture: it stays as it was, and she should look whether it can be opened. */
	readonly unread: boolean;
	/** Why an officer may not be able to read it. */
	readonly doubts: readonly PhotoDoubt[];
}

/** @throws when the file itself cannot be read any more */
export async function preparePhoto(file: Blob, kinds: readonly FileKind[], easel: Easel): Promise<Prepared> {
	const original = new Uint8Array(await file.arrayBuffer());
	const header = readHeader(original);
	if (!header) return await told(original, null);
	const light = header.carriesMore ? withoutMore(original, header) : original;
	const picture = await decoded(file, header, easel);
	if (!picture) return await told(light, header.type, { unread: true });
	try {
		const plan = planFor(header, original.length, kinds);
		const redrawn = plan.do === 'redraw' && (await redraw(picture, plan.width, plan.height));
		const doubts = judged(picture);
		// One of a kind that the paper does not take has to change, whatever it weighs.
		return redrawn && (redrawn.length < light.length || !kinds.includes(header.type))
			? await told(redrawn, 'image/jpeg', { doubts })
			: await told(light, header.type, { doubts });
	} finally {
		picture.close();
	}
}

/** Null when the browser cannot open it, or should not try. */
async function decoded(file: Blob, { width, height }: PictureHeader, easel: Easel): Promise<Picture | null> {
	return width * height <= photoPixelsMax ? await easel(file).catch(() => null) : null;
}

function judged(picture: Picture): PhotoDoubt[] {
	const { width, height } = fitted(picture, judgedEdge);
	return doubtsOf(picture, greyOf(picture.draw(width, height).pixels(), width, height));
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

async function told(
	bytes: Uint8Array<ArrayBuffer>,
	type: Prepared['type'],
	{ unread = false, doubts = [] }: { unread?: boolean; doubts?: readonly PhotoDoubt[] } = {}
): Promise<Prepared> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return {
		bytes: new Blob([bytes], type ? { type } : {}),
		type,
		// Made a line above; the schema's check would bring the schema library into the worker.
		sha256: sha256 as Sha256,
		unread,
		doubts
	};
}
