/**
 * Periods of taxes as forms name them: a month `MM/YYYY`, a quarter `Qn/YYYY`, a year `YYYY`. Their declarations are
 * due by rules of the definition; what is here only says when a period ends.
 */
import { addMonths, dayNumber, dayText } from '../dossier/days.ts';

/** `Q3/2026` out of `q3/2026`, `09/2026` out of `9/2026`; null for what names no period. */
export function taxPeriod(text: string): string | null {
	const [, quarter, month, year] =
		/^(?:Q([1-4])\/|(0?[1-9]|1[0-2])\/)?(20\d{2})$/.exec(text.toUpperCase()) ?? [];
	if (!year) return null;
	if (quarter) return `Q${quarter}/${year}`;
	return month ? `${month.padStart(2, '0')}/${year}` : year;
}

/** Last day of a period, `YYYY-MM-DD`; null for what names none. */
export function periodEnd(text: string): string | null {
	const period = taxPeriod(text);
	if (!period) return null;
	const [first, year] = period.includes('/') ? (period.split('/') as [string, string]) : ['12', period];
	const month = first.startsWith('Q') ? Number(first.slice(1)) * 3 : Number(first);
	return monthEnd(`${year}-${String(month).padStart(2, '0')}-01`, 0);
}

/** Last day of the month that lies so many months after a day's. */
export function monthEnd(day: string, months: number): string {
	return dayText(dayNumber(addMonths(`${day.slice(0, 7)}-01`, months + 1)) - 1);
}
