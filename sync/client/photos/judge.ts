/**
 * Whether an officer could read a photo, as far as a machine can tell: a doubt to show, never a refusal.
 *
 * Sharpness is the variance of the Laplacian (Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy,
 * ICPR 2000), taken in tiles: a portrait before a plain wall is sharp when the face is, however smooth the wall.
 */

export type PhotoDoubt = 'small' | 'blurred' | 'dark' | 'bright';

/** One byte a pixel, 0 black to 255 white, row by row. */
export interface Grey {
	readonly width: number;
	readonly height: number;
	readonly light: Uint8Array;
}

/** Photos are judged at this long edge, pixels: one measure for all cameras, and most of the sensor's grain is gone. */
export const judgedEdge = 800;
/** A long edge below this shows neither a page nor a card. Pixels; a portrait of 3 × 4 cm at 300 dpi has 472. */
const smallEdge = 470;
/**
 * Measured on photos of 12 megapixels of a page with 60 lines: 117 where print can just be read, 41 where it cannot,
 * 850 and more when nothing is wrong.
 */
const sharpnessMin = 60;
/** Even the lightest parts are darker. */
const darkMax = 80;
/** Even the darkest parts are lighter: print has faded into the paper. */
const brightMin = 205;
const tilesAcross = 8;

/**
 * @param picture pixels of the photo as it was taken
 * @param grey the same, within `judgedEdge`
 */
export function doubtsOf(
	picture: { readonly width: number; readonly height: number },
	grey: Grey
): PhotoDoubt[] {
	// Of a stamp nothing else can be said.
	if (Math.max(picture.width, picture.height) < smallEdge) return ['small'];
	const share = lightShares(grey.light);
	if (share(0.95) < darkMax) return ['dark'];
	if (share(0.01) > brightMin) return ['bright'];
	return sharpness(grey) < sharpnessMin ? ['blurred'] : [];
}

/** As the eye weighs colours (ITU-R BT.601). @param pixels red, green, blue, alpha */
export function greyOf(pixels: Uint8ClampedArray, width: number, height: number): Grey {
	const light = new Uint8Array(width * height);
	for (let i = 0; i < light.length; i++) {
		const at = i * 4;
		light[i] = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
	}
	return { width, height, light };
}

/** Variance of the Laplacian that the sharper tenth of the tiles reaches. */
export function sharpness({ width, height, light }: Grey): number {
	const tile = Math.max(8, Math.floor(Math.max(width, height) / tilesAcross));
	const variances: number[] = [];
	for (let top = 1; top + tile < height; top += tile)
		for (let left = 1; left + tile < width; left += tile) {
			let sum = 0;
			let squares = 0;
			for (let y = top; y < top + tile; y++)
				for (let x = left, at = y * width + left; x < left + tile; x++, at++) {
					const value =
						4 * (light[at] ?? 0) -
						(light[at - 1] ?? 0) -
						(light[at + 1] ?? 0) -
						(light[at - width] ?? 0) -
						(light[at + width] ?? 0);
					sum += value;
					squares += value * value;
				}
			const count = tile * tile;
			variances.push(squares / count - (sum / count) ** 2);
		}
	variances.sort((a, b) => b - a);
	return variances[Math.floor(variances.length / 10)] ?? 0;
}

/** How light the picture is below which a share of its pixels lies. */
function lightShares(light: Uint8Array): (share: number) => number {
	const counts = new Uint32Array(256);
	for (const value of light) counts[value] = (counts[value] ?? 0) + 1;
	return (share) => {
		let left = share * light.length;
		for (let value = 0; value < 256; value++) {
			left -= counts[value] ?? 0;
			if (left < 0) return value;
		}
		return 255;
	};
}
