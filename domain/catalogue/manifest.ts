/**
 * How a catalogue is published. A base: the list in one piece, then the details as one compressed stream cut into
 * pieces. Then the changes from there to the current version, one delta a version. Lists, pieces and deltas are named
 * by the SHA-256 of their bytes and never change, so they may be cached for ever; the manifest alone is asked anew,
 * and it is signed, so that whoever stands in between can at most withhold.
 *
 *   base ──delta──► … ──delta──► ● current         a phone that has any of these versions fetches what is behind it
 *
 * Layouts: `/catalogue/layouts/<number>/manifest` is one way to pack the same content. A server may publish several
 * beside each other for as long as there are phones that read the older ones; `/catalogue/manifest.json` names them.
 */
import * as z from 'zod/mini';
import { Instant, Sha256 } from '../ids.ts';
import { invariant } from '../result.ts';
import { Patch } from './patch.ts';

/** The layout that this app reads. */
export const catalogueLayout = 2;
/** One piece on the wire: at 70 kbit/s about 8 s. */
export const pieceBytesMax = 64 * 1024;
/** The list is one request, however large; beyond this it is no list. */
export const listBytesMax = 512 * 1024;
/** Everything unpacked: bounds what a phone may be made to store. The national database is 29 MB. */
export const rawBytesMax = 128 * 1024 * 1024;
/** The manifest on the wire, read before anything is trusted. */
export const manifestBytesMax = 256 * 1024;
/** Versions whose changes are listed. A phone further behind starts from the base. */
export const deltasMax = 100;

invariant(pieceBytesMax < listBytesMax, 'a piece is smaller than what is fetched in one request');

/**
 * The old address of the manifest. `format` above 1 tells an app of before that it must be updated; an app that finds
 * its layout missing in `layouts` knows the same.
 */
export const Layouts = z.object({ format: z.int(), layouts: z.array(z.int()) });
export type Layouts = z.infer<typeof Layouts>;

export const layoutsPath = '/catalogue/manifest.json';
export const manifestPath = `/catalogue/layouts/${catalogueLayout}/manifest`;
export const piecePath = (sha256: string) => `/catalogue/pieces/${sha256}`;

/** Names a version by what is in it: equal for two catalogues exactly when all their entries are. 64 bits in hex. */
export const ContentId = z.string().check(z.regex(/^[0-9a-f]{16}$/));
export type ContentId = z.infer<typeof ContentId>;

/** Something to fetch. `sha256` is of the bytes on the wire. */
export const PieceRef = z.object({
	sha256: Sha256,
	bytes: z.int().check(z.positive(), z.maximum(rawBytesMax))
});
export type PieceRef = z.infer<typeof PieceRef>;

const Version = z.object({
	content: ContentId,
	/** Grows by one with every publication. */
	version: z.int().check(z.positive()),
	publishedAt: Instant
});

export const DeltaRef = z.extend(PieceRef, {
	/** The version to which it leads, from the one before it in the list. */
	to: ContentId
});
export type DeltaRef = z.infer<typeof DeltaRef>;

export const Manifest = z
	.object({
		layout: z.literal(catalogueLayout),
		...Version.shape,
		base: z.object({
			...Version.shape,
			list: PieceRef.check(z.refine((list) => list.bytes <= listBytesMax)),
			/** zstd, one frame over all pieces in this order. */
			pieces: z
				.array(PieceRef.check(z.refine((piece) => piece.bytes <= pieceBytesMax)))
				.check(z.minLength(1)),
			rawBytes: z.int().check(z.positive(), z.maximum(rawBytesMax)),
			/** Rows in the stream. */
			entries: z.int().check(z.positive())
		}),
		/** The version before the first delta. */
		from: ContentId,
		/** Oldest first, each from the version to which the one before it leads; the last leads to this version. */
		deltas: z.array(DeltaRef).check(z.maxLength(deltasMax))
	})
	.check(
		z.refine(
			({ content, from, deltas }) => (deltas.at(-1)?.to ?? from) === content,
			'the last delta leads to this version'
		),
		z.refine(
			({ base, from, deltas }) => base.content === from || deltas.some(({ to }) => to === base.content),
			'the base is one of the versions from which the deltas lead'
		)
	);
export type Manifest = z.infer<typeof Manifest>;

/** What changed between two neighbouring versions. */
export const Delta = z.object({
	from: ContentId,
	to: ContentId,
	/** Key and what becomes of its text: null: gone; a string: this; an array: a patch of the text before. */
	changes: z.array(z.tuple([z.string(), z.nullable(z.union([z.string(), Patch]))])),
	/** Of all texts that came out, in order, joined by line breaks: proves that the patches met the right texts. */
	result: Sha256
});
export type Delta = z.infer<typeof Delta>;

/** Deltas that lead from a version to the current one; null when the version is not among those listed. */
export function deltasFrom(manifest: Manifest, content: string): readonly DeltaRef[] | null {
	// The last of that name: a version that came back has a shorter way from its second time.
	const at = manifest.deltas.findLastIndex(({ to }) => to === content);
	if (at >= 0) return manifest.deltas.slice(at + 1);
	return content === manifest.from ? manifest.deltas : null;
}

export function baseBytes({ base }: Manifest): number {
	return base.list.bytes + base.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
}

export function bytesOf(refs: readonly PieceRef[]): number {
	return refs.reduce((sum, ref) => sum + ref.bytes, 0);
}

/** The signature in the first line (base64, ECDSA P-256 with SHA-256 over the rest, IEEE P1363), then the JSON. */
export function splitSigned(bytes: Uint8Array): { signature: string; body: Uint8Array } | null {
	const end = bytes.indexOf(0x0a);
	if (end < 0 || end > signatureLengthMax) return null;
	return { signature: new TextDecoder().decode(bytes.subarray(0, end)), body: bytes.subarray(end + 1) };
}

const signatureLengthMax = 128;
