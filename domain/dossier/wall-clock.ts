/** Instants as clocks in Việt Nam show them: UTC+7 all year. Apart from the calendar, which a phone seldom needs. */
import { dayText } from './days.ts';

const minutesOfDay = 1440;

/** The calendar day in Việt Nam, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
	return dayText(Math.floor(minutes(at) / minutesOfDay));
}

/** The time of day in Việt Nam as minutes since midnight. */
export function minuteOf(at: Date): number {
	const all = minutes(at);
	return all - Math.floor(all / minutesOfDay) * minutesOfDay;
}

/** Whole minutes since the epoch, by clocks in Việt Nam. */
function minutes(at: Date): number {
	return Math.floor(at.getTime() / 60_000) + 7 * 60;
}
