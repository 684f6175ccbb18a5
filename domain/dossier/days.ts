/**
 * Days as whole numbers since 1 January 1970, so that a difference is a subtraction and a table an array. No clock
 * and no zone in here: a day is a day in Việt Nam.
 */

/** `2026-11-22` as a number. The text must be a day (`Day` in domain/ids.ts); this does not look again. */
export function dayNumber(day: string): number {
	const year = digits(day, 0, 4);
	const month = digits(day, 5, 7);
	// Years that begin in March have their leap day at the end, so that months before it are all alike.
	const marchYear = month > 2 ? year : year - 1;
	const marchMonth = month > 2 ? month - 3 : month + 9;
	const century = Math.floor(marchYear / 100);
	const beforeMonth = Math.floor((153 * marchMonth + 2) / 5);
	return (
		marchYear * 365 +
		Math.floor(marchYear / 4) -
		century +
		Math.floor(century / 4) +
		beforeMonth +
		digits(day, 8, 10) -
		1 -
		firstOfMarchToEpoch
	);
}

/** The number as `YYYY-MM-DD`. */
export function dayText(number: number): string {
	const shifted = number + firstOfMarchToEpoch;
	const era = Math.floor(shifted / daysOf400Years);
	const dayOfEra = shifted - era * daysOf400Years;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
	const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** 0 is Sunday, 6 Saturday. */
export function weekdayOf(number: number): number {
	return (((number + 4) % 7) + 7) % 7;
}

/** Monday to Friday. */
export function isWeekday(number: number): boolean {
	const weekday = weekdayOf(number);
	return weekday !== 0 && weekday !== 6;
}

/**
 * The day of the same name `count` months later; the month's last day where there is no such (Civil Code 2015
 * art. 148.4).
 */
export function addMonths(day: string, count: number): string {
	const months = digits(day, 0, 4) * 12 + digits(day, 5, 7) - 1 + count;
	const year = Math.floor(months / 12);
	const month = months % 12;
	const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
	return new Date(Date.UTC(year, month, Math.min(digits(day, 8, 10), last))).toISOString().slice(0, 10);
}

const daysOf400Years = 146_097;
/** Days from 1 March of year 0 to 1 January 1970. */
const firstOfMarchToEpoch = 719_468;

function two(number: number): string {
	return number < 10 ? `0${number}` : String(number);
}

/** The number that stands there, without making a new text of it: calendars read a hundred thousand days at once. */
function digits(text: string, from: number, to: number): number {
	let value = 0;
	for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
	return value;
}
