/**
 * The working calendar of the civil service and the rules of time of PORTAL.md §7.5: Civil Code 2015 arts. 147–148,
 * Labour Code 2019 art. 112, and the Prime Minister's yearly swaps of bridge days with Saturdays. The years are
 * data: a later notice is one more line.
 */
import { invariant } from '../result.ts';

/** Weekdays off and Saturdays worked of one year, `MM-DD`; `sure: false` where no notice is known. */
interface CalendarYear {
	readonly off: readonly string[];
	readonly worked: readonly string[];
	readonly sure: boolean;
}

/** Notices: 2021 4875/TB-LĐTBXH, 2022 119, 2023 5034, 2024 5015 and 1570, 2025 6150, 2026 9441/TB-BNV and 12729/VPCP-KGVX. */
const years: Readonly<Record<number, CalendarYear>> = {
	2019: {
		off: days('01-01 02-04..02-08 04-15 04-29..05-01 09-02'),
		worked: days('01-05 05-04'),
		sure: false
	},
	2020: { off: days('01-01 01-23..01-24 01-27..01-29 04-02 04-30..05-01 09-02'), worked: [], sure: false },
	2021: {
		off: days('01-01 02-10..02-12 02-15..02-16 04-21 04-30 05-03 09-02..09-03'),
		worked: [],
		sure: true
	},
	2022: { off: days('01-03 01-31..02-04 04-11 05-02..05-03 09-01..09-02'), worked: [], sure: true },
	2023: { off: days('01-02 01-20 01-23..01-26 05-01..05-03 09-01 09-04'), worked: [], sure: true },
	2024: {
		off: days('01-01 02-08..02-09 02-12..02-14 04-18 04-29..05-01 09-02..09-03'),
		worked: days('05-04'),
		sure: true
	},
	2025: {
		off: days('01-01 01-27..01-31 04-07 04-30..05-02 09-01..09-02'),
		worked: days('04-26'),
		sure: true
	},
	2026: {
		off: days('01-01..01-02 02-16..02-20 04-27 04-30..05-01 08-31..09-02 11-24'),
		worked: days('01-10 08-22'),
		sure: true
	},
	// Only what the law itself fixes; Tết, the day beside 2 September and swaps await the notice.
	2027: { off: days('01-01 04-16 04-30 05-03 09-02 11-24'), worked: [], sure: false }
};

/** Whether offices work that day. Years without data know weekends only. */
export function isWorkingDay(day: string): boolean {
	const year = years[Number(day.slice(0, 4))];
	const monthDay = day.slice(5);
	const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
	if (weekday === 0) return false;
	if (weekday === 6) return year?.worked.includes(monthDay) ?? false;
	return !(year?.off.includes(monthDay) ?? false);
}

/** The same day if offices work, else the next one on which they do (art. 148.5). */
export function workingDayFrom(day: string): string {
	return isWorkingDay(day) ? day : workingDayFrom(nextDay(day));
}

/**
 * The last day of a limit of `count` working days: the day of reception is not counted (art. 147).
 * @param count at least 0; 0 is "the same day"
 */
export function addWorkingDays(receivedOn: string, count: number): string {
	invariant(Number.isInteger(count) && count >= 0, 'a limit is a whole number of days');
	let day = workingDayFrom(receivedOn);
	for (let left = count; left > 0; left--) day = workingDayFrom(nextDay(day));
	return day;
}

/** Offices receive until 17:00; what comes later, or on a day off, counts from the next working day. */
export function receptionDay(at: Date): string {
	const local = vietnam(at);
	const day = local.slice(0, 10);
	return workingDayFrom(Number(local.slice(11, 13)) >= 17 ? nextDay(day) : day);
}

/**
 * Appointment for a limit. A same-day service that comes after 15:00 is answered the next working day.
 * @param at when it was received, by the server's clock
 */
export function appointment(
	at: Date,
	limit: { readonly quantity: number; readonly unit: 'working_day' | 'same_day' }
): { receivedOn: string; appointmentOn: string } {
	const receivedOn = receptionDay(at);
	if (limit.unit === 'working_day')
		return { receivedOn, appointmentOn: addWorkingDays(receivedOn, limit.quantity) };
	const today = vietnam(at).slice(0, 10) === receivedOn;
	const late = today && Number(vietnam(at).slice(11, 13)) >= 15;
	return { receivedOn, appointmentOn: late ? addWorkingDays(receivedOn, 1) : receivedOn };
}

/** The calendar day in Việt Nam (UTC+7 all year). */
export function dayOf(at: Date): string {
	return vietnam(at).slice(0, 10);
}

function vietnam(at: Date): string {
	return new Date(at.getTime() + 7 * 3_600_000).toISOString();
}

function nextDay(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** `'02-04..02-08'` is five days; the year does not matter, no range crosses the end of February. */
function days(text: string): string[] {
	return text.split(' ').flatMap((part) => {
		const [first, last] = part.split('..');
		const list: string[] = [];
		for (let day = `2001-${first}`; day <= `2001-${last ?? first}`; day = nextDay(day))
			list.push(day.slice(5));
		return list;
	});
}
