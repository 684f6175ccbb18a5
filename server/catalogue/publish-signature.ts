/**
 * Signs manifests: ECDSA P-256 with SHA-256, as WebCrypto on the phone verifies it. The key is a file (PKCS #8 PEM)
 * that scripts/catalogue-key.mjs makes before the first build; its public half is built into the app.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Base64 of the signature over these bytes. */
export type Signer = (bytes: Uint8Array) => string;

/** Reads the key at the first signature: a server without a key still answers everything else. */
export function createSigner(file = catalogueKeyFile()): Signer {
	let key: KeyObject | null = null;
	return (bytes) => {
		key ??= createPrivateKey(readFileSync(file, 'utf8'));
		return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
	};
}

/** Relative to the project's folder, from which every program of it is started. */
export function catalogueKeyFile(): string {
	return path.resolve(process.env['CATALOGUE_KEY_FILE'] || path.join('var', 'catalogue-key.pem'));
}
