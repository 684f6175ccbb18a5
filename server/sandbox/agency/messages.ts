/** What the portal sends to an agency, parsed at the door. Times are ISO 8601, amounts whole đồng, sizes bytes. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const Attachment = z.object({
	attachmentId: z.string().min(1).max(100),
	/** Which paper of the dossier it is. */
	component: z.string().min(1).max(100),
	name: z.string().min(1).max(300),
	type: z.string().min(1).max(100),
	size: z.int().min(1),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	/** Signed by the portal, valid for a while. */
	url: z.url({ protocol: /^https?$/ })
});
export type Attachment = z.infer<typeof Attachment>;

const about = {
	/** The same as the header webhook-id. */
	messageId: z.string().min(1).max(100),
	dossierId: z.uuid(),
	dossierCode: z.string().min(1).max(60)
};

export const Submitted = z.object({
	type: z.literal('dossier.submitted'),
	...about,
	procedureCode: z.string().min(1).max(40),
	serviceVersion: z.int(),
	submittedAt: z.iso.datetime(),
	submitter: z.object({ name: z.string(), personalId: z.string(), phone: z.string().nullish() }),
	form: z.record(z.string(), z.unknown()),
	attachments: z.array(Attachment),
	payment: z.object({ receiptNumber: z.string(), amount: z.int(), paidAt: z.iso.datetime() }).nullable(),
	callbackUrl: z.url({ protocol: /^https?$/ })
});
export type Submitted = z.infer<typeof Submitted>;

const Supplemented = z.object({
	type: z.literal('dossier.supplemented'),
	...about,
	requestId: z.uuid(),
	note: z.string().nullish(),
	attachments: z.array(Attachment)
});

const WithdrawalRequested = z.object({
	type: z.literal('dossier.withdrawal_requested'),
	...about,
	reason: z.string().nullish()
});

const Paid = z.object({
	type: z.literal('dossier.paid'),
	...about,
	payment: z.object({ receiptNumber: z.string(), amount: z.int(), paidAt: z.iso.datetime() })
});

export const PortalMessage = z.discriminatedUnion('type', [
	Submitted,
	Supplemented,
	WithdrawalRequested,
	Paid
]);
export type PortalMessage = z.infer<typeof PortalMessage>;

/**
 * Fingerprint of what a message says, without the attachments' addresses: those expire, and a retry after days brings
 * fresh ones for the same files.
 */
export function messageToFingerprint(message: PortalMessage): string {
	const lasting =
		'attachments' in message
			? { ...message, attachments: message.attachments.map((one) => ({ ...one, url: '' })) }
			: message;
	return createHash('sha256').update(JSON.stringify(lasting)).digest('hex');
}
