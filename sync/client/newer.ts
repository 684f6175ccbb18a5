/**
 * A database that a newer app has left here: an older one, opened once more from some cache, must not touch it. Dexie
 * alone would open it all the same, and even put back stores that the newer app has given up.
 */
import type Dexie from 'dexie';
import { medium } from './medium.ts';

/** Nothing was read and nothing written: the app must be updated first. */
export class NewerPhone extends Error {
	override readonly name = 'NewerPhone';
}

/** Dexie counts in tenths: ten of IndexedDB's versions are one of its own. */
const tenths = 10;

/**
 * To be asked before the database is opened.
 * @throws NewerPhone
 */
export async function refuseNewer(db: Dexie): Promise<void> {
	const known = db.verno;
	// Old browsers do not list their databases; then it is noticed while opening.
	const disk = (medium().indexedDB as IDBFactory | undefined) ?? globalThis.indexedDB;
	const there = (await disk?.databases?.().catch(() => [])) ?? [];
	refuseAbove(known, there.find(({ name }) => name === db.name)?.version);
	if (!db.isOpen()) db.on('ready', () => refuseAbove(known, db.backendDB().version));
}

function refuseAbove(known: number, there = 0): void {
	if (Math.floor(there / tenths) > known) throw new NewerPhone('a newer app keeps its work here');
}
