/**
 * The key pair of receipts: the portal signs what it has received with the private half, the app has the public one
 * built in and checks without a network. Not the catalogue's key: who may publish may not say what was received.
 *
 * The file is PEM: first the private key of today, after it the public keys of earlier years, whose receipts stay good.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeOnce } from './catalogue-key.mjs';

/**
 * The public halves as base64 SPKI, today's first. Makes `var/receipt-key.pem` when there is none; a file named by
 * RECEIPT_KEY_FILE must exist.
 * @param {string} root the project's folder
 * @returns {string[]}
 */
export function receiptPublicKeys(root) {
	const named = process.env.RECEIPT_KEY_FILE;
	const file = path.resolve(root, named || path.join('var', 'receipt-key.pem'));
	if (!named) makeOnce(file);
	const [own, ...earlier] =
		readFileSync(file, 'utf8').match(/-----BEGIN [\s\S]+?-----END [A-Z ]+-----/g) ?? [];
	if (!own) throw new Error(`${file} has no key`);
	return [createPublicKey(createPrivateKey(own)), ...earlier.map((key) => createPublicKey(key))].map(
		(key) => {
			if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
				throw new Error(`${file} has a key that is not P-256`);
			return key.export({ type: 'spki', format: 'der' }).toString('base64');
		}
	);
}
