/** What a person's devices have not seen yet: one row a thing, moved to the end whenever the thing changes. */
import type { PersonId } from '../../domain/ids.ts';
import type { Change } from '../../sync/protocol.ts';
import type { WriteTx } from './database.ts';

/**
 * Says that a thing of this person has a new picture. Sequence numbers grow for ever and are given inside the one
 * write transaction, so their order is the order of commits and no cursor passes a change that is still to come.
 * @param key dossierId or paymentId
 */
export async function changed(
	tx: WriteTx,
	personId: PersonId,
	kind: Change['kind'],
	key: string
): Promise<void> {
	await tx.run('DELETE FROM changes WHERE person_id = ? AND kind = ? AND key = ?', [personId, kind, key]);
	await tx.run('INSERT INTO changes (person_id, kind, key) VALUES (?, ?, ?)', [personId, kind, key]);
}
