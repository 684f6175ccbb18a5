/** Words a job as the message that the agency receives. Pure, apart from signing file addresses. */
import type { Job } from '../../domain/dossier/decide.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { AttachmentFact, Dossier, DossierPart } from '../../domain/dossier/schema.ts';
import type { AgencyMessage, ForwardedFile } from '../../domain/forwarding/messages.ts';
import { ownerOf } from '../../domain/services/owner.ts';
import { invariant } from '../../domain/result.ts';
import type { Agencies } from './agencies.ts';
import { shareOf } from './share.ts';

/**
 * @param dossier with the event that the job carries already in it
 * @param messageId id of the job
 * @param now when it is written; the file addresses count from here
 */
export function agencyMessage(
	agencies: Agencies,
	dossier: Dossier,
	job: Job & { kind: 'forward' },
	messageId: string,
	now: Date
): AgencyMessage {
	const base = { messageId, dossierId: dossier.dossierId, dossierCode: dossier.code };
	const files = (facts: readonly AttachmentFact[]): ForwardedFile[] =>
		facts.map((fact) => ({
			...fact,
			url: agencies.fileUrl(
				{ attachmentId: fact.attachmentId, dossierId: dossier.dossierId, agency: dossier.agency.code },
				now
			)
		}));
	const event = dossier.events[job.eventSequence - 1];
	const owner = ownerOf(dossier.form);
	const share = shareOf(dossier);
	switch (job.type) {
		case 'dossier.submitted':
			return {
				...base,
				type: job.type,
				procedureCode: dossier.procedureCode,
				serviceVersion: dossier.serviceVersion,
				submittedAt: dossier.submittedAt,
				submitter: {
					name: answer(dossier, 'fullName'),
					personalId: answer(dossier, 'personalId'),
					phone: answer(dossier, 'phone')
				},
				...(owner ? { owner } : {}),
				...(dossier.part ? { part: partOf(dossier.part) } : {}),
				form: share.form,
				attachments: files(share.attachments),
				payment: paymentOf(dossier),
				callbackUrl: agencies.callbackUrl(
					dossier.agency.code,
					agencies.linkOfOffice(dossier.agency.code)?.protocol
				)
			};
		case 'dossier.supplemented':
			invariant(event?.kind === 'supplement_sent', 'the job carries a supplement');
			return {
				...base,
				type: job.type,
				requestId: event.requestId,
				note: event.note,
				attachments: files(event.attachments)
			};
		case 'dossier.withdrawal_requested':
			invariant(event?.kind === 'withdrawal_requested', 'the job carries a withdrawal');
			return { ...base, type: job.type, reason: event.reason };
		case 'dossier.paid': {
			const payment = paymentOf(dossier);
			invariant(payment, 'the job carries a payment');
			return { ...base, type: job.type, payment };
		}
	}
}

function answer(dossier: Dossier, field: string): string {
	const value = dossier.form[field];
	return typeof value === 'string' ? value : '';
}

function paymentOf(dossier: Dossier): (AgencyMessage & { type: 'dossier.submitted' })['payment'] {
	const { paid } = fold(dossier.events);
	return paid ? { receiptNumber: paid.receiptNumber, amount: paid.amount, paidAt: paid.at } : null;
}

function partOf({
	id,
	of,
	title
}: DossierPart): NonNullable<(AgencyMessage & { type: 'dossier.submitted' })['part']> {
	return { id, of, title };
}
