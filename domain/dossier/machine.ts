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
import { dayOf } from './calendar.ts';
import type { Dossier, DossierEvent, EventKind } from './schema.ts';
import { apologyBy, supplementAskedBy } from './time-limit.ts';
import {
	officers,
	type Role,
	type Status,
	type Transition,
	transition,
	wordsOfAgency
} from './transitions.ts';

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
function rowFor(state: DossierState, kind: EventKind): Transition | null {
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

/** Why an act is not taken. */
export type Objection =
	| { readonly type: 'not_now' }
	| { readonly type: 'not_your_duty' }
	/** The last day for it was `by`. */
	| { readonly type: 'too_late'; readonly by: string }
	/** It may be done from the day after `until`. */
	| { readonly type: 'not_yet'; readonly until: string }
	/** The day named is not after the one promised before. */
	| { readonly type: 'not_later'; readonly than: string }
	| { readonly type: 'wrong_amount' };

/** What an act is judged by besides the dossier itself. */
export interface Circumstances {
	/** Day in Việt Nam. */
	readonly today: string;
	/** The new day that an apology names. */
	readonly appointmentOn?: string;
	/** VND that were paid. */
	readonly amount?: number;
	/** The sector's own law gives more than three days to ask for a supplement. */
	readonly sectorAllows?: boolean;
}

/**
 * Whether somebody may cause an event now; `null` is yes. An agency's own system speaks for its officers: it is held
 * to the table and to what happens once, not to days, because what it tells has happened already.
 */
export function objection(
	state: DossierState,
	kind: EventKind,
	role: Role,
	circumstances: Circumstances
): Objection | null {
	const row = rowFor(state, kind);
	if (!row) return { type: 'not_now' };
	if (role === 'agency')
		return row.by.some((one) => one === 'agency' || officers.has(one)) ? null : { type: 'not_your_duty' };
	// Here the wish to withdraw is known, and is answered first.
	if (!transition(state.status, kind)) return { type: 'not_now' };
	if (!row.by.includes(role)) return { type: 'not_your_duty' };
	return untimely(state, row, circumstances);
}

function untimely(state: DossierState, row: Transition, circumstances: Circumstances): Objection | null {
	const { today, appointmentOn, amount, sectorAllows } = circumstances;
	for (const condition of row.when) {
		switch (condition) {
			case 'within_three_days': {
				const by = state.receivedOn && !sectorAllows ? supplementAskedBy(state.receivedOn) : today;
				if (today > by) return { type: 'too_late', by };
				break;
			}
			case 'supplement_overdue': {
				const until = state.supplement?.until ?? today;
				if (today <= until) return { type: 'not_yet', until };
				break;
			}
			case 'before_late': {
				const promised = state.appointmentOn ?? today;
				if (today > apologyBy(promised)) return { type: 'too_late', by: apologyBy(promised) };
				if (!appointmentOn || appointmentOn <= promised) return { type: 'not_later', than: promised };
				break;
			}
			case 'not_withdrawn':
				if (state.outcome === 'withdrawn') return { type: 'not_now' };
				break;
			case 'paid_in_full':
				if (amount !== state.due?.amount) return { type: 'wrong_amount' };
				break;
			case 'supplement_once':
			case 'apology_once':
		}
	}
	return null;
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

/** What the owner may do now; derived from the table, so that a button exists exactly when the server will agree. */
export function ownerActions(
	dossier: Dossier
): ReadonlySet<'pay' | 'supplement' | 'withdraw' | 'take_result'> {
	const state = fold(dossier.events);
	const actions = new Set<'pay' | 'supplement' | 'withdraw' | 'take_result'>();
	if (permits(state, 'fee_paid')) actions.add('pay');
	if (permits(state, 'supplement_sent')) actions.add('supplement');
	// Of all that a citizen may do, only this has a condition; it does not look at the day.
	if (!objection(state, 'withdrawal_requested', 'citizen', { today: '' })) actions.add('withdraw');
	if (state.result) actions.add('take_result');
	return actions;
}
