/**
 * A draft that several devices of one person write at once: for each field the values that nobody has replaced yet.
 *
 *   phone   fullName: [Mai (a, 7)]                      a wrote 7, b wrote 9 without having seen it
 *   address: [Bản Nà Củng (a, 7), Phường 3 (b, 9)]      two values: a conflict, both are kept until she chooses
 *
 * A write replaces what its writer had seen there, and nothing else. Merging takes from both sides what the other has
 * not replaced; it is commutative, associative and idempotent, so devices that have heard the same say the same,
 * whatever came first, twice or late. Pure.
 *
 * Paths: `phone`, a field; `children/7f3a`, whether a row of a list is there and where; `children/7f3a/birth`, a cell;
 * `#`, whether the draft is; `#version`, that of its form.
 */
import * as z from 'zod/mini';
import { canonicalJson } from '../canonical.ts';
import { draftPathsMax } from '../limits.ts';
import { Answer } from '../services/values.ts';
import type { Seen, Stamp } from './clock.ts';

/** What a device is called within the drafts of one person: short, random, says nothing. */
const devicePattern = /^[0-9a-z]{1,8}$/;
export const DeviceName = z.string().check(z.regex(devicePattern));
export const isDeviceName = (name: string): boolean => devicePattern.test(name);
export type DeviceName = z.infer<typeof DeviceName>;

const pathPattern =
	/^(?:#|#version|[a-z][A-Za-z0-9]{0,39}(?:\/[0-9a-z]{1,12}(?:\/[a-z][A-Za-z0-9]{0,39})?)?)$/;
export const Path = z.string().check(z.regex(pathPattern));
export const isPath = (name: string): boolean => pathPattern.test(name);
export type Path = z.infer<typeof Path>;

const stamp = z.int().check(z.positive());
const SeenShape = z.record(DeviceName, stamp).check(z.refine((seen) => Object.keys(seen).length <= 40));

/** Of a row, or of the draft as a whole: it is there, at this place; or it was taken away by one who had seen this. */
export const Presence = z.object({
	at: z.int().check(z.nonnegative()),
	gone: z.optional(SeenShape)
});
export type Presence = z.infer<typeof Presence>;

/** Null: the answer was erased. A number: the version of the form. */
export const DraftValue = z.union([Answer, z.null(), z.int(), Presence]);
export type DraftValue = z.infer<typeof DraftValue>;

/** A value that nobody has replaced, and who wrote it when. One device writes one path once at one stamp. */
export const Candidate = z.object({ device: DeviceName, stamp, value: DraftValue });
export type Candidate = z.infer<typeof Candidate>;

export interface DraftDocument {
	readonly seen: Seen;
	/** Never empty: what was written once has a value for ever, if only null. */
	readonly fields: Readonly<Record<Path, readonly Candidate[]>>;
}

export const draftPath = '#';
export const versionPath = '#version';
export const emptyDocument: DraftDocument = { seen: {}, fields: {} };

/** One thing that a person did. */
export interface Change {
	readonly path: Path;
	readonly value: DraftValue;
	/** Values of other devices that stay beside it, because she had not seen them; absent: it replaces all. */
	readonly beside?: readonly Candidate[];
}

/** @param stamp later than all that the device wrote (clock.ts) */
export function write(
	document: DraftDocument,
	device: DeviceName,
	stamp: Stamp,
	changes: readonly Change[]
): DraftDocument {
	if (changes.length === 0) return document;
	const fields = { ...document.fields };
	for (const { path, value, beside = [] } of changes)
		fields[path] = sorted([...beside, { device, stamp, value }]);
	return { seen: { ...document.seen, [device]: stamp }, fields };
}

/**
 * What both sides have said. Paths that one side does not name are the other's: so a part of a document merges like
 * the whole, as long as it names everything that happened in it since the receiver last heard of it.
 */
export function merge(a: DraftDocument, b: DraftDocument): DraftDocument {
	const fields = { ...a.fields };
	for (const [path, theirs] of Object.entries(b.fields)) {
		const ours = Object.hasOwn(a.fields, path) ? a.fields[path] : undefined;
		fields[path] = ours ? mergeCandidates(ours, a.seen, theirs, b.seen) : sorted(theirs);
	}
	return { seen: mergeSeen(a.seen, b.seen), fields };
}

export function mergeSeen(a: Seen, b: Seen): Seen {
	const seen: Record<string, Stamp> = { ...a };
	for (const [device, stamp] of Object.entries(b)) seen[device] = Math.max(stamp, seen[device] ?? 0);
	return seen;
}

function mergeCandidates(
	ours: readonly Candidate[],
	ourSeen: Seen,
	theirs: readonly Candidate[],
	theirSeen: Seen
): readonly Candidate[] {
	const kept = [
		...ours.filter((one) => !isSeen(one, theirSeen) || theirs.some((other) => isSameEdit(one, other))),
		...theirs.filter((one) => !isSeen(one, ourSeen) || ours.some((other) => isSameEdit(one, other)))
	];
	return sorted(kept);
}

/** Whether a side that has seen this much knew of the edit. */
export function isSeen({ device, stamp }: Pick<Candidate, 'device' | 'stamp'>, seen: Seen): boolean {
	return stamp <= (Object.hasOwn(seen, device) ? (seen[device] ?? 0) : 0);
}

export function isSameEdit(
	a: Pick<Candidate, 'device' | 'stamp'>,
	b: Pick<Candidate, 'device' | 'stamp'>
): boolean {
	return a.device === b.device && a.stamp === b.stamp;
}

/** The latest first; each edit once. One edit has one value, but the order must not depend on that being true. */
function sorted(candidates: readonly Candidate[]): readonly Candidate[] {
	if (candidates.length < 2) return candidates;
	const inOrder = [...candidates].sort(
		(a, b) =>
			b.stamp - a.stamp ||
			compare(b.device, a.device) ||
			compare(canonicalJson(a.value), canonicalJson(b.value))
	);
	return inOrder.filter((one, index) => !inOrder.slice(0, index).some((other) => isSameEdit(one, other)));
}

/** Of several values the one that shows until she chooses: written last. */
export function latest(document: DraftDocument, path: Path): Candidate | undefined {
	return Object.hasOwn(document.fields, path) ? document.fields[path]?.[0] : undefined;
}

export function candidatesOf(document: DraftDocument, path: Path): readonly Candidate[] {
	return Object.hasOwn(document.fields, path) ? (document.fields[path] ?? []) : [];
}

export function isPresence(value: DraftValue): value is Presence {
	// Its own: every list has an `at` to call.
	return typeof value === 'object' && value !== null && Object.hasOwn(value, 'at');
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether it is small enough to be kept and sent. */
export function isBounded(document: DraftDocument): boolean {
	return Object.keys(document.fields).length <= draftPathsMax;
}
