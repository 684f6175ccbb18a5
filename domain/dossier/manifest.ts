/**
 * What a person sends to an office, frozen: her words, the form's and the catalogue's version, and every file by hash
 * and size. The phone writes it down in one spelling, hashes and signs that with its own key; the server writes it down
 * from what arrived and compares. Equal text, equal manifest: it becomes one dossier, however often and under whatever
 * operation it is sent (docs/decisions/0013).
 */
import * as z from 'zod/mini';
import { canonicalJson } from '../canonical.ts';
import { Sha256 } from '../ids.ts';
import type { FormValues } from '../services/values.ts';
import { DevicePublicKey, hashText, isSigned, Signature } from '../signature.ts';
import type { AttachmentFact } from './schema.ts';

export type Manifest =
	| {
			readonly kind: 'submit';
			readonly dossierId: string;
			readonly procedureCode: string;
			readonly serviceVersion: number;
			/** Of the catalogue that she read. */
			readonly catalogueVersion: string;
			readonly localReference: string;
			/** By the phone's clock. */
			readonly claimedAt: string;
			readonly form: FormValues;
			readonly attachments: readonly AttachmentFact[];
	  }
	| {
			readonly kind: 'supplement';
			readonly dossierId: string;
			readonly requestId: string;
			readonly note: string;
			readonly attachments: readonly AttachmentFact[];
	  };

/** A signed manifest, without its text: the text follows from what it is sent with. */
export const Seal = z.object({
	/** Hash of the text. */
	manifest: Sha256,
	/** The phone's own public key: one for each person on each device. */
	key: DevicePublicKey,
	/** By that key, over the text. */
	signature: Signature
});
export type Seal = z.infer<typeof Seal>;

/** The text that is hashed, signed and kept. Takes its fields one by one: what travels beside them is no part of it. */
export function manifestText(of: Manifest): string {
	const { kind, dossierId } = of;
	const attachments = of.attachments.map(({ attachmentId, component, name, type, size, sha256 }) => ({
		attachmentId,
		component,
		name,
		type,
		size,
		sha256
	}));
	const content =
		of.kind === 'submit'
			? {
					procedureCode: of.procedureCode,
					serviceVersion: of.serviceVersion,
					catalogueVersion: of.catalogueVersion,
					localReference: of.localReference,
					claimedAt: of.claimedAt,
					form: of.form
				}
			: { requestId: of.requestId, note: of.note };
	return `motcua manifest 1\n${canonicalJson({ kind, dossierId, ...content, attachments })}`;
}

/** What is wrong with a seal on this content; null when it fits and the key that it names has made it. */
export async function sealFault(of: Manifest, seal: Seal): Promise<'content' | 'signature' | null> {
	const text = manifestText(of);
	if ((await hashText(text)) !== seal.manifest) return 'content';
	return (await isSigned(text, seal.signature, { raw: seal.key })) ? null : 'signature';
}
