import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openService, readBody, sendJson, type RunningService } from '../service.ts';
import type { Attachment, PortalMessage, Submitted } from './messages.ts';
import { startAgency, type AgencyOptions } from './server.ts';

const portalSecret = `whsec_${Buffer.from('portal to agency, of this test').toString('base64')}`;
const agencySecret = `whsec_${Buffer.from('agency to portal, of this test').toString('base64')}`;

/** How long a busy machine may take; the tests end as soon as it is done. */
const patience = { timeout: 20_000, interval: 10 };

interface News {
	id: string;
	type: string;
	sequence: number;
	body: Record<string, unknown>;
}

/** A portal that keeps every news whose signature is right, answers as told, and serves attachments. */
async function startPortal() {
	const news: News[] = [];
	const answers: number[] = [];
	const files = new Map<string, Buffer>();
	const service = await openService({ port: 0 }, () => ({
		async answer(request, response) {
			if (request.method === 'GET') {
				const file = files.get(request.url ?? '');
				response.writeHead(file ? 200 : 404);
				response.end(file);
				return;
			}
			const text = await readBody(request);
			const headers = request.headers as Record<string, string>;
			const body = new Webhook(agencySecret).verify(text.ok ? text.value : '', headers) as Record<
				string,
				unknown
			>;
			const { type, sequence } = body;
			news.push({ id: headers['webhook-id'] ?? '', type: String(type), sequence: Number(sequence), body });
			sendJson(response, answers.shift() ?? 200, { applied: true });
		}
	}));
	return { news, answers, files, ...service };
}

let data: string;
let portal: Awaited<ReturnType<typeof startPortal>>;
let agency: RunningService;

const options = (more: Partial<AgencyOptions> = {}): AgencyOptions => ({
	data,
	port: 0,
	portalSecret,
	agencySecret,
	portalOrigin: portal.url,
	mode: 'auto',
	stepMs: 1,
	retryDelays: [5],
	...more
});

async function restart(more: Partial<AgencyOptions> = {}) {
	await agency.close();
	agency = await startAgency(options(more));
}

beforeEach(async () => {
	data = await mkdtemp(path.join(tmpdir(), 'sandbox-agency-'));
	portal = await startPortal();
	agency = await startAgency(options());
});
afterEach(async () => {
	await agency.close();
	await portal.close();
	await rm(data, { recursive: true });
});

function attachment(component: string, content = component): Attachment {
	const bytes = Buffer.from(content);
	const attachmentId = randomUUID();
	portal.files.set(`/agency/files/${attachmentId}`, bytes);
	return {
		attachmentId,
		component,
		name: `${component}.jpg`,
		type: 'image/jpeg',
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		url: `${portal.url}/agency/files/${attachmentId}`
	};
}

function submission(more: Partial<Submitted> = {}): Submitted {
	return {
		type: 'dossier.submitted',
		messageId: randomUUID(),
		dossierId: randomUUID(),
		dossierCode: '000.00.01.G01-261122-0001',
		procedureCode: '1.002759',
		serviceVersion: 1,
		submittedAt: '2026-11-22T03:04:05.000Z',
		submitter: { name: 'Nguyễn Thị Mai', personalId: '012190001234', phone: '0912345678' },
		form: { reason: 'lost' },
		attachments: [],
		payment: null,
		callbackUrl: `${portal.url}/agency/callback/G24`,
		...more
	};
}

async function send(
	message: PortalMessage,
	{ secret = portalSecret, at = new Date(), id = message.messageId } = {}
) {
	const body = JSON.stringify(message);
	const response = await fetch(`${agency.url}/dossiers`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': new Webhook(secret).sign(id, at, body)
		},
		body
	});
	return { status: response.status, body: (await response.json()) as { reference?: string; error?: string } };
}

interface Report {
	dossierId: string;
	stage: string;
	effects: number;
	deliveries: Record<string, number>;
	attachments: { state: string; fault?: string }[];
	callbacks: { id: string; state: string; tries: number }[];
}

const reports = async () => (await (await fetch(`${agency.url}/_sandbox/dossiers`)).json()) as Report[];

async function hook(route: string, body: object = {}) {
	const response = await fetch(`${agency.url}/_sandbox/${route}`, {
		method: 'POST',
		body: JSON.stringify(body)
	});
	return { status: response.status, body: (await response.json()) as unknown };
}

const toldTypes = () => portal.news.map(({ type }) => type);
const told = (...types: string[]) => vi.waitFor(() => expect(toldTypes()).toEqual(types), patience);

test('takes a signed message and answers with its own number; refuses forged, stale and bent ones', async () => {
	const message = submission();
	expect(await send(message, { secret: agencySecret })).toMatchObject({ status: 401 });
	expect(await send(message, { at: new Date(Date.now() - 301_000) })).toMatchObject({ status: 401 });
	expect(await send({ ...message, dossierId: 'not a uuid' })).toMatchObject({ status: 400 });
	expect(await send(message, { id: randomUUID() })).toMatchObject({ body: { error: 'id_mismatch' } });
	const elsewhere = { ...message, callbackUrl: 'http://elsewhere.test/' };
	expect(await send(elsewhere)).toMatchObject({ body: { error: 'foreign_address' } });
	expect(await reports()).toHaveLength(0);
	expect(await send(message)).toEqual({ status: 200, body: { received: true, reference: 'TN-000001' } });
});

test('a repeat gets the same answer and changes nothing, over a restart too', async () => {
	const message = submission();
	const first = await send(message);
	expect(await send(message)).toEqual(first);
	await restart();
	expect(await send(message)).toEqual(first);
	const [report] = await reports();
	expect(report).toMatchObject({ effects: 1, deliveries: { [message.messageId]: 3 } });
});

test('another message about the same dossier is the same dossier; the same id with other content is refused', async () => {
	const message = submission();
	const first = await send(message);
	expect(await send({ ...message, messageId: randomUUID() })).toEqual(first);
	expect(await send({ ...message, dossierCode: 'another' })).toMatchObject({ status: 409 });
	expect(await send({ ...message, dossierId: randomUUID() })).toMatchObject({ status: 409 });
	const all = await reports();
	expect(all).toHaveLength(1);
	expect(all[0]?.effects).toBe(1);
	await told('accepted', 'processing', 'decided');
});

test('without supplement: accepted, processing, decided, with a paper that matches what was announced', async () => {
	await send(submission({ attachments: [attachment('proof')] }));
	await told('accepted', 'processing', 'decided');
	expect(portal.news.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
	const { result } = portal.news[2]?.body as {
		result: { url: string; size: number; sha256: string; type: string };
	};
	expect(result.url.startsWith(`${agency.url}/`)).toBe(true);
	const bytes = Buffer.from(await (await fetch(result.url)).arrayBuffer());
	expect(bytes.length).toBe(result.size);
	expect(createHash('sha256').update(bytes).digest('hex')).toBe(result.sha256);
	expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
	const text = bytes.toString('latin1');
	const xref = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
	const offsets = [...text.slice(xref).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
	expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual(
		[1, 2, 3, 4, 5].map((n) => `${n} 0 obj`)
	);
});

test('a driving licence is sent back once for the portrait and goes on after the supplement', async () => {
	const message = submission({ procedureCode: '3.000347', attachments: [attachment('portrait')] });
	await send(message);
	await told('accepted', 'supplement_requested');
	const { requestId, items, until } = portal.news[1]?.body ?? {};
	expect(items).toEqual([{ component: 'portrait', text: expect.any(String) as string }]);
	expect(until).toMatch(/^\d{4}-\d\d-\d\d$/);
	const supplement: PortalMessage = {
		type: 'dossier.supplemented',
		messageId: randomUUID(),
		dossierId: message.dossierId,
		dossierCode: message.dossierCode,
		requestId: String(requestId),
		note: 'Ảnh mới',
		attachments: [attachment('portrait', 'a clearer face')]
	};
	const another = { ...supplement, messageId: randomUUID(), requestId: randomUUID() };
	expect(await send(another)).toMatchObject({ status: 200 });
	expect((await reports())[0]).toMatchObject({ effects: 1, stage: 'supplementing' });
	expect(await send(supplement)).toMatchObject({ status: 200 });
	expect(await send(supplement)).toMatchObject({ status: 200 });
	expect(await send({ ...supplement, messageId: randomUUID() })).toMatchObject({ status: 200 });
	await told('accepted', 'supplement_requested', 'processing', 'decided');
	expect((await reports())[0]).toMatchObject({ effects: 2, stage: 'decided' });
});

test('a supplement before its submission is asked to come again', async () => {
	const { messageId, dossierId, dossierCode } = submission();
	const early: PortalMessage = {
		type: 'dossier.supplemented',
		messageId,
		dossierId,
		dossierCode,
		requestId: randomUUID(),
		note: null,
		attachments: []
	};
	expect(await send(early)).toMatchObject({ status: 503, body: { error: 'not_here_yet' } });
});

test('a withdrawal is confirmed before the decision and rejected after it', async () => {
	const withdraw = (message: Submitted): PortalMessage => ({
		type: 'dossier.withdrawal_requested',
		messageId: randomUUID(),
		dossierId: message.dossierId,
		dossierCode: message.dossierCode,
		reason: 'Nộp nhầm'
	});
	const waiting = submission({ procedureCode: '3.000347' });
	await send(waiting);
	await told('accepted', 'supplement_requested');
	await send(withdraw(waiting));
	await told('accepted', 'supplement_requested', 'withdrawal_confirmed');
	portal.news.length = 0;
	const decided = submission();
	await send(decided);
	await told('accepted', 'processing', 'decided');
	await send(withdraw(decided));
	await told('accepted', 'processing', 'decided', 'withdrawal_rejected');
});

test('nothing is decided on a file that is not what was announced; once it is, the work goes on', async () => {
	const proof = attachment('proof');
	const address = new URL(proof.url).pathname;
	const right = portal.files.get(address) ?? Buffer.alloc(0);
	portal.files.set(address, Buffer.from(right.toString().toUpperCase()));
	await send(submission({ attachments: [proof] }));
	await vi.waitFor(
		async () => expect((await reports())[0]?.attachments[0]?.fault).toBe('wrong_hash'),
		patience
	);
	expect(portal.news).toHaveLength(0);
	portal.files.set(address, right);
	await told('accepted', 'processing', 'decided');
	expect(await readFile(path.join(data, 'agency', 'files', proof.sha256))).toEqual(right);
});

test('news are retried under one id with one body, and in order', async () => {
	portal.answers.push(503, 500, 404, 202);
	await send(submission());
	await told('accepted', 'accepted', 'accepted', 'accepted', 'processing', 'decided');
	const tries = portal.news.slice(0, 4);
	expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
	for (const { body } of tries) expect(body).toEqual(tries[0]?.body);
	expect(new Set(portal.news.map(({ id }) => id)).size).toBe(3);
});

test('a restart goes on with the queue and the script where they stood', async () => {
	await hook('mode', { holdCallbacks: true });
	await send(submission());
	await vi.waitFor(async () => expect((await reports())[0]?.callbacks).toHaveLength(3), patience);
	expect(portal.news).toHaveLength(0);
	const ids = (await reports())[0]?.callbacks.map(({ id }) => id);
	await restart();
	await told('accepted', 'processing', 'decided');
	expect(portal.news.map(({ id }) => id)).toEqual(ids);
});

test('an accepted message is worked on by the next process when the first one ended at once', async () => {
	await restart({ stepMs: 50 });
	await send(submission());
	await restart();
	await told('accepted', 'processing', 'decided');
});

test('the hook repeats news in either order with identical ids', async () => {
	const message = submission();
	await send(message);
	await told('accepted', 'processing', 'decided');
	const ids = portal.news.map(({ id }) => id);
	await hook(`callbacks/${message.dossierId}/replay`, { order: 'reverse' });
	expect(portal.news.slice(3).map(({ id }) => id)).toEqual(ids.toReversed());
	await hook(`callbacks/${message.dossierId}/replay`);
	expect(portal.news.slice(6).map(({ id }) => id)).toEqual(ids);
});

test('by hand: only permitted steps are taken, by hook and by desk', async () => {
	await hook('mode', { mode: 'manual' });
	const message = submission();
	await send(message);
	const { dossierId } = message;
	expect(await hook(`dossiers/${dossierId}/return`)).toMatchObject({ status: 409 });
	expect(await hook(`dossiers/${dossierId}/dance`)).toMatchObject({ status: 400 });
	expect(await hook(`dossiers/${randomUUID()}/accept`)).toMatchObject({ status: 404 });
	expect(await hook(`dossiers/${dossierId}/accept`, { appointmentOn: '2026-12-01' })).toMatchObject({
		status: 200
	});
	const desk = await (await fetch(agency.url)).text();
	expect(desk).toContain('data-testid="desk-request-supplement"');
	expect(desk).not.toContain('data-testid="desk-accept"');
	const press = (button: string) =>
		fetch(`${agency.url}/desk/${dossierId}`, { method: 'POST', body: new URLSearchParams({ button }) });
	for (const button of ['process', 'deny', 'return']) expect((await press(button)).status).toBe(200);
	await told('accepted', 'processing', 'decided', 'returned');
	expect(portal.news[0]?.body).toMatchObject({ appointmentOn: '2026-12-01' });
	expect(portal.news[2]?.body).toMatchObject({ outcome: 'refused', result: null });
});
