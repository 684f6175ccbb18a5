import { describe, expect, it } from 'vitest';
import type { PictureHeader } from './header.ts';
import { fitted, nameAs, photoBytesLight, photoEdgeMax, planFor } from './plan.ts';

const any = ['image/jpeg', 'image/png', 'application/pdf'] as const;
const header = (part: Partial<PictureHeader> = {}): PictureHeader => ({
	type: 'image/jpeg',
	width: 4000,
	height: 3000,
	orientation: 1,
	carriesMore: true,
	...part
});

describe('the plan for a picked file', () => {
	it('draws a large photo anew within the edge, whichever way it lies', () => {
		expect(planFor(header(), 4_000_000, any)).toEqual({ do: 'redraw', width: 1600, height: 1200 });
		expect(planFor(header({ width: 3000, height: 4000 }), 4_000_000, any)).toEqual({
			do: 'redraw',
			width: 1200,
			height: 1600
		});
	});

	it('draws a heavy one of the right size anew without making it larger', () => {
		const plan = planFor(header({ width: 1200, height: 900 }), photoBytesLight + 1, any);
		expect(plan).toEqual({ do: 'redraw', width: 1200, height: 900 });
	});

	it('leaves the pixels of a light one alone', () => {
		const small = { width: photoEdgeMax, height: 900 };
		expect(planFor(header(small), photoBytesLight, any)).toEqual({ do: 'keep' });
	});

	it('makes a JPEG of a light PNG where no PNG is accepted', () => {
		const plan = planFor(header({ type: 'image/png', width: 300, height: 200 }), 900, ['image/jpeg']);
		expect(plan).toEqual({ do: 'redraw', width: 300, height: 200 });
	});

	it('leaves a PDF alone', () => {
		expect(planFor(null, 9_000_000, any)).toEqual({ do: 'keep' });
	});

	it('does not decode what would not fit into a small phone, nor make a JPEG where none is accepted', () => {
		expect(planFor(header({ width: 20_000, height: 20_000 }), 9_000_000, any)).toEqual({ do: 'keep' });
		expect(planFor(header({ type: 'image/png' }), 9_000_000, ['image/png'])).toEqual({ do: 'keep' });
	});
});

describe('a picture within an edge', () => {
	it.each([
		[{ width: 4000, height: 3000 }, 1600, { width: 1600, height: 1200 }],
		[{ width: 100, height: 50 }, 1600, { width: 100, height: 50 }],
		[{ width: 10_000, height: 1 }, 1600, { width: 1600, height: 1 }],
		[{ width: 1601, height: 1600 }, 1600, { width: 1600, height: 1599 }]
	])('%o within %i is %o', (picture, edge, expected) => {
		expect(fitted(picture, edge)).toEqual(expected);
	});
});

describe('the name of what a file has become', () => {
	it.each([
		['CCCD mặt trước.png', 'image/jpeg', 'CCCD mặt trước.jpg'],
		['IMG_0001.JPEG', 'image/jpeg', 'IMG_0001.JPEG'],
		['image', 'image/jpeg', 'image.jpg'],
		['Giấy khai sinh', 'application/pdf', 'Giấy khai sinh.pdf'],
		['v1.2 bản cuối.heic', 'image/jpeg', 'v1.2 bản cuối.jpg']
	] as const)('%s as %s is %s', (name, type, expected) => {
		expect(nameAs(name, type)).toBe(expected);
	});
});
