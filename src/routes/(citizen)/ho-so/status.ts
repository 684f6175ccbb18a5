/** How a status looks, and what is late to its owner; the rules are domain/dossier/machine.ts and lateness.ts. */
import { lateness } from '$domain/dossier/lateness.ts';
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
 * True when the promised day is over and the office still has it: what was decided too late is over for her.
 * @param today the day in Việt Nam
 */
export function isLate(state: DossierState, today: string): boolean {
	return (state.status === 2 || state.status === 4) && lateness(state, today) === 'late';
}
