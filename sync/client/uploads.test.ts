/** The upload algorithm against a real tus server on loopback, over a line that is cut. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttachmentId, PersonId, Sha256 } from '../../domain/ids.ts';
import { uploadChunkBytes } from '../../domain/limits.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { callerFor, faultOf } from './http.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { tusServer, type UploadFile, uploadFile } from './uploads.ts';

const bytes = new Uint8Array(3 * uploadChunkBytes + 777).map((_, index) => (index * 31) % 251);
const file: UploadFile = {
	fact: {
		attachmentId: AttachmentId.parse(sampleId(1)),
		component: 'portrait',
		name: 'Ảnh chân dung của Mai.jpg',
		type: 'image/jpeg',
		size: bytes.length,
		sha256: Sha256.parse(createHash('sha256').update(bytes).digest('hex'))
	},
	bytes: new Blob([bytes])
};

let directory: string;
let server: HttpServer;
let origin: string;
/** What the server was told when it was asked to create. */
let announced: unknown;
/** Answers instead of tus, when set. */
let instead: ((status: (code: number, body: string) => void) => void) | null;
let requests: string[];

beforeEach(async () => {
	directory = await mkdtemp(path.join(tmpdir(), 'uploads-'));
	instead = null;
	requests = [];
	const tus = new Server({
		path: '/uploads',
		datastore: new FileStore({ directory }),
		namingFunction: (_request, metadata) => String(metadata?.['attachmentId']),
		async onUploadCreate(_request, upload) {
			announced = upload.metadata;
			return {};
		}
	});
	server = createServer((request, response) => {
		requests.push(request.method ?? '');
		if (instead)
			instead((code, body) => {
				response.writeHead(code, { 'content-type': 'text/html' });
				response.end(body);
			});
		else void tus.handle(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	await rm(directory, { recursive: true });
});

function upload(fetchFor: typeof fetch = fetch, seen: number[] = []) {
	const caller = callerFor(PersonId.parse(sampleId(2)), testDeps({ fetch: fetchFor }), origin);
	return uploadFile(tusServer(caller), file, (stored) => seen.push(stored), new AbortController().signal);
}
const stored = () => readFile(path.join(directory, file.fact.attachmentId));

describe('an upload', () => {
	it('[F1] goes up in chunks, under its own name, with everything that the server must know', async () => {
		const seen: number[] = [];
		expect(await upload(fetch, seen)).toEqual({ ok: true, value: null });
		expect(Buffer.compare(await stored(), bytes)).toBe(0);
		expect(seen).toEqual([0, 1, 2, 3].map((n) => n * uploadChunkBytes).concat(bytes.length));
		expect(announced).toEqual({
			attachmentId: file.fact.attachmentId,
			sha256: file.fact.sha256,
			filename: 'Ảnh chân dung của Mai.jpg',
			filetype: 'image/jpeg',
			component: 'portrait'
		});
	});

	it('[F1] sends nothing again that the server holds', async () => {
		await upload();
		requests = [];
		expect(await upload()).toEqual({ ok: true, value: null });
		expect(requests).toEqual(['HEAD']);
	});

	it('[F1] goes on from the server’s byte after a cut at any request, whichever side lost it', async () => {
		for (let cutAt = 1; cutAt <= 7; cutAt++)
			for (const lost of ['request', 'answer']) {
				let sent = 0;
				const cutting: typeof fetch = async (input, init) => {
					if (++sent !== cutAt) return await fetch(input, init);
					if (lost === 'answer') await fetch(input, init);
					throw new TypeError('cut');
				};
				expect(await upload(cutting)).toEqual({ ok: false, error: { type: 'unavailable' } });
				const seen: number[] = [];
				expect(await upload(fetch, seen)).toEqual({ ok: true, value: null });
				expect(Buffer.compare(await stored(), bytes)).toBe(0);
				expect(seen[0]).toBeGreaterThanOrEqual((cutAt - 4) * uploadChunkBytes);
				await rm(path.join(directory, file.fact.attachmentId));
				await rm(path.join(directory, `${file.fact.attachmentId}.json`));
			}
	});

	it('[O5] takes a captive portal for no answer', async () => {
		instead = (answer) => answer(200, '<html>Đăng nhập wifi</html>');
		expect(await upload()).toEqual({ ok: false, error: { type: 'unavailable' } });
		instead = (answer) => answer(404, '<html>không có</html>');
		expect(await upload()).toEqual({ ok: false, error: { type: 'unavailable' } });
	});

	it('[F3] tells what the server says about the content, and [S6] that a login is needed', async () => {
		const response = (status: number, body: unknown, headers?: HeadersInit) =>
			faultOf(new Response(JSON.stringify(body), { status, ...(headers ? { headers } : {}) }));
		const fault = { type: 'file_hash', attachmentId: file.fact.attachmentId };
		expect(await response(422, { fault })).toEqual(fault);
		expect(await response(401, '')).toEqual({ type: 'login_required' });
		expect(await response(429, '', { 'retry-after': '7' })).toEqual({
			type: 'too_many_requests',
			retryAfterMs: 7000
		});
		expect(await response(500, { stack: '…' })).toEqual({ type: 'unavailable' });
	});

	it('knows offline from unreachable', async () => {
		const caller = callerFor(PersonId.parse(sampleId(2)), testDeps({ isOnline: () => false }), origin);
		const told = await uploadFile(tusServer(caller), file, () => {}, new AbortController().signal);
		expect(told).toEqual({ ok: false, error: { type: 'offline' } });
	});
});
