import { expect, test } from 'vitest';
import { Fault, FieldFault } from '$domain/faults.ts';
import { words as en } from './faults.en.ts';
import { words as vi } from './faults.vi.ts';

const format = { bytes: (count: number) => `${count} B`, number: (value: number) => String(value) };
/** Everything that any fault may carry. */
const details = {
	where: 'form',
	retryAfterMs: 1000,
	procedureCode: '9.999999',
	version: 2,
	fields: [],
	status: 1,
	name: 'anh.jpg',
	bytesMax: 10,
	attachmentId: 'x',
	paymentId: 'x',
	why: 'cancelled',
	max: 100
};
const types = Fault._zod.def.options.flatMap((option) => option._zod.def.shape.type._zod.def.values);
const rules = FieldFault._zod.def.shape.rule._zod.def.entries;

test('[B4] every fault and every rule of a field has a sentence in both languages', () => {
	expect(types.length).toBeGreaterThan(20);
	for (const words of [vi, en]) {
		for (const type of types) {
			const say = words.faults[type] as (fault: unknown, of: typeof format) => string;
			const sentence = say({ type, ...details }, format);
			expect(sentence, type).toMatch(/\p{L}.*[.!?]$/u);
			expect(sentence, type).not.toContain('undefined');
		}
		for (const rule of Object.values(rules)) expect(words.rules[rule]({}), rule).toMatch(/\p{L}/u);
	}
	for (const type of types) {
		const say = (words: typeof vi) =>
			(words.faults[type] as (fault: unknown, of: typeof format) => string)({ type, ...details }, format);
		expect(say(vi), type).not.toBe(say(en));
	}
});
