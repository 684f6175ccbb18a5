/** How a status looks, and whether the office is late; the rules of status itself are domain/dossier/machine.ts. */
import type { DossierState, Status } from '$domain/dossier/machine.ts';

/** Colour of the chip; the words beside it say the same. */
export function statusKind(status: Status): 'info' | 'ok' | 'wait' | 'bad' | 'calm' {
	switch (status) {
		case 5:
		case 6:
			return 'wait';
		case 3:
		case 8:
			return 'bad';
		case 9:
		case 10:
			return 'ok';
		case 7:
			return 'calm';
		default:
			return 'info';
	}
}

/**
 * True when the promised day is over and the office still has it. While it waits for the citizen (5, 6) or for its
 * own end (7) the limit does not run (PORTAL.md §7.2).
 * @param today the day in Việt Nam
 */
export function isLate({ status, appointmentOn }: DossierState, today: string): boolean {
	return (status === 2 || status === 4) && appointmentOn !== null && appointmentOn < today;
}
