/**
 * Tells what a file is by its first bytes: a name or a declared type is only a claim.
 * Sources: JPEG (ITU T.81, SOI + marker), PNG (RFC 2083 §3.1), PDF (ISO 32000-1 §7.5.2).
 */
import type { FileKind } from './services/definition.ts';

/** PDF readers accept leading rubbish; we accept only what begins as the standard says. */
const signatures: readonly { readonly kind: FileKind; readonly bytes: readonly number[] }[] = [
	{ kind: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
	{ kind: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
	{ kind: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] }
];

/** How many first bytes are enough to tell. */
export const fileKindBytes = 8;

/** The kind that the content begins as; null when it is none that an agency accepts. */
export function fileKind(bytes: Uint8Array): FileKind | null {
	const found = signatures.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte));
	return found?.kind ?? null;
}
