/**
 * What officers find at their desk: the acts that a dossier offers to somebody's duties, and who may read it at all.
 * Asks the table of transitions, so that a button exists exactly when the act will be taken.
 */
import type { DossierState } from './machine.ts';
import { type Objection, objection } from './objection.ts';
import type { Duty, EventKind } from './schema.ts';
import type { Role, Status } from './transitions.ts';

/** What an officer can do, in the order in which it is offered. */
export const deskActs = [
	'accept',
	'supplement',
	'refuse',
	'start',
	'receive_supplement',
	'decide',
	'hand_over',
	'fee',
	'apologise',
	'confirm_withdrawal',
	'reject_withdrawal',
	'attach',
	'return',
	'stop'
] as const;
export type DeskAct = (typeof deskActs)[number];

/** The event that an act causes; what decides whether it may be done. */
export const eventOfAct: Readonly<Record<DeskAct, EventKind>> = {
	accept: 'accepted',
	supplement: 'supplement_requested',
	refuse: 'refused',
	start: 'processing',
	receive_supplement: 'supplement_sent',
	decide: 'decided',
	hand_over: 'handed_over',
	fee: 'fee_requested',
	apologise: 'apologised',
	confirm_withdrawal: 'withdrawal_confirmed',
	reject_withdrawal: 'withdrawal_rejected',
	attach: 'result_stored',
	return: 'returned',
	stop: 'stopped'
};

/** Who puts the file of a result in when it was decided without one; the portal then stores it. */
const attaching: readonly Duty[] = ['reception', 'leader', 'clerk'];
/** Dossiers that a code's last digits show: as many as a clerk can look through; then she types one digit more. */
export const foundMax = 10;

/** Most days and dossiers of one register (form 06): a month of a small office, a day of a large one. */
export const registerDaysMax = 31;
export const registerLinesMax = 500;

/** After every day that is named. */
const farDay = '9999-12-31';

export interface DeskChoice {
	readonly act: DeskAct;
	/** The duty in which she would do it. */
	readonly duty: Duty;
	/** It would be hers to do, but the day is wrong; `null` when she may. */
	readonly unless: Objection | null;
}

/**
 * What the dossier offers to somebody who has these duties.
 * @param today day in Việt Nam
 */
export function choicesOf(state: DossierState, duties: readonly Duty[], today: string): DeskChoice[] {
	return deskActs.flatMap((act): DeskChoice[] => {
		if (act === 'attach') {
			const duty = duties.find((one) => attaching.includes(one));
			return duty && awaitsResult(state) ? [{ act, duty, unless: null }] : [];
		}
		const found = dutyFor(state, eventOfAct[act], duties, { today, appointmentOn: farDay });
		if (!found.duty) return [];
		const { duty, unless } = found;
		// An apology that can no longer go out is nothing to do any more; that it is late stands above all acts.
		const isTold = unless?.type === 'not_yet' || (unless?.type === 'too_late' && act !== 'apologise');
		return !unless || isTold ? [{ act, duty, unless }] : [];
	});
}

/** Decided, and its file not here. */
export function awaitsResult({ status, result, outcome }: DossierState): boolean {
	return (status === 9 || status === 10) && result === null && outcome !== null;
}

/** The duty in which somebody may cause the event; when none may, the one that comes nearest and why not. */
export function dutyFor(
	state: DossierState,
	kind: EventKind,
	duties: readonly Duty[],
	circumstances: Parameters<typeof objection>[3]
): { readonly duty: Duty | null; readonly unless: Objection | null } {
	let nearest: { duty: Duty | null; unless: Objection } = { duty: null, unless: { type: 'not_your_duty' } };
	for (const duty of duties) {
		const unless = objection(state, kind, duty satisfies Role, circumstances);
		if (!unless) return { duty, unless };
		if (unless.type !== 'not_your_duty') nearest = { duty, unless };
	}
	return nearest;
}

/**
 * Whether a dossier of her agency may be read by somebody with these duties: whoever works on it or watches over the
 * work may, the post what it carries, the administrator of the system nothing.
 */
export function mayRead(duties: readonly Duty[], status: Status): boolean {
	return duties.some((duty) => readable[duty](status));
}

const always = () => true;
const readable: Readonly<Record<Duty, (status: Status) => boolean>> = {
	reception: always,
	specialist: always,
	head: always,
	leader: always,
	clerk: always,
	supervisor: always,
	post: (status) => status === 9 || status === 10,
	administrator: () => false
};

/** The day by which a dossier stands in the queue: who has waited longest, or is promised soonest, comes first. */
export function queueDay(state: DossierState, arrivedOn: string, lastOn: string): string {
	switch (state.status) {
		case 1:
			return arrivedOn;
		case 2:
		case 4:
			return state.appointmentOn ?? arrivedOn;
		case 5:
			return state.supplement?.until ?? lastOn;
		default:
			return lastOn;
	}
}
