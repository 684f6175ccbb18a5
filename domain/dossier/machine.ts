/**
 * The life of a dossier: the ten national statuses (trạng thái hồ sơ) and what moves it between them, PORTAL.md §7.
 * Status is folded from events, never set.
 *
 *   1 → 2 → 4 → 9 → 10      the plain way
 *   1, 2, 4 ⇄ 5, 6          waiting for the citizen, and back to where it was
 *   1, 2, 4, 5, 6, 8 → 7    withdrawal asked; 7 → 8 confirmed, 7 → back; the agency's words meanwhile count beneath
 *   1 → 3, 4 → 8, 5 → 8     the other ends
 */
import { invariant } from '../result.ts';
import { dayOf } from './wall-clock.ts';
import type { DossierEvent, EventKind } from './schema.ts';
import { type Status, type Transition, transition, wordsOfAgency } from './transitions.ts';

export type { Status } from './transitions.ts';

export interface DossierState {
	readonly status: Status;
	/** Where each wait began, innermost last: a withdrawal may be asked while a supplement is open. */
	readonly waits: readonly Status[];
	readonly outcome: 'granted' | 'refused' | 'not_accepted' | 'withdrawn' | 'stopped' | null;
	readonly receivedOn: string | null;
	/** The day promised now. */
	readonly appointmentOn: string | null;
	/** Days that were promised before, oldest first. */
	readonly earlierAppointments: readonly string[];
	/** When the last wait for money began; a day. */
	readonly feeSince: string | null;
	readonly apologised: boolean;
	/** When it was decided, for whether that was in time. */
	readonly decidedOn: string | null;
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
	earlierAppointments: [],
	feeSince: null,
	apologised: false,
	decidedOn: null,
	supplement: null,
	due: null,
	paid: null,
	result: null,
	forwarded: false
};

/** The row by which the event may happen now; `null` where it may not, whoever wants it. */
export function rowFor(state: DossierState, kind: EventKind): Transition | null {
	const row = transition(state.status, kind);
	// What the agency says while a wish to withdraw is on its way to it counts beneath that wish.
	if (!row)
		return state.status === 7 && wordsOfAgency.has(kind) ? rowFor(underWithdrawal(state), kind) : null;
	if (row.when.includes('supplement_once') && state.supplement) return null;
	if (row.when.includes('apology_once') && state.apologised) return null;
	return row;
}

/** Whether the event may happen now, as far as facts that are stored decide: what is folded is judged by this. */
export function permits(state: DossierState, kind: EventKind): boolean {
	return rowFor(state, kind) !== null;
}

/** The state after all events. Throws when the list could not have happened: then storage is broken. */
export function fold(events: readonly DossierEvent[]): DossierState {
	const known = folded.get(events);
	if (known) return known;
	invariant(events[0]?.kind === 'submitted', 'a dossier begins with its submission');
	const state = events.slice(1).reduce(apply, initial);
	folded.set(events, state);
	return state;
}

/** Everybody asks about the same lists again and again; a list that has grown is another one. */
const folded = new WeakMap<readonly DossierEvent[], DossierState>();

/** The state after one more event. Throws on one that is not permitted: ask `permits` first. */
export function apply(state: DossierState, event: DossierEvent): DossierState {
	invariant(permits(state, event.kind), `${event.kind} is not permitted in status ${state.status}`);
	return { ...move(state, event.kind), ...learn(state, event) };
}

function move(state: DossierState, kind: EventKind): DossierState {
	if (state.status === 7 && !transition(7, kind)) {
		// The work went on while the wish was on its way: an end overtakes the wish, anything else waits beneath it.
		const moved = move(underWithdrawal(state), kind);
		if (moved.status === 3 || moved.status === 8 || moved.status === 9) return moved;
		return { ...moved, status: 7, waits: [...moved.waits, moved.status] };
	}
	const next = transition(state.status, kind)?.to;
	if (next === undefined || next === 'same') return state;
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
			return { due: event, feeSince: dayOf(new Date(event.at)) };
		case 'fee_paid':
			return { due: null, feeSince: null, paid: event, ...promised(state, event.appointmentOn) };
		case 'forwarded':
			return { forwarded: true };
		case 'accepted':
			return { receivedOn: event.receivedOn, ...promised(state, event.appointmentOn) };
		case 'supplement_requested':
			return { supplement: event };
		case 'supplement_sent':
			return promised(state, event.appointmentOn);
		case 'apologised':
			return { apologised: true, ...promised(state, event.appointmentOn) };
		case 'refused':
			return { outcome: 'not_accepted' };
		case 'decided':
			return { outcome: event.outcome, decidedOn: dayOf(new Date(event.at)) };
		case 'result_stored':
			return { result: event.result };
		case 'withdrawal_confirmed':
			return { outcome: 'withdrawn' };
		case 'withdrawal_requested':
			return state.outcome === 'stopped' ? { outcome: null } : {};
		case 'withdrawal_rejected':
			return state.waits.at(-1) === 8 ? { outcome: 'stopped' } : {};
		case 'stopped':
			return { outcome: 'stopped' };
		default:
			return {};
	}
}

/** A promise beside the one before, which stays readable. */
function promised(state: DossierState, day: string | null | undefined): Partial<DossierState> {
	if (!day) return {};
	const before = state.appointmentOn;
	return before === null || before === day
		? { appointmentOn: day }
		: { appointmentOn: day, earlierAppointments: [...state.earlierAppointments, before] };
}

/** Whose turn it is. At 9 the citizen collects; at the ends nobody waits for anybody. */
export function turn(status: Status): 'citizen' | 'agency' | 'nobody' {
	switch (status) {
		case 5:
		case 6:
		case 9:
			return 'citizen';
		case 3:
		case 8:
		case 10:
			return 'nobody';
		default:
			return 'agency';
	}
}
