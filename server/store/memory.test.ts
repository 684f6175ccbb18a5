/** What is remembered of the database is what stands there, whoever writes; and what is appended is written like the rest. */
import { describe, expect, it } from 'vitest';
import { fileDatabase, forEachDatabase } from '../../tests/support/databases.ts';
import type { Database, WriteTx } from './database.ts';
import { createMemory, keyOf, kindOf } from './memory.ts';

const text = kindOf<string>('text', (value) => value.length);
const notes = (db: Database) =>
	db.write((tx) => tx.run('CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT)'));
const put = async (tx: WriteTx, value: string) => {
	await tx.run('INSERT INTO notes VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text', [
		'a',
		value
	]);
	tx.remember(text, 'a', value);
};
const stored = async (db: Database) => {
	const [row] = await db.read(`SELECT text FROM notes WHERE id = 'a'`);
	return row ? String(row['text']) : null;
};
const read = (db: Database) => db.remembering(text, 'a', () => stored(db));

forEachDatabase((open) => {
	it('remembers nothing that was not committed', async () => {
		const db = await open();
		await notes(db);
		const cut = db.write(async (tx) => {
			await put(tx, 'one');
			expect(tx.recall(text, 'a')).toBe('one');
			throw new Error('killed');
		});
		// It waits for the same commit, and must not see what the other has not done.
		const next = db.write(async (tx) => tx.recall(text, 'a') ?? 'unknown');
		await expect(cut).rejects.toThrow('killed');
		expect(await next).toBe('unknown');
		expect(await read(db)).toBe(null);
		await db.write((tx) => put(tx, 'two'));
		expect(await read(db)).toBe('two');
	});

	it('hears of what another process has written, also of what it has taken away', async () => {
		const [one, two] = [await open(), await open()];
		await notes(one);
		await one.write((tx) => put(tx, 'one'));
		expect([await read(one), await read(two)]).toEqual(['one', 'one']);
		await two.write((tx) => put(tx, 'two'));
		expect([await read(one), await read(two)]).toEqual(['two', 'two']);
		expect(await one.write(async (tx) => tx.recall(text, 'a') ?? 'two')).toBe('two');
		await two.write(async (tx) => {
			await tx.run(`DELETE FROM notes WHERE id = 'a'`);
			tx.remember(text, 'a', undefined);
		});
		expect([await read(one), await read(two)]).toEqual([null, null]);
		await one.exclusive((client) => client.execute(`INSERT INTO notes VALUES ('a', 'three')`));
		expect([await read(one), await read(two)]).toEqual(['three', 'three']);
	});

	it('does not remember what was read before somebody changed it', async () => {
		const db = await open();
		await notes(db);
		await db.write((tx) => put(tx, 'one'));
		const late = await db.remembering(
			kindOf<string>('other', () => 1),
			'a',
			async () => {
				const before = await stored(db);
				await db.write((tx) => put(tx, 'two'));
				return before;
			}
		);
		expect(late).toBe('one');
		const again = await db.remembering(
			kindOf<string>('other', () => 1),
			'a',
			() => stored(db)
		);
		expect(again).toBe('two');
	});

	it('[S4] writes appended rows before whatever comes behind them, and undoes them with the rest', async () => {
		const db = await open();
		await notes(db);
		const sql = 'INSERT INTO notes SELECT value ->> 0, value ->> 1 FROM json_each(?)';
		const all = await Promise.allSettled([
			db.write(async (tx) => {
				tx.append(sql, ['a', '“quotes” and "quotes", \\ and 1']);
				tx.append(sql, ['b', 'two']);
				return await tx.read('SELECT id FROM notes ORDER BY id');
			}),
			db.write(async (tx) => {
				tx.append(sql, ['c', 'gone']);
				throw new Error('killed');
			}),
			db.write(async (tx) => tx.append(sql, ['d', 'four'])),
			db.write(async (tx) => tx.append(sql, ['a', 'twice']))
		]);
		expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
		expect(all[0]).toMatchObject({ value: [{ id: 'a' }, { id: 'b' }] });
		expect(await db.read('SELECT * FROM notes ORDER BY id')).toEqual([
			{ id: 'a', text: '“quotes” and "quotes", \\ and 1' },
			{ id: 'b', text: 'two' },
			{ id: 'd', text: 'four' }
		]);
	});
});

describe('a memory', () => {
	const open = fileDatabase();
	it('asks the database once, as long as nobody writes', async () => {
		const db = await open();
		await notes(db);
		await db.write((tx) => put(tx, 'one'));
		let asked = 0;
		const other = kindOf<string>('other', () => 1);
		for (let i = 0; i < 3; i++)
			await db.remembering(other, 'a', async () => {
				asked++;
				return await stored(db);
			});
		expect(asked).toBe(1);
	});

	it('is bounded: what was not used for longest goes first, and what is too large is not kept', () => {
		const memory = createMemory(80);
		for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) memory.remember(text, id, '0123456789');
		expect(memory.recall(text, 'a')).toBe('0123456789');
		memory.remember(text, 'i', '01234');
		expect([memory.recall(text, 'a'), memory.recall(text, 'b')]).toEqual(['0123456789', undefined]);
		memory.apply(new Map([[keyOf(text, 'a'), { value: 'x'.repeat(11), size: 11 }]]));
		expect(memory.recall(text, 'a')).toBe(undefined);
		expect(memory.recall(text, 'i')).toBe('01234');
		memory.clear();
		expect(memory.recall(text, 'i')).toBe(undefined);
	});
});
