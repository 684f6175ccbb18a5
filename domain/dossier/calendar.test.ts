import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	addWorkingDays,
	calendar,
	createCalendar,
	dayOf,
	isWorkingDay,
	minuteOf,
	workingDayFrom,
	workingDaysBetween
} from './calendar.ts';
import { addMonths, dayNumber, dayText, weekdayOf } from './days.ts';
import { restOf } from './holidays.ts';

/** Weekdays off and Saturdays worked as the notices list them, day by day; our table derives them from the law. */
const listed: Readonly<Record<number, { readonly off: string; readonly worked?: string }>> = {
	2019: { off: '01-01 02-04..02-08 04-15 04-29..05-01 09-02', worked: '01-05 05-04' },
	2020: { off: '01-01 01-23..01-24 01-27..01-29 04-02 04-30..05-01 09-02' },
	2021: { off: '01-01 02-10..02-12 02-15..02-16 04-21 04-30 05-03 09-02..09-03' },
	2022: { off: '01-03 01-31..02-04 04-11 05-02..05-03 09-01..09-02' },
	2023: { off: '01-02 01-20 01-23..01-26 05-01..05-03 09-01 09-04' },
	2024: { off: '01-01 02-08..02-09 02-12..02-14 04-18 04-29..05-01 09-02..09-03', worked: '05-04' },
	2025: { off: '01-01 01-27..01-31 04-07 04-30..05-02 09-01..09-02', worked: '04-26' },
	2026: {
		off: '01-01..01-02 02-16..02-20 04-27 04-30..05-01 08-31..09-02 11-24',
		worked: '01-10 08-22'
	},
	2027: { off: '01-01 04-16 04-30 05-03 09-02 11-24' }
};

/** Tết 2027 falls on Saturday 6 February; these are off whichever day the notice lets the five begin. */
const awaited2027 = ['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10'];

function everyDay(from: string, to: string): string[] {
	const days: string[] = [];
	for (let number = dayNumber(from); number <= dayNumber(to); number++) days.push(dayText(number));
	return days;
}

function expand(year: number, text = ''): string[] {
	return text
		.split(' ')
		.filter(Boolean)
		.flatMap((part) => {
			const [first, last = first] = part.split('..');
			return everyDay(`${year}-${first}`, `${year}-${last}`);
		});
}

/** Days of nine years on which the calendar and the two sets do not agree. */
function differences(off: ReadonlySet<string>, worked: ReadonlySet<string>): string[] {
	return everyDay('2019-01-01', '2027-12-31').filter((day) => {
		const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
		const works = weekday === 0 || weekday === 6 ? worked.has(day) : !off.has(day);
		return isWorkingDay(day) !== works;
	});
}

/** Reference lists that lie beside the project on some machines; elsewhere the list above must do. */
function reference(name: string): unknown {
	const file = path.resolve(import.meta.dirname, '../../../shared/data/reference', name);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

describe('[D14] the working calendar', () => {
	it('is that of the notices on every day from 2019 to 2027', () => {
		const days = (kind: 'off' | 'worked') =>
			new Set(Object.entries(listed).flatMap(([year, list]) => expand(Number(year), list[kind])));
		expect(differences(days('off'), days('worked'))).toEqual(awaited2027);
	});

	it('is that of the reference lists on every day that they settle', () => {
		type Listed = { date: string }[];
		const years =
			(reference('holidays.json') as { off: Listed; worked: Listed }[] | null) ??
			Object.entries(listed).map(([year, list]) => ({
				off: expand(Number(year), list.off).map((date) => ({ date })),
				worked: expand(Number(year), list.worked).map((date) => ({ date }))
			}));
		const days = (kind: 'off' | 'worked') =>
			new Set(years.flatMap((year) => year[kind].map(({ date }) => date)));
		expect(years).toHaveLength(9);
		// The lists leave Tết 2027 open; a promise for one of its certain days would be broken.
		expect(differences(days('off'), days('worked'))).toEqual(awaited2027);
	});

	it('has the working days that people count', () => {
		const count = (year: number) => everyDay(`${year}-01-01`, `${year}-12-31`).filter(isWorkingDay).length;
		// Weekdays of the year, less those off, plus Saturdays worked.
		expect([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027].map(count)).toEqual([
			261 - 12 + 2 + 1,
			262 - 10,
			261 - 11,
			260 - 11,
			260 - 11,
			262 - 12 + 1,
			261 - 12 + 1,
			261 - 14 + 2,
			261 - 6 - 4
		]);
	});

	it('puts Tết and the Hùng Kings’ day where the moon does', () => {
		const moon = reference('lunar-months.json') as {
			months: [first: string, year: number, month: number, leap: number][];
		} | null;
		const known = moon?.months ?? [
			['2020-01-25', 2020, 1, 0],
			['2020-03-24', 2020, 3, 0],
			['2030-02-02', 2030, 1, 0],
			['2030-04-03', 2030, 3, 0]
		];
		const off = (day: string) => !isWorkingDay(day);
		let years = 0;
		for (const [first, year, month, leap] of known) {
			if (year < 2019 || year > 2030 || leap) continue;
			if (month === 1) {
				years++;
				expect([first, dayText(dayNumber(first) + 1), dayText(dayNumber(first) + 2)].every(off), first).toBe(
					true
				);
			}
			if (month === 3)
				expect(off(dayText(dayNumber(first) + 9)), `10th of the third month ${year}`).toBe(true);
		}
		expect(years).toBeGreaterThan(1);
	});

	it('works on a Saturday that was swapped for a bridge day, and rests on the bridge day', () => {
		expect(isWorkingDay('2026-01-10')).toBe(true);
		expect(isWorkingDay('2026-01-02')).toBe(false);
		expect(addWorkingDays('2026-01-09', 1)).toBe('2026-01-10');
	});

	it('says what is not settled yet', () => {
		expect(calendar.isSettled('2026-11-01', '2026-12-31')).toBe(true);
		expect(calendar.isSettled('2026-12-20', '2027-01-05')).toBe(false);
		expect(restOf(2027)?.settled).toBe(false);
		expect(restOf(2031)).toBe(null);
	});

	it('takes corrections', () => {
		const flooded = createCalendar([
			{ day: '2026-11-25', works: false },
			{ day: '2026-11-28', works: true },
			{ day: '2026-11-26', works: false },
			{ day: '2026-11-26', works: true }
		]);
		// Tuesday 24 is the Day of Culture, Wednesday 25 the flood, Saturday 28 is worked.
		expect(flooded.addWorkingDays('2026-11-23', 1)).toBe('2026-11-26');
		expect(flooded.addWorkingDays('2026-11-23', 3)).toBe('2026-11-28');
	});
});

describe('[D14] counting', () => {
	/** Day by day, as on one's fingers. */
	function slowly(day: string, count: number): string {
		let number = dayNumber(day);
		while (!isWorkingDay(dayText(number))) number++;
		for (let left = count; left > 0;) if (isWorkingDay(dayText(++number))) left--;
		return dayText(number);
	}

	it('answers what counting on one’s fingers answers, from every day', () => {
		for (const day of everyDay('2018-12-20', '2031-01-20'))
			for (const count of [0, 1, 5, 23]) expect(addWorkingDays(day, count)).toBe(slowly(day, count));
	});

	it('and back: so many working days lie between', () => {
		for (const day of everyDay('2026-01-01', '2027-03-31'))
			for (const count of [0, 3, 20])
				expect(workingDaysBetween(workingDayFrom(day), addWorkingDays(day, count))).toBe(count);
		expect(workingDaysBetween('2026-11-27', '2026-11-23')).toBe(-3);
		expect(workingDaysBetween('2018-12-28', '2019-01-02')).toBe(2);
	});

	it('goes on with weekends alone where no year is known', () => {
		expect(isWorkingDay('2040-01-02')).toBe(true);
		expect(addWorkingDays('2040-01-07', 1)).toBe('2040-01-10');
		expect(addWorkingDays('2030-12-31', 2)).toBe('2031-01-02');
	});

	it('takes whole numbers only', () => {
		expect(() => addWorkingDays('2026-11-23', -1)).toThrow('whole');
		expect(() => addWorkingDays('2026-11-23', 1.5)).toThrow('whole');
	});
});

it('days are numbers and back, leap years too', () => {
	for (const day of ['1970-01-01', '1969-12-31', '2000-02-29', '2024-02-29', '2024-03-01', '2100-03-01'])
		expect([dayText(dayNumber(day)), dayNumber(day)]).toEqual([day, Date.parse(day) / 86_400_000]);
	for (let number = dayNumber('1899-12-31'); number < dayNumber('2101-01-02'); number++)
		expect(dayText(number)).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10));
	expect(weekdayOf(dayNumber('2026-11-22'))).toBe(0);
	expect(weekdayOf(dayNumber('1969-12-31'))).toBe(3);
	expect([addMonths('2026-01-31', 1), addMonths('2026-11-15', 3), addMonths('2023-12-31', 2)]).toEqual([
		'2026-02-28',
		'2027-02-15',
		'2024-02-29'
	]);
});

it('the day and the minute are those of Việt Nam', () => {
	expect([dayOf(new Date('2026-11-22T17:00:00Z')), minuteOf(new Date('2026-11-22T17:05:00Z'))]).toEqual([
		'2026-11-23',
		5
	]);
});
