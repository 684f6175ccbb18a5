/** A provider of signatures and its customers, for trying out what must be signed. Nothing outside trusts it. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SignedXml } from 'xml-crypto';
import { writeDurably } from '../records.ts';
import { certificate } from './certificates.ts';

export interface Provider {
	/** PEM. */
	readonly certificate: string;
	readonly key: KeyObject;
}

const providerName = { CN: 'CA thử nghiệm', O: 'Môi trường thử' } as const;
const dayMs = 86_400_000;

/** A provider whose own certificate began a year ago and lasts for ten. */
export function newProvider(now: Date): Provider {
	const key = newKey();
	const name = { subject: providerName, issuer: providerName };
	const [from, to] = [new Date(now.getTime() - 366 * dayMs), new Date(now.getTime() + 3650 * dayMs)];
	return {
		key,
		certificate: certificate({ ...name, key, issuerKey: key, from, to, isProvider: true })
	};
}

/** The provider of this sandbox, made at its first start. Its certificate lies in `signing/ca.pem`. */
export async function openProvider(data: string, now: Date): Promise<Provider> {
	const [certificateFile, keyFile] = ['ca.pem', 'ca-key.pem'].map((name) => path.join(data, 'signing', name));
	if (!certificateFile || !keyFile) throw new Error('two files');
	try {
		const key = createPrivateKey(await readFile(keyFile, 'utf8'));
		return { key, certificate: await readFile(certificateFile, 'utf8') };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		const made = newProvider(now);
		await writeDurably(keyFile, made.key.export({ type: 'pkcs8', format: 'pem' }));
		await writeDurably(certificateFile, made.certificate, 0o644);
		return made;
	}
}

export interface Signer {
	readonly certificate: string;
	readonly key: KeyObject;
}

/** A taxpayer's certificate as providers write it: the code in the subject's UID. */
export function signerOf(
	provider: Provider,
	taxCode: string,
	from: Date,
	to: Date,
	/** Instead of the usual subject. */
	subject: { readonly UID?: string; readonly CN?: string; readonly O?: string } = {
		UID: `MST:${taxCode}`,
		CN: 'Đơn vị thử nghiệm'
	}
): Signer {
	const key = newKey();
	const issued = { issuer: providerName, issuerKey: provider.key, from, to, isProvider: false };
	return { key, certificate: certificate({ ...issued, subject, key }) };
}

const algorithms = {
	c14n: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
	enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
	sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
	rsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
} as const;

/**
 * The file with a signature in its `CKyDTu`: over the declaration by its id (as tax programs do), or over the whole
 * file. @param change for trying out what is not usual
 */
export function signed(
	xml: string,
	signer: Signer,
	change: { readonly whole?: boolean; readonly signature?: string; readonly digest?: string } = {}
): string {
	const signing = new SignedXml({
		privateKey: signer.key,
		publicCert: signer.certificate,
		signatureAlgorithm: change.signature ?? algorithms.rsaSha256,
		canonicalizationAlgorithm: algorithms.c14n
	});
	const path = (name: string) => `//*[local-name(.)='${name}']`;
	signing.addReference({
		xpath: change.whole ? '/*' : path('HSoKhaiThue'),
		...(change.whole && { isEmptyUri: true }),
		digestAlgorithm: change.digest ?? algorithms.sha256,
		transforms: change.whole ? [algorithms.enveloped, algorithms.c14n] : [algorithms.c14n]
	});
	signing.computeSignature(xml, { location: { reference: path('CKyDTu'), action: 'append' } });
	return signing.getSignedXml();
}

function newKey(): KeyObject {
	return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
