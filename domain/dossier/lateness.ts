/**
 * Whether a dossier is in time: a thing of its own beside status and outcome, worked out anew every day and never
 * stored. Desk, citizen's page and register all ask here.
 */
import { calendar as ours, type WorkingCalendar } from './calendar.ts';
import type { DossierState } from './machine.ts';
import { apologyBy } from './time-limit.ts';

/** `paused` while the citizen, or a wish to withdraw, is waited for. */
export type Lateness = 'on_time' | 'due_soon' | 'late' | 'paused';

/** Working days before the promised one from which it is soon: an apology is still possible then. */
export const dueSoonDays = 2;

/**
 * @param today day in Việt Nam
 * @returns `null` where nothing was promised, or it ended without a decision
 */
export function lateness(
	{ status, appointmentOn, decidedOn }: Pick<DossierState, 'status' | 'appointmentOn' | 'decidedOn'>,
	today: string,
	calendar: WorkingCalendar = ours
): Lateness | null {
	if (appointmentOn === null) return null;
	switch (status) {
		case 5:
		case 6:
		case 7:
			return 'paused';
		case 2:
		case 4:
			if (today > appointmentOn) return 'late';
			return calendar.workingDaysBetween(today, appointmentOn) <= dueSoonDays ? 'due_soon' : 'on_time';
		case 9:
		case 10:
			return decidedOn !== null && decidedOn > appointmentOn ? 'late' : 'on_time';
		default:
			return null;
	}
}

/**
 * Whether whoever decides must look now if an apology is needed: the promised day is near, and the one apology that
 * there is can still go out in time (Decree 61/2018 art. 19.9). Nobody but an officer sends it: it names a reason and
 * another day, and binds the office.
 * @param today day in Việt Nam
 */
export function needsApology(
	state: Pick<DossierState, 'status' | 'appointmentOn' | 'decidedOn' | 'apologised'>,
	today: string,
	calendar: WorkingCalendar = ours
): boolean {
	if (state.apologised || state.appointmentOn === null) return false;
	return lateness(state, today, calendar) === 'due_soon' && today <= apologyBy(state.appointmentOn);
}

/**
 * The other day that an apology may name, for the officer to keep or change: half as many working days again as the
 * office had, at least one. No rule says how many; the first promise is the only measure of the work that there is.
 * @param receivedOn day that counts as that of reception
 */
export function proposedDay(
	receivedOn: string,
	appointmentOn: string,
	calendar: WorkingCalendar = ours
): string {
	const half = Math.ceil(calendar.workingDaysBetween(receivedOn, appointmentOn) / 2);
	return calendar.addWorkingDays(appointmentOn, Math.max(1, half));
}
