/**
 * Seals that cost nothing: the same manifests and hashes as sync/client/device-key.ts and server make, with a keyed hash
 * where they sign, because WebCrypto answers in real time and a hundred thousand storms have none.
 */
import { hash } from 'node:crypto';
import { manifestText, type Seal } from '../../domain/dossier/manifest.ts';
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

function signatureOf(text: string): string {
	return Signature.parse(hash('sha512', key + text, 'base64'));
}
