/**
 * Seals that cost nothing: the same manifests and hashes as sync/client/device-key.ts and server make, with a keyed hash
 * where they sign, because WebCrypto answers in real time and a hundred thousand storms have none.
 */
import { hash } from 'node:crypto';
import { manifestText, type Seal } from '../../domain/dossier/manifest.ts';
import { type Receipt, receiptFacts, receiptText } from '../../domain/dossier/receipt.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { RequestId, Sha256 } from '../../domain/ids.ts';
import { DevicePublicKey, Signature } from '../../domain/signature.ts';
import type { Operation } from '../../sync/protocol.ts';
import { sha256 } from './content.ts';

type SealedOperation = Operation & { kind: 'submit' | 'supplement' };

const key = DevicePublicKey.parse(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64'));

/** The same operation, sealed when it is of those that are and nobody has sealed it yet. */
export function sealed<O extends Operation>(operation: O): O {
	if (operation.kind !== 'submit' && operation.kind !== 'supplement') return operation;
	if (operation.seal) return operation;
	const text = manifestText(operation);
	return { ...operation, seal: { manifest: sha256(text), key, signature: signatureOf(text) } };
}

/** As domain/dossier/manifest.ts judges. */
export function sealFault(operation: SealedOperation, seal: Seal): 'content' | 'signature' | null {
	const text = manifestText(operation);
	if (sha256(text) !== seal.manifest) return 'content';
	return seal.signature === signatureOf(text) ? null : 'signature';
}

/** The portal's signed word that it has this; as server/store/manifests.ts makes it. */
export function receiptOf(dossier: Dossier, manifest: string, now: Date, requestId?: RequestId): Receipt {
	const facts = receiptFacts(dossier, sha256(manifest), now, requestId);
	return { ...facts, signature: signatureOf(receiptText(facts)) };
}

/** As domain/dossier/receipt.ts checks it on the phone. @param sent hashes of what this person has sent for it */
export function isReceiptFor(
	receipt: Receipt,
	{ dossierId, code }: Pick<Dossier, 'dossierId' | 'code'>,
	sent: ReadonlySet<Sha256>
): boolean {
	const isSigned = receipt.signature === signatureOf(receiptText(receipt));
	return isSigned && receipt.dossierId === dossierId && receipt.code === code && sent.has(receipt.manifest);
}

/** The hash under which it is received. */
export function manifestOf(operation: SealedOperation): Sha256 {
	return sha256(manifestText(operation));
}

function signatureOf(text: string): string {
	return Signature.parse(hash('sha512', key + text, 'base64'));
}
