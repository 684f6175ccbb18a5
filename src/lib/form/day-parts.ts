/**
 * A day as three numbers that a person types, and as the one text that is kept. Unfinished days are kept as typed
 * (`-3-5`), so that a draft comes back as it was left; only a finished day has the shape that the rules accept.
 */

export interface DayParts {
	day: string;
	month: string;
	year: string;
}

/** `2026-03-05`, a year alone (`1956`) or an unfinished text as three parts. */
export function partsOf(value: string): DayParts {
	const [year = '', month = '', day = ''] = value.split('-');
	return { day, month, year };
}

/**
 * The text to keep: empty when nothing is typed, the year alone when only that is (and `yearAlone` allows it),
 * `YYYY-MM-DD` once all three are there, else the parts as typed, which no rule takes for a day.
 */
export function textOf(parts: DayParts, yearAlone: boolean): string {
	const [day, month, year] = [parts.day, parts.month, parts.year].map((part) => part.replace(/\D/g, ''));
	if (!day && !month && !year) return '';
	if (!day && !month && yearAlone) return year as string;
	const padded = (part: string | undefined) => (part ? part.padStart(2, '0') : '');
	return `${year}-${padded(month)}-${padded(day)}`;
}

/** `YYYY-MM` once both are there, else the parts as typed; empty when nothing is. */
export function monthTextOf({ month, year }: DayParts): string {
	const [m, y] = [month.replace(/\D/g, ''), year.replace(/\D/g, '')];
	return m || y ? `${y}-${m ? m.padStart(2, '0') : ''}` : '';
}

/** A kept day as people write it: `05/03/2026`, or the year alone. */
export function dayInWords(value: string): string {
	const { day, month, year } = partsOf(value);
	return day && month ? `${day}/${month}/${year}` : year;
}
