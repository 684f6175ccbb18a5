/** Packed bodies over HTTP: what our phones send, and what a line or a hostile hand makes of it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newCopy, writeCopy } from '../domain/drafts/copy.ts';
import { draftsUp } from '../domain/drafts/shelf.ts';
import { DossierId, DraftId, PersonId } from '../domain/ids.ts';
import { protocolVersion } from '../sync/protocol.ts';
import { packedType } from '../sync/protocol/packed.ts';
import { packText, unpackText } from '../sync/protocol/packing.ts';
import { MemoryAuthority } from '../sync/store/memory.ts';
import { sampleId } from '../tests/support/phone-samples.ts';
import type { Context } from './router.ts';
import { createTrpc } from './trpc.ts';

const nowMs = Date.parse('2026-11-23T02:00:00.000Z');
const personId = PersonId.parse(sampleId(1));
let server: Server;
let url: string;
const logged: string[] = [];

beforeEach(async () => {
	const now = () => new Date(nowMs);
	const authority = new MemoryAuthority({ now, people: new Map(), knownCommune: () => true });
	const context = { authority, now, sealFault: async () => null };
	const answer = createTrpc({
		contextOf: async ({ headers }) =>
			({ ...context, person: headers['x-guest'] ? null : { personId } }) as unknown as Context,
		wakeWorker: () => {},
		log: (message) => void logged.push(message)
	});
	server = createServer((request, response) => {
		void answer(request, response, new URL(request.url ?? '/', 'http://portal.test'));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/trpc/sync.exchange`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const post = (body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string>) =>
	fetch(url, { method: 'POST', body, headers });
const packed = { 'content-type': packedType, accept: packedType };

function message(): string {
	const head = {
		draftId: DraftId.parse(sampleId(2)),
		dossierId: DossierId.parse(sampleId(3)),
		procedureCode: '1.002759',
		createdAt: nowMs
	};
	const copy = writeCopy(newCopy(head), 'a', nowMs, [{ path: 'fullName', value: 'Nguyễn Thị Mai' }]);
	const drafts = draftsUp({ device: 'a', cursor: 0, copies: [copy] });
	return JSON.stringify({ protocol: protocolVersion, cursor: 0, operations: [], drafts });
}

it('[S30] takes a packed exchange and answers packed, and with news also who asks in JSON', async () => {
	const response = await post(packText(message()), packed);
	expect([response.status, response.headers.get('content-type')]).toEqual([200, packedType]);
	const text = unpackText(new Uint8Array(await response.arrayBuffer()));
	expect(JSON.parse(text ?? '')).toMatchObject({
		result: { data: { ok: true, value: { drafts: { outcomes: [{ draft: 1 }] } } } }
	});
	const other = { device: 'b', cursor: 0, deltas: [] };
	const ask = JSON.stringify({ protocol: protocolVersion, cursor: 0, operations: [], drafts: other });
	const plain = { 'content-type': 'application/json' };
	const news = await post(ask, { ...plain, accept: packedType });
	expect(news.headers.get('content-type')).toBe(packedType);
	expect((await post(ask, plain)).headers.get('content-type')).toContain('application/json');
});

it('[S30] refuses what was cut, changed, or is no exchange, and keeps nothing of it', async () => {
	const good = packText(message());
	const changed = good.slice();
	changed[20] = (changed[20] ?? 0) ^ 1;
	for (const body of [good.slice(0, -4), changed, packText('{"protocol":'), new Uint8Array(0)]) {
		const response = await post(body, packed);
		expect(response.status).toBe(400);
		expect(await response.text()).toContain('"malformed"');
	}
	const whole = await post(good, packed);
	const text = unpackText(new Uint8Array(await whole.arrayBuffer()));
	expect(JSON.parse(text ?? '')).toMatchObject({ result: { data: { value: { drafts: { cursor: 1 } } } } });
	expect(logged).toEqual([]);
});

it('the handler of its own answers an exchange in the words of the adapter', async () => {
	const json = { 'content-type': 'application/json' };
	const answers = async (body: string, headers: Record<string, string> = {}) => {
		const request = { method: 'POST', body, headers: { ...json, ...headers } };
		// With a question in the address it is not taken for the plain call.
		const both = [await fetch(url, request), await fetch(`${url}?by=adapter`, request)];
		return await Promise.all(both.map(async (one) => ({ status: one.status, body: await one.json() })));
	};
	for (const body of [
		JSON.stringify({ protocol: protocolVersion, cursor: 0, operations: [] }),
		JSON.stringify({ protocol: 0 }),
		JSON.stringify({ protocol: protocolVersion + 1 }),
		JSON.stringify({ protocol: protocolVersion, cursor: -1, operations: [] }),
		JSON.stringify({ protocol: protocolVersion, cursor: 0, operations: [{ kind: 'withdraw' }] }),
		'[]'
	]) {
		const [plain, adapter] = await answers(body);
		expect(plain).toEqual(adapter);
		const [guest, guestByAdapter] = await answers(body, { 'x-guest': 'yes' });
		expect(guest).toEqual(guestByAdapter);
	}
});
