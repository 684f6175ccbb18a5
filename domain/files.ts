/**
 * Tells what a file is by its first bytes: a name or a declared type is only a claim.
 * Sources: JPEG (ITU T.81, SOI + marker), PNG (RFC 2083 §3.1), PDF (ISO 32000-1 §7.5.2), XML 1.0 §2.8.
 */
import type { FileKind } from './services/definition.ts';

/** PDF readers accept leading rubbish; we accept only what begins as the standard says. */
const signatures: readonly { readonly kind: FileKind; readonly bytes: readonly number[] }[] = [
	{ kind: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
	{ kind: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
	{ kind: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] }
];

/** Every kind that some paper may be; what a paper takes is its definition's word. */
export const fileKinds = [
	'image/jpeg',
	'image/png',
	'application/pdf',
	'application/xml'
] as const satisfies FileKind[];

/** XML declaration, or the root of the tax schema where a signing program has left the declaration out. */
const xmlBeginnings = ['<?xml', '<HSoT'];

/** How many first bytes are enough to tell. */
export const fileKindBytes = 8;

/** The kind that the content begins as; null when it is none that an agency accepts. */
export function fileKind(bytes: Uint8Array): FileKind | null {
	const found = signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte));
	if (found) return found.kind;
	const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
	const begins = String.fromCharCode(...marked.subarray(0, 5));
	return xmlBeginnings.includes(begins) ? 'application/xml' : null;
}
