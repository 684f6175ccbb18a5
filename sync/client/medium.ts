/**
 * On what the databases of persons lie: on this device's disk, or, on a machine that anybody may use, in the memory of
 * this tab alone. Everything above is the same: same schema, same transactions, same sealing; what differs is what is
 * left when the tab is gone, which is nothing.
 */
import type { DexieOptions } from 'dexie';

type Medium = Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>;

/** Empty: the browser's own. */
let chosen: Medium = {};

/** For the constructor of every database that holds something of a person. */
export function medium(): Medium {
	return chosen;
}

/**
 * From here on nothing of a person is written to storage by this tab. To be called before the first database is opened,
 * and for good: what lies in memory could not follow to a disk. Repeats keep what is there. Brings its code only then.
 */
export async function keepInMemory(): Promise<void> {
	if (chosen.indexedDB) return;
	const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
	chosen = { indexedDB: new IDBFactory(), IDBKeyRange };
}
