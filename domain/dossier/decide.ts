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
import { dossierService, serviceOf } from '../services/index.ts';
import { cleanValues, formFaults } from '../services/validate.ts';
import type { FormValues, PlaceValue } from '../services/values.ts';
import { dayOf } from './calendar.ts';
import { fold, permits } from './machine.ts';
import { appointment } from './time-limit.ts';
import type { Actor, AttachmentFact, Dossier, DossierEvent, NewDossierEvent, ResultFile } from './schema.ts';

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
	/** Province code that routes it. */
	readonly province: string;
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
	const fields = formFaults(service, submission.form, submission.attachments, dayOf(now), knownCommune);
	const form = cleanValues(service, submission.form);
	if (fields.length === 0 && form.personalId !== personalId)
		fields.push({ field: 'personalId', rule: 'not_yours' });
	if (fields.length > 0) return err({ type: 'form_invalid', fields });
	const province = (form[service.agency.routedBy] as PlaceValue).province;
	return ok({ service, form, province });
}

/** First events of a dossier: a charge due at submission is asked for at once, and holds the forwarding back. */
export function openDossier(service: DossierService, now: Date): Decision {
	const at = now.toISOString();
	const submitted: NewDossierEvent = { kind: 'submitted', at, actor: citizen };
	if (service.charges.length === 0)
		return { events: [submitted], jobs: [{ kind: 'forward', type: 'dossier.submitted', eventSequence: 1 }] };
	const lines = [...service.charges];
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
	const service = dossierService(dossier.procedureCode, dossier.serviceVersion);
	const again = state.receivedOn && service ? appointment(now, service.timeLimit).appointmentOn : null;
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
	if (!permits(state, 'withdrawal_requested')) return err({ type: 'not_now', status: state.status });
	const at = now.toISOString();
	const asked: NewDossierEvent = { kind: 'withdrawal_requested', at, actor: citizen, reason };
	const withAgency = state.paid !== null || !state.due;
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

/** The gateway's money: the dossier goes on to the agency. A second payment changes nothing (it is surplus). */
export function decidePaid(
	dossier: Dossier,
	payment: { readonly paymentId: PaymentId; readonly receiptNumber: string; readonly amount: Vnd },
	now: Date
): Decision | 'surplus' {
	const state = fold(dossier.events);
	if (!permits(state, 'fee_paid')) return 'surplus';
	return {
		events: [{ kind: 'fee_paid', at: now.toISOString(), actor: { role: 'gateway' }, ...payment }],
		jobs: state.forwarded ? [] : [{ kind: 'forward', type: 'dossier.submitted', eventSequence: 1 }]
	};
}

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

/** A word of the agency, in its turn. What the table does not permit now came too late, and changes nothing. */
export function decideCallback(dossier: Dossier, callback: AgencyCallback, now: Date): Decision | 'late' {
	const state = fold(dossier.events);
	if (!permits(state, callback.type)) return 'late';
	const at = now.toISOString();
	const actor: Actor = { role: 'agency', ...callback.officer };
	const event = callbackEvent(dossier, callback, at, actor, now);
	const jobs: Job[] = [];
	if (callback.type === 'decided' && callback.result) {
		const { url, ...result } = callback.result;
		jobs.push({ kind: 'fetch_result', url, result });
	}
	return { events: [event], jobs };
}

function callbackEvent(
	dossier: Dossier,
	callback: AgencyCallback,
	at: string,
	actor: Actor,
	now: Date
): NewDossierEvent {
	const base = { at, actor };
	switch (callback.type) {
		case 'accepted': {
			const service = dossierService(dossier.procedureCode, dossier.serviceVersion);
			const promised = appointment(now, service?.timeLimit ?? { quantity: 0, unit: 'same_day' });
			return {
				...base,
				kind: 'accepted',
				...promised,
				...(callback.appointmentOn ? { appointmentOn: callback.appointmentOn } : {})
			};
		}
		case 'processing':
			return { ...base, kind: 'processing', note: callback.note ?? null };
		case 'supplement_requested':
			return {
				...base,
				kind: 'supplement_requested',
				requestId: callback.requestId,
				items: callback.items,
				until: callback.until
			};
		case 'refused':
		case 'stopped':
		case 'withdrawal_rejected':
			return { ...base, kind: callback.type, reason: callback.reason };
		case 'decided': {
			const file = callback.result;
			const result = file ? { name: file.name, type: file.type, size: file.size, sha256: file.sha256 } : null;
			return { ...base, kind: 'decided', outcome: callback.outcome, note: callback.note ?? null, result };
		}
		case 'withdrawal_confirmed':
		case 'returned':
			return { ...base, kind: callback.type };
	}
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
