/**
 * Several dossiers out of one submission: the steps of a linked service, one after the other, or one dossier for each
 * province's office. Each is a dossier of its own, with its office, code, status and deadline. Pure: says which there
 * are and what becomes of those that wait; the stores write them in one transaction.
 */
import { DossierId } from '../ids.ts';
import { fold } from './machine.ts';
import type { Dossier } from './schema.ts';

/**
 * Id of a part: the first has the one that the phone made, the others follow from it, so that a repeat of the
 * submission names the same dossiers. @param index from 0
 */
export function partDossierId(of: DossierId, index: number): DossierId {
	const tail = (BigInt(`0x${of.slice(-12)}`) + BigInt(index)) % (1n << 48n);
	return DossierId.parse(of.slice(0, -12) + tail.toString(16).padStart(12, '0'));
}

/** What becomes of a part that waits for others; null while they are under way. */
export type Release =
	/** They are decided, one way or the other: its own office decides about it now. */
	| { readonly kind: 'forward' }
	/** What it builds on was withdrawn, and it with it. */
	| { readonly kind: 'withdraw'; readonly reason: string };

/**
 * @param part one of the dossiers of a submission
 * @param all of them, as they are now
 */
export function releaseOf(part: Dossier, all: readonly Dossier[]): Release | null {
	const { part: place } = part;
	if (!place?.waits || fold(part.events).outcome !== null) return null;
	const bases = all.filter((other) => other.part && place.needs.includes(other.part.id));
	for (const base of bases)
		if (fold(base.events).outcome === 'withdrawn') {
			const wish = base.events.findLast((event) => event.kind === 'withdrawal_requested');
			return { kind: 'withdraw', reason: wish?.kind === 'withdrawal_requested' ? wish.reason : '' };
		}
	return bases.every(({ events }) => fold(events).outcome !== null) ? { kind: 'forward' } : null;
}

/** In their order; a dossier that stands alone has none. */
export function inOrder(parts: readonly Dossier[]): Dossier[] {
	return [...parts].sort((a, b) => (a.part?.index ?? 0) - (b.part?.index ?? 0));
}
