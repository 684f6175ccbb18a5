/**
 * What a time limit means in days: when it starts, when it ends, what stops it and what moves it. Civil Code 2015
 * arts. 145–148, Decree 61/2018/NĐ-CP arts. 17–20, Circular 01/2018/TT-VPCP. All of it by the server's clock, in
 * Việt Nam's time.
 */
import { invariant, unreachable } from '../result.ts';
import { calendar as ours, dayOf, minuteOf, type WorkingCalendar } from './calendar.ts';
import { addMonths, dayNumber, dayText } from './days.ts';

/** Time that the law gives the agency. */
export interface TimeLimit {
	/** 0 with `same_day`. */
	readonly quantity: number;
	/** `day` is a calendar day; eight working hours are a working day. */
	readonly unit: 'working_day' | 'day' | 'working_hour' | 'month' | 'same_day';
	/** Working days more that a service's own rules allow (2.000986: remote communes 5, completed files 2). */
	readonly extra?: { readonly remote?: number; readonly supplemented?: number };
}

/** When an office is open; the province sets it. Minutes since midnight. */
export interface OfficeHours {
	readonly sessions: readonly (readonly [from: number, to: number])[];
	/** From then on same-day work, and forwarding on the same day, may wait for the next working day. */
	readonly sameDayUntil: number;
}

const clock = (hour: number, minute = 0) => hour * 60 + minute;

/** What most provinces have. */
export const usualHours: OfficeHours = {
	sessions: [
		[clock(7, 30), clock(11, 30)],
		[clock(13, 30), clock(17)]
	],
	sameDayUntil: clock(15)
};

export interface Appointment {
	/** Day that counts as that of reception; the limit begins on the next. */
	readonly receivedOn: string;
	readonly appointmentOn: string;
	/** `HH:MM`, only where the limit is in hours. */
	readonly appointmentTime?: string;
}

/** What an office stands on. */
interface Setting {
	readonly calendar?: WorkingCalendar;
	readonly hours?: OfficeHours;
}

/** What comes after the last session, or on a day off, counts as received on the next working day. */
export function receptionDay(at: Date, { calendar = ours, hours = usualHours }: Setting = {}): string {
	const day = dayOf(at);
	if (minuteOf(at) < closing(hours) || !calendar.isWorkingDay(day)) return calendar.workingDayFrom(day);
	return calendar.addWorkingDays(day, 1);
}

/**
 * When an answer is promised.
 * @param at when the complete dossier, or the complete supplement, was received
 * @param why what makes the service's own extra days apply
 */
export function appointment(
	at: Date,
	limit: TimeLimit,
	why: { readonly remote?: boolean; readonly supplemented?: boolean } = {},
	setting: Setting = {}
): Appointment {
	const { calendar = ours, hours = usualHours } = setting;
	const receivedOn = receptionDay(at, setting);
	const extra =
		(why.remote ? (limit.extra?.remote ?? 0) : 0) + (why.supplemented ? (limit.extra?.supplemented ?? 0) : 0);
	const end = endOf(at, receivedOn, limit, calendar, hours);
	if (extra === 0) return { receivedOn, ...end };
	return { receivedOn, ...end, appointmentOn: calendar.addWorkingDays(end.appointmentOn, extra) };
}

function endOf(
	at: Date,
	receivedOn: string,
	{ unit, quantity }: TimeLimit,
	calendar: WorkingCalendar,
	hours: OfficeHours
): Omit<Appointment, 'receivedOn'> {
	switch (unit) {
		case 'working_day':
			return { appointmentOn: calendar.addWorkingDays(receivedOn, quantity) };
		case 'day':
			return { appointmentOn: calendar.workingDayFrom(dayText(dayNumber(receivedOn) + quantity)) };
		case 'month':
			return { appointmentOn: calendar.workingDayFrom(addMonths(receivedOn, quantity)) };
		case 'same_day':
			return { appointmentOn: dueSameDay(at, { calendar, hours }) };
		case 'working_hour':
			return afterHours(at, receivedOn, quantity, calendar, hours);
		default:
			return unreachable(unit);
	}
}

/**
 * The day by whose end what must happen "on the same day" has happened: results of same-day services, and the way of
 * a received dossier to the specialist. From 15:00 on it is the next working day.
 */
export function dueSameDay(at: Date, { calendar = ours, hours = usualHours }: Setting = {}): string {
	const day = dayOf(at);
	const late = calendar.isWorkingDay(day) && minuteOf(at) >= hours.sameDayUntil;
	return late ? calendar.addWorkingDays(day, 1) : calendar.workingDayFrom(day);
}

/** Eight hours are a day, and the rest runs while the office is open. */
function afterHours(
	at: Date,
	receivedOn: string,
	quantity: number,
	calendar: WorkingCalendar,
	hours: OfficeHours
): Omit<Appointment, 'receivedOn'> {
	invariant(quantity > 0, 'hours are more than none');
	let day = receivedOn;
	// What came on another day or before the doors opened begins with the first session.
	let minute = dayOf(at) === receivedOn ? minuteOf(at) : 0;
	let left = Math.round(quantity * 60) % clock(8);
	day = calendar.addWorkingDays(day, Math.floor(quantity / 8));
	minute = opened(minute, hours);
	while (left > 0) {
		const open = hours.sessions.find(([, to]) => minute < to);
		if (!open) {
			day = calendar.addWorkingDays(day, 1);
			minute = 0;
			continue;
		}
		const from = Math.max(minute, open[0]);
		const used = Math.min(left, open[1] - from);
		left -= used;
		minute = from + used;
	}
	return { appointmentOn: day, appointmentTime: timeText(minute) };
}

/** The minute itself while the office is open, else the beginning of the next session of that day. */
function opened(minute: number, hours: OfficeHours): number {
	const session = hours.sessions.find(([, to]) => minute < to);
	return session ? Math.max(minute, session[0]) : minute;
}

/** One stretch in which the ball was with the citizen; days in Việt Nam. */
export interface Wait {
	readonly from: string;
	/** Absent while it lasts. */
	readonly to?: string;
}

/**
 * The promised day after waits that do not count against the agency: a charge to be paid, and, as the index of 2022
 * reckons, a supplement. Each moves it by the working days that it took.
 */
export function movedBy(
	appointmentOn: string,
	waits: readonly Wait[],
	calendar: WorkingCalendar = ours
): string {
	const days = waits.reduce((sum, { from, to }) => sum + calendar.workingDaysBetween(from, to ?? from), 0);
	return calendar.addWorkingDays(appointmentOn, days);
}

/** Working days that the agency has used by a day, without the waits. */
export function daysUsed(
	receivedOn: string,
	until: string,
	waits: readonly Wait[],
	calendar: WorkingCalendar = ours
): number {
	const waited = waits.reduce((sum, { from, to }) => sum + calendar.workingDaysBetween(from, to ?? until), 0);
	return Math.max(0, calendar.workingDaysBetween(receivedOn, until) - waited);
}

/** Last day on which a supplement may be asked for: three working days after reception (Decree 61/2018 art. 19). */
export function supplementAskedBy(receivedOn: string, calendar: WorkingCalendar = ours): string {
	return calendar.addWorkingDays(receivedOn, 3);
}

/** Last day on which an apology may still set another day: the one before the promised (art. 19.9). */
export function apologyBy(appointmentOn: string): string {
	return dayText(dayNumber(appointmentOn) - 1);
}

function closing({ sessions }: OfficeHours): number {
	return Math.max(...sessions.map(([, to]) => to));
}

function timeText(minute: number): string {
	return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
