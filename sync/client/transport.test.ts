/** The exchange over real HTTP against the real router, and what comes back when it is somebody else who answers. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { afterEach, describe, expect, it } from 'vitest';
import { newCopy, writeCopy } from '../../domain/drafts/copy.ts';
import { draftsUp } from '../../domain/drafts/shelf.ts';
import { DossierId, DraftId, OperationId, PersonId } from '../../domain/ids.ts';
import { insuranceForm, mai } from '../../tests/support/forms.ts';
import { packedType } from '../protocol/packed.ts';
import { protocolOldest, protocolVersion } from '../protocol.ts';
import { sealFault } from '../../domain/dossier/manifest.ts';
import type { Seal } from '../../domain/dossier/manifest.ts';
import { newDevice, sealed } from '../../tests/support/seals.ts';
import type { Operation } from '../protocol.ts';
import { faultShape, syncRouter } from '../router.ts';
import { MemoryAuthority } from '../store/memory.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { personHeader } from '../protocol.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { httpWire } from './transport.ts';

const personId = PersonId.parse(sampleId(1));
const dossierId = DossierId.parse(sampleId(2));
const operationId = OperationId.parse(sampleId(3));
const { signal } = new AbortController();
let server: Server;

async function open(listener: RequestListener): Promise<string> {
	server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

/** A portal that knows Mai; who is logged in is said by the test. */
function portal(loggedIn: boolean): RequestListener {
	const now = () => new Date('2026-11-23T02:00:00.000Z');
	const authority = new MemoryAuthority({
		now,
		people: new Map([[personId, { personalId: mai.personalId }]]),
		knownCommune: () => true
	});
	const router = initTRPC.create({ errorFormatter: faultShape }).router({ sync: syncRouter });
	return createHTTPHandler({
		router,
		basePath: '/trpc/',
		createContext: ({ req }) => ({
			person: loggedIn && req.headers[personHeader] === personId ? { personId } : null,
			authority,
			now,
			sealFault
		})
	});
}

const wire = (origin: string) => httpWire(personId, testDeps({ fetch }), origin);
const empty = { protocol: protocolVersion, cursor: 0, operations: [] };

describe('the exchange', () => {
	it('[S1] takes operations up and brings outcomes and changes down, the same ones twice', async () => {
		const origin = await open(portal(true));
		const exchange = {
			...empty,
			operations: [
				sealed({
					kind: 'submit' as const,
					operationId,
					dossierId,
					procedureCode: '1.002759',
					serviceVersion: 1,
					catalogueVersion: 'test',
					localReference: 'TẠM SEN-0001',
					claimedAt: '2026-11-23T02:00:00.000Z',
					form: insuranceForm(),
					attachments: []
				})
			]
		};
		const first = await wire(origin).exchange(exchange, signal);
		const second = await wire(origin).exchange(exchange, signal);
		expect(first).toMatchObject({
			ok: true,
			value: { outcomes: [{ type: 'done', operationId }], changes: [{ dossier: { dossierId } }] }
		});
		expect(second).toEqual(first);
	});

	it('[S12] is refused by name when it is unsigned, or not as it was signed; well signed it is taken', async () => {
		const origin = await open(portal(true));
		const operation = {
			kind: 'submit' as const,
			operationId: OperationId.parse(sampleId(31)),
			dossierId: DossierId.parse(sampleId(32)),
			procedureCode: '1.002759',
			serviceVersion: 1,
			catalogueVersion: 'test',
			localReference: 'TẠM SEN-0002',
			claimedAt: '2026-11-23T02:00:00.000Z',
			form: insuranceForm(),
			attachments: []
		};
		const { operationId, seal } = sealed(operation) as typeof operation & { seal: Seal };
		const outcome = async (sent: Operation) => {
			const told = await wire(origin).exchange({ ...empty, operations: [sent] }, signal);
			return told.ok ? told.value : told.error;
		};
		const refused = (why: string) => ({
			outcomes: [{ type: 'refused', operationId, fault: { type: 'manifest_refused', why } }],
			changes: []
		});
		expect(await outcome(operation)).toMatchObject(refused('unsigned'));
		expect(await outcome({ ...operation, claimedAt: '2026', seal })).toMatchObject(refused('content'));
		const others = newDevice().publicKey;
		expect(await outcome({ ...operation, seal: { ...seal, key: others } })).toMatchObject(
			refused('signature')
		);
		expect(await outcome({ ...operation, seal })).toMatchObject({
			outcomes: [{ type: 'done', operationId }]
		});
	});

	it('[S6] tells that a login is needed', async () => {
		const origin = await open(portal(false));
		const told = await wire(origin).exchange(empty, signal);
		expect(told).toEqual({ ok: false, error: { type: 'login_required' } });
	});

	it('[S30] speaks JSON with a server that knows nothing of packing', async () => {
		const origin = await open(portal(true));
		const types: (string | null)[] = [];
		const counted = testDeps({
			fetch: (input, init) => {
				types.push(new Headers(init?.headers).get('content-type'));
				return fetch(input, init);
			}
		});
		const head = {
			draftId: DraftId.parse(sampleId(4)),
			dossierId,
			procedureCode: '1.002759',
			createdAt: Date.UTC(2026, 10, 23)
		};
		const copy = writeCopy(newCopy(head), 'a', Date.UTC(2026, 10, 23), [{ path: 'phone', value: '0912' }]);
		const drafts = draftsUp({ device: 'a', cursor: 0, copies: [copy] });
		const its = httpWire(personId, counted, origin);
		const told = await its.exchange({ ...empty, drafts }, signal);
		expect(told).toMatchObject({ ok: true, value: { drafts: { outcomes: [{ draft: 1 }] } } });
		await its.exchange({ ...empty, drafts }, signal);
		expect(types).toEqual([packedType, 'application/json', 'application/json']);
	});

	it('[S10] tells that the app is too old', async () => {
		const origin = await open(portal(true));
		const told = await wire(origin).exchange({ ...empty, protocol: protocolOldest - 1 }, signal);
		expect(told).toEqual({ ok: false, error: { type: 'outdated_app' } });
	});

	it.each([
		['a captive portal', 200, '<html>Đăng nhập wifi</html>'],
		['a captive portal that redirects', 302, ''],
		['JSON of somebody else', 200, '{"result":{"data":{"ok":true,"value":{"outcomes":[]}}}}'],
		['a proxy’s error page', 502, '<html>Bad gateway</html>'],
		['a foreign error', 401, '{"error":{"message":"x"}}']
	])('[O5] takes %s for no answer', async (_name, status, body) => {
		const origin = await open((_request, response) => {
			response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
			response.end(body);
		});
		const told = await wire(origin).exchange(empty, signal);
		expect(told).toEqual({ ok: false, error: { type: 'unavailable' } });
	});

	it('brings a result file, and tells one that is not there from a cut line', async () => {
		const origin = await open((request, response) => {
			if (request.url === `/files/result/${dossierId}`) {
				response.writeHead(200, { 'content-type': 'application/pdf' });
				response.end('%PDF-1.7');
			} else {
				response.writeHead(404);
				response.end();
			}
		});
		const got = await wire(origin).result(dossierId, signal);
		expect(got.ok && (await got.value.text())).toBe('%PDF-1.7');
		expect(await wire(origin).result(DossierId.parse(sampleId(9)), signal)).toEqual({
			ok: false,
			error: { type: 'not_found' }
		});
		const cut = await open((_request, response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('%PDF', () => response.destroy());
		});
		expect(await wire(cut).result(dossierId, signal)).toEqual({ ok: false, error: { type: 'unavailable' } });
	});
});
