// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import Dexie, { type Table } from 'dexie';
import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Live } from './live.svelte.ts';

class Shelf extends Dexie {
	declare books: Table<{ id: number; title: string }, number>;
	constructor() {
		super(`shelf-${crypto.randomUUID()}`);
		this.version(1).stores({ books: 'id' });
	}
}

const roots: (() => void)[] = [];
afterEach(() => roots.splice(0).forEach((stop) => stop()));

function watch<T>(read: () => T): T[] {
	const seen: T[] = [];
	const stop = $effect.root(() => {
		$effect(() => void seen.push(read()));
	});
	roots.push(stop);
	flushSync();
	return seen;
}

test('an answer is redrawn when what it was read from changes', async () => {
	const shelf = new Shelf();
	const count = new Live(() => shelf.books.count());
	const seen = watch(() => count.current);
	expect(seen).toEqual([undefined]);
	await vi.waitFor(() => expect(seen.at(-1)).toBe(0));
	await shelf.books.add({ id: 1, title: 'Truyện Kiều' });
	await vi.waitFor(() => expect(seen.at(-1)).toBe(1));
	expect(count.answered).toBe(true);
});

test.each(['the transaction ended before its time', 'AbortError'])(
	'a reading that failed is repeated by itself: %s',
	async (name) => {
		const shelf = new Shelf();
		let asked = 0;
		const count = new Live(async () => {
			if (asked++ === 0) throw Object.assign(new Error(name), { name });
			return await shelf.books.count();
		});
		const seen = watch(() => [count.current, count.error === null] as const);
		await vi.waitFor(() => expect(seen.at(-1)).toEqual([undefined, false]));
		await vi.waitFor(() => expect(seen.at(-1)).toEqual([0, true]));
		await shelf.books.add({ id: 1, title: 'Truyện Kiều' });
		await vi.waitFor(() => expect(seen.at(-1)).toEqual([1, true]));
	}
);

test('a failed reading is told and the last answer stays', async () => {
	const shelf = new Shelf();
	await shelf.books.add({ id: 1, title: 'Truyện Kiều' });
	const titles = new Live(async () => {
		const books = await shelf.books.toArray();
		if (books.length > 1) throw new Error('cannot read two');
		return books.map((book) => book.title);
	});
	const seen = watch(() => ({ titles: titles.current, error: titles.error }));
	await vi.waitFor(() => expect(seen.at(-1)?.titles).toEqual(['Truyện Kiều']));
	await shelf.books.add({ id: 2, title: 'Số đỏ' });
	await vi.waitFor(() => expect(seen.at(-1)?.error).toBeInstanceOf(Error));
	expect(seen.at(-1)?.titles).toEqual(['Truyện Kiều']);
});

test('nothing is asked while nobody reads', async () => {
	const shelf = new Shelf();
	const ask = vi.fn(() => shelf.books.count());
	new Live(ask);
	await shelf.books.add({ id: 1, title: 'Truyện Kiều' });
	expect(ask).not.toHaveBeenCalled();
});
