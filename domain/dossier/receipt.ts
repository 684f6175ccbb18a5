/**
 * The portal's signed word that it has received something: which dossier, under which official code, with which
 * content, when, for which agency. Whoever has the portal's public key can check it without asking anybody.
 */
import * as z from 'zod/mini';
import { canonicalJson } from '../canonical.ts';
import { DossierId, Instant, RequestId, Sha256 } from '../ids.ts';
import { isSigned, Signature } from '../signature.ts';
import type { Dossier } from './schema.ts';

const facts = {
	dossierId: DossierId,
	/** Official code of the dossier. */
	code: z.string(),
	/** Set for a supplement: the request that it answers. */
	requestId: z.optional(RequestId),
	/** Hash of the manifest of what was received (manifest.ts). */
	manifest: Sha256,
	/** By the portal's clock, after everything was durable. */
	receivedAt: Instant,
	/** Code and Vietnamese name of the agency that it is for. */
	agency: z.object({ code: z.string(), name: z.string() })
};

export const Receipt = z.object({ ...facts, signature: Signature });
export type Receipt = z.infer<typeof Receipt>;
export type ReceiptFacts = Omit<Receipt, 'signature'>;

/** @param manifest hash of what arrived; @param requestId set for a supplement */
export function receiptFacts(
	{ dossierId, code, agency }: Pick<Dossier, 'dossierId' | 'code' | 'agency'>,
	manifest: Sha256,
	now: Date,
	requestId?: RequestId
): ReceiptFacts {
	return {
		dossierId,
		code,
		...(requestId ? { requestId } : {}),
		manifest,
		receivedAt: now.toISOString(),
		agency: { code: agency.code, name: agency.name.vi }
	};
}

/** The text that the portal signs. */
export function receiptText({
	dossierId,
	code,
	requestId,
	manifest,
	receivedAt,
	agency
}: ReceiptFacts): string {
	const { code: agencyCode, name } = agency;
	const content = { dossierId, code, requestId, manifest, receivedAt, agency: { code: agencyCode, name } };
	return `motcua receipt 1\n${canonicalJson(content)}`;
}

/**
 * `verified`: the portal signed it, for this dossier and for what this device sent. `unseen`: the same, but this device
 * does not know what was sent: another one did it. The others are reasons not to rely on it.
 */
export type ReceiptCheck = 'verified' | 'unseen' | 'other_dossier' | 'other_content' | 'not_signed';

/**
 * @param expected the dossier as shown, and the manifest that this device has sent for it, if it did
 * @param keys public keys of the portal, base64 SPKI: today's and those of earlier years
 */
export async function checkReceipt(
	receipt: Receipt,
	expected: { readonly dossierId: string; readonly code: string; readonly sent: Sha256 | null },
	keys: readonly string[]
): Promise<ReceiptCheck> {
	const text = receiptText(receipt);
	const signed = await Promise.all(keys.map((spki) => isSigned(text, receipt.signature, { spki })));
	if (!signed.includes(true)) return 'not_signed';
	if (receipt.dossierId !== expected.dossierId || receipt.code !== expected.code) return 'other_dossier';
	if (expected.sent === null) return 'unseen';
	return receipt.manifest === expected.sent ? 'verified' : 'other_content';
}
