import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, test } from 'vitest';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { PersonId } from '../../domain/ids.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { phoneCommands } from './commands.ts';
import { keepInMemory, medium } from './medium.ts';
import { phoneQueries } from './queries.ts';
import { openPhone, ownerHere, signIn, signOut } from './session.ts';
import { personalDatabases } from './whole-device.ts';
import { unsentHere } from './unsent.ts';

const mai = {
	personId: PersonId.parse(sampleId(1)),
	name: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	birth: '1990',
	sex: 'female',
	phone: '0912345678'
} as const;

/** Dexie types only what it needs of it. */
const inMemory = () => medium().indexedDB as IDBFactory;

test('[K1] the same engine in memory: a draft is there, a second opening finds it, and the disk has not even a database', async () => {
	await keepInMemory();
	const { db } = await openPhone();
	const started = await phoneCommands(db, testDeps()).startDraft('1.002759', mai);
	expect(started.ok).toBe(true);
	expect(await unsentHere(db)).toEqual({ drafts: 1, waiting: 0, words: 0 });
	db.close();

	await signIn(mai);
	await keepInMemory();
	const again = await openPhone();
	expect(again.me).toEqual(mai);
	expect(await phoneQueries(again.db).drafts()).toHaveLength(1);
	again.db.close();
	expect(await indexedDB.databases()).toEqual([]);
	expect(await inMemory().databases()).not.toEqual([]);

	await signOut({ wipe: true });
	expect(await ownerHere()).toBe('guest');
	expect((await inMemory().databases()).map(({ name }) => name)).not.toContain(`motcua-${mai.personId}`);
});

test('[K1] a device on whose disk somebody has worked is told apart from one on which nobody has', async () => {
	expect(await personalDatabases()).toEqual([]);
	for (const name of [`motcua-${mai.personId}`, 'motcua-catalogue']) {
		const db = new Dexie(name);
		db.version(1).stores({ rows: 'id' });
		await db.open();
		db.close();
	}
	expect(await personalDatabases()).toEqual([`motcua-${mai.personId}`]);
});
