/** All drafts of one person on one phone, as far as they are shared: what goes up, and what an answer changes. Pure. */
import type { DossierId } from '../ids.ts';
import { draftsPerExchangeBytesMax, draftsPerExchangeMax } from '../limits.ts';
import {
	confirmed,
	deltaOf,
	type DraftCopy,
	isPending,
	isUnheard,
	refusedCopy,
	restamped,
	takeDelta,
	unconfirmed
} from './copy.ts';
import type { DraftDelta, DraftOutcome, DraftsDown, DraftsUp } from './delta.ts';
import type { DeviceName } from './document.ts';

export interface DraftShelf {
	readonly device: DeviceName;
	readonly cursor: number;
	/** Drafts, and those that were thrown away here until the server knows. */
	readonly copies: readonly DraftCopy[];
}

export function hasPending({ copies, device }: DraftShelf): boolean {
	return copies.some((copy) => isPending(copy, device));
}

/**
 * As many drafts as fit; the rest goes with the next exchange.
 * @param applied dossiers whose applications go in the same exchange: their drafts go before others
 */
export function draftsUp(
	{ device, cursor, copies }: DraftShelf,
	applied: readonly DossierId[] = []
): DraftsUp {
	const deltas: DraftDelta[] = [];
	let characters = 0;
	const isApplied = ({ head }: DraftCopy) => applied.includes(head.dossierId);
	for (const copy of [...copies.filter(isApplied), ...copies.filter((one) => !isApplied(one))]) {
		const delta = deltaOf(copy, device);
		if (!delta || deltas.length === draftsPerExchangeMax) continue;
		const { length } = JSON.stringify(delta);
		if (deltas.length > 0 && characters + length > draftsPerExchangeBytesMax) continue;
		characters += length;
		deltas.push(delta);
	}
	return { device, cursor, deltas };
}

/**
 * The shelf after an answer. Promise: an edit that the server has not confirmed is still pending, stamped anew if need
 * be, or its draft says why it was refused.
 * @param serverMs the server's clock
 */
export function settled(shelf: DraftShelf, down: DraftsDown, serverMs: number): DraftShelf {
	const { device } = shelf;
	// The server has begun again from a backup: what it had confirmed may be lost there.
	const lost = down.cursor < shelf.cursor;
	const copies = shelf.copies.map((copy) => (lost ? unconfirmed(copy) : copy));
	const indexOf = (named: { readonly draft?: number | undefined; readonly draftId?: string | undefined }) =>
		copies.findIndex(({ head, shared }) =>
			named.draftId !== undefined ? head.draftId === named.draftId : shared?.number === named.draft
		);
	for (const outcome of down.outcomes) {
		const index = indexOf(outcome);
		const copy = copies[index];
		if (copy) copies[index] = afterOutcome(copy, device, outcome, serverMs);
	}
	for (const delta of down.deltas) {
		const byNumber = indexOf({ draft: delta.draft });
		const index = byNumber === -1 && delta.head ? indexOf({ draftId: delta.head.draftId }) : byNumber;
		const copy = copies[index] ?? null;
		// It goes whole, and gets everything in answer.
		if (copy && isUnheard(copy)) continue;
		const taken = takeDelta(copy, delta);
		if (taken && copy) copies[index] = taken;
		else if (taken) copies.push(taken);
		else if (copy) copies[index] = unconfirmed(copy);
	}
	return { device, cursor: down.cursor, copies };
}

function afterOutcome(
	copy: DraftCopy,
	device: DeviceName,
	{ draft, stamp, fault }: DraftOutcome,
	serverMs: number
): DraftCopy {
	// Of a draft that was thrown away meanwhile this may be the answer to what was written before.
	const isHeard = draft !== undefined && !(isUnheard(copy) && stamp < (copy.document.seen[device] ?? 0));
	if (!fault) return isHeard ? confirmed(copy, draft, stamp) : copy;
	switch (fault.type) {
		case 'clock_off':
			return restamped(isHeard && stamp > 0 ? confirmed(copy, draft, stamp) : copy, device, serverMs);
		case 'draft_gap':
		case 'not_found':
			return copy.shared ? unconfirmed(copy) : refusedCopy(copy, device, fault);
		default:
			return refusedCopy(copy, device, fault);
	}
}
