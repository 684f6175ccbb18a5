/**
 * What must be true once the storm is over. Each broken rule is one sentence with its number in docs/SPEC.md.
 */
import { isDeepStrictEqual } from 'node:util';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { dossierService } from '../../domain/services/all.ts';
import { chargesOf } from '../../domain/services/terms.ts';
import { isEnded } from '../../sync/store/phone.ts';
import type { Agency, Gateway } from './outside.ts';
import type { Phone } from './phone.ts';
import type { Portal } from './portal.ts';

export interface Scene {
	readonly phones: readonly Phone[];
	readonly portal: Portal;
	readonly agency: Agency;
	readonly gateway: Gateway;
}

/** Everything that is not as it must be; empty when all is well. */
export function broken(scene: Scene): string[] {
	return [
		...scene.phones.flatMap((phone) => submissions(phone, scene)),
		...scene.phones.flatMap((phone) => quiet(phone)),
		...scene.phones.flatMap((phone) => agreement(phone, scene)),
		...dossiers(scene)
	];
}

function submissions(phone: Phone, { portal }: Scene): string[] {
	const stored = [...portal.authority.state.dossiers.values()];
	return phone.intents.flatMap(({ operation, told, lawful }) => {
		const { localReference, operationId } = operation;
		const count = stored.filter(({ dossier }) => dossier.localReference === localReference).length;
		const entry = phone.store.state.outbox.get(operationId);
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
function quiet(phone: Phone): string[] {
	return [...phone.store.state.outbox.values()].flatMap(({ operation, state, fault }) => {
		const what = `${phone.name}: ${operation.kind} of ${operation.dossierId}`;
		if (state === 'queued') return [`[S7] ${what} still waits`];
		if (fault?.type === 'unknown_service_version') return [];
		// Answered or withdrawn meanwhile, on the person's other phone or by the agency.
		if (operation.kind !== 'submit' && fault?.type === 'not_now') return [];
		return [`[S5] ${what} was set aside without reason: ${fault?.type}`];
	});
}

function agreement(phone: Phone, { portal }: Scene): string[] {
	const { personId } = phone.person;
	const { dossiers, payments } = portal.authority.state;
	const faults: string[] = [];
	const mine = [...dossiers.values()].filter(({ person }) => person === personId);
	const kept = phone.store.state;
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

function dossiers({ portal, agency, gateway }: Scene): string[] {
	const { state } = portal.authority;
	return [...state.dossiers.values()].flatMap(({ dossier }) => {
		const { dossierId, localReference } = dossier;
		const faults: string[] = [];
		const told = fold(dossier.events);
		if (!isEnded(dossier)) faults.push(`[D1] ${localReference} stands still at ${told.status}`);
		for (const file of dossier.attachments)
			if (!state.files.has(file.attachmentId))
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
