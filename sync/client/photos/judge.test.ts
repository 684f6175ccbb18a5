import { describe, expect, it } from 'vitest';
import { doubtsOf, greyOf, type Grey, judgedEdge, sharpness } from './judge.ts';

const width = judgedEdge;
const height = 600;
const full = { width: 4000, height: 3000 };

/** @param at lightness of each pixel, 0 to 255 */
function picture(at: (x: number, y: number) => number): Grey {
	const light = new Uint8Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) light[y * width + x] = Math.min(255, Math.max(0, at(x, y)));
	return { width, height, light };
}

/** Lines of strokes 2 pixels wide, as print is at this size. */
const print = (x: number, y: number) => (y % 12 < 6 && (x * 7 + (y >> 3)) % 5 < 2 ? 40 : 220);
const page = picture(print);

/** Each pixel the mean of its neighbours: a shaken hand or a missed focus. */
function blurred(grey: Grey, radius: number): Grey {
	return picture((x, y) => {
		let sum = 0;
		let count = 0;
		for (let dy = -radius; dy <= radius; dy++)
			for (let dx = -radius; dx <= radius; dx++) {
				const [nx, ny] = [x + dx, y + dy];
				if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
				sum += grey.light[ny * width + nx] ?? 0;
				count++;
			}
		return sum / count;
	});
}

describe('[F6] a photo is doubted', () => {
	it('not when print can be read', () => {
		expect(doubtsOf(full, page)).toEqual([]);
	});

	it('not when most of it is a plain wall and the face is sharp', () => {
		const face = (x: number, y: number) => x > 300 && x < 560 && y > 150 && y < 500;
		expect(
			doubtsOf(
				full,
				picture((x, y) => (face(x, y) ? print(x, y) : 200))
			)
		).toEqual([]);
	});

	it('when print has run together', () => {
		expect(doubtsOf(full, blurred(blurred(page, 2), 2))).toEqual(['blurred']);
		expect(sharpness(blurred(blurred(page, 2), 2))).toBeLessThan(sharpness(blurred(page, 1)));
		expect(sharpness(blurred(page, 1))).toBeLessThan(sharpness(page));
	});

	it('when it was taken in the dark', () => {
		expect(
			doubtsOf(
				full,
				picture((x, y) => print(x, y) / 4)
			)
		).toEqual(['dark']);
	});

	it('when light has eaten the print', () => {
		expect(
			doubtsOf(
				full,
				picture((x, y) => 230 + print(x, y) / 10)
			)
		).toEqual(['bright']);
	});

	it('not when white paper carries little print', () => {
		const letter = (x: number, y: number) => (y < 150 && x < 500 ? print(x, y) + 30 : 252);
		expect(doubtsOf(full, picture(letter))).toEqual([]);
	});

	it('when it is a stamp, and then nothing else is said', () => {
		expect(doubtsOf({ width: 320, height: 240 }, blurred(page, 3))).toEqual(['small']);
		expect(doubtsOf({ width: 354, height: 472 }, page)).toEqual([]);
	});

	it('when there is nothing to see', () => {
		expect(
			doubtsOf(
				full,
				picture(() => 128)
			)
		).toEqual(['blurred']);
	});
});

it('colours weigh as the eye sees them', () => {
	const pixels = Uint8ClampedArray.of(255, 255, 255, 255, 0, 255, 0, 255, 0, 0, 255, 255);
	expect([...greyOf(pixels, 3, 1).light]).toEqual([255, 149, 29]);
});
