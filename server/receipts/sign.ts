/**
 * Signs receipts: ECDSA P-256 with SHA-256, as the phone checks it. The key is the first in a file (PEM) that
 * scripts/receipt-key.mjs makes before the first build; the public halves of all in it are built into the app.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sign } from '../store/manifests.ts';

/** Reads the key at the first signature. Without one nothing is received, and phones try again. */
export function createReceiptSigner(file = receiptKeyFile()): Sign {
	let key: KeyObject | null = null;
	return (text) => {
		key ??= createPrivateKey(readFileSync(file, 'utf8'));
		return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
	};
}

/** Relative to the project's folder, from which every program of it is started. */
function receiptKeyFile(): string {
	return path.resolve(process.env['RECEIPT_KEY_FILE'] || path.join('var', 'receipt-key.pem'));
}
