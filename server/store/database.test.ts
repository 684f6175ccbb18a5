import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fileDatabase, forEachDatabase } from '../../tests/support/databases.ts';
import { isSqldOffered, startSqld } from '../../tests/support/sqld.ts';
import { type Database, openDatabase, StorageOutage } from './database.ts';
import { migrate, WrongSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';

const now = () => new Date('2026-11-23T02:00:00.000Z');
const count = async (db: Database) => (await db.read('SELECT count(*) AS n FROM notes'))[0]?.['n'];
const notes = (db: Database) =>
	db.write((tx) => tx.run('CREATE TABLE IF NOT EXISTS notes (text TEXT NOT NULL)'));

forEachDatabase((open) => {
	describe('writing', () => {
		it('[S4] keeps all of a transaction or none of it', async () => {
			const db = await open();
			await notes(db);
			const cut = db.write(async (tx) => {
				await tx.run(`INSERT INTO notes VALUES ('a')`);
				expect(await tx.read('SELECT * FROM notes')).toEqual([{ text: 'a' }]);
				throw new Error('killed');
			});
			await expect(cut).rejects.toThrow('killed');
			expect(await count(db)).toBe(0);
			expect(await db.write((tx) => tx.run(`INSERT INTO notes VALUES ('b'), ('c')`))).toBe(2);
			expect(await count(db)).toBe(2);
		});

		it('runs one after another, in this process and beside another', async () => {
			const [one, two] = [await open(), await open()];
			await notes(one);
			const append = (db: Database) =>
				db.write(async (tx) => {
					const before = await tx.read('SELECT count(*) AS n FROM notes');
					await sleep(5);
					await tx.run('INSERT INTO notes VALUES (?)', [String(before[0]?.['n'])]);
				});
			await Promise.all([one, two, one, two, one, two].map(append));
			const texts = (await one.read('SELECT text FROM notes')).map((row) => row['text']);
			expect(texts.sort()).toEqual(['0', '1', '2', '3', '4', '5']);
		});

		it('[S4] shares a commit among those that wait together, in their order, and answers none before it', async () => {
			const db = await open();
			await notes(db);
			const seen: unknown[] = [];
			const append = (text: string) =>
				db.write(async (tx) => {
					await tx.run('INSERT INTO notes VALUES (?)', [text]);
					const [inside] = await tx.read('SELECT count(*) AS n FROM notes');
					seen.push([text, inside?.['n'], await count(db)]);
				});
			await Promise.all(['a', 'b', 'c'].map(append));
			expect(seen).toEqual([
				['a', 1, 0],
				['b', 2, 0],
				['c', 3, 0]
			]);
			expect(await count(db)).toBe(3);
		});

		it('[S4] refuses a write that fails for itself alone: those that came with it are kept, in their order', async () => {
			const db = await open();
			await notes(db);
			const append = (text: string) =>
				db.write(async (tx) => {
					await tx.run('INSERT INTO notes VALUES (?)', [text]);
					if (text === 'poison') throw new Error('poisoned');
					return text;
				});
			const all = await Promise.allSettled(['a', 'poison', 'b', 'poison', 'c'].map(append));
			expect(all.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
				'a',
				'Error: poisoned',
				'b',
				'Error: poisoned',
				'c'
			]);
			expect(await db.read('SELECT text FROM notes ORDER BY rowid')).toEqual([
				{ text: 'a' },
				{ text: 'b' },
				{ text: 'c' }
			]);
		});

		it('lets a task of its own kind stand in the same line', async () => {
			const db = await open();
			await notes(db);
			const order: string[] = [];
			const append = (text: string) =>
				db.write(async (tx) => {
					await tx.run('INSERT INTO notes VALUES (?)', [text]);
					order.push(text);
				});
			await Promise.all([
				append('a'),
				db.exclusive(
					async (client) =>
						void order.push(`${(await client.execute('SELECT * FROM notes')).rows.length} rows`)
				),
				append('b')
			]);
			expect(order).toEqual(['a', '1 rows', 'b']);
		});

		it('goes on after a statement that a rule of the table refused', async () => {
			const db = await open();
			await notes(db);
			const refused = db.write((tx) => tx.run('INSERT INTO notes VALUES (NULL)'));
			await expect(refused).rejects.toThrow('NOT NULL');
			await expect(refused).rejects.not.toBeInstanceOf(StorageOutage);
			await db.write((tx) => tx.run(`INSERT INTO notes VALUES ('a')`));
			expect(await count(db)).toBe(1);
		});

		it('refuses a write inside a write, which would wait for itself', async () => {
			const db = await open();
			const nested = db.write(() => db.write(async () => 'never'));
			await expect(nested).rejects.toThrow('does not wait for a write inside itself');
			expect(await db.write(async () => 'next')).toBe('next');
		});
	});

	describe('migrating', () => {
		it('happens once, also when several processes start together', async () => {
			const processes = [await open(), await open(), await open()];
			const applied = await Promise.all(processes.map((db) => migrate(db, now)));
			expect(applied.flat().sort()).toEqual(migrations.map(({ name }) => name).sort());
			expect(await migrate(await open(), now)).toEqual([]);
		});

		it('[S4] leaves nothing of a migration that was killed, and finishes it the next time', async () => {
			const db = await open();
			const broken = {
				id: 1,
				name: 'one',
				sql: 'CREATE TABLE notes (text TEXT);\nCREATE TABLE notes (text TEXT);'
			};
			await expect(migrate(db, now, [broken])).rejects.toThrow('already exists');
			expect(await migrate(db, now, [{ ...broken, sql: 'CREATE TABLE notes (text TEXT);' }])).toEqual([
				'one'
			]);
			expect(await count(db)).toBe(0);
		});

		it('leaves a database alone that is newer, or was migrated otherwise', async () => {
			const db = await open();
			const [one, two] = [1, 2].map((id) => ({ id, name: `m${id}`, sql: `CREATE TABLE t${id} (a TEXT);` }));
			if (!one || !two) throw new Error('two migrations');
			await migrate(db, now, [one, two]);
			await expect(migrate(db, now, [one])).rejects.toThrow(WrongSchema);
			await expect(migrate(db, now, [one, { ...two, sql: 'CREATE TABLE t2 (b TEXT);' }])).rejects.toThrow(
				'differs'
			);
		});
	});
});

describe('a database in a file', () => {
	const open = fileDatabase();
	it('syncs every commit to disk, and lets readers read meanwhile', async () => {
		const db = await open();
		await notes(db);
		expect(await db.read('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
		const seen = await db.write(async (tx) => {
			await tx.run(`INSERT INTO notes VALUES ('a')`);
			expect(await tx.read('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
			return count(db);
		});
		expect(seen).toBe(0);
	});
});

if (isSqldOffered)
	describe('a sqld that dies', () => {
		it('is an outage while it is away, and loses nothing that it had answered', async () => {
			const sqld = await startSqld();
			const db = await openDatabase({ url: sqld.url });
			await notes(db);
			await db.write((tx) => tx.run(`INSERT INTO notes VALUES ('a')`));
			await sqld.kill();
			await expect(db.read('SELECT * FROM notes')).rejects.toThrow(StorageOutage);
			await expect(db.write((tx) => tx.run(`INSERT INTO notes VALUES ('b')`))).rejects.toThrow(StorageOutage);
			await sqld.start();
			await db.write((tx) => tx.run(`INSERT INTO notes VALUES ('c')`));
			expect(await db.read('SELECT text FROM notes')).toEqual([{ text: 'a' }, { text: 'c' }]);
			db.close();
			await sqld.stop();
		});
	});
