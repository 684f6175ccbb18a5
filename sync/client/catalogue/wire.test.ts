import { describe, expect, it } from 'vitest';
import { Cancelled, connect, serve } from './wire.ts';

interface Methods {
	[name: string]: (...args: never[]) => Promise<unknown>;
	double(n: number): Promise<number>;
	fail(): Promise<never>;
	find(query: string): Promise<string>;
}

function setUp() {
	const { port1, port2 } = new MessageChannel();
	const found: string[] = [];
	const methods: Methods = {
		double: async (n: number) => 2 * n,
		fail: async () => {
			throw new Error('không được');
		},
		find: async (query: string) => {
			found.push(query);
			return `kết quả ${query}`;
		}
	};
	const tell = serve<string>(port2 as never, methods, (method) => method === 'find');
	const told: string[] = [];
	const asker = connect<Methods, string>(port1 as never, (event) => told.push(event));
	port1.start();
	port2.start();
	return { asker, tell, told, found, close: () => port1.close() };
}

describe('questions to the worker', () => {
	it('are answered, each its own, and failures come back as failures', async () => {
		const { asker, tell, told, close } = setUp();
		expect(await Promise.all([asker.ask('double', [2]), asker.ask('double', [21])])).toEqual([4, 42]);
		await expect(asker.ask('fail', [])).rejects.toThrow('không được');
		tell('tin');
		await asker.ask('double', [1]);
		expect(told).toEqual(['tin']);
		close();
	});
	it('that people wait for while they type are answered newest first; what was cancelled before its turn is dropped', async () => {
		const { asker, found, close } = setUp();
		const stale = new AbortController();
		const first = asker.ask('find', ['b']);
		const second = asker.ask('find', ['ba'], stale.signal);
		const third = asker.ask('find', ['ban']);
		stale.abort();
		await expect(second).rejects.toThrow(Cancelled);
		expect(await third).toBe('kết quả ban');
		expect(await first).toBe('kết quả b');
		expect(found).toEqual(['ban', 'b']);
		close();
	});
	it('fail when the worker is gone', async () => {
		const { asker, close } = setUp();
		const open = asker.ask('find', ['x']);
		asker.fail(new Error('hết'));
		await expect(open).rejects.toThrow('hết');
		close();
	});
});
