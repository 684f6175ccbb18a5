/** What a person's devices have not seen yet: one row a thing, moved to the end whenever the thing changes. */
import type { PersonId } from '../../domain/ids.ts';
import type { Change } from '../../sync/protocol.ts';
import type { Database, WriteTx } from './database.ts';
import { kindOf } from './memory.ts';

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
	tx.remember(newest, personId, undefined);
}

/** Of each person the number of the newest change. */
const newest = kindOf<number>('newest change', () => 100);

/** The number of the newest change of this person's things; 0 when there was none. */
export async function newestChange(db: Database, personId: PersonId): Promise<number> {
	const found = await db.remembering(newest, personId, async () => {
		const [row] = await db.read('SELECT max(seq) AS seq FROM changes WHERE person_id = ?', [personId]);
		return Number(row?.['seq'] ?? 0);
	});
	return found ?? 0;
}
