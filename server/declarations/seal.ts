/**
 * Whether a tax declaration is signed by its taxpayer: an XML signature (XMLDSig, enveloped or beside the signed
 * element) by a certificate that names the tax code in its subject, as Vietnamese providers write it: `UID=MST:…`.
 *
 *   file ─► no markup declarations ─► parser that stops at anything odd ─► one signature, usual algorithms
 *        ─► digests and value ─► issuer among the trusted ─► valid on the day of signing ─► whose it is
 *
 * Promises: what is read is what was signed, for it is read out of the signed form and never out of the file; never
 * throws on any bytes. Leaves out whether a certificate was revoked: that is the tax authority's to ask.
 */
import { X509Certificate } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { dayOf } from '../../domain/dossier/wall-clock.ts';
import {
	declarationIn,
	type DeclarationReading,
	readDeclaration,
	type Seal,
	type TaxDeclaration
} from '../../domain/tax/declaration.ts';
import { childOf, xmlText } from '../../domain/tax/xml.ts';

/** Those of SHA-1, and canonical forms that keep comments, are not taken. */
const taken = {
	SignatureAlgorithms: [
		'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
		'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512'
	],
	HashAlgorithms: ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'],
	CanonicalizationAlgorithms: [
		'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
		'http://www.w3.org/2001/10/xml-exc-c14n#',
		'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
	]
} as const;
const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';
/** The declaration, and properties of the signature such as its time. */
const referencesMax = 3;
const rsaBitsMin = 2048;

/**
 * Reads a file and judges its signature.
 * @param trusted certificates of the providers whose certificates taxpayers sign with
 */
export function readSigned(
	bytes: Uint8Array,
	trusted: readonly X509Certificate[],
	now: Date
): DeclarationReading {
	const text = xmlText(bytes);
	if (!text.ok) return { type: 'unread', why: text.error };
	const root = parsed(text.value);
	if (!root) return { type: 'unread', why: 'not_xml' };
	// As the file shows it: only for saying what is wrong while nothing is proven.
	const shown = readDeclaration(declarationIn(root));
	if (!shown.ok) return { type: 'unread', why: shown.error };
	const verified = verify(text.value, root);
	if (typeof verified === 'string') return { type: 'read', declaration: shown.value, seal: verified };
	const { declaration, signer } = verified;
	return { type: 'read', declaration, seal: sealBy(signer, declaration, trusted, now) };
}

function verify(
	text: string,
	root: Element
): Exclude<Seal, 'unchecked' | 'good'> | { declaration: TaxDeclaration; signer: X509Certificate } {
	const signatures = root.getElementsByTagNameNS(signatureNamespace, 'Signature');
	const [signature] = Array.from(signatures);
	if (!signature) return 'unsigned';
	const references = signature.getElementsByTagNameNS(signatureNamespace, 'Reference');
	const place = signature.parentNode;
	const isUsual =
		signatures.length === 1 &&
		// Whoever reads the file after us must not find another declaration in it than the signed one.
		root.getElementsByTagNameNS('*', 'HSoKhaiThue').length === 1 &&
		references.length <= referencesMax &&
		(place === root || (place === childOf(root, 'CKyDTu') && place?.parentNode === root));
	const signer = certificateIn(signature);
	if (!isUsual || !signer) return 'seal_unusual';
	const checker = new SignedXml({ publicCert: signer.toString(), getCertFromKeyInfo: () => null });
	for (const kind of ['SignatureAlgorithms', 'HashAlgorithms', 'CanonicalizationAlgorithms'] as const)
		for (const name of Object.keys(checker[kind]))
			if (!(taken[kind] as readonly string[]).includes(name)) delete checker[kind][name];
	// The library looks for each of its names through the whole file, which is most of the time that a large one takes.
	const named = childOf(root, 'HSoKhaiThue') as Element | null;
	checker.idAttributes = ['id', 'Id', 'ID'].filter((name) => named?.hasAttribute(name)).slice(0, 1);
	try {
		checker.loadSignature(signature);
		if (!checker.checkSignature(text)) return 'seal_broken';
	} catch (error) {
		// The library says so, in words only, of what it has no algorithm for.
		return error instanceof Error && /algorithm .* is not supported/i.test(error.message)
			? 'seal_unusual'
			: 'seal_broken';
	}
	const declarations = checker.getSignedReferences().flatMap((signed) => {
		const element = parsed(signed);
		const found = readDeclaration(element?.localName === 'HSoThueDTu' ? declarationIn(element) : element);
		return found.ok ? [found.value] : [];
	});
	const [declaration] = declarations;
	if (!declaration || declarations.length > 1) return 'seal_unusual';
	return { declaration, signer };
}

function sealBy(
	signer: X509Certificate,
	{ taxCode, signedOn }: TaxDeclaration,
	trusted: readonly X509Certificate[],
	now: Date
): Seal {
	const issuer = trusted.find((one) => one.ca && signer.checkIssued(one) && signer.verify(one.publicKey));
	const key = signer.publicKey;
	if (!issuer || signer.ca) return 'seal_untrusted';
	if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < rsaBitsMin)
		return 'seal_unusual';
	const today = dayOf(now);
	const day = signedOn ?? today;
	if (day > today || ![signer, issuer].every((certificate) => isValidOn(certificate, day)))
		return 'seal_expired';
	return taxCodeOf(signer) === taxCode ? 'good' : 'seal_other';
}

/** A day is too long to say when in it she signed: a certificate that was valid in some part of it will do. */
function isValidOn(certificate: X509Certificate, day: string): boolean {
	return dayOf(new Date(certificate.validFrom)) <= day && day <= dayOf(new Date(certificate.validTo));
}

/** Of the subject, part by part: a name that only looks like one (`CN=x, UID=MST:…`) is not taken for it. */
function taxCodeOf(certificate: X509Certificate): string | null {
	const subject: Partial<Record<string, string | string[]>> = { ...certificate.toLegacyObject().subject };
	const ids = [subject['UID'] ?? []].flat();
	const codes = ids.flatMap((id) => /^MST:(\d{10}(?:-\d{3})?)$/.exec(id)?.[1] ?? []);
	return codes.length === 1 ? (codes[0] ?? null) : null;
}

function certificateIn(signature: Element): X509Certificate | null {
	const [first] = Array.from(signature.getElementsByTagNameNS(signatureNamespace, 'X509Certificate'));
	try {
		return new X509Certificate(Buffer.from(first?.textContent ?? '', 'base64'));
	} catch {
		return null;
	}
}

/** The root; null for what is not well formed. Whatever the parser would only warn of ends it. */
function parsed(text: string): Element | null {
	const stop = (message: string): never => {
		throw new SyntaxError(message);
	};
	try {
		const parser = new DOMParser({ errorHandler: { warning: stop, error: stop, fatalError: stop } });
		return parser.parseFromString(text, 'text/xml').documentElement as Element | null;
	} catch {
		return null;
	}
}
