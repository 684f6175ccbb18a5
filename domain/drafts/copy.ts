/**
 * A phone's copy of a draft, and what of it the server does not have yet. Pure.
 *
 *   she types ─► write ─► pending ─► deltaOf ─► (server) ─► confirmed ─► nothing pending
 *   another device ─► (server) ─► takeDelta ─► merged, with conflicts kept
 *
 * Promise: what was written here is pending until the server has confirmed it, whatever is sent twice, lost or refused.
 */
import type { Fault } from '../faults.ts';
import { draftClockSkewMs } from '../limits.ts';
import { invariant } from '../result.ts';
import { isBelievable, nextStamp, type Stamp, stampOf, timeOf } from './clock.ts';
import { type DraftDelta, type DraftHead, pack, unpack } from './delta.ts';
import {
	type Candidate,
	candidatesOf,
	type Change,
	type DeviceName,
	draftPath,
	type DraftDocument,
	type DraftValue,
	emptyDocument,
	isPresence,
	isSameEdit,
	merge,
	write
} from './document.ts';
import { isTakenAway, taking } from './form.ts';

/** What the server has told about a draft: its number, the names that have numbers, how far it has heard this phone. */
export interface Shared {
	readonly number: number;
	readonly names: readonly string[];
	readonly confirmed: Stamp;
}

export interface DraftCopy {
	readonly head: DraftHead;
	readonly document: DraftDocument;
	/** Null before the server has answered once. */
	readonly shared: Shared | null;
	/** It was on its way once: the server may have it without our knowing. */
	readonly sent?: boolean;
	/** The server would not have it as it was at this stamp of ours; another edit tries again. */
	readonly refused?: { readonly fault: Fault; readonly stamp: Stamp };
	/** Stamps of this device from which its clock has leapt: what has them the server may have taken. */
	readonly leaps?: readonly Stamp[];
}

export function newCopy(head: DraftHead): DraftCopy {
	return { head, document: emptyDocument, shared: null };
}

/** @param nowMs the time as well as this phone knows it */
export function writeCopy(
	copy: DraftCopy,
	device: DeviceName,
	nowMs: number,
	changes: readonly Change[]
): DraftCopy {
	const { document, leaps = [] } = copy;
	const last = document.seen[device] ?? 0;
	const stamp = nextStamp(document.seen, nowMs);
	const hasLeapt = last > 0 && timeOf(stamp) - timeOf(last) > draftClockSkewMs;
	const next = { ...copy, document: write(document, device, stamp, changes) };
	return hasLeapt ? { ...next, leaps: [...leaps, last] } : next;
}

/**
 * Thrown away here: what is left to tell the server, without what was written if it perhaps has none of it.
 * Null when the server cannot know of the draft.
 */
export function discardedCopy(copy: DraftCopy, device: DeviceName, nowMs: number): DraftCopy | null {
	const { document, shared, sent } = copy;
	if (!shared && !sent) return null;
	// Also what stands no longer: the server may hear of it late.
	const gone = writeCopy(copy, device, nowMs, [taking(document, draftPath, document.seen)]);
	if (shared) return gone;
	const mark = gone.document.fields[draftPath] ?? [];
	return { ...gone, document: { seen: gone.document.seen, fields: { [draftPath]: mark } } };
}

/** Only the mark of a draft that the server perhaps has, and of which it has not heard that it was thrown away. */
export function isUnheard({ document, shared }: DraftCopy): boolean {
	const paths = Object.keys(document.fields);
	return shared === null && paths.length > 0 && paths.every((path) => path === draftPath);
}

/** Whether something was written here that the server has not confirmed and may still take. */
export function isPending({ document, shared, refused }: DraftCopy, device: DeviceName): boolean {
	const own = document.seen[device] ?? 0;
	if (refused && own <= refused.stamp) return false;
	return shared === null ? Object.keys(document.fields).length > 0 : own > shared.confirmed;
}

/**
 * Whether the person may be told that the server has all of it.
 * @param device this phone's name; undefined while it is still being read, and then nothing is promised
 */
export function isSynced(copy: DraftCopy | undefined, device: DeviceName | undefined): boolean {
	if (copy === undefined || device === undefined) return false;
	return !isPending(copy, device) && !copy.refused;
}

/** Values that were written here and that the server has not confirmed. */
export function pendingEdits(
	{ document, shared }: DraftCopy,
	device: DeviceName
): { readonly path: string; readonly candidate: Candidate }[] {
	return Object.entries(document.fields).flatMap(([path, candidates]) =>
		candidates
			.filter((one) => one.device === device && one.stamp > (shared?.confirmed ?? 0))
			.map((candidate) => ({ path, candidate }))
	);
}

/** What to send; null when nothing is pending. A draft that the server has never confirmed goes whole. */
export function deltaOf(copy: DraftCopy, device: DeviceName): DraftDelta | null {
	if (!isPending(copy, device)) return null;
	const { head, document, shared } = copy;
	const isWhole = shared === null;
	const touched = new Set(pendingEdits(copy, device).map(({ path }) => path));
	const part: DraftDocument = isWhole
		? document
		: {
				seen: document.seen,
				fields: Object.fromEntries(Object.entries(document.fields).filter(([path]) => touched.has(path)))
			};
	const known = shared?.names ?? [];
	const numbers = new Map(known.map((name, index) => [name, index]));
	const fresh: string[] = [];
	const numberOf = (name: string): number => {
		const number = numbers.get(name) ?? known.length + fresh.length;
		if (number === known.length + fresh.length) fresh.push(name);
		numbers.set(name, number);
		return number;
	};
	const body = pack(part, numberOf, (_path, candidate) => !isWhole && candidate.device !== device);
	return {
		...(isWhole ? { head } : { draft: shared.number }),
		...(shared?.confirmed ? { base: shared.confirmed } : {}),
		...(fresh.length > 0 ? { names: { from: known.length, list: fresh } } : {}),
		...body
	};
}

/** The server has it up to this stamp of ours. */
export function confirmed(copy: DraftCopy, number: number, stamp: Stamp): DraftCopy {
	const { refused: _, leaps = [], ...rest } = copy;
	const before = copy.shared?.number === number ? copy.shared : null;
	const open = leaps.filter((leap) => leap > stamp);
	return {
		...rest,
		...(open.length > 0 ? { leaps: open } : {}),
		shared: {
			number,
			names: before?.names ?? [],
			confirmed: Math.max(before?.confirmed ?? 0, stamp)
		}
	};
}

/** The server has lost it, or a part: everything goes again. */
export function unconfirmed(copy: DraftCopy): DraftCopy {
	const { refused: _, ...rest } = copy;
	return { ...rest, shared: null };
}

export function refusedCopy(copy: DraftCopy, device: DeviceName, fault: Fault): DraftCopy {
	return { ...copy, refused: { fault, stamp: copy.document.seen[device] ?? 0 } };
}

/**
 * What the server says of a draft, with what was written here meanwhile.
 * @param copy null for a draft that is new here
 * @returns null when it cannot be understood: the delta is of a draft that this phone does not have
 */
export function takeDelta(copy: DraftCopy | null, delta: DraftDelta): DraftCopy | null {
	const head = copy?.head ?? delta.head;
	const number = delta.draft ?? copy?.shared?.number;
	if (!head || number === undefined) return null;
	const before = copy ?? newCopy(head);
	const names = namesAfter(before.shared?.names ?? [], delta.names);
	const part =
		names &&
		unpack(
			delta,
			(index) => names[index],
			(path, edit) => candidatesOf(before.document, path).find((one) => isSameEdit(one, edit))?.value,
			before.document.seen
		);
	if (!names || !part) return null;
	return {
		...before,
		document: merge(before.document, part),
		shared: { number, names, confirmed: before.shared?.confirmed ?? 0 }
	};
}

/** Null when names are missing in between. */
export function namesAfter(known: readonly string[], told: DraftDelta['names']): readonly string[] | null {
	if (!told) return known;
	if (told.from > known.length) return null;
	return told.from + told.list.length <= known.length ? known : [...known.slice(0, told.from), ...told.list];
}

/** Whether she has thrown it away, on whatever device, and nobody has written in it without knowing. */
export function isDiscarded({ document }: DraftCopy): boolean {
	return isTakenAway(document, draftPath);
}

/**
 * The clock here is wrong and the server refuses what it stamped: everything pending from the first such edit on is
 * stamped anew, in its order, up to now. The server has never taken one of these stamps, so nothing is confused; what it
 * may have taken meanwhile, out of an answer that was lost or comes late, keeps its own, and is older.
 * @param serverMs the server's clock
 */
export function restamped(copy: DraftCopy, device: DeviceName, serverMs: number): DraftCopy {
	const { document, shared } = copy;
	const from = shared?.confirmed ?? 0;
	const pending = [...new Set(pendingEdits(copy, device).map(({ candidate }) => candidate.stamp))].sort(
		(a, b) => a - b
	);
	const first = pending.findIndex((stamp) => !isBelievable(stamp, serverMs));
	if (first === -1) return copy;
	const old = pending.slice(first);
	const taken = (copy.leaps ?? []).filter((leap) => isBelievable(leap, serverMs));
	const before = Math.max(pending[first - 1] ?? from, ...taken);
	const others = Object.entries(document.seen).filter(([name]) => name !== device);
	const last = Math.max(
		stampOf(serverMs),
		before + old.length,
		...others.map(([, stamp]) => stamp + old.length)
	);
	const renamed = new Map(old.map((stamp, index) => [stamp, last - old.length + 1 + index]));
	const again = (stamp: Stamp): Stamp => renamed.get(stamp) ?? stamp;
	/** What was taken away had been seen, under whatever stamp. */
	const sawAgain = (value: DraftValue): DraftValue => {
		const saw = value !== null && isPresence(value) ? value.gone?.[device] : undefined;
		if (saw === undefined || saw <= from || value === null || !isPresence(value)) return value;
		// Also what the copy no longer has, and the server may hear of late, is older than the first edit that was not seen.
		const unseen = pending.find((stamp) => stamp > saw);
		invariant(unseen, 'whoever takes away writes after what was seen');
		return { ...value, gone: { ...value.gone, [device]: again(unseen) - 1 } };
	};
	const { refused: _, leaps: __, ...rest } = copy;
	return {
		...rest,
		document: {
			seen: { ...document.seen, [device]: last },
			fields: Object.fromEntries(
				Object.entries(document.fields).map(([path, candidates]) => [
					path,
					candidates.map((one) =>
						one.device === device && one.stamp > from
							? { ...one, stamp: again(one.stamp), value: sawAgain(one.value) }
							: one
					)
				])
			)
		}
	};
}
