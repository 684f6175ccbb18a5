import { describe, expect, it } from 'vitest';
import { AttachmentId, OperationId } from '../../domain/ids.ts';
import { meteredFilesBytesMax } from '../../domain/limits.ts';
import { bytesOf, holdOf, isDear, sendingOrder } from './sending.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const operation = (n: number, ...sizes: number[]) => ({
	operationId: OperationId.parse(uuid(n)),
	missing: sizes.map((size, index) => ({ attachmentId: AttachmentId.parse(uuid(n * 100 + index)), size }))
});
const sizes = (...operations: ReturnType<typeof operation>[]) =>
	sendingOrder(operations).map(({ size }) => size);

describe('[F8] the order in which files go up', () => {
	it('is what is complete soonest, and small before large within it', () => {
		expect(sizes(operation(1, 900, 100), operation(2, 300), operation(3, 500, 20))).toEqual([
			300, 20, 500, 100, 900
		]);
	});

	it('is the order of queueing among equals, and says whose each file is', () => {
		const files = sendingOrder([operation(2, 7), operation(1, 7), operation(3)]);
		expect(files.map(({ operationId }) => operationId)).toEqual([uuid(2), uuid(1)]);
	});

	it('changes nothing in what it is given', () => {
		const given = operation(1, 9, 3, 5);
		sendingOrder([given]);
		expect(given.missing.map(({ size }) => size)).toEqual([9, 3, 5]);
		expect(bytesOf(given.missing)).toBe(17);
	});
});

describe('[F8] files stay', () => {
	const free = { paused: false, metered: false, unasked: 50 * meteredFilesBytesMax };
	it('when she paused them, whatever the line', () => {
		expect(holdOf({ ...free, paused: true, unasked: 0 })).toBe('paused');
		expect(holdOf({ ...free, paused: true, metered: true })).toBe('paused');
	});

	it('on a dear line when they are many and she was not asked', () => {
		expect(holdOf({ ...free, metered: true })).toBe('metered');
		expect(holdOf({ ...free, metered: true, unasked: meteredFilesBytesMax })).toBeNull();
		expect(holdOf(free)).toBeNull();
	});

	it.each([
		[undefined, false],
		[{}, false],
		[{ type: 'wifi', effectiveType: '4g', saveData: false }, false],
		[{ type: 'wifi', saveData: true }, true],
		[{ type: 'cellular', effectiveType: '4g' }, true],
		[{ effectiveType: '2g' }, true],
		[{ effectiveType: 'slow-2g' }, true]
	])('and %o is dear: %s', (line, dear) => {
		expect(isDear(line)).toBe(dear);
	});
});
