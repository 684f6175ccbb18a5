/**
 * Who may do what on which day: the table (transitions.ts) with duties and dates. Apart from machine.ts, because what
 * has happened is folded on every phone without asking the calendar.
 */
import type { Dossier, EventKind } from './schema.ts';
import { type DossierState, fold, permits, rowFor } from './machine.ts';
import { apologyBy, supplementAskedBy } from './time-limit.ts';
import { officers, type Role, type Transition, transition } from './transitions.ts';

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
