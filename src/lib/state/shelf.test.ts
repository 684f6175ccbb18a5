import { expect, test } from 'vitest';
import { recentMax, Shelf } from './shelf.ts';

const entry = (code: string) => ({ code, name: { vi: `Thủ tục ${code}`, en: '' } });

function memory() {
	const rows = new Map<string, string>();
	return {
		rows,
		getItem: (key: string) => rows.get(key) ?? null,
		setItem: (key: string, value: string) => void rows.set(key, value),
		removeItem: (key: string) => void rows.delete(key)
	};
}

test('keeps once, newest first, and lets go', () => {
	const storage = memory();
	const shelf = new Shelf(storage);
	for (const code of ['a', 'b', 'a']) expect(shelf.keep(entry(code))).toBe(true);
	expect(new Shelf(storage).kept().map(({ code }) => code)).toEqual(['a', 'b']);
	shelf.remove('a');
	expect([shelf.isKept('a'), shelf.isKept('b')]).toEqual([false, true]);
});
test('remembers the last pages read, no more, and forgets them at one press', () => {
	const shelf = new Shelf(memory());
	for (let i = 0; i < recentMax + 5; i++) shelf.read(entry(String(i)));
	shelf.read(entry('7'));
	expect(shelf.recent()).toHaveLength(recentMax);
	expect(shelf.recent()[0]?.code).toBe('7');
	shelf.forgetRecent();
	expect(shelf.recent()).toEqual([]);
});
test('remembers ticks by case', () => {
	const shelf = new Shelf(memory());
	shelf.tick('a', 'thuong', ['form', 'photo']);
	shelf.tick('a', 'khac', ['form']);
	expect(shelf.ticks('a', 'thuong')).toEqual(['form', 'photo']);
	shelf.tick('a', 'thuong', []);
	expect(shelf.ticks('a', 'thuong')).toEqual([]);
	expect(shelf.ticks('a', 'khac')).toEqual(['form']);
});
test('leaves nothing behind when it is cleared', () => {
	const storage = memory();
	const shelf = new Shelf(storage);
	shelf.keep(entry('a'));
	shelf.read(entry('b'));
	shelf.tick('a', 'thuong', ['form']);
	expect(storage.rows.size).toBe(3);
	shelf.clear();
	expect(storage.rows.size).toBe(0);
});
test('bears whatever stands in the storage, and none', () => {
	const storage = memory();
	for (const text of ['{', 'null', '7', '[1,null,{"code":1},{"code":"a","name":{}}]']) {
		for (const key of ['motcua-da-luu', 'motcua-xem', 'motcua-giay-to']) storage.rows.set(key, text);
		const shelf = new Shelf(storage);
		expect([shelf.kept(), shelf.recent(), shelf.ticks('a', 'b')]).toEqual([[], [], []]);
	}
	const none = new Shelf(null);
	expect(none.keep(entry('a'))).toBe(false);
	const full = new Shelf({
		...memory(),
		setItem: () => {
			throw new DOMException('full', 'QuotaExceededError');
		}
	});
	expect(full.keep(entry('a'))).toBe(false);
});
