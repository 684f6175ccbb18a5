/**
 * What must be true once the storm is over. Each broken rule is one sentence with its number in docs/SPEC.md; the
 * ledger counts what was promised, and what became of it.
 */
import { isDeepStrictEqual } from 'node:util';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { dossierService } from '../../domain/services/all.ts';
import { chargesOf } from '../../domain/services/terms.ts';
import { hasPending } from '../../domain/drafts/shelf.ts';
import { isEnded } from '../../sync/store/phone.ts';
import type { Notebook } from './notebook.ts';
import type { Agency, Gateway } from './outside.ts';
import type { Person } from './person.ts';
import type { Portal } from './portal.ts';
import { isReceiptFor, manifestOf } from './seals.ts';

export interface Scene {
	readonly people: readonly Person[];
	readonly portal: Portal;
	readonly agency: Agency;
	readonly gateway: Gateway;
}

export const ledgerRows = [
	/** Lawful submissions that a phone called saved. */
	'promised',
	/** Unlawful ones, which their authors must still find. */
	'refused',
	/** Dossiers on the server. */
	'dossiers',
	'paid',
	'forwarded',
	'supplements',
	'withdrawn',
	'receipts',
	'results',
	/** Edits of drafts, and conflicts among them that their author settled. */
	'edits',
	'decisions',
	/** Drafts that were thrown away. */
	'discards',
	/** Promises that came to nothing. */
	'lost',
	/** Wishes that took effect more than once. */
	'duplicated'
] as const;
export type Ledger = Record<(typeof ledgerRows)[number], number>;

/** Counts of everything that one run did. */
export function ledgerOf({ people, portal, agency }: Scene): Ledger {
	const stored = [...portal.authority.state.dossiers.values()].map(({ dossier }) => dossier);
	const events = stored.flatMap((dossier) => dossier.events);
	const happened = (kind: string) => events.filter((event) => event.kind === kind).length;
	const intents = people.flatMap((person) => person.intents.map((intent) => ({ person, intent })));
	const copies = ({ localReference }: { readonly localReference: string }) =>
		stored.filter((dossier) => dossier.localReference === localReference).length;
	const sums = { promised: 0, refused: 0, lost: 0, duplicated: 0 };
	for (const { person, intent } of intents) {
		const { operation, told, lawful } = intent;
		const there = copies(operation);
		if (there > 1) sums.duplicated++;
		if (!told) continue;
		if (lawful) sums.promised++;
		else sums.refused++;
		const isKept = lawful ? there > 0 : person.phone.shelf.state.outbox.has(operation.operationId);
		if (!isKept) sums.lost++;
	}
	const forwarded = [...agency.received.values()].filter(({ type }) => type === 'dossier.submitted');
	const payments = [...portal.authority.state.payments.values()].filter(
		({ payment }) => payment.state === 'paid' && !payment.surplus
	);
	const paidFor = payments.map(({ payment }) => JSON.stringify(payment.subject));
	const notebooks = [...new Set(people.map(({ notebook }) => notebook))];
	const sumOf = (of: (notebook: Notebook) => number) =>
		notebooks.reduce((sum, notebook) => sum + of(notebook), 0);
	const lostEdits = people.reduce((sum, { phone, notebook }) => sum + notebook.lostOn(phone).length, 0);
	const twice = (list: readonly string[]) => list.length - new Set(list).size;
	return {
		...sums,
		lost: sums.lost + lostEdits,
		duplicated: sums.duplicated + twice(forwarded.map(({ dossierId }) => dossierId)) + twice(paidFor),
		dossiers: stored.length,
		paid: happened('fee_paid'),
		forwarded: forwarded.length,
		supplements: happened('supplement_sent'),
		withdrawn: happened('withdrawal_confirmed'),
		receipts: stored.reduce((sum, { receipts = [] }) => sum + receipts.length, 0),
		results: happened('result_stored'),
		edits: sumOf(({ edits }) => edits.length),
		decisions: sumOf(({ decisions }) => decisions),
		discards: sumOf(({ discards }) => discards)
	};
}

/** Nothing waits on any phone, and every dossier has come to its end: only then all rules can hold. */
export function isQuiet({ people, portal }: Scene): boolean {
	const waits = people.some(({ phone }) =>
		[...phone.shelf.state.outbox.values()].some(({ state }) => state === 'queued')
	);
	const writes = people.some(({ phone }) => hasPending(phone.shelf.state.drafts));
	return (
		!waits &&
		!writes &&
		[...portal.authority.state.dossiers.values()].every(({ dossier }) => isEnded(dossier))
	);
}

/** Everything that is not as it must be; empty when all is well. */
export function broken(scene: Scene): string[] {
	return [
		...scene.people.flatMap((person) => submissions(person, scene)),
		...scene.people.flatMap((person) => quiet(person)),
		...scene.people.flatMap((person) => agreement(person, scene)),
		...scene.people.flatMap((person) => receipts(person, scene)),
		...drafts(scene),
		...dossiers(scene)
	];
}

function submissions({ phone, intents }: Person, { portal }: Scene): string[] {
	const stored = [...portal.authority.state.dossiers.values()];
	return intents.flatMap(({ operation, told, lawful }) => {
		const { localReference, operationId } = operation;
		const count = stored.filter(({ dossier }) => dossier.localReference === localReference).length;
		const entry = phone.shelf.state.outbox.get(operationId);
		if (count > 1) return [`[S1] ${localReference} exists ${count} times`];
		if (count === 1 && entry) return [`[S5] ${localReference} was received and is shown as ${entry.state}`];
		if (!told) return [];
		if (lawful && count === 0) return [`[S1] ${localReference} was saved on the phone and is lost`];
		if (!lawful && entry?.state !== 'set_aside')
			return [`[S5] ${localReference} was refused and is not kept for its author`];
		return [];
	});
}

/** Nothing waits any more, and only what the server had reasons to refuse was set aside. */
function quiet({ phone }: Person): string[] {
	const { outbox } = phone.left.state;
	const left = phone.isUpgraded && outbox.size > 0 ? [`[S7] ${phone.name} has left work behind`] : [];
	const waiting = [...phone.shelf.state.outbox.values()].flatMap(({ operation, state, fault }) => {
		const what = `${phone.name}: ${operation.kind} of ${operation.dossierId}`;
		if (state === 'queued') return [`[S7] ${what} still waits`];
		if (fault?.type === 'unknown_service_version') return [];
		// Answered or withdrawn meanwhile, on the person's other phone or by the agency.
		if (operation.kind !== 'submit' && fault?.type === 'not_now') return [];
		return [`[S5] ${what} was set aside without reason: ${JSON.stringify(fault)}`];
	});
	return [...left, ...waiting];
}

function agreement({ phone }: Person, { portal }: Scene): string[] {
	const { personId } = phone;
	const { dossiers, payments } = portal.authority.state;
	const faults: string[] = [];
	const mine = [...dossiers.values()].filter(({ person }) => person === personId);
	const kept = phone.shelf.state;
	for (const { dossier } of mine)
		if (!isDeepStrictEqual(kept.dossiers.get(dossier.dossierId), dossier))
			faults.push(`[S8] ${phone.name} shows ${dossier.localReference} otherwise than the server`);
	if (kept.dossiers.size !== mine.length) faults.push(`[S8] ${phone.name} shows dossiers that are not hers`);
	for (const { person, payment } of payments.values())
		if (person === personId && !isDeepStrictEqual(kept.payments.get(payment.paymentId), payment))
			faults.push(`[S8] ${phone.name} shows payment ${payment.paymentId} otherwise than the server`);
	for (const { dossier } of mine)
		if (fold(dossier.events).result && !kept.results.has(dossier.dossierId))
			faults.push(`[D9] ${phone.name} does not hold the result of ${dossier.localReference}`);
	return faults;
}

/** Each phone holds a receipt for what was received, and can check it without asking anybody. */
function receipts({ phone }: Person, { people }: Scene): string[] {
	const sent = new Set(
		people
			.filter((person) => person.phone.personId === phone.personId)
			.flatMap(({ intents, supplements }) => [...intents.map(({ operation }) => operation), ...supplements])
			.map(manifestOf)
	);
	return [...phone.shelf.state.dossiers.values()].flatMap((dossier) => {
		const held = dossier.receipts ?? [];
		const what = `${phone.name}: ${dossier.localReference}`;
		const due = 1 + dossier.events.filter(({ kind }) => kind === 'supplement_sent').length;
		if (held.length !== due) return [`[S13] ${what} has ${held.length} receipts for ${due} things`];
		if (!held.every((receipt) => isReceiptFor(receipt, dossier, sent)))
			return [`[S13] ${what} has a receipt that does not hold`];
		return [];
	});
}

/** All phones of one person, and the server, have come to the same drafts, and no edit is gone. */
function drafts({ people, portal }: Scene): string[] {
	return [...new Set(people.map(({ notebook }) => notebook))].flatMap((notebook) => {
		const hers = people.filter((person) => person.notebook === notebook).map(({ phone }) => phone);
		return notebook.broken(hers, portal, new Set(hers.map(({ personId }) => personId)));
	});
}

function dossiers({ portal, agency, gateway }: Scene): string[] {
	const { state } = portal.authority;
	return [...state.dossiers.values()].flatMap(({ dossier }) => {
		const { dossierId, localReference } = dossier;
		const faults: string[] = [];
		const told = fold(dossier.events);
		if (!isEnded(dossier)) faults.push(`[D1] ${localReference} stands still at ${told.status}`);
		for (const file of dossier.attachments)
			if (!portal.holds(file.attachmentId))
				faults.push(`[S3] ${localReference} was received without ${file.attachmentId}`);
		const captured = [...state.payments.values()].filter(
			({ payment }) => payment.subject.kind === 'dossier' && payment.subject.dossierId === dossierId
		);
		const paid = captured.filter(({ payment }) => payment.state === 'paid' && !payment.surplus).length;
		const service = dossierService(dossier.procedureCode, dossier.serviceVersion);
		const submittedOn = dayOf(new Date(dossier.submittedAt));
		const charged = service !== null && chargesOf(service, dossier.form, submittedOn).length > 0;
		const withdrawn = told.outcome === 'withdrawn';
		if (charged ? paid > 1 || (paid === 0 && !withdrawn) : paid > 0)
			faults.push(`[P2] ${localReference} was paid ${paid} times`);
		for (const { payment } of captured) {
			const said = gateway.decided.get(payment.paymentId)?.kind;
			if ((said === 'settled') !== (payment.state === 'paid'))
				faults.push(`[P6] ${payment.paymentId} is ${payment.state}, the gateway says ${said}`);
		}
		const sent = [...agency.received.values()].filter(
			(message) => message.dossierId === dossierId && message.type === 'dossier.submitted'
		).length;
		const due = !charged || paid === 1;
		if (sent !== (due ? 1 : 0)) faults.push(`[P11] ${localReference} was forwarded ${sent} times`);
		return faults;
	});
}
