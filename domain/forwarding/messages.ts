/**
 * What goes to an agency and what may come back, both over Standard Webhooks. Field by field the contract that
 * docs/INTEGRATION.md explains to agencies. Callbacks carry a gapless sequence a dossier, so that repeats and
 * disorder on the way change nothing.
 */
import * as z from 'zod/mini';
import { Day, DossierId, Instant, RequestId } from '../ids.ts';
import { AttachmentFact, Recipient, ResultFile, SupplementItem } from '../dossier/schema.ts';
import { ChargeLine, Vnd } from '../money.ts';
import { FormValues } from '../services/values.ts';
import { Text } from '../text.ts';

const ForwardedFile = z.extend(AttachmentFact, { url: z.string() });
export type ForwardedFile = z.infer<typeof ForwardedFile>;

export const AgencyMessage = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('dossier.submitted'),
		messageId: z.string(),
		dossierId: DossierId,
		dossierCode: z.string(),
		procedureCode: z.string(),
		serviceVersion: z.int(),
		submittedAt: Instant,
		submitter: z.object({ name: z.string(), personalId: z.string(), phone: z.string() }),
		/** Whose dossier it is, when it is somebody else's; `relation` as in the form. */
		owner: z.optional(z.object({ name: z.string(), personalId: z.string(), relation: z.string() })),
		/** One of several dossiers of a linked service: which, and the id of the first. */
		part: z.optional(z.object({ id: z.string(), of: DossierId, title: Text })),
		form: FormValues,
		attachments: z.array(ForwardedFile),
		payment: z.nullable(z.object({ receiptNumber: z.string(), amount: Vnd, paidAt: Instant })),
		callbackUrl: z.string()
	}),
	z.object({
		type: z.literal('dossier.supplemented'),
		messageId: z.string(),
		dossierId: DossierId,
		dossierCode: z.string(),
		requestId: RequestId,
		note: z.string(),
		attachments: z.array(ForwardedFile)
	}),
	z.object({
		type: z.literal('dossier.withdrawal_requested'),
		messageId: z.string(),
		dossierId: DossierId,
		dossierCode: z.string(),
		reason: z.string()
	}),
	z.object({
		type: z.literal('dossier.paid'),
		messageId: z.string(),
		dossierId: DossierId,
		dossierCode: z.string(),
		payment: z.object({ receiptNumber: z.string(), amount: Vnd, paidAt: Instant })
	})
]);
export type AgencyMessage = z.infer<typeof AgencyMessage>;

const callback = {
	dossierId: DossierId,
	sequence: z.int().check(z.positive(), z.maximum(10_000)),
	/** The agency's clock, kept as its claim; the portal's own decides. */
	at: z.string().check(z.maxLength(40)),
	officer: z.object({
		name: z.string().check(z.minLength(1), z.maxLength(150)),
		title: z.string().check(z.maxLength(150)),
		unit: z.string().check(z.maxLength(200))
	})
};
const longText = z.string().check(z.minLength(1), z.maxLength(2000));

export const AgencyCallback = z.discriminatedUnion('type', [
	z.object({ ...callback, type: z.literal('accepted'), appointmentOn: z.optional(Day) }),
	z.object({ ...callback, type: z.literal('processing'), note: z.optional(longText) }),
	z.object({
		...callback,
		type: z.literal('supplement_requested'),
		requestId: RequestId,
		items: z.array(SupplementItem).check(z.minLength(1), z.maxLength(30)),
		until: Day
	}),
	z.object({ ...callback, type: z.literal('refused'), reason: longText }),
	z.object({
		...callback,
		type: z.literal('fee_requested'),
		lines: z.array(ChargeLine).check(
			z.minLength(1),
			z.maxLength(20),
			z.refine((lines) => Vnd.safeParse(lines.reduce((sum, { amount }) => sum + amount, 0)).success)
		)
	}),
	z.object({ ...callback, type: z.literal('apologised'), reason: longText, appointmentOn: Day }),
	z.object({ ...callback, type: z.literal('handed_over'), to: Recipient, note: z.optional(longText) }),
	z.object({
		...callback,
		type: z.literal('decided'),
		outcome: z.enum(['granted', 'refused']),
		note: z.optional(longText),
		result: z.nullable(z.extend(ResultFile, { url: z.string().check(z.maxLength(2000)) }))
	}),
	z.object({ ...callback, type: z.literal('stopped'), reason: longText }),
	z.object({ ...callback, type: z.literal('withdrawal_confirmed') }),
	z.object({ ...callback, type: z.literal('withdrawal_rejected'), reason: longText }),
	z.object({ ...callback, type: z.literal('returned') })
]);
export type AgencyCallback = z.infer<typeof AgencyCallback>;

/** The portal's answer to a callback. */
export const CallbackAnswer = z.object({
	applied: z.boolean(),
	why: z.optional(z.enum(['repeated', 'late', 'waiting_for_earlier']))
});
export type CallbackAnswer = z.infer<typeof CallbackAnswer>;
