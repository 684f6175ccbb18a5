/** Phones' keys and their seals for tests, made at once, as WebCrypto on a phone makes them in a moment. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { manifestText } from '../../domain/dossier/manifest.ts';
import { receiptText, type Receipt, type ReceiptFacts } from '../../domain/dossier/receipt.ts';
import { Sha256 } from '../../domain/ids.ts';
import type { Operation } from '../../sync/protocol.ts';

export interface Device {
	readonly privateKey: KeyObject;
	/** Base64 of the point. */
	readonly publicKey: string;
}

export function newDevice(): Device {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
	const point = [Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
	return { privateKey, publicKey: Buffer.concat(point).toString('base64') };
}

const mais = newDevice();

/** The same operation, sealed when it is of those that are. */
export function sealed<O extends Operation>(operation: O, device = mais): O {
	if (operation.kind !== 'submit' && operation.kind !== 'supplement') return operation;
	const text = manifestText(operation);
	const manifest = Sha256.parse(createHash('sha256').update(text).digest('hex'));
	const seal = { manifest, key: device.publicKey, signature: signWith(device.privateKey)(text) };
	return { ...operation, seal };
}

/** The portal's key of tests, and its public half as an app has it. */
const portal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const portalPublicKey = portal.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
export const signReceipt = signWith(portal.privateKey);

export function signedReceipt(facts: ReceiptFacts): Receipt {
	return { ...facts, signature: signReceipt(receiptText(facts)) };
}

function signWith(key: KeyObject): (text: string) => string {
	return (text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
}
