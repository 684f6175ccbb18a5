/**
 * How an app of protocol 1 folds a dossier, as it was released; it is on phones and does not change any more.
 *
 *   1 → 2 → 4 → 9 → 10      the plain way
 *   1, 2, 4 ⇄ 5, 6          waiting for the citizen, and back to where it was
 *   1, 2, 4, 5, 6, 8 → 7    withdrawal asked; 7 → 8 confirmed, 7 → back; the agency's words meanwhile count beneath
 *   1 → 3, 4 → 8, 5 → 8     the other ends
 */
import { invariant } from '../../domain/result.ts';
import type { DossierEvent, EventKind } from '../../domain/dossier/schema.ts';

/** Codes of the national list. */
export type Status = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Where an event leads: a status, or back to where the dossier was before it waited. */
type Next = Status | 'back';

/**
 * Status × event. What is not here is refused. `fee_requested` at 1 is the portal's own: the charge is due at
 * submission and the dossier goes to the agency only when it is paid (SERVICES.md, driving licence).
 */
export const transitions = {
	1: {
		accepted: 2,
		refused: 3,
		supplement_requested: 5,
		fee_requested: 6,
		withdrawal_requested: 7
	},
	2: { processing: 4, supplement_requested: 5, fee_requested: 6, withdrawal_requested: 7 },
	3: {},
	4: { supplement_requested: 5, fee_requested: 6, withdrawal_requested: 7, stopped: 8, decided: 9 },
	5: { supplement_sent: 'back', withdrawal_requested: 7, stopped: 8 },
	6: { fee_paid: 'back', withdrawal_requested: 7 },
	7: { withdrawal_confirmed: 8, withdrawal_rejected: 'back' },
	8: { withdrawal_requested: 7 },
	9: { returned: 10 },
	10: {}
} as const satisfies Record<Status, Partial<Record<EventKind, Next>>>;

/** Words of the agency that may have been on their way when the citizen asked to withdraw. */
const agencyWords: ReadonlySet<EventKind> = new Set([
	'accepted',
	'processing',
	'supplement_requested',
	'refused',
	'decided',
	'stopped'
]);

/** Events that leave a trace and move nothing. */
const traces: ReadonlySet<EventKind> = new Set(['forwarded', 'result_stored']);

export interface DossierState {
	readonly status: Status;
	/** Where each wait began, innermost last: a withdrawal may be asked while a supplement is open. */
	readonly waits: readonly Status[];
	readonly outcome: 'granted' | 'refused' | 'not_accepted' | 'withdrawn' | 'stopped' | null;
	readonly receivedOn: string | null;
	readonly appointmentOn: string | null;
	/** The open or last request for supplement; there is only ever one (Decree 61/2018). */
	readonly supplement: (DossierEvent & { kind: 'supplement_requested' }) | null;
	readonly due: (DossierEvent & { kind: 'fee_requested' }) | null;
	readonly paid: (DossierEvent & { kind: 'fee_paid' }) | null;
	readonly result: (DossierEvent & { kind: 'result_stored' })['result'] | null;
	readonly forwarded: boolean;
}

const initial: DossierState = {
	status: 1,
	waits: [],
	outcome: null,
	receivedOn: null,
	appointmentOn: null,
	supplement: null,
	due: null,
	paid: null,
	result: null,
	forwarded: false
};

/** Whether the event may happen now. Answers no to a second supplement request, whatever the status. */
export function permits(state: DossierState, kind: EventKind): boolean {
	if (traces.has(kind)) return true;
	if (kind === 'supplement_requested' && state.supplement) return false;
	if (state.status === 7 && agencyWords.has(kind)) return permits(underWithdrawal(state), kind);
	return kind in transitions[state.status];
}

/** The state after all events. Throws when the list could not have happened: then storage is broken. */
export function fold(events: readonly DossierEvent[]): DossierState {
	invariant(events[0]?.kind === 'submitted', 'a dossier begins with its submission');
	return events.slice(1).reduce(apply, initial);
}

/** The state after one more event. Throws on one that is not permitted: ask `permits` first. */
export function apply(state: DossierState, event: DossierEvent): DossierState {
	invariant(permits(state, event.kind), `${event.kind} is not permitted in status ${state.status}`);
	return { ...move(state, event.kind), ...learn(state, event) };
}

function move(state: DossierState, kind: EventKind): DossierState {
	if (state.status === 7 && agencyWords.has(kind)) {
		// The work went on while the wish was on its way: an end overtakes the wish, anything else waits beneath it.
		const moved = move(underWithdrawal(state), kind);
		if (moved.status === 3 || moved.status === 8 || moved.status === 9) return moved;
		return { ...moved, status: 7, waits: [...moved.waits, moved.status] };
	}
	const next = (transitions[state.status] as Partial<Record<EventKind, Next>>)[kind];
	if (next === undefined) return state;
	if (next === 'back') {
		const before = state.waits.at(-1);
		invariant(before, 'a wait began somewhere');
		return { ...state, status: before, waits: state.waits.slice(0, -1) };
	}
	const waits = next === 5 || next === 6 || next === 7 ? [...state.waits, state.status] : state.waits;
	return { ...state, status: next, waits };
}

/** The dossier as if the open wish to withdraw had been rejected. */
function underWithdrawal(state: DossierState): DossierState {
	const before = state.waits.at(-1);
	invariant(before, 'a withdrawal began somewhere');
	return { ...state, status: before, waits: state.waits.slice(0, -1) };
}

function learn(state: DossierState, event: DossierEvent): Partial<DossierState> {
	switch (event.kind) {
		case 'fee_requested':
			return { due: event };
		case 'fee_paid':
			return { due: null, paid: event };
		case 'forwarded':
			return { forwarded: true };
		case 'accepted':
			return { receivedOn: event.receivedOn, appointmentOn: event.appointmentOn };
		case 'supplement_requested':
			return { supplement: event };
		case 'supplement_sent':
			return event.appointmentOn ? { appointmentOn: event.appointmentOn } : {};
		case 'refused':
			return { outcome: 'not_accepted' };
		case 'decided':
			return { outcome: event.outcome };
		case 'result_stored':
			return { result: event.result };
		case 'withdrawal_confirmed':
			return { outcome: 'withdrawn' };
		case 'stopped':
			return { outcome: 'stopped' };
		default:
			return state.outcome === 'stopped' && event.kind === 'withdrawal_requested' ? { outcome: null } : {};
	}
}
