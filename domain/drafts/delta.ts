/**
 * What of a draft travels in one exchange: what the receiver has not heard of, with numbers instead of names that both
 * know. One shape in both directions; reading it gives a part of a document, which merges (document.ts).
 */
import * as z from 'zod/mini';
import { Fault } from '../faults.ts';
import { DossierId, DraftId } from '../ids.ts';
import { draftPathsMax, draftsPerExchangeMax } from '../limits.ts';
import type { Seen, Stamp } from './clock.ts';
import {
	type Candidate,
	DeviceName,
	type DraftDocument,
	DraftValue,
	isDeviceName,
	isPath,
	isSeen,
	Path
} from './document.ts';

const count = z.int().check(z.nonnegative());

/** What a draft is, besides what is written in it; said once to each device. */
export const DraftHead = z.object({
	draftId: DraftId,
	dossierId: DossierId,
	procedureCode: z.string().check(z.maxLength(40)),
	/** Ms since 1970, by the phone that began it. */
	createdAt: z.number()
});
export type DraftHead = z.infer<typeof DraftHead>;

/** Path and device, by their numbers; how much earlier than the one before; the value. */
const Edit = z.tuple([count, z.int(), DraftValue]);

export const DraftDelta = z.object({
	/** Its number among the drafts of the person, given by the server; by its head while it has none. */
	draft: z.optional(z.int().check(z.positive())),
	head: z.optional(DraftHead),
	/** Up: the last stamp of this device that the server has confirmed. */
	base: z.optional(count),
	/** Paths and devices whose numbers the receiver may not know: the first of them has the number `from`. */
	names: z.optional(
		z.object({ from: count, list: z.array(z.union([DeviceName, Path])).check(z.maxLength(draftPathsMax)) })
	),
	/** Of each device that the sender has heard of, the last stamp that it knows. */
	seen: z.array(z.tuple([count, count])).check(z.maxLength(40)),
	/** By device, latest first; the first stamp as difference to what is `seen` of the device. */
	edits: z.array(z.tuple([count, z.array(Edit).check(z.maxLength(draftPathsMax))])).check(z.maxLength(40)),
	/** Values that the receiver has and that still stand: path, device, how much before what is `seen` of it. */
	kept: z.optional(z.array(z.tuple([count, count, z.int()])).check(z.maxLength(draftPathsMax)))
});
export type DraftDelta = z.infer<typeof DraftDelta>;

/** Drafts up: what was written on this device, and how far it has heard of the others. */
export const DraftsUp = z.object({
	device: DeviceName,
	/** Revision of her drafts up to which this device has heard everything; 0 for none. */
	cursor: count,
	deltas: z.array(DraftDelta).check(z.maxLength(draftsPerExchangeMax))
});
export type DraftsUp = z.infer<typeof DraftsUp>;

/** What became of one delta: by the draft's number, or by its id when it was sent with its head. */
export const DraftOutcome = z.object({
	draft: z.optional(z.int()),
	draftId: z.optional(DraftId),
	/** Up to here the server has this device's edits, also when it refuses the new ones. */
	stamp: count,
	fault: z.optional(Fault)
});
export type DraftOutcome = z.infer<typeof DraftOutcome>;

/** Drafts down. */
export const DraftsDown = z.object({
	outcomes: z.array(DraftOutcome),
	/** What other devices have written; newest state only, so that one twice, or late, is harmless. */
	deltas: z.array(DraftDelta),
	cursor: count,
	/** More waits behind the cursor. */
	more: z.boolean()
});
export type DraftsDown = z.infer<typeof DraftsDown>;

type Body = Pick<DraftDelta, 'seen' | 'edits' | 'kept'>;

/**
 * @param numberOf each path and device of the part
 * @param has whether the receiver has the value of this edit
 */
export function pack(
	part: DraftDocument,
	numberOf: (name: string) => number,
	has: (path: Path, candidate: Candidate) => boolean
): Body {
	const byDevice = new Map<string, { path: Path; candidate: Candidate }[]>();
	const kept: [number, number, number][] = [];
	const before = (candidate: Candidate) => (part.seen[candidate.device] ?? 0) - candidate.stamp;
	for (const [path, candidates] of Object.entries(part.fields))
		for (const candidate of candidates) {
			const { device } = candidate;
			if (has(path, candidate)) kept.push([numberOf(path), numberOf(device), before(candidate)]);
			else byDevice.set(device, [...(byDevice.get(device) ?? []), { path, candidate }]);
		}
	return {
		seen: Object.entries(part.seen).map(([device, stamp]) => [numberOf(device), stamp]),
		edits: [...byDevice].map(([device, edits]) => {
			let last: Stamp = part.seen[device] ?? 0;
			const inOrder = edits.sort(
				(a, b) => b.candidate.stamp - a.candidate.stamp || numberOf(a.path) - numberOf(b.path)
			);
			return [
				numberOf(device),
				inOrder.map(({ path, candidate }): [number, number, DraftValue] => {
					const earlier = last - candidate.stamp;
					last = candidate.stamp;
					return [numberOf(path), earlier, candidate.value];
				})
			];
		}),
		...(kept.length > 0 ? { kept } : {})
	};
}

/**
 * @param nameAt the path or device of a number
 * @param valueOf what the receiver has of an edit that was not sent again; undefined when it has replaced it since
 * @param has how much the receiver has seen: what it is said to have, and cannot, it must ask for
 * @returns null when it names what nobody can know
 */
export function unpack(
	{ seen, edits, kept = [] }: Body,
	nameAt: (number: number) => string | undefined,
	valueOf: (path: Path, edit: Omit<Candidate, 'value'>) => DraftValue | undefined,
	has: Seen
): DraftDocument | null {
	const known: Record<string, Stamp> = {};
	// A field may be called like something that every object has.
	const fields = new Map<Path, Candidate[]>();
	let understood = true;
	const device = (number: number): string => {
		const name = nameAt(number);
		if (name === undefined || !isDeviceName(name)) understood = false;
		return name ?? '';
	};
	const at = (number: number): Candidate[] => {
		const name = nameAt(number);
		if (name === undefined || !isPath(name)) understood = false;
		const place = fields.get(name ?? '') ?? [];
		fields.set(name ?? '', place);
		return place;
	};
	for (const [number, stamp] of seen) known[device(number)] = stamp;
	const take = (place: Candidate[], candidate: Candidate): void => {
		if (candidate.stamp < 1 || candidate.stamp > (known[candidate.device] ?? 0)) understood = false;
		place.push(candidate);
	};
	for (const [number, ofDevice] of edits) {
		const name = device(number);
		let stamp: Stamp = known[name] ?? 0;
		for (const [path, earlier, value] of ofDevice) {
			stamp -= earlier;
			take(at(path), { device: name, stamp, value });
		}
	}
	for (const [path, number, before] of kept) {
		const edit = { device: device(number), stamp: (known[nameAt(number) ?? ''] ?? 0) - before };
		const place = at(path);
		if (!isSeen(edit, has)) understood = false;
		const value = understood ? valueOf(nameAt(path) ?? '', edit) : undefined;
		if (value !== undefined) take(place, { ...edit, value });
	}
	return understood ? { seen: known, fields: Object.fromEntries(fields) } : null;
}
