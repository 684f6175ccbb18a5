/**
 * Days off of the civil service, year by year. The law fixes most of them (Labour Code 2019 art. 112; before 2021
 * that of 2012): 1 January, five days of Tết, the Hùng Kings' day (10th of the 3rd lunar month), 30 April, 1 May,
 * National Day with one day beside it, and since 2026 the Day of Culture (Resolution 28/2026/QH16). A holiday on a
 * weekend is made up on the next working day. What the Prime Minister settles each year is one line of the table
 * below; a later notice is one more line, and nothing else changes.
 */
import { dayNumber, isWeekday } from './days.ts';

/** What must be known of a year. */
interface YearOfRest {
	/** First day of the lunar year, and the Hùng Kings' day. Lunar months are reckoned at UTC+7, not at UTC+8. */
	readonly lunar: { readonly tet: string; readonly hung: string };
	/** What was settled for that year; absent while no notice is known. */
	readonly notice?: {
		/** First of the five days of Tết: the day before the first day of the lunar year, or two before. */
		readonly tetFrom: string;
		/** The day off beside 2 September. */
		readonly besideNationalDay?: string;
		/** A bridge day off for a Saturday worked. */
		readonly swaps?: readonly { readonly off: string; readonly worked: string }[];
		/** The notice itself; `null` where the days are known from other calendars only. */
		readonly source: string | null;
	};
}

/** Days are `MM-DD` of the year, but for swaps: those may cross the end of one. */
const years: Readonly<Record<number, YearOfRest>> = {
	2019: {
		lunar: { tet: '02-05', hung: '04-14' },
		notice: {
			tetFrom: '02-04',
			swaps: [
				{ off: '2018-12-31', worked: '2019-01-05' },
				{ off: '2019-04-29', worked: '2019-05-04' }
			],
			source: null
		}
	},
	2020: { lunar: { tet: '01-25', hung: '04-02' }, notice: { tetFrom: '01-23', source: null } },
	2021: {
		lunar: { tet: '02-12', hung: '04-21' },
		notice: { tetFrom: '02-10', besideNationalDay: '09-03', source: '4875/TB-LĐTBXH' }
	},
	2022: {
		lunar: { tet: '02-01', hung: '04-10' },
		notice: { tetFrom: '01-31', besideNationalDay: '09-01', source: '119/TB-LĐTBXH' }
	},
	2023: {
		lunar: { tet: '01-22', hung: '04-29' },
		notice: { tetFrom: '01-20', besideNationalDay: '09-01', source: '5034/TB-LĐTBXH' }
	},
	2024: {
		lunar: { tet: '02-10', hung: '04-18' },
		notice: {
			tetFrom: '02-08',
			besideNationalDay: '09-03',
			swaps: [{ off: '2024-04-29', worked: '2024-05-04' }],
			source: '5015/TB-LĐTBXH, 1570/TB-LĐTBXH'
		}
	},
	2025: {
		lunar: { tet: '01-29', hung: '04-07' },
		notice: {
			tetFrom: '01-27',
			besideNationalDay: '09-01',
			swaps: [{ off: '2025-05-02', worked: '2025-04-26' }],
			source: '6150/TB-BLĐTBXH'
		}
	},
	2026: {
		lunar: { tet: '02-17', hung: '04-26' },
		notice: {
			tetFrom: '02-16',
			besideNationalDay: '09-01',
			swaps: [
				{ off: '2026-01-02', worked: '2026-01-10' },
				{ off: '2026-08-31', worked: '2026-08-22' }
			],
			source: '9441/TB-BNV, 12729/VPCP-KGVX'
		}
	},
	2027: { lunar: { tet: '02-06', hung: '04-16' } },
	2028: { lunar: { tet: '01-26', hung: '04-04' } },
	2029: { lunar: { tet: '02-13', hung: '04-23' } },
	2030: { lunar: { tet: '02-02', hung: '04-12' } }
};

/** First and last year of the table. */
export const firstYear = /* @__PURE__ */ yearsOf(Math.min);
export const lastYear = /* @__PURE__ */ yearsOf(Math.max);

function yearsOf(one: (...years: number[]) => number): number {
	return one(...Object.keys(years).map(Number));
}

/** Days of one year as day numbers. */
export interface Rest {
	/** Weekdays on which offices are closed. Those of a swap may lie in the year before. */
	readonly off: ReadonlySet<number>;
	/** Saturdays on which they are open. */
	readonly worked: ReadonlySet<number>;
	/**
	 * Weekdays of Tết that are off whichever day the coming notice lets it begin. Part of nothing else: whoever
	 * promises a day counts them as off, whoever compares with what has been settled leaves them out.
	 */
	readonly awaited: ReadonlySet<number>;
	/** Whether the year's notice is known. */
	readonly settled: boolean;
}

/** What the law and the notice say of a year of the table; `null` for any other year. */
export function restOf(year: number): Rest | null {
	const known = years[year];
	if (!known) return null;
	const on = (monthDay: string) => dayNumber(`${year}-${monthDay}`);
	const { lunar, notice } = known;
	const fixed = [on('01-01'), on(lunar.hung), on('04-30'), on('05-01'), on('09-02')];
	const swaps = notice?.swaps ?? [];
	const settledDays = notice
		? [
				...fixed,
				...fiveFrom(on(notice.tetFrom)),
				...(notice.besideNationalDay ? [on(notice.besideNationalDay)] : [])
			]
		: fixed;
	// Not one of the holidays of art. 112: nothing is known of a day in its place.
	const culture = year >= 2026 ? [on('11-24')] : [];
	return {
		off: new Set(
			[...withSubstitutes(settledDays), ...culture, ...swaps.map(({ off }) => dayNumber(off))].filter(
				isWeekday
			)
		),
		worked: new Set(swaps.map(({ worked }) => dayNumber(worked))),
		awaited: notice ? new Set() : certainOfTet(on(lunar.tet)),
		settled: notice !== undefined
	};
}

function fiveFrom(first: number): number[] {
	return [0, 1, 2, 3, 4].map((after) => first + after);
}

/** The days, and for each on a weekend the next weekday that is not off already. */
function withSubstitutes(days: readonly number[]): number[] {
	const off = new Set(days);
	for (const day of [...days].sort((a, b) => a - b)) {
		if (isWeekday(day)) continue;
		let instead = day;
		while (!isWeekday(instead) || off.has(instead)) instead++;
		off.add(instead);
	}
	return [...off];
}

/** Weekdays that are off both when the five days begin one day before the lunar year and when they begin two before. */
function certainOfTet(tet: number): Set<number> {
	const late = new Set(withSubstitutes(fiveFrom(tet - 1)));
	return new Set(withSubstitutes(fiveFrom(tet - 2)).filter((day) => isWeekday(day) && late.has(day)));
}
