/**
 * What a catalogue consists of: packs, each named by the SHA-256 of its bytes. A pack never changes under its name,
 * so it may be cached for ever, and two versions share the packs that are equal. The manifest alone is asked anew.
 */
import * as z from 'zod/mini';
import { Instant, Sha256 } from '../ids.ts';
import { invariant } from '../result.ts';

/** The shape of manifest and packs. A phone that meets a higher number asks for an update of the app. */
export const catalogueFormat = 1;
/** One pack on the wire: at 70 kbit/s about 8 s, which is what a cut may cost (it is the unit of resuming). */
export const packBytesMax = 96 * 1024;
/** One pack unpacked: bounds what a phone must hold and hash at once. */
export const packRawBytesMax = 512 * 1024;
/** The manifest on the wire, read before anything is trusted. */
export const manifestBytesMax = 256 * 1024;

invariant(packBytesMax < packRawBytesMax, 'compression makes packs smaller');

export const PackKind = z.enum(['list', 'procedures', 'faqs', 'agencies', 'places', 'forms']);
export type PackKind = z.infer<typeof PackKind>;

export const PackRef = z.object({
	/** Stable name for people and logs, e.g. `procedures-2`. */
	id: z.string(),
	kind: PackKind,
	/** Of the unpacked bytes. */
	sha256: Sha256,
	/** On the wire, brotli. */
	bytes: z.int().check(z.positive(), z.maximum(packBytesMax)),
	rawBytes: z.int().check(z.positive(), z.maximum(packRawBytesMax)),
	/** Rows inside. */
	count: z.int().check(z.nonnegative())
});
export type PackRef = z.infer<typeof PackRef>;

export const Manifest = z.object({
	format: z.literal(catalogueFormat),
	/** Grows by one with every publication. */
	version: z.int().check(z.positive()),
	publishedAt: Instant,
	/** In the order in which to fetch them: the list first, then what most people need. */
	packs: z
		.array(PackRef)
		.check(z.minLength(1))
		.check(z.refine((packs) => packs[0]?.kind === 'list', 'the list pack comes first')),
	/** Sum of `bytes`. */
	totalBytes: z.int()
});
export type Manifest = z.infer<typeof Manifest>;

/** A manifest of another format still says which. */
export const ManifestFormat = z.object({ format: z.int() });

/** Equal for two manifests exactly when they consist of the same packs in the same order. */
export function packsFingerprint(packs: readonly Pick<PackRef, 'id' | 'sha256'>[]): string {
	return packs.map((pack) => `${pack.id}:${pack.sha256}`).join(' ');
}
