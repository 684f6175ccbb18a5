import { expect, test } from 'vitest';
import { isDay } from '$domain/ids.ts';
import { dayInWords, partsOf, textOf } from './day-parts.ts';

test('a finished day has the shape that the rules accept', () => {
	expect(textOf({ day: '5', month: '3', year: '2026' }, false)).toBe('2026-03-05');
	expect(isDay(textOf({ day: '29', month: '2', year: '2024' }, false))).toBe(true);
});

test('an unfinished day is kept as typed, comes back, and is no day', () => {
	for (const parts of [
		{ day: '5', month: '', year: '2026' },
		{ day: '', month: '12', year: '' },
		{ day: '', month: '', year: '19' },
		{ day: '31', month: '12', year: '' }
	]) {
		const kept = textOf(parts, false);
		expect(isDay(kept)).toBe(false);
		expect(kept).not.toBe('');
		const back = partsOf(kept);
		expect(Number(back.day)).toBe(Number(parts.day));
		expect(Number(back.month)).toBe(Number(parts.month));
		expect(back.year).toBe(parts.year);
	}
});

test('nothing typed is an empty answer, also after erasing', () => {
	expect(textOf({ day: '', month: '', year: '' }, true)).toBe('');
	expect(textOf({ day: ' ', month: '', year: 'x' }, false)).toBe('');
});

test('a year alone is an answer only where it is allowed', () => {
	expect(textOf({ day: '', month: '', year: '1956' }, true)).toBe('1956');
	expect(textOf({ day: '', month: '', year: '1956' }, false)).toBe('1956--');
});

test('days are shown day first', () => {
	expect(dayInWords('2026-03-05')).toBe('05/03/2026');
	expect(dayInWords('1956')).toBe('1956');
});
