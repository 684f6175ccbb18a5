import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../domain/ids.ts';
import { newsBeatDelayMs, newsStreamsPerPersonMax } from '../domain/limits.ts';
import { fileDatabase } from '../tests/support/databases.ts';
import { freeSubmission, openOffice } from '../tests/support/office.ts';
import { call, loggedIn, openTestPortal } from '../tests/support/portal.ts';
import { createNews } from './news.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A reader of a stream: what it has said so far, asked for piece by piece. */
function readerOf(response: Response) {
	const reader = (response.body ?? never()).pipeThrough(new TextDecoderStream()).getReader();
	closing.push(() => reader.cancel().catch(() => undefined));
	let said = '';
	return {
		/** Resolves when it has said this since the last time; the test's own time limit is the other end. */
		async hears(text: string): Promise<void> {
			while (!said.includes(text)) {
				const { value, done } = await reader.read();
				if (done) throw new Error(`ended after ${said}`);
				said += value;
			}
			said = said.slice(said.indexOf(text) + text.length);
		},
		async ends(): Promise<void> {
			while (!(await reader.read()).done);
		}
	};
}

function never(): never {
	throw new Error('an answer has a body');
}

const open = fileDatabase();

/** News over a real line, whose time moves by hand. */
async function newsroom(streamsMax = 100) {
	const office = await openOffice(await open());
	const ticks = new Map<number, () => void>();
	const live = new Set<PersonId>([office.mai, office.sung]);
	const failures: unknown[] = [];
	const news = createNews({
		db: office.db,
		log: (_message, error) => failures.push(error),
		every(delayMs, tick) {
			ticks.set(delayMs, tick);
			return () => ticks.delete(delayMs);
		},
		streamsMax
	});
	const server = createServer((request, response: ServerResponse) => {
		const [, who, since] = (request.url ?? '').split('/');
		const personId = who === 'mai' ? office.mai : office.sung;
		const listener = { personId, isLive: async () => live.has(personId) };
		void news.listen(listener, response, Number(since)).then((begun) => {
			if (!begun.ok) response.writeHead(429).end();
		});
	});
	await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
	const { port } = server.address() as AddressInfo;
	closing.push(
		() => new Promise((closed) => server.close(closed)),
		() => news.close()
	);
	return {
		...office,
		news,
		live,
		failures,
		ticks,
		listen: (who: 'mai' | 'sung', since = 0) => fetch(`http://127.0.0.1:${port}/${who}/${since}`),
		look: () => [...ticks].find(([delayMs]) => delayMs !== newsBeatDelayMs)?.[1](),
		beat: () => ticks.get(newsBeatDelayMs)?.()
	};
}

describe('[S20] a stream of news', () => {
	it('tells whoever has news how far, also when another process wrote it, and nobody else', async () => {
		const room = await newsroom();
		const hers = readerOf(await room.listen('mai'));
		const his = readerOf(await room.listen('sung'));
		await hers.hears(':\n\n');
		await his.hears(':\n\n');
		const other = await openOffice(await open());
		await other.authority.apply(other.mai, freeSubmission());
		room.look();
		await hers.hears('data: 1\n\n');
		await room.authority.apply(room.sung, freeSubmission({ form: {} }));
		await room.authority.apply(room.mai, freeSubmission());
		room.look();
		await hers.hears('data: 2\n\n');
		room.beat();
		// His first word: there was none about hers.
		await his.hears(':\n\n');
		expect(room.failures).toEqual([]);
	});

	it('begins with what came since the last exchange, and only with that', async () => {
		const room = await newsroom();
		await room.authority.apply(room.mai, freeSubmission());
		const behind = readerOf(await room.listen('mai', 0));
		await behind.hears('data: 1\n\n');
		const abreast = readerOf(await room.listen('mai', 1));
		await abreast.hears(':\n\n');
		await room.authority.apply(room.mai, freeSubmission());
		room.look();
		await abreast.hears('data: 2\n\n');
	});

	it('ends with its session, and nothing is looked for when nobody listens', async () => {
		const room = await newsroom();
		const hers = readerOf(await room.listen('mai'));
		await hers.hears(':\n\n');
		expect(room.ticks.size).toBe(2);
		room.live.delete(room.mai);
		await room.news.check(room.sung);
		expect(room.ticks.size).toBe(2);
		await room.news.check(room.mai);
		await hers.ends();
		expect(room.ticks.size).toBe(0);
	});

	it('is bounded: of one person the newest stay, and beyond all of them nobody is let in', async () => {
		const room = await newsroom(newsStreamsPerPersonMax + 1);
		const oldest = readerOf(await room.listen('mai'));
		await oldest.hears(':\n\n');
		for (let n = 0; n < newsStreamsPerPersonMax; n++) await readerOf(await room.listen('mai')).hears(':\n\n');
		await oldest.ends();
		await readerOf(await room.listen('sung')).hears(':\n\n');
		expect((await room.listen('sung')).status).toBe(429);
		room.news.close();
	});
});

describe('the address of the stream', () => {
	it('[S20] asks for a login, speaks for its person only, and ends at logout', async () => {
		const test = await openTestPortal();
		closing.push(() => test.close());
		const { headers, personId } = await loggedIn(test, '012190001234');
		const listen = (more: Record<string, string>, query = '') =>
			fetch(`${test.origin}/api/news${query}`, { headers: more });
		expect((await listen({})).status).toBe(401);
		const foreign = { ...headers, 'x-mot-cua-person': '00000000-0000-4000-8000-000000000000' };
		expect((await listen(foreign)).status).toBe(401);
		expect((await listen(headers, '?since=-1')).status).toBe(400);
		const stream = await listen({ ...headers, 'x-mot-cua-person': personId });
		expect(stream.headers.get('content-type')).toContain('text/event-stream');
		expect(stream.headers.get('cache-control')).toBe('no-store');
		const reader = readerOf(stream);
		await reader.hears(':\n\n');
		await call(test, 'session.me', undefined, headers);
		await fetch(`${test.origin}/auth/logout`, { method: 'POST', headers });
		await reader.ends();
	});
});
