/** Colour of a status at the desk; the words beside it say the same. Here the agency's turn stands out. */
import type { Status } from '$domain/dossier/machine.ts';

export function statusKind(status: Status): 'info' | 'ok' | 'wait' | 'bad' | 'calm' | 'ochre' {
	switch (status) {
		case 1:
		case 7:
			return 'ochre';
		case 2:
		case 4:
			return 'info';
		case 9:
			return 'ok';
		default:
			return 'calm';
	}
}
