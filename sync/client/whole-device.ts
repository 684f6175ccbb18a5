/** What lies on a device of all its people together: asked and wiped where a machine becomes a shared one. */
import Dexie from 'dexie';
import { databaseName, type PhoneDb } from './db.ts';
import { dropRings } from './rings.ts';
import { deviceName, withDb } from './session.ts';

/** Whether this device's disk has something of a person: then a kiosk is not begun before it is gone. */
export async function personalDatabases(): Promise<string[]> {
	const names = await Dexie.getDatabaseNames();
	const nobodys = new Set([deviceName, databaseName('guest')]);
	const found = names.filter((name) => personalName.test(name) && !nobodys.has(name));
	const guest = names.includes(databaseName('guest')) && (await withDb('guest', hasWork));
	return guest ? [...found, databaseName('guest')] : found;
}

/** Deletes them, and what the device knows of its owner. */
export async function wipeDevice(): Promise<void> {
	dropRings();
	const names = (await Dexie.getDatabaseNames()).filter((name) => personalName.test(name));
	for (const name of [...names, deviceName]) await Dexie.delete(name);
}

/** As `databaseName` makes them; the catalogue's are of another shape. */
const personalName = /^motcua-(khach|[0-9a-f]{8}-[0-9a-f-]{27})$/;

async function hasWork(db: PhoneDb): Promise<boolean> {
	const [drafts, outbox, bills, payments] = await db.transaction(
		'r',
		[db.sealedDrafts, db.sealedOutbox, db.sealedBills, db.sealedPayments],
		() =>
			Promise.all([
				db.sealedDrafts.count(),
				db.sealedOutbox.count(),
				db.sealedBills.count(),
				db.sealedPayments.count()
			])
	);
	return drafts + outbox + bills + payments > 0;
}
