/** A call over real HTTP against a real tRPC router, and when it is somebody else who answers. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { FaultError, faultShape, parsed } from '../router.ts';
import { callRouter } from './router-call.ts';

const t = initTRPC.create({ errorFormatter: faultShape });
const router = t.router({
	room: t.router({
		twice: t.procedure.input(parsed(z.object({ n: z.int() }))).query(({ input }) => ({ n: input.n * 2 })),
		echo: t.procedure.input(parsed(z.unknown())).mutation(({ input }) => input),
		nothing: t.procedure.query(() => undefined),
		guarded: t.procedure.query(() => {
			throw new FaultError({ type: 'login_required' });
		}),
		broken: t.procedure.query(() => {
			throw new Error('with words of somebody');
		})
	})
});

let server: Server;
let origin = '';
async function listen(listener: RequestListener): Promise<void> {
	server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
async function close(): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
beforeEach(() =>
	listen(
		createHTTPHandler({ router, basePath: '/trpc/', allowMethodOverride: true, createContext: () => ({}) })
	)
);
afterEach(close);

const { signal } = new AbortController();
const call = (path: string, input?: unknown) => callRouter(fetch, { path, input, signal }, origin);
const noAnswer = { ok: false, error: null };

test('brings what the procedure returned, queries by POST too', async () => {
	expect(await call('room.twice', { n: 21 })).toEqual({ ok: true, value: { n: 42 } });
	expect(await call('room.nothing')).toEqual({ ok: true, value: undefined });
	const words = { name: 'Sùng Thị Mỷ “H’Mông”', list: [1, null, ['']] };
	expect(await call('room.echo', words)).toEqual({ ok: true, value: words });
});

test.each([
	['room.guarded', undefined, { type: 'login_required' }],
	['room.twice', { n: 'x' }, { type: 'malformed', where: 'n' }],
	['room.broken', undefined, { type: 'unavailable' }],
	['room.absent', undefined, { type: 'not_found' }]
])('brings the fault with which %s(%j) ends', async (path, input, error) => {
	expect(await call(path, input)).toEqual({ ok: false, error });
});

test.each([
	['a captive portal', 200, 'text/html', '<html>Đăng nhập wifi</html>'],
	['nothing', 200, 'application/json', ''],
	['JSON of somebody else', 200, 'application/json', '{"data":{"ok":true}}'],
	['an answer that is no object', 200, 'application/json', '[{"result":{"data":1}}]'],
	['an error without a fault', 401, 'application/json', '{"error":{"message":"x"}}'],
	['a fault that nobody knows', 400, 'application/json', '{"error":{"data":{"fault":7}}}'],
	['a proxy’s error page', 502, 'text/html', '<html>Bad gateway</html>']
])('takes %s for no answer', async (_name, status, type, body) => {
	await close();
	await listen((_request, response) => response.writeHead(status, { 'content-type': type }).end(body));
	expect(await call('room.nothing')).toEqual(noAnswer);
});

test('a line that is cut, a server that is gone and a call that is called off are no answer', async () => {
	await close();
	await listen((_request, response) => {
		response.writeHead(200, { 'content-length': '100' });
		response.write('{"result":', () => response.destroy());
	});
	expect(await call('room.nothing')).toEqual(noAnswer);

	const calling = new AbortController();
	await close();
	await listen(() => calling.abort());
	const calledOff = callRouter(fetch, { path: 'room.nothing', signal: calling.signal }, origin);
	expect(await calledOff).toEqual(noAnswer);
	expect(await callRouter(fetch, { path: 'room.nothing', signal: AbortSignal.abort() }, origin)).toEqual(
		noAnswer
	);

	const gone = origin;
	await close();
	expect(await callRouter(fetch, { path: 'room.nothing', signal }, gone)).toEqual(noAnswer);
	await listen(() => {});
});

test('says on the wire what tRPC’s own client says', async () => {
	const said: unknown[] = [];
	const note: typeof fetch = async (input, init) => {
		const type = new Headers(init?.headers).get('content-type');
		said.push([String(input), init?.method, type, init?.body ?? undefined]);
		return await fetch(input, init);
	};
	const theirs = createTRPCUntypedClient({
		links: [httpLink({ url: `${origin}/trpc`, methodOverride: 'POST', fetch: note as never })]
	});
	for (const input of [{ n: 1 }, undefined]) {
		const path = input ? 'room.twice' : 'room.nothing';
		await theirs.query(path, input);
		await callRouter(note, { path, input, signal }, origin);
	}
	expect(said).toHaveLength(4);
	expect(said[1]).toEqual(said[0]);
	expect(said[3]).toEqual(said[2]);
});
