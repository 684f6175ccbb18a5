/**
 * Whether a dossier is in time: a thing of its own beside status and outcome, worked out anew every day and never
 * stored. Desk, citizen's page and register all ask here.
 */
import { calendar as ours, type WorkingCalendar } from './calendar.ts';
import type { DossierState } from './machine.ts';

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
