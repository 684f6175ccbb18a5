import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';

const agencySecret = `whsec_${Buffer.from('a secret of this test only').toString('base64')}`;
const main = path.join(import.meta.dirname, 'main.ts');
let data: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
	data = await mkdtemp(path.join(tmpdir(), 'sandbox-main-'));
});
afterEach(async () => {
	for (const child of children.splice(0)) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		child.kill('SIGKILL');
		await once(child, 'exit');
	}
	await rm(data, { recursive: true });
});

function run(names: readonly string[], env: Record<string, string> = {}) {
	const child = spawn(process.execPath, [main, ...names], {
		env: {
			PATH: process.env.PATH,
			SANDBOX_DATA: data,
			EID_PORT: '0',
			GATEWAY_PORT: '0',
			AGENCY_PORT: '0',
			POWER_PORT: '0',
			POWER_KEY: 'key',
			ISSUERS_PORT: '0',
			AGENCY_OUT_SECRET: agencySecret,
			AGENCY_MODE: 'manual',
			...env
		},
		stdio: ['ignore', 'pipe', 'inherit']
	});
	children.push(child);
	return child;
}

/** The addresses by name, once so many services listen. */
async function ready(child: ChildProcess, count: number): Promise<Record<string, string>> {
	const urls: Record<string, string> = {};
	if (!child.stdout) throw new Error('no output');
	for await (const line of createInterface({ input: child.stdout })) {
		const [, name, url] = /^(\w+) ready (http:\S+)$/.exec(line) ?? [];
		if (name && url) urls[name] = url;
		if (Object.keys(urls).length === count) return urls;
	}
	throw new Error('ended before it was ready');
}

test('runs all of them when none is named, and ends on SIGTERM', async () => {
	const child = run([]);
	const urls = await ready(child, 5);
	expect(Object.keys(urls)).toEqual(['eid', 'gateway', 'agency', 'power', 'issuers']);
	const discovery = await fetch(`${urls.eid}/.well-known/openid-configuration`);
	expect(await discovery.json()).toMatchObject({ issuer: urls.eid });
	child.kill('SIGTERM');
	expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a bill that a killed company had settled is settled in the next process', async () => {
	const settlement = async (url: string | undefined) => {
		const call = async (route: string, body: object) =>
			(await fetch(`${url}${route}`, {
				method: 'POST',
				headers: { authorization: 'Bearer key' },
				body: JSON.stringify(body)
			}).then((response) => response.json())) as { bills?: { billId: string; total: number }[] };
		return { call, found: (await call('/bills/find', { customerCode: 'PE01000123456' })).bills ?? [] };
	};
	const first = run(['power']);
	const before = await settlement((await ready(first, 1)).power);
	const [bill] = before.found;
	await before.call('/bills/settle', {
		paymentId: 'p1',
		customerCode: 'PE01000123456',
		billIds: [bill?.billId],
		amount: bill?.total,
		paidAt: '2026-11-22T03:04:05.000Z',
		receiptNumber: 'BL-1'
	});
	first.kill('SIGKILL');
	await once(first, 'exit');
	const after = await settlement((await ready(run(['power']), 1)).power);
	expect(after.found).toEqual([]);
});

test('a dossier that a killed agency had acknowledged is there in the next process, once', async () => {
	const message = {
		type: 'dossier.submitted',
		messageId: 'job-1',
		dossierId: randomUUID(),
		dossierCode: '000.00.01.G24-261122-0001',
		procedureCode: '1.002759',
		serviceVersion: 1,
		submittedAt: '2026-11-22T03:04:05.000Z',
		submitter: { name: 'Nguyễn Thị Mai', personalId: '012190001234' },
		form: {},
		attachments: [],
		payment: null,
		callbackUrl: 'http://localhost:3000/agency/callback/G24'
	};
	const send = async (url: string | undefined) => {
		const [body, at] = [JSON.stringify(message), new Date()];
		const response = await fetch(`${url}/dossiers`, {
			method: 'POST',
			headers: {
				'webhook-id': 'job-1',
				'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
				'webhook-signature': new Webhook(agencySecret).sign('job-1', at, body)
			},
			body
		});
		return { status: response.status, body: (await response.json()) as unknown };
	};
	const first = run(['agency']);
	const acknowledged = await send((await ready(first, 1)).agency);
	first.kill('SIGKILL');
	await once(first, 'exit');
	expect(acknowledged.status).toBe(200);
	const url = (await ready(run(['agency']), 1)).agency;
	expect(await send(url)).toEqual(acknowledged);
	const dossiers = await (await fetch(`${url}/_sandbox/dossiers`)).json();
	expect(dossiers).toMatchObject([{ dossierId: message.dossierId, effects: 1, deliveries: { 'job-1': 2 } }]);
});

test('stays off in production unless asked for, and knows its names', async () => {
	expect(await once(run(['power'], { NODE_ENV: 'production' }), 'exit')).toEqual([2, null]);
	expect(await once(run(['bank']), 'exit')).toEqual([2, null]);
	await ready(run(['power'], { NODE_ENV: 'production', SANDBOX: '1' }), 1);
});
