/**
 * Decides what becomes of an operation of the citizen, a word of the agency or a payment: which events happen and
 * which jobs they cause. Pure, so that the reference store and the database take the same decisions.
 * Leaves to the stores: identity, serials, files, transactions.
 */
import type { Fault } from '../faults.ts';
import type { AgencyCallback, AgencyMessage } from '../forwarding/messages.ts';
import type { PaymentId } from '../ids.ts';
import { total, type Vnd } from '../money.ts';
import { err, ok, type Result } from '../result.ts';
import type { DossierService } from '../services/definition.ts';
import { dossierService, serviceOf } from '../services/all.ts';
import { chargesOf, type Destination, destinationOf, timeLimitOf } from '../services/terms.ts';
import { faultsOf, viewForm } from '../services/validate.ts';
import type { FormValues } from '../services/values.ts';
import { dayOf } from './wall-clock.ts';
import { fold, permits } from './machine.ts';
import { type Circumstances, type Objection, objection } from './objection.ts';
import type { Release } from './parts.ts';
import { appointment, movedBy, type TimeLimit } from './time-limit.ts';
import type {
	Actor,
	AttachmentFact,
	Dossier,
	DossierEvent,
	DossierPart,
	Duty,
	NewDossierEvent,
	PaperCount,
	ResultFile
} from './schema.ts';

/** Something that must happen after the commit; a row of the jobs table, written with the events. */
export type Job =
	| {
			readonly kind: 'forward';
			readonly type: AgencyMessage['type'];
			/** The supplement or withdrawal that it carries: sequence of that event. */
			readonly eventSequence: number;
	  }
	| { readonly kind: 'fetch_result'; readonly url: string; readonly result: ResultFile };

export interface Decision {
	readonly events: readonly NewDossierEvent[];
	readonly jobs: readonly Job[];
}

/** A submission that the rules accept. */
export interface Accepted {
	readonly service: DossierService;
	readonly form: FormValues;
	readonly destination: Destination;
}

const citizen: Actor = { role: 'citizen' };
const portal: Actor = { role: 'portal' };

/**
 * Judges a submission.
 * @param personalId of the person who is logged in: an application goes out under nobody else
 * @param knownCommune place tables of the server
 */
export function judgeSubmission(
	submission: {
		readonly procedureCode: string;
		readonly serviceVersion: number;
		readonly form: FormValues;
		readonly attachments: readonly AttachmentFact[];
	},
	personalId: string,
	now: Date,
	knownCommune: (province: string, commune: string) => boolean
): Result<Accepted, Fault> {
	const { procedureCode, serviceVersion } = submission;
	if (serviceOf(procedureCode)?.kind !== 'dossier') return err({ type: 'unknown_procedure', procedureCode });
	const service = dossierService(procedureCode, serviceVersion);
	if (!service) return err({ type: 'unknown_service_version', procedureCode, version: serviceVersion });
	const today = dayOf(now);
	const view = viewForm(service, submission.form, today);
	const fields = faultsOf(service, view, submission.form, submission.attachments, knownCommune);
	const form = view.clean;
	if (fields.length === 0 && form.personalId !== personalId)
		fields.push({ field: 'personalId', rule: 'not_yours' });
	if (fields.length > 0) return err({ type: 'form_invalid', fields });
	return ok({ service, form, destination: destinationOf(service, form, today) });
}

/**
 * First events of a dossier: a charge due at submission is asked for at once, and holds the forwarding back.
 * @param form cleaned; the charge follows from it and the day
 * @param part when the submission makes several dossiers
 */
export function openDossier(
	service: DossierService,
	form: FormValues,
	now: Date,
	part?: DossierPart
): Decision {
	const at = now.toISOString();
	const submitted: NewDossierEvent = { kind: 'submitted', at, actor: citizen };
	// What is charged at submission is charged once, with the first part; a later one goes out when it may.
	if (part && part.index > 0)
		return {
			events: [submitted],
			jobs: part.waits ? [] : [{ kind: 'forward', type: 'dossier.submitted', eventSequence: 1 }]
		};
	const lines = chargesOf(service, form, dayOf(now));
	if (lines.length === 0)
		return { events: [submitted], jobs: [{ kind: 'forward', type: 'dossier.submitted', eventSequence: 1 }] };
	return {
		events: [submitted, { kind: 'fee_requested', at, actor: portal, lines, amount: total(lines) }],
		jobs: []
	};
}

/** The citizen's answer to the one request for supplement. The limit begins anew once reception has happened. */
export function decideSupplement(
	dossier: Dossier,
	supplement: {
		readonly requestId: string;
		readonly note: string;
		readonly attachments: readonly AttachmentFact[];
	},
	now: Date
): Result<Decision, Fault> {
	const state = fold(dossier.events);
	if (!permits(state, 'supplement_sent')) return err({ type: 'not_now', status: state.status });
	const asked = state.supplement;
	if (!asked || asked.requestId !== supplement.requestId) return err({ type: 'not_found' });
	const missing = asked.items
		.map((item) => item.component)
		.filter((component) => component !== null)
		.filter((component) => !supplement.attachments.some((file) => file.component === component));
	if (missing.length > 0)
		return err({
			type: 'form_invalid',
			fields: missing.map((field) => ({ field, rule: 'file_missing' as const }))
		});
	const again = state.receivedOn
		? appointment(now, limitOf(dossier), { supplemented: true }).appointmentOn
		: null;
	return ok({
		events: [
			{
				kind: 'supplement_sent',
				at: now.toISOString(),
				actor: citizen,
				requestId: asked.requestId,
				note: supplement.note,
				attachments: [...supplement.attachments],
				appointmentOn: again
			}
		],
		jobs: [{ kind: 'forward', type: 'dossier.supplemented', eventSequence: dossier.events.length + 1 }]
	});
}

/** A wish to withdraw; the agency confirms it, or the portal itself when the agency never had the dossier. */
export function decideWithdrawal(dossier: Dossier, reason: string, now: Date): Result<Decision, Fault> {
	const state = fold(dossier.events);
	if (objection(state, 'withdrawal_requested', 'citizen', { today: dayOf(now) }))
		return err({ type: 'not_now', status: state.status });
	const at = now.toISOString();
	const asked: NewDossierEvent = { kind: 'withdrawal_requested', at, actor: citizen, reason };
	const withAgency = !dossier.part?.waits && (state.paid !== null || !state.due);
	if (!withAgency)
		return ok({ events: [asked, { kind: 'withdrawal_confirmed', at, actor: portal }], jobs: [] });
	return ok({
		events: [asked],
		jobs: [
			{ kind: 'forward', type: 'dossier.withdrawal_requested', eventSequence: dossier.events.length + 1 }
		]
	});
}

/** The phone holds the result: 9 → 10. Repeats after that change nothing. */
export function decideResultTaken(dossier: Dossier, now: Date): Result<Decision, Fault> {
	const state = fold(dossier.events);
	if (!state.result) return err({ type: 'not_now', status: state.status });
	if (!permits(state, 'returned')) return ok({ events: [], jobs: [] });
	return ok({ events: [{ kind: 'returned', at: now.toISOString(), actor: citizen }], jobs: [] });
}

/**
 * The gateway's money. What was due at submission lets the dossier go to the agency; what the agency asked for is
 * told to it, and the wait moves the promised day. A second payment, or another amount than is due, changes nothing
 * (it is surplus).
 */
export function decidePaid(
	dossier: Dossier,
	payment: { readonly paymentId: PaymentId; readonly receiptNumber: string; readonly amount: Vnd },
	now: Date
): Decision | 'surplus' {
	const state = fold(dossier.events);
	const today = dayOf(now);
	if (objection(state, 'fee_paid', 'gateway', { today, amount: payment.amount })) return 'surplus';
	const moved =
		state.appointmentOn && state.feeSince
			? { appointmentOn: movedBy(state.appointmentOn, [{ from: state.feeSince, to: today }]) }
			: {};
	const atSubmission = state.due?.actor.role === 'portal';
	return {
		events: [{ kind: 'fee_paid', at: now.toISOString(), actor: { role: 'gateway' }, ...payment, ...moved }],
		jobs: atSubmission
			? [{ kind: 'forward', type: 'dossier.submitted', eventSequence: 1 }]
			: [{ kind: 'forward', type: 'dossier.paid', eventSequence: dossier.events.length + 1 }]
	};
}

/** The day given for the supplement is over and nothing came: the portal stops the dossier. `null` while it is not. */
export function decideUnanswered(dossier: Dossier, now: Date): Decision | null {
	const state = fold(dossier.events);
	if (objection(state, 'stopped', 'portal', { today: dayOf(now) })) return null;
	return {
		events: [{ kind: 'stopped', at: now.toISOString(), actor: portal, reason: unansweredReason }],
		jobs: []
	};
}

/** Stored with the event, like the words of officers; pages show them as they are. */
const unansweredReason = 'Quá ngày hẹn bổ sung mà cơ quan chưa nhận được giấy tờ.';

/** The agency's system has stored the dossier. Only the first time leaves a trace. */
export function decideForwarded(
	dossier: Dossier,
	agency: string,
	reference: string | null,
	now: Date
): Decision {
	if (dossier.events.some((event) => event.kind === 'forwarded')) return { events: [], jobs: [] };
	return {
		events: [
			{ kind: 'forwarded', at: now.toISOString(), actor: { role: 'agency', unit: agency }, reference }
		],
		jobs: []
	};
}

/** The announced result file is here, whole. */
export function decideResultStored(result: ResultFile, now: Date): Decision {
	return { events: [{ kind: 'result_stored', at: now.toISOString(), actor: portal, result }], jobs: [] };
}

/** A word of the agency's own system, in its turn. What the table does not permit now came too late. */
export function decideCallback(dossier: Dossier, callback: AgencyCallback, now: Date): Decision | 'late' {
	if (objection(fold(dossier.events), callback.type, 'agency', { today: dayOf(now) })) return 'late';
	const actor: Actor = { role: 'agency', ...callback.officer };
	const jobs: Job[] = [];
	if (callback.type === 'decided' && callback.result) {
		const { url, ...result } = callback.result;
		jobs.push({ kind: 'fetch_result', url, result });
	}
	return { events: [eventOf(dossier, callback, actor, now)], jobs };
}

type Plain<C> = C extends unknown ? Omit<C, 'dossierId' | 'sequence' | 'at' | 'officer'> : never;

/** What an officer does at the desk: the words of an agency's system, with the result's file at hand. */
export type Act =
	| Plain<Exclude<AgencyCallback, { type: 'decided' }>>
	| (Omit<Plain<Extract<AgencyCallback, { type: 'decided' }>>, 'result'> & {
			readonly result: ResultFile | null;
	  });

/** Whoever acts at the desk, always by name. */
export interface Officer {
	readonly name: string;
	readonly title: string;
	readonly unit: string;
	readonly duty: Duty;
}

/**
 * An officer's act at the desk, judged by duty, status and day.
 * @param sectorAllows the sector's own law gives more time than three days to ask for a supplement
 */
export function decideAct(
	dossier: Dossier,
	act: Act,
	officer: Officer,
	now: Date,
	{ sectorAllows = false } = {}
): Result<Decision, Objection> {
	const circumstances: Circumstances = {
		today: dayOf(now),
		sectorAllows,
		...('appointmentOn' in act && act.appointmentOn ? { appointmentOn: act.appointmentOn } : {})
	};
	const no = objection(fold(dossier.events), act.type, officer.duty, circumstances);
	if (no) return err(no);
	const events = [eventOf(dossier, act, { role: 'agency', ...officer }, now)];
	if (act.type === 'decided' && act.result)
		events.push({ kind: 'result_stored', at: now.toISOString(), actor: portal, result: act.result });
	return ok({ events, jobs: [] });
}

/**
 * Papers of a supplement that were brought to the counter: noted in the officer's words, because paper is not
 * uploaded. The limit begins anew as after a supplement from the phone.
 */
export function decideSupplementAtCounter(
	dossier: Dossier,
	note: string,
	officer: Officer,
	now: Date
): Result<Decision, Objection> {
	const state = fold(dossier.events);
	const no = objection(state, 'supplement_sent', officer.duty, { today: dayOf(now) });
	if (no) return err(no);
	if (!state.supplement) return err({ type: 'not_now' });
	const again = state.receivedOn
		? appointment(now, limitOf(dossier), { supplemented: true }).appointmentOn
		: null;
	return ok({
		events: [
			{
				kind: 'supplement_sent',
				at: now.toISOString(),
				actor: { role: 'agency', ...officer },
				requestId: state.supplement.requestId,
				note,
				attachments: [],
				appointmentOn: again
			}
		],
		jobs: []
	});
}

/** First events of a dossier that came on paper: submitted at the counter and accepted in the same act. */
export function openAtCounter(
	service: Pick<DossierService, 'timeLimit'>,
	officer: Officer,
	papers: readonly PaperCount[],
	now: Date
): Decision {
	const base = { at: now.toISOString(), actor: { role: 'agency', ...officer } } as const;
	return {
		events: [
			{ ...base, kind: 'submitted' },
			{
				...base,
				kind: 'accepted',
				...appointment(now, service.timeLimit),
				...(papers.length > 0 && { papers: [...papers] })
			}
		],
		jobs: []
	};
}

function eventOf(
	dossier: Dossier,
	act: Act | Plain<AgencyCallback>,
	actor: Actor,
	now: Date
): NewDossierEvent {
	const base = { at: now.toISOString(), actor };
	switch (act.type) {
		case 'accepted': {
			const promise = appointment(now, limitOf(dossier));
			// The office's own word comes before what we reckon.
			return act.appointmentOn
				? { ...base, kind: 'accepted', receivedOn: promise.receivedOn, appointmentOn: act.appointmentOn }
				: { ...base, kind: 'accepted', ...promise };
		}
		case 'processing':
			return { ...base, kind: 'processing', note: act.note ?? null };
		case 'supplement_requested':
			return {
				...base,
				kind: 'supplement_requested',
				requestId: act.requestId,
				items: act.items,
				until: act.until
			};
		case 'fee_requested':
			return { ...base, kind: 'fee_requested', lines: act.lines, amount: total(act.lines) };
		case 'apologised':
			return { ...base, kind: 'apologised', reason: act.reason, appointmentOn: act.appointmentOn };
		case 'handed_over':
			return { ...base, kind: 'handed_over', to: act.to, note: act.note ?? null };
		case 'refused':
		case 'stopped':
		case 'withdrawal_rejected':
			return { ...base, kind: act.type, reason: act.reason };
		case 'decided': {
			const file = act.result;
			const result = file ? { name: file.name, type: file.type, size: file.size, sha256: file.sha256 } : null;
			return { ...base, kind: 'decided', outcome: act.outcome, note: act.note ?? null, result };
		}
		case 'withdrawal_confirmed':
		case 'returned':
			return { ...base, kind: act.type };
	}
}

/** The limit that the service promised for this case on the day of submission. */
export function limitOf({ procedureCode, serviceVersion, form, submittedAt, part }: Dossier): TimeLimit {
	const service = dossierService(procedureCode, serviceVersion);
	const own = service?.parts?.find(({ id }) => id === part?.id);
	if (own) return own.timeLimit;
	return service
		? timeLimitOf(service, form, dayOf(new Date(submittedAt)))
		: { quantity: 0, unit: 'same_day' };
}

/** Gives events their place in the dossier. */
export function numbered(
	dossier: { readonly events: readonly DossierEvent[] },
	events: readonly NewDossierEvent[]
): DossierEvent[] {
	return events.map(
		(event, index) => ({ ...event, sequence: dossier.events.length + index + 1 }) as DossierEvent
	);
}

/** What a part that waited does now (parts.ts): it goes to its office, or it is withdrawn with what it builds on. */
export function decideRelease(part: Dossier, release: Release, now: Date): Decision {
	if (release.kind === 'forward')
		return { events: [], jobs: [{ kind: 'forward', type: 'dossier.submitted', eventSequence: 1 }] };
	const withdrawn = decideWithdrawal(part, release.reason, now);
	return withdrawn.ok ? withdrawn.value : { events: [], jobs: [] };
}
