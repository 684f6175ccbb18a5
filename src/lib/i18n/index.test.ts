import { expect, test } from 'vitest';
import { formatBytes, formatDay, formatInstant, formatMoney, instantToDay } from './index.ts';

test('money has the dots and the sign of its language, and never breaks before the sign', () => {
	expect(formatMoney('vi', 1_135_000)).toBe('1.135.000\u00a0đ');
	expect(formatMoney('en', 135_000)).toBe('135,000\u00a0VND');
});

test('days and instants are those of Việt Nam, wherever the phone believes to be', () => {
	expect(formatDay('vi', '2026-11-02')).toBe('02/11/2026');
	expect(formatDay('en', '2026-11-02')).toBe('2 Nov 2026');
	expect(instantToDay('2026-11-21T17:30:00.000Z')).toBe('2026-11-22');
	expect(formatInstant('vi', '2026-12-31T17:05:00.000Z')).toBe('00:05, 01/01/2027');
});

test('what is no day or instant is shown as it came', () => {
	expect(formatDay('vi', '1961')).toBe('1961');
	expect(formatInstant('en', 'soon')).toBe('soon');
});

test('bytes are never shown as nothing when there are some', () => {
	expect(formatBytes('vi', 0)).toBe('0 kB');
	expect(formatBytes('vi', 12)).toBe('1 kB');
	expect(formatBytes('vi', 312_400)).toBe('312 kB');
	expect(formatBytes('vi', 1_440_000)).toBe('1,4 MB');
});

test('a new dictionary key exists in both languages and says something', async () => {
	for (const area of ['public', 'help']) {
		const { words: vi } = await import(`./${area}.vi.ts`);
		const { words: en } = await import(`./${area}.en.ts`);
		expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
		for (const word of [...Object.values(vi), ...Object.values(en)])
			if (typeof word === 'string') expect(word.trim()).not.toBe('');
	}
});
