/**
 * Says a reply in the words of an older app. Each step takes away what one version brought, so that a reply goes down
 * from today's version to any that is still spoken; tests/golden keeps what each of them can read.
 */
import type { Dossier, DossierEvent } from '../../domain/dossier/schema.ts';
import type { Fault, FieldFault } from '../../domain/faults.ts';
import { isRows } from '../../domain/services/values.ts';
import type { Change, ExchangeReply, Outcome } from '../protocol.ts';

interface Words {
	readonly fault: (fault: Fault) => Fault;
	/** Null for a change that an app of this version has no place for; its next version asks again from the start. */
	readonly change: (change: Change) => Change | null;
}

/** From each version to the one before, newest first. */
const steps: readonly { readonly from: number; readonly words: Words }[] = [
	{
		from: 3,
		words: { fault: faultFor2, change: (change) => ofKinds2(onDossier(change, dossierFor2)) }
	},
	{ from: 2, words: { fault: faultFor1, change: (change) => onDossier(change, dossierFor1) } }
];

/** @param protocol of the app that asked; today's or one of the versions before that are still spoken */
export function replyFor(protocol: number, reply: ExchangeReply): ExchangeReply {
	return steps.filter(({ from }) => from > protocol).reduce((said, { words }) => through(words, said), reply);
}

function through(words: Words, reply: ExchangeReply): ExchangeReply {
	return {
		...reply,
		outcomes: reply.outcomes.map((outcome): Outcome =>
			outcome.type === 'refused' ? { ...outcome, fault: words.fault(outcome.fault) } : outcome
		),
		changes: reply.changes.map(words.change).filter((change) => change !== null)
	};
}

function onDossier(change: Change, say: (dossier: Dossier) => Dossier): Change {
	return change.kind === 'dossier' ? { kind: 'dossier', dossier: say(change.dossier) } : change;
}

/** What came with version 3: an app before it signs nothing, and says nothing of its drafts. */
const faultsOf3: ReadonlySet<Fault['type']> = new Set([
	'manifest_refused',
	'draft_conflict',
	'clock_off',
	'draft_gap',
	'too_many_drafts',
	'charges_not_found',
	'row_damaged',
	'unknown_fault'
]);

function faultFor2(fault: Fault): Fault {
	if (fault.type === 'draft_submitted') return { type: 'id_conflict' };
	if (fault.type === 'form_invalid') {
		const fields = fault.fields.map((field) =>
			field.rule === 'declaration' ? { ...field, rule: 'pattern' as const } : field
		);
		return { type: 'form_invalid', fields };
	}
	return faultsOf3.has(fault.type) ? { type: 'malformed' } : fault;
}

function ofKinds2(change: Change): Change | null {
	// Electricity keeps its old words; of a tax or a fine that was paid elsewhere such an app learns nothing.
	if (change.kind === 'payment') return change.payment.subject.kind === 'charges' ? null : change;
	return change.kind === 'dossier' ? change : null;
}

/** Files that it cannot name were sent from another device; it shows the others. */
function dossierFor2({ receipts: _, part: __, attachments, events, ...dossier }: Dossier): Dossier {
	const known = (files: Dossier['attachments']) => files.filter(({ type }) => type !== 'application/xml');
	return {
		...dossier,
		attachments: known(attachments),
		events: events.map((event) =>
			event.kind === 'supplement_sent' ? { ...event, attachments: known(event.attachments) } : event
		)
	};
}

/** The nearest rule that a form of version 1 had a sentence for. */
const rulesFor1: Partial<Record<FieldFault['rule'], FieldFault['rule']>> = {
	not_a_number: 'pattern',
	too_low: 'pattern',
	too_high: 'pattern',
	check_digit: 'pattern',
	broken_rule: 'pattern',
	too_few_rows: 'required',
	too_many_rows: 'pattern'
};

function faultFor1(fault: Fault): Fault {
	if (fault.type !== 'form_invalid') return fault;
	const fields = fault.fields.map((field) => ({ ...field, rule: rulesFor1[field.rule] ?? field.rule }));
	return { type: 'form_invalid', fields };
}

/** Longest list of choices that an answer could be. */
const choicesMax1 = 50;

/** Its form has no lists of rows, and its machine does not know all that may happen today. */
function dossierFor1({ form, events, ...dossier }: Dossier): Dossier {
	const known = Object.entries(form).filter(
		([, value]) =>
			!Array.isArray(value) || ((value.length === 0 || !isRows(value)) && value.length <= choicesMax1)
	);
	return { ...dossier, form: Object.fromEntries(known), events: eventsFor1(events) };
}

/**
 * Without the traces that it has no word for. A fee that an agency asked for while the wish to withdraw was on its way
 * is told before that wish: its machine had no place for it afterwards, and both orders end in the same status.
 */
function eventsFor1(events: readonly DossierEvent[]): DossierEvent[] {
	const told: DossierEvent[] = [];
	let wish: number | null = null;
	for (const event of events) {
		if (event.kind === 'handed_over' || event.kind === 'apologised') continue;
		told.push(event);
		if (event.kind === 'fee_requested' && wish !== null) {
			told.push(...told.splice(wish, 1));
			wish = told.length - 1;
		}
		if (event.kind === 'withdrawal_requested') wish = told.length - 1;
		if (event.kind === 'withdrawal_confirmed' || event.kind === 'withdrawal_rejected') wish = null;
	}
	return told.map((event, index) => ({ ...event, sequence: index + 1 }));
}
