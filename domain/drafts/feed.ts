/**
 * The server's side of a draft: takes in what one device wrote, tells the others what they have not heard. Pure; the
 * stores (memory, libSQL) keep a `FiledDraft` a draft and a revision that grows with every change of the person's drafts.
 */
import type { Fault } from '../faults.ts';
import { draftBytesMax } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';
import { isBelievable } from './clock.ts';
import { namesAfter } from './copy.ts';
import { type DraftDelta, type DraftHead, pack, unpack } from './delta.ts';
import {
	type Candidate,
	candidatesOf,
	draftPath,
	type DraftDocument,
	emptyDocument,
	isBounded,
	isSameEdit,
	isSeen,
	merge,
	type Path
} from './document.ts';
import { isTakenAway } from './form.ts';

export interface FiledDraft {
	readonly head: DraftHead;
	readonly number: number;
	/** Revision at which it was told to devices for the first time, or anew. */
	readonly begun: number;
	readonly revision: number;
	/** Of what was submitted nothing is left here: it is a dossier now. */
	readonly state: 'open' | 'discarded' | 'submitted';
	readonly document: DraftDocument;
	/** Paths and devices in the order of their numbers, each with the revision at which it got it. */
	readonly names: readonly (readonly [name: string, since: number])[];
	/** Of each path the revision at which it changed last. */
	readonly changed: Readonly<Record<Path, number>>;
	/** Thrown away long ago: of what was written only that is left by which a device knows that it went. */
	readonly emptied?: true | undefined;
}

export interface Sent {
	readonly part: DraftDocument;
	/** It sent everything, and may have forgotten all names. */
	readonly isWhole: boolean;
}

export interface Taken {
	readonly filed: FiledDraft;
	/** What the device sent, so that it is not told the same. */
	readonly sent: Sent;
}

/**
 * What a draft is after one device's edits. The same delta again changes nothing.
 * Faults: not_found (unknown here, and it does not say what it is), draft_gap (something before it is missing: send all),
 * clock_off, too_large, malformed, draft_submitted.
 * @param filed the draft of this person with that number or head, if there is one
 * @param next number for a new draft, and the revision that this change gets
 */
export function takeIn(
	filed: FiledDraft | null,
	delta: DraftDelta,
	device: string,
	next: { readonly number: number; readonly revision: number; readonly nowMs: number }
): Result<Taken, Fault> {
	const head = filed?.head ?? delta.head;
	if (!head) return err({ type: 'not_found' });
	if (filed?.state === 'submitted') return err({ type: 'draft_submitted' });
	// A part would be all that there is: who has gone on in it brings the whole.
	if (filed?.emptied && !delta.head) return err({ type: 'draft_gap' });
	const before = filed?.document ?? emptyDocument;
	if ((delta.base ?? 0) > (before.seen[device] ?? 0) && !delta.head) return err({ type: 'draft_gap' });
	const known = (filed?.names ?? []).map(([name]) => name);
	// A device that has not heard of the newest names gives its own the same numbers.
	const theirs = delta.head
		? namesAfter([], delta.names)
		: namesAfter(known.slice(0, delta.names?.from), delta.names);
	const names = theirs && (delta.names ? theirs : known);
	const part =
		names &&
		unpack(
			delta,
			(number) => names[number],
			(path, edit) => candidatesOf(before, path).find((one) => isSameEdit(one, edit))?.value,
			before.seen
		);
	if (!part) return err(delta.head ? { type: 'malformed', where: 'drafts' } : { type: 'draft_gap' });
	const fresh = Object.values(part.fields)
		.flat()
		.filter((one) => !isSeen(one, before.seen));
	const ahead = Object.entries(part.seen).filter(([name, stamp]) => stamp > (before.seen[name] ?? 0));
	if (
		[...fresh.map(({ stamp }) => stamp), ...ahead.map(([, stamp]) => stamp)].some(
			(stamp) => !isBelievable(stamp, next.nowMs)
		)
	)
		return err({ type: 'clock_off' });
	// What a device claims to have seen of others cannot be more than they have said.
	if (!delta.head && ahead.some(([name]) => name !== device)) return err({ type: 'draft_gap' });
	// Of what was emptied nothing tells whether it is late; what whoever threw it away had seen brings nothing back.
	const news = filed?.emptied ? part : withoutLate(part, before, device);
	const document = merge(before, news);
	const taken: FiledDraft = {
		head,
		number: filed?.number ?? next.number,
		begun: filed?.begun ?? next.revision,
		revision: filed?.revision ?? next.revision,
		state: 'open',
		document,
		names: filed?.names ?? [],
		changed: filed?.changed ?? {}
	};
	const changed = withChanges(
		taken,
		before,
		next.revision,
		filed?.state === 'discarded',
		Object.keys(news.fields)
	);
	const updated = filed?.emptied && changed.state === 'discarded' ? emptied(changed) : changed;
	// Nothing new: what there is stays the very thing, so that nobody writes it again.
	if (filed && updated.revision === filed.revision)
		return ok({ filed, sent: { part, isWhole: delta.head !== undefined } });
	if (!isBounded(updated.document) || isTooLarge(before, part, updated.document))
		return err({ type: 'too_large' });
	return ok({ filed: updated, sent: { part, isWhole: delta.head !== undefined } });
}

/**
 * Without what the device itself has replaced or thrown away since: a request that was slow on its way. Left in, it
 * would take the place of what stands there now and then fall itself, as something seen before.
 */
function withoutLate(part: DraftDocument, before: DraftDocument, device: string): DraftDocument {
	const isLate = (path: Path, one: Candidate) =>
		one.device === device &&
		isSeen(one, before.seen) &&
		!candidatesOf(before, path).some((kept) => isSameEdit(one, kept));
	const fields = Object.entries(part.fields)
		.map(([path, candidates]) => [path, candidates.filter((one) => !isLate(path, one))] as const)
		.filter(([, candidates]) => candidates.length > 0);
	return { ...part, fields: Object.fromEntries(fields) };
}

/**
 * Numbers new names, and notes what has changed.
 * @param written paths at which anything may have changed
 */
function withChanges(
	filed: FiledDraft,
	before: DraftDocument,
	revision: number,
	wasDiscarded: boolean,
	written: readonly Path[]
): FiledDraft {
	const { document } = filed;
	const state = isTakenAway(document, draftPath) ? 'discarded' : 'open';
	const touched = written.filter(
		(path) => !isSamePlace(candidatesOf(before, path), candidatesOf(document, path))
	);
	if (touched.length === 0 && !isMoreSeen(document, before)) return { ...filed, state };
	// It lives again: devices that have forgotten it get all of it.
	const returns = wasDiscarded && state === 'open';
	const known = numbersOf(filed.names);
	const fresh = new Set([...written, ...Object.keys(document.seen)].filter((name) => !known.has(name)));
	const names: FiledDraft['names'] =
		fresh.size === 0 ? filed.names : [...filed.names, ...[...fresh].map((name) => [name, revision] as const)];
	const again = returns ? Object.keys(document.fields) : touched;
	return {
		...filed,
		state,
		revision,
		begun: returns ? revision : filed.begun,
		names: returns ? names.map(([name]) => [name, revision] as const) : names,
		changed: { ...filed.changed, ...Object.fromEntries(again.map((path) => [path, revision])) }
	};
}

const numbersByNames = new WeakMap<FiledDraft['names'], ReadonlyMap<string, number>>();

/** Of each name its number; reckoned once for a list, which most edits leave as it was. */
function numbersOf(names: FiledDraft['names']): ReadonlyMap<string, number> {
	const known = numbersByNames.get(names) ?? new Map(names.map(([name], index) => [name, index]));
	numbersByNames.set(names, known);
	return known;
}

function isSamePlace(a: readonly Candidate[], b: readonly Candidate[]): boolean {
	if (a === b) return true;
	return a.length === b.length && a.every((one) => b.some((other) => isSameEdit(one, other)));
}

function isMoreSeen(after: DraftDocument, before: DraftDocument): boolean {
	return Object.entries(after.seen).some(([device, stamp]) => stamp > (before.seen[device] ?? 0));
}

/**
 * What this device has not heard of; null when nothing.
 * @param cursor revision up to which it has heard everything
 * @param sent what it has just said itself, if anything
 */
export function deltaSince(
	filed: FiledDraft,
	device: string,
	cursor: number,
	sent?: Sent
): DraftDelta | null {
	if (filed.state === 'submitted' || (filed.revision <= cursor && !sent?.isWhole)) return null;
	const { document, names, changed } = filed;
	// It may have forgotten the draft since it sent this: of one that lives again it is told everything.
	const isNew = filed.begun > cursor && !sent?.isWhole;
	const own = (path: Path) => (sent && !isNew ? candidatesOf(sent.part, path) : []);
	const fields = Object.fromEntries(
		Object.entries(document.fields).filter(
			([path, candidates]) =>
				((changed[path] ?? 0) > cursor || sent?.isWhole) && !isSamePlace(own(path), candidates)
		)
	);
	const from = sent?.isWhole ? 0 : names.findIndex(([, since]) => since > cursor);
	const isKnown =
		sent !== undefined && from === -1 && !isMoreSeen(document, { ...document, seen: sent.part.seen });
	if (isKnown && Object.keys(fields).length === 0) return null;
	const numbers = numbersOf(names);
	const isFollowing = filed.begun <= cursor && !sent?.isWhole;
	return {
		draft: filed.number,
		...(isNew ? { head: filed.head } : {}),
		...(from === -1 ? {} : { names: { from, list: names.slice(from).map(([name]) => name) } }),
		...pack(
			{ seen: document.seen, fields },
			(name) => numbers.get(name) ?? 0,
			(path, candidate) =>
				own(path).some((one) => isSameEdit(one, candidate)) ||
				// What it wrote itself it has, unless it has lost it and is given everything.
				(isFollowing && candidate.device === device)
		)
	};
}

/** What was written in a draft that was thrown away is gone; the mark stays, and what it had seen. */
export function emptied(filed: FiledDraft): FiledDraft {
	const { document, changed } = filed;
	const only = <T>(of: Readonly<Record<Path, T>>) =>
		Object.fromEntries(Object.entries(of).filter(([path]) => path === draftPath));
	return {
		...filed,
		document: { ...document, fields: only(document.fields) },
		changed: only(changed),
		emptied: true
	};
}

/** It has become a dossier: only its name stays, so that late edits are told. */
export function closed(filed: FiledDraft, revision: number): FiledDraft {
	return { ...filed, state: 'submitted', revision, document: emptyDocument, names: [], changed: {} };
}

const sizes = new WeakMap<DraftDocument, number>();

/**
 * Whether a draft has become larger than may be kept. What was merged takes no more than both parts did, so that it is
 * reckoned as a whole only where that might be too much.
 */
function isTooLarge(before: DraftDocument, part: DraftDocument, after: DraftDocument): boolean {
	const atMost = (sizes.get(before) ?? sizeOf(before)) + sizeOf(part);
	const size = atMost > draftBytesMax ? sizeOf(after) : atMost;
	sizes.set(after, size);
	return size > draftBytesMax;
}

/** Characters that it takes to keep. */
function sizeOf(document: DraftDocument): number {
	return JSON.stringify(document).length;
}
