/**
 * Takes photos of printed pages, in the browser itself: real JPEGs of as many pixels as a phone's camera gives, with
 * print to read and the grain of a sensor, so that they weigh what photos weigh.
 */
import type { Page } from '@playwright/test';

export interface Scene {
	/** 0 black to 255 white. */
	readonly paper?: number;
	/** Radius of the blur of a shaken hand, pixels. */
	readonly blur?: number;
	/** Changes the words and the grain. */
	readonly seed?: number;
}

/** A photo of a page of 60 lines, upright. */
export async function takePhoto(
	page: Page,
	width: number,
	height: number,
	scene: Scene = {}
): Promise<Buffer> {
	const studio = await page.context().newPage();
	try {
		return Buffer.from(await studio.evaluate(draw, { width, height, scene }), 'base64');
	} finally {
		await studio.close();
	}
}

/** In the page. */
async function draw({
	width,
	height,
	scene: { paper = 225, blur = 0, seed = 1 }
}: {
	width: number;
	height: number;
	scene: Scene;
}): Promise<string> {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { alpha: false });
	if (!context) throw new Error('no canvas');
	context.fillStyle = `rgb(${paper} ${paper} ${paper})`;
	context.fillRect(0, 0, width, height);
	if (blur > 0) context.filter = `blur(${blur}px)`;
	const line = height / 66;
	context.fillStyle = `rgb(${paper / 8} ${paper / 8} ${paper / 8})`;
	context.font = `${line * 0.62}px serif`;
	for (let i = 3; i < 63; i++)
		context.fillText(
			`${seed}.${i} Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc`,
			width / 12,
			i * line
		);
	context.filter = 'none';
	const image = context.getImageData(0, 0, width, height);
	let state = seed;
	for (let at = 0; at < image.data.length; at += 4) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		const grain = (state >>> 28) - 8;
		for (let colour = 0; colour < 3; colour++)
			image.data[at + colour] = (image.data[at + colour] ?? 0) + grain;
	}
	context.putImageData(image, 0, 0);
	const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
	const bytes = new Uint8Array(await jpeg.arrayBuffer());
	let text = '';
	for (let at = 0; at < bytes.length; at += 32_768)
		text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
	return btoa(text);
}

/** How like a smaller photo is to the one it was made from, both at its size: peak signal to noise, decibels. */
export async function likeness(page: Page, original: Buffer, smaller: Buffer): Promise<number> {
	const studio = await page.context().newPage();
	try {
		return await studio.evaluate(
			compare,
			[original, smaller].map((bytes) => bytes.toString('base64'))
		);
	} finally {
		await studio.close();
	}
}

/** In the page. */
async function compare([original = '', smaller = '']: string[]): Promise<number> {
	const read = async (base64: string) =>
		await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]));
	const [before, after] = [await read(original), await read(smaller)];
	const { width, height } = after;
	const pixels = (picture: ImageBitmap) => {
		const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false });
		if (!context) throw new Error('no canvas');
		context.imageSmoothingQuality = 'high';
		context.drawImage(picture, 0, 0, width, height);
		return context.getImageData(0, 0, width, height).data;
	};
	const [a, b] = [pixels(before), pixels(after)];
	let squares = 0;
	for (let at = 0; at < a.length; at++) squares += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
	return 10 * Math.log10((255 * 255 * a.length) / squares);
}
