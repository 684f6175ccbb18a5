/**
 * What may happen to a dossier, as one table: from which status, by which event, by whom, to which status, under
 * which condition, and what follows. From the national list of statuses, Decree 61/2018/NĐ-CP and Circular
 * 01/2018/TT-VPCP (PORTAL.md §7.2). The machine folds by it, decisions and the desk's buttons ask it.
 */
import { invariant } from '../result.ts';
import { Duty, type EventKind } from './schema.ts';

/** Codes of the national list. */
export type Status = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/**
 * Who acts. `agency` is an agency's own system: it speaks for its officers, whose duties it has looked at itself.
 * Everybody else is named by what they are.
 */
export type Role = 'citizen' | 'portal' | 'gateway' | 'agency' | Duty;

/** What must be true besides; `machine.ts` judges it. */
export type Condition =
	/** Decree 61/2018 art. 19: everything at once, and only once. */
	| 'supplement_once'
	/** Decree 61/2018 art. 19.9: the new day may be set once. */
	| 'apology_once'
	/** No later than three working days after reception, unless the sector's law says otherwise. */
	| 'within_three_days'
	/** The day given for the supplement is over. */
	| 'supplement_overdue'
	/** A day before the promised one at the latest, and to a later day. */
	| 'before_late'
	/** What was withdrawn is not withdrawn again. */
	| 'not_withdrawn'
	/** Paid is what was asked for. */
	| 'paid_in_full';

/** What follows from it. */
export type Effect =
	| 'gives_code'
	| 'promises_day'
	| 'promises_anew'
	| 'moves_promise_by_wait'
	| 'stops_clock'
	| 'starts_clock'
	| 'slip_01'
	| 'slip_02'
	| 'slip_03'
	| 'slip_04'
	| 'slip_05'
	| 'notifies'
	| 'receipt'
	| 'refund_by_rule'
	| 'hands_over_result';

/** Where an event leads: a status, back to where the dossier was before it waited, or nowhere: it leaves a trace. */
export type Next = Status | 'back' | 'same';

export interface Transition {
	/** `draft` is on the phone or on paper: the dossier does not exist yet. */
	readonly from: readonly (Status | 'draft')[];
	readonly event: EventKind;
	readonly by: readonly Role[];
	readonly to: Next;
	readonly when: readonly Condition[];
	readonly effects: readonly Effect[];
}

const row = (
	from: Transition['from'],
	event: EventKind,
	by: readonly Role[],
	to: Next,
	effects: readonly Effect[],
	when: readonly Condition[] = []
): Transition => ({ from, event, by, to, when, effects });

/** Status × event: each stands in one row at most. */
export const table: readonly Transition[] = [
	// Paper at the counter is the same event by the officer, with her acceptance in the same act.
	row(['draft'], 'submitted', ['citizen', 'reception', 'post'], 1, ['gives_code', 'notifies']),

	row([1], 'accepted', ['reception'], 2, ['promises_day', 'slip_01', 'notifies']),
	row([1], 'refused', ['reception'], 3, ['slip_03', 'notifies']),
	row([2], 'processing', ['reception'], 4, ['slip_05']),

	row(
		[1],
		'supplement_requested',
		['reception'],
		5,
		['stops_clock', 'slip_02', 'notifies'],
		['supplement_once']
	),
	row(
		[2, 4],
		'supplement_requested',
		['reception', 'specialist'],
		5,
		['stops_clock', 'slip_02', 'notifies'],
		['supplement_once', 'within_three_days']
	),
	row([5], 'supplement_sent', ['citizen', 'reception'], 'back', [
		'starts_clock',
		'promises_anew',
		'notifies'
	]),
	row([5], 'stopped', ['portal', 'reception', 'specialist'], 8, ['notifies'], ['supplement_overdue']),

	// The portal itself asks for what is due at submission; the agency gets the dossier when it is paid.
	row([1], 'fee_requested', ['portal', 'reception'], 6, ['stops_clock', 'notifies']),
	row([2, 4], 'fee_requested', ['reception', 'specialist'], 6, ['stops_clock', 'notifies']),
	row(
		[6],
		'fee_paid',
		['gateway'],
		'back',
		['starts_clock', 'moves_promise_by_wait', 'receipt'],
		['paid_in_full']
	),

	row([1, 2, 4, 5, 6], 'withdrawal_requested', ['citizen'], 7, ['stops_clock', 'notifies']),
	row([8], 'withdrawal_requested', ['citizen'], 7, ['notifies'], ['not_withdrawn']),
	// The portal confirms while the agency has never had the dossier.
	row([7], 'withdrawal_confirmed', ['reception', 'portal'], 8, ['refund_by_rule', 'notifies']),
	row([7], 'withdrawal_rejected', ['reception'], 'back', ['starts_clock', 'notifies']),

	row(
		[2, 4],
		'apologised',
		['specialist', 'head', 'leader'],
		'same',
		['slip_04', 'notifies'],
		['apology_once', 'before_late']
	),
	row([2], 'handed_over', ['reception'], 'same', ['slip_05']),
	row([4], 'handed_over', ['reception', 'specialist', 'head', 'leader', 'clerk'], 'same', ['slip_05']),
	row([4], 'stopped', ['leader'], 8, ['notifies']),
	// A refusal after appraisal is a result too, with its slip (art. 19.8).
	row([4], 'decided', ['leader'], 9, ['notifies']),
	row([9], 'handed_over', ['leader', 'clerk', 'post'], 'same', ['slip_05']),
	row([9], 'returned', ['citizen', 'reception', 'post', 'portal'], 10, ['hands_over_result', 'slip_05']),

	// Traces of machines: they come when they come.
	row([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'forwarded', ['portal', 'agency'], 'same', []),
	row([9, 10], 'result_stored', ['portal'], 'same', ['notifies'])
];

/** Who works in an agency. */
export const officers: ReadonlySet<Role> = new Set(Duty.options);

/** What only an agency says; it may be on its way while the citizen already wants to withdraw. */
export const wordsOfAgency: ReadonlySet<EventKind> = new Set(
	table
		.map(({ event }) => event)
		.filter((event) => {
			const by = new Set(table.filter((one) => one.event === event).flatMap((one) => one.by));
			return !by.has('citizen') && [...by].some((role) => officers.has(role));
		})
);

/** The row of an event in a status; `null` where it cannot happen. */
export function transition(from: Status | 'draft', event: EventKind): Transition | null {
	return byStatusAndEvent.get(`${from} ${event}`) ?? null;
}

const byStatusAndEvent = new Map(
	table.flatMap((one) => one.from.map((from) => [`${from} ${one.event}`, one] as const))
);
invariant(
	byStatusAndEvent.size === table.reduce((sum, { from }) => sum + from.length, 0),
	'an event in a status stands in one row'
);
