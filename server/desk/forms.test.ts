import { describe, expect, it } from 'vitest';
import { readBirth, readWish } from './forms.ts';

describe('what an officer filled in', () => {
	it.each([
		['2/9/1985', '1985-09-02'],
		[' 02.09.1985 ', '1985-09-02'],
		['02-09-1985', '1985-09-02'],
		['1985-09-02', '1985-09-02'],
		['1985', '1985'],
		['31/2/1985', '1985-02-31'],
		['tháng chín', 'tháng chín']
	])('[M7] reads the birth %o as %o', (typed, birth) => {
		expect(readBirth(typed)).toBe(birth);
	});

	it('a choice left open is asked for as a choice, not as a box to fill', () => {
		const on = { components: ['dataProof'], today: '2026-11-23' };
		const until = '2026-12-07';
		expect(readWish('decide', {}, null, on)).toEqual({
			ok: false,
			error: [{ field: 'outcome', problem: 'not_chosen' }]
		});
		expect(readWish('supplement', { until }, null, on)).toEqual({
			ok: false,
			error: [{ field: 'items', problem: 'none_marked' }]
		});
		expect(readWish('supplement', { until }, null, { ...on, components: [] })).toEqual({
			ok: false,
			error: [{ field: 'other', problem: 'missing' }]
		});
	});
});
