/**
 * The working calendar of the civil service: which days offices work, and counting them. Days off are data
 * (holidays.ts); counting is two look-ups in tables of sums, because a desk asks it for every dossier it shows.
 * What a limit means in days is time-limit.ts.
 */
import { invariant } from '../result.ts';
import { dayNumber, dayText, isWeekday } from './days.ts';
import { firstYear, lastYear, restOf } from './holidays.ts';

export { dayOf, minuteOf } from './wall-clock.ts';

/** A correction by later notice: a flood, a swap announced after this release. */
export interface Amendment {
	/** `YYYY-MM-DD`. */
	readonly day: string;
	readonly works: boolean;
}

/** Days are `YYYY-MM-DD` in Việt Nam. Outside the years of the table only weekends are known. */
export interface WorkingCalendar {
	isWorkingDay(day: string): boolean;
	/** The same day if offices work, else the next one on which they do (Civil Code 2015 art. 148.5). */
	workingDayFrom(day: string): string;
	/**
	 * The last day of a limit of `count` working days: the day of reception is not counted (art. 147).
	 * @param count at least 0; 0 is the same day, or the next on which offices work
	 */
	addWorkingDays(day: string, count: number): string;
	/** Working days after `from`, up to and with `to`; below 0 when `to` is before `from`. */
	workingDaysBetween(from: string, to: string): number;
	/** Whether every year that the stretch touches has its notice; else days of it may still change. */
	isSettled(from: string, to: string): boolean;
}

/** Tables over one stretch of days; `first` is the number of the day at index 0. */
interface Tables {
	readonly first: number;
	readonly texts: readonly string[];
	/** Working days up to and with that day. */
	readonly sums: Int32Array;
	/** Index of the n-th working day; index 0 is not used. */
	readonly nth: Int32Array;
}

/** @param amendments later ones overrule earlier ones, and all of them the table */
export function createCalendar(amendments: readonly Amendment[] = []): WorkingCalendar {
	let tables: Tables | undefined;
	// Made at the first question: a phone that only shows its drafts never needs them.
	const held = () => (tables ??= makeTables(amendments));

	/** Index in the tables; `undefined` outside. */
	function indexOf(day: string): number | undefined {
		const { first, texts } = held();
		const index = dayNumber(day) - first;
		return index >= 0 && index < texts.length ? index : undefined;
	}

	function isWorkingDay(day: string): boolean {
		const index = indexOf(day);
		return index === undefined ? isWeekday(dayNumber(day)) : isWorkingAt(held(), index);
	}

	/** Day by day, for the years before and after the table. */
	function step(day: string, count: number): string {
		let number = dayNumber(day);
		while (!isWorkingDay(dayText(number))) number++;
		for (let left = count; left > 0;) if (isWorkingDay(dayText(++number))) left--;
		return dayText(number);
	}

	function addWorkingDays(day: string, count: number): string {
		invariant(Number.isInteger(count) && count >= 0, 'a limit is a whole number of days');
		const index = indexOf(day);
		if (index === undefined) return step(day, count);
		const { sums, nth, texts } = held();
		// A day off stands for the next working day, which is the one after the last that was counted.
		const start = at(sums, index) + (isWorkingAt(held(), index) ? 0 : 1);
		const found = nth[start + count];
		return found === undefined ? step(day, count) : (texts[found] ?? '');
	}

	function workingDaysBetween(from: string, to: string): number {
		if (from > to) return -workingDaysBetween(to, from);
		const [start, end] = [indexOf(from), indexOf(to)];
		if (start !== undefined && end !== undefined) return at(held().sums, end) - at(held().sums, start);
		let count = 0;
		for (let number = dayNumber(from) + 1; number <= dayNumber(to); number++)
			if (isWorkingDay(dayText(number))) count++;
		return count;
	}

	return {
		isWorkingDay,
		addWorkingDays,
		workingDaysBetween,
		workingDayFrom: (day) => addWorkingDays(day, 0),
		isSettled(from, to) {
			for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++)
				if (!restOf(year)?.settled) return false;
			return true;
		}
	};
}

/** The calendar of this release. Pure, so that no phone carries it for a page that does not ask. */
export const calendar: WorkingCalendar = /* @__PURE__ */ createCalendar();

export const isWorkingDay: WorkingCalendar['isWorkingDay'] = (day) => calendar.isWorkingDay(day);
export const workingDayFrom: WorkingCalendar['workingDayFrom'] = (day) => calendar.workingDayFrom(day);
export const addWorkingDays: WorkingCalendar['addWorkingDays'] = (day, count) =>
	calendar.addWorkingDays(day, count);
export const workingDaysBetween: WorkingCalendar['workingDaysBetween'] = (from, to) =>
	calendar.workingDaysBetween(from, to);

function makeTables(amendments: readonly Amendment[]): Tables {
	const first = dayNumber(`${firstYear}-01-01`);
	const length = dayNumber(`${lastYear}-12-31`) - first + 1;
	const works = Uint8Array.from({ length }, (_, index) => (isWeekday(first + index) ? 1 : 0));
	const set = (day: number, value: 0 | 1) => {
		if (day >= first && day < first + length) works[day - first] = value;
	};
	for (let year = firstYear; year <= lastYear; year++) {
		const rest = restOf(year);
		invariant(rest, 'the table of years has no gap');
		for (const day of rest.off) set(day, 0);
		for (const day of rest.awaited) set(day, 0);
		for (const day of rest.worked) set(day, 1);
	}
	for (const { day, works: open } of amendments) set(dayNumber(day), open ? 1 : 0);

	const sums = new Int32Array(length);
	const nth = new Int32Array(1 + works.reduce((sum, value) => sum + value, 0));
	let sum = 0;
	works.forEach((value, index) => {
		sum += value;
		sums[index] = sum;
		if (value === 1) nth[sum] = index;
	});
	return { first, texts: Array.from({ length }, (_, index) => dayText(first + index)), sums, nth };
}

function isWorkingAt({ sums }: Tables, index: number): boolean {
	return at(sums, index) > (index === 0 ? 0 : at(sums, index - 1));
}

/** Indexes come from `indexOf`, so there is always a number. */
function at(numbers: Int32Array, index: number): number {
	return numbers[index] ?? 0;
}
