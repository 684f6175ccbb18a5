/**
 * Where pictures are decoded and drawn anew: off the page where the browser can (a worker), on the page elsewhere.
 * Both turn a picture upright and draw on white, because JPEG knows no transparency.
 */

/** A decoded picture, upright. */
export interface Picture {
	/** Pixels. */
	readonly width: number;
	readonly height: number;
	draw(width: number, height: number): Drawing;
	/** Gives the memory back: 48 MB for a photo of 12 megapixels. */
	close(): void;
}

export interface Drawing {
	/** @param quality 0 to 1 */
	jpeg(quality: number): Promise<Blob>;
	/** Red, green, blue, alpha of each pixel, row by row. */
	pixels(): Uint8ClampedArray;
}

/** @throws when the browser cannot read the picture */
export type Easel = (file: Blob) => Promise<Picture>;

/** Whether a worker can do it. */
export function drawsOffPage(): boolean {
	return (
		typeof Worker !== 'undefined' &&
		typeof OffscreenCanvas !== 'undefined' &&
		typeof OffscreenCanvas.prototype.convertToBlob === 'function' &&
		typeof createImageBitmap === 'function'
	);
}

/** Without a page: for the worker. */
export const offPage: Easel = async (file) => {
	const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
	return {
		width: bitmap.width,
		height: bitmap.height,
		draw(width, height) {
			const canvas = new OffscreenCanvas(width, height);
			const context = canvas.getContext('2d', { alpha: false });
			return {
				...drawn(context, bitmap, width, height),
				jpeg: (quality) => canvas.convertToBlob({ type: 'image/jpeg', quality })
			};
		},
		close: () => bitmap.close()
	};
};

/** On the page: for browsers that cannot draw elsewhere. They turn an `img` upright by themselves. */
export const onPage: Easel = async (file) => {
	const address = URL.createObjectURL(file);
	const image = new Image();
	image.src = address;
	try {
		await image.decode();
	} catch (error) {
		URL.revokeObjectURL(address);
		throw error;
	}
	return {
		width: image.naturalWidth,
		height: image.naturalHeight,
		draw(width, height) {
			const canvas = document.createElement('canvas');
			canvas.width = width;
			canvas.height = height;
			const context = canvas.getContext('2d', { alpha: false });
			return {
				...drawn(context, image, width, height),
				jpeg: (quality) =>
					new Promise((resolve, reject) =>
						canvas.toBlob(
							(blob) => (blob ? resolve(blob) : reject(new Error('nothing was drawn'))),
							'image/jpeg',
							quality
						)
					)
			};
		},
		close: () => URL.revokeObjectURL(address)
	};
};

function drawn(
	context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null,
	picture: CanvasImageSource,
	width: number,
	height: number
): Pick<Drawing, 'pixels'> {
	if (!context) throw new Error('this browser draws nothing now');
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, 0, 0, width, height);
	return { pixels: () => context.getImageData(0, 0, width, height).data };
}
