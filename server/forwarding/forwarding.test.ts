import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgencyMessage } from '../../domain/forwarding/messages.ts';
import type { DossierId } from '../../domain/ids.ts';
import { forwardDelaysMs } from '../../domain/limits.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { type Heard, type Listener, startListener } from '../../tests/support/listener.ts';
import {
	freeSubmission,
	type Office,
	openOffice,
	outSecret,
	supplement,
	supplementRequested,
	withdrawal
} from '../../tests/support/office.ts';
import { forHerSon } from '../../tests/support/examples/example.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { parkedJobs, resend } from '../store/jobs.ts';
import { createFileVault, type FileVault } from '../uploads/files.ts';
import { forwardHandler } from './agency.ts';
import { fetchResultHandler, isUnder } from './results.ts';
import { verifiedId } from './webhooks.ts';
import { createWorker, type Worker } from './worker.ts';

const open = fileDatabase();
let agency: Listener;
let office: Office;
let worker: Worker;
let vault: FileVault;
let folder: string;
/** What the agency does with the next request; a test replaces it. */
let answer: (heard: Heard, res: ServerResponse) => void;

beforeEach(async () => {
	answer = (_heard, res) => received(res);
	agency = await startListener((heard, res) => answer(heard, res));
	office = await openOffice(await open(), `${agency.url}/api`);
	folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-vault-'));
	vault = createFileVault(folder);
	const { db, clock, agencies } = office;
	worker = createWorker({
		db,
		clock,
		handlers: {
			forward: forwardHandler({ agencies, clock, timeoutMs: 500 }),
			fetch_result: fetchResultHandler({ agencies, vault, clock })
		},
		queues: agencies.systems,
		name: 'w',
		random: () => 0,
		report: () => undefined
	});
});
afterEach(async () => {
	await agency.stop();
	await rm(folder, { recursive: true, force: true });
});

const received = (res: ServerResponse, reference = 'CSGT-7') =>
	res.writeHead(200).end(JSON.stringify({ received: true, reference }));
const kinds = async (dossierId: DossierId) =>
	(await office.dossier(dossierId)).events.map((event) => event.kind);
const messages = () => agency.heard.map((heard) => AgencyMessage.parse(JSON.parse(heard.body)));

describe('sending', () => {
	it('[A1] a message signed, under its job’s id, and notes what the agency answered', async () => {
		const dossierId = await office.submitted();
		await office.pay(dossierId);
		expect(await worker.tick()).toBe(1);
		const [heard] = agency.heard;
		const [message] = messages();
		if (!heard || !message) throw new Error('a message came');
		expect(heard).toMatchObject({ method: 'POST', path: '/api/dossiers' });
		expect(verifiedId([outSecret], heard.headers, heard.body, office.clock())).toEqual({
			ok: true,
			value: message.messageId
		});
		expect(message).toMatchObject({
			type: 'dossier.submitted',
			dossierId,
			submitter: { name: 'Nguyễn Thị Mai', personalId: '012190001234', phone: '0912345678' },
			payment: { amount: 135_000 },
			attachments: [{ component: 'portrait' }, { component: 'oldCard' }],
			callbackUrl: 'http://portal.test/agency/callback/000.00.12.G01'
		});
		expect((await office.dossier(dossierId)).events.at(-1)).toMatchObject({
			kind: 'forwarded',
			reference: 'CSGT-7'
		});
		expect(await worker.tick()).toBe(0);
	});

	it('[B9] of somebody else’s dossier says whose it is, and who sent it', async () => {
		const form = { ...insuranceForm(), ...forHerSon };
		await office.submitted(freeSubmission({ serviceVersion: 2, form }));
		await worker.tick();
		expect(messages()[0]).toMatchObject({
			submitter: { name: 'Nguyễn Thị Mai' },
			owner: { name: 'Nguyễn Văn Nam', personalId: '012216004321', relation: 'parent' }
		});
	});

	it('[A1] one id and one body on every attempt, also when the answer was lost', async () => {
		answer = (_heard, res) => (agency.heard.length < 3 ? void res.destroy() : void received(res));
		const dossierId = await office.submitted(freeSubmission());
		for (let n = 0; n < 3; n++) {
			expect(await worker.tick()).toBe(1);
			expect(await worker.tick()).toBe(0);
			office.wait(forwardDelaysMs[n] ?? 0);
		}
		expect(new Set(agency.heard.map((heard) => heard.headers['webhook-id'])).size).toBe(1);
		expect(new Set(agency.heard.map((heard) => heard.body)).size).toBe(1);
		expect(await kinds(dossierId)).toEqual(['submitted', 'forwarded']);
	});

	it.each([
		['an outage', (res: ServerResponse) => void res.writeHead(503).end()],
		['a plea for time', (res: ServerResponse) => void res.writeHead(429).end()],
		[
			'a redirect',
			(res: ServerResponse) => void res.writeHead(307, { location: `${agency.url}/away` }).end()
		],
		[
			'a page of a captive portal',
			(res: ServerResponse) => void res.writeHead(200).end('<html>Wi-Fi</html>')
		],
		['a yes that is none', (res: ServerResponse) => void res.writeHead(200).end('{"received":false}')],
		['JSON of something else', (res: ServerResponse) => void res.writeHead(200).end('[{"received":true}]')],
		['an endless reference', (res: ServerResponse) => received(res, 'x'.repeat(101))],
		['an answer without end', (res: ServerResponse) => void res.writeHead(200).end('x'.repeat(100_000))],
		[
			'an answer that never comes to its end',
			(res: ServerResponse) => void res.writeHead(200).write('{"rec')
		],
		[
			'an answer cut short',
			(res: ServerResponse) =>
				void res.writeHead(200, { 'content-length': 99 }).write('{', () => res.destroy())
		]
	])('[A2] takes %s for no answer, and tries again', async (_name, reply) => {
		answer = (_heard, res) => reply(res);
		const dossierId = await office.submitted(freeSubmission());
		await worker.tick();
		expect(agency.heard.map((heard) => heard.path)).toEqual(['/api/dossiers']);
		expect(await kinds(dossierId)).toEqual(['submitted']);
		expect(await parkedJobs(office.db)).toEqual([]);
		answer = (_heard, res) => received(res);
		office.wait(forwardDelaysMs[0] ?? 0);
		await worker.tick();
		expect(await kinds(dossierId)).toEqual(['submitted', 'forwarded']);
	});

	it('[A2] goes on for at least 75 hours, then parks', async () => {
		answer = (_heard, res) => void res.writeHead(500).end();
		await office.submitted(freeSubmission());
		const begin = office.clock().getTime();
		while ((await parkedJobs(office.db)).length === 0) {
			await worker.tick();
			office.wait(forwardDelaysMs[agency.heard.length - 1] ?? 0);
		}
		expect(office.clock().getTime() - begin).toBeGreaterThanOrEqual(75 * 3_600_000);
		expect(agency.heard).toHaveLength(forwardDelaysMs.length + 1);
	});

	it('[A3] parks what the agency refuses, keeps what follows, and sends both when asked to', async () => {
		answer = (_heard, res) => void res.writeHead(422).end();
		const dossierId = await office.submitted(freeSubmission());
		await office.authority.apply(office.mai, withdrawal(dossierId));
		await worker.tick();
		office.wait(1_000_000_000);
		expect(await worker.tick()).toBe(0);
		const [parked] = await parkedJobs(office.db);
		if (!parked) throw new Error('a job is parked');
		expect(parked).toMatchObject({ queue: 'bhxh', why: 'refused with 422' });
		answer = (_heard, res) => received(res);
		await office.db.write((tx) => resend(tx, parked.jobId, office.clock()));
		await worker.tick();
		expect(messages().map((message) => message.type)).toEqual([
			'dossier.submitted',
			'dossier.submitted',
			'dossier.withdrawal_requested'
		]);
	});

	it('[A4] leaves another agency’s queue alone while one hangs', async () => {
		const hanging: ServerResponse[] = [];
		answer = (heard, res) =>
			heard.body.includes('3.000347') ? void hanging.push(res) : void received(res, 'BHXH-1');
		const slow = await office.submitted();
		await office.pay(slow);
		const quick = await office.submitted(freeSubmission());
		const tick = worker.tick();
		await expect.poll(() => kinds(quick)).toEqual(['submitted', 'forwarded']);
		await expect.poll(() => hanging.length).toBe(1);
		expect(await kinds(slow)).not.toContain('forwarded');
		for (const res of hanging) received(res);
		expect(await tick).toBe(2);
		expect(await kinds(slow)).toContain('forwarded');
	});

	it('carries a supplement with its files after the submission', async () => {
		const dossierId = await office.submitted();
		await office.pay(dossierId);
		await office.say(dossierId, 1, { type: 'accepted' });
		await office.say(dossierId, 2, supplementRequested);
		const operation = supplement(dossierId);
		for (const fact of operation.attachments) await office.storeFile(office.mai, fact);
		await office.authority.apply(office.mai, operation);
		expect(await worker.tick()).toBe(2);
		expect(messages()).toMatchObject([
			{ type: 'dossier.submitted' },
			{ type: 'dossier.supplemented', note: 'Ảnh mới', attachments: [{ component: 'portrait' }] }
		]);
	});

	it('runs by itself until it is stopped, and wakes when it is told', async () => {
		worker.start();
		await office.submitted(freeSubmission());
		worker.wake();
		await expect.poll(() => agency.heard.length).toBe(1);
		await worker.stop();
		await office.submitted(freeSubmission());
		worker.wake();
		expect(await worker.tick()).toBe(1);
		expect(agency.heard).toHaveLength(2);
	});
});

describe('result files', () => {
	const pdf = Buffer.from('%PDF-1.7 the decision');
	const sha256 = createHash('sha256').update(pdf).digest('hex');
	const result = (change: object = {}) => ({
		name: 'giấy phép.pdf',
		type: 'application/pdf',
		size: pdf.length,
		sha256: sha256 as never,
		url: `${agency.url}/api/results/1.pdf`,
		...change
	});
	const decided = async (file: ReturnType<typeof result>) => {
		const dossierId = await office.submitted(freeSubmission());
		await worker.tick();
		await office.say(dossierId, 1, { type: 'accepted' });
		await office.say(dossierId, 2, { type: 'processing' });
		const reply = await office.say(dossierId, 3, { type: 'decided', outcome: 'granted', result: file });
		return { dossierId, reply };
	};

	it('[A9] are fetched, checked and kept', async () => {
		const { dossierId } = await decided(result());
		answer = (_heard, res) => void res.writeHead(200).end(pdf);
		await worker.tick();
		expect(agency.heard.at(-1)).toMatchObject({ method: 'GET', path: '/api/results/1.pdf' });
		expect((await office.dossier(dossierId)).events.at(-1)).toMatchObject({
			kind: 'result_stored',
			result: { sha256 }
		});
		expect(Buffer.concat(await vault.read(sha256).toArray())).toEqual(pdf);
		expect(await office.db.read('SELECT name, size FROM results')).toEqual([
			{ name: 'giấy phép.pdf', size: pdf.length }
		]);
	});

	it.each([
		['other bytes', (res: ServerResponse) => void res.writeHead(200).end('%PDF-1.7 the decisio!')],
		['too few bytes', (res: ServerResponse) => void res.writeHead(200).end('%PDF')],
		['too many bytes', (res: ServerResponse) => void res.writeHead(200).end(Buffer.concat([pdf, pdf]))],
		[
			'a redirect',
			(res: ServerResponse) => void res.writeHead(302, { location: '/api/results/2.pdf' }).end()
		],
		['nothing there yet', (res: ServerResponse) => void res.writeHead(404).end()]
	])('[A9] are not kept when there is %s, and are asked for again', async (_name, reply) => {
		const { dossierId } = await decided(result());
		answer = (_heard, res) => reply(res);
		await worker.tick();
		expect(await kinds(dossierId)).not.toContain('result_stored');
		expect(await vault.size(sha256)).toBeNull();
		answer = (_heard, res) => void res.writeHead(200).end(pdf);
		office.wait(forwardDelaysMs[0] ?? 0);
		await worker.tick();
		expect(await kinds(dossierId)).toContain('result_stored');
	});

	it('[A9] are refused at the door when they lie elsewhere or are too large', async () => {
		const elsewhere = await decided(result({ url: 'http://127.0.0.1:1/api/results/1.pdf' }));
		expect(elsewhere.reply).toEqual({ status: 400, body: { error: 'malformed', where: 'result.url' } });
		const large = await decided(result({ size: 21 * 1024 * 1024 }));
		expect(large.reply).toEqual({ status: 400, body: { error: 'malformed', where: 'result.size' } });
		expect(await office.status(large.dossierId)).toBe(4);
	});

	it('[A9] lie under the agency’s address only if origin and path do', () => {
		const base = 'https://agency.test/api';
		expect(isUnder(base, 'https://agency.test/api/r/1.pdf')).toBe(true);
		for (const url of [
			'https://agency.test/api',
			'https://agency.test/apiary/1.pdf',
			'https://agency.test/api/../secret',
			'https://agency.test/api/%2e%2e/secret',
			'http://agency.test/api/1.pdf',
			'https://agency.test:444/api/1.pdf',
			'https://agency.test@evil.test/api/1.pdf',
			'https://user:pw@agency.test/api/1.pdf',
			'file:///etc/passwd',
			'/api/1.pdf'
		])
			expect(isUnder(base, url), url).toBe(false);
	});
});
