/**
 * What the server keeps for phones, and its promises. Implemented by memory.ts (the reference) and by the
 * server over libSQL; tests/contract runs one suite on both.
 */
import type { DraftsDown } from '../../domain/drafts/delta.ts';
import type { DraftsArrived } from '../../domain/drafts/exchange.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { Change, Operation, Outcome } from '../protocol.ts';

export interface Authority {
	/**
	 * Judges and applies one operation. Promises: what it answers is durable before it answers; the same id and
	 * content gets the same outcome for ever; another content under that id is refused with `id_conflict`; an id
	 * of another person's dossier is refused and not confirmed to exist; a manifest that a dossier was made of, or
	 * supplemented with, is done whatever operation brings it again; state, outcome, change and jobs are
	 * written in one transaction or not at all; `files_missing` leaves no trace.
	 */
	apply(person: PersonId, operation: Operation): Promise<Outcome>;

	/**
	 * The operations of one exchange, in their order, each as `apply` promises; an implementation may make them
	 * durable together. When one cannot be judged because storage failed, those behind it are not judged: a refusal
	 * for want of what failed would be for ever.
	 */
	applyAll(person: PersonId, operations: readonly Operation[]): Promise<Outcome[]>;

	/**
	 * Everything of this person's that changed after the cursor, oldest first, each thing once in its newest
	 * picture. Promises: never another person's; a cursor that was answered never misses a later change.
	 */
	changesSince(
		person: PersonId,
		cursor: number
	): Promise<{ changes: Change[]; cursor: number; more: boolean }>;

	/**
	 * Takes in what one device of the person wrote in drafts, and answers what her others wrote. Promises: what has an
	 * outcome without a fault is durable; the same again changes nothing; never another person's, whose drafts answer
	 * as if they did not exist; one delta that is refused holds up no other (domain/drafts/exchange.ts).
	 */
	exchangeDrafts(person: PersonId, up: DraftsArrived): Promise<DraftsDown>;
}
