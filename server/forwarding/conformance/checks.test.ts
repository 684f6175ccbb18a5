import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Listener, startListener } from '../../../tests/support/listener.ts';
import { inSecret, outSecret } from '../../../tests/support/office.ts';
import { startAgency } from '../../sandbox/agency/server.ts';
import type { RunningService } from '../../sandbox/service.ts';
import { type Check, checkAgency, type Subject } from './checks.ts';
import { report } from './report.ts';

let portal: Listener;
beforeEach(async () => {
	portal = await startListener((_heard, res) => void res.writeHead(200).end('{"applied":true}'));
});
afterEach(() => portal.stop());

const subject = (url: string, change: Partial<Subject> = {}): Subject => ({
	url,
	secret: outSecret,
	inSecret,
	procedureCode: '1.002759',
	callbackUrl: `${portal.url}/agency/callback/x`,
	heard: () => portal.heard,
	callbackOrEnd: () => expect.poll(() => portal.heard.length, { timeout: 20_000 }).toBeGreaterThan(0),
	now: () => new Date(),
	timeoutMs: 5_000,
	...change
});
const failed = (checks: readonly Check[]) =>
	checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

/** The sandbox's agency, which calls back to the test's portal. */
async function withSandbox<T>(act: (agency: RunningService) => Promise<T>): Promise<T> {
	const data = await mkdtemp(path.join(tmpdir(), 'mot-cua-conformance-'));
	const agency = await startAgency({
		data,
		port: 0,
		portalSecret: outSecret,
		agencySecret: inSecret,
		portalOrigin: portal.url,
		mode: 'auto',
		stepMs: 1,
		retryDelays: [5]
	});
	try {
		return await act(agency);
	} finally {
		await agency.close();
		await rm(data, { recursive: true, force: true });
	}
}

it('[A14] the kit finds nothing wrong with the sandbox agency', () =>
	withSandbox(async ({ url }) => {
		const checks = await checkAgency(subject(url));
		expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
		expect(checks.length).toBeGreaterThan(10);
	}));

it('[A14] the kit names each mistake of a careless agency, and no other', async () => {
	let numbers = 0;
	// Looks at the signature's key alone: not at the time, not at repeats; and signs its news with the wrong secret.
	const careless = await startListener(({ headers, body }, res) => {
		const key = Buffer.from(outSecret.replace('whsec_', ''), 'base64');
		const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
		const right = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
		if (headers['webhook-signature'] !== right) return void res.writeHead(401).end('{}');
		try {
			JSON.parse(body);
		} catch {
			return void res.writeHead(500).end('<html>');
		}
		res.writeHead(200).end(JSON.stringify({ received: true, reference: ++numbers }));
	});
	const news = { body: '{"type":"accepted"}', headers: {} };
	const checks = await checkAgency(
		subject(careless.url, { heard: () => [news], callbackOrEnd: async () => undefined })
	);
	await careless.stop();
	expect(failed(checks)).toEqual([
		'repeat',
		'old',
		'key-change',
		'other-content',
		'nonsense',
		'callback-signed',
		'callback-shape'
	]);
	const text = report(careless.url, checks);
	expect(text).toContain('✗ old');
	expect(text).toContain('→ it was taken');
	expect(text).toContain('7 failed');
});

it('[A14] the kit bears an agency that is not there, answers HTML, or takes everything', async () => {
	const gone = await startListener(() => undefined);
	await gone.stop();
	const dead = await checkAgency(subject(gone.url, { inSecret: null }));
	expect(dead[0]).toMatchObject({ outcome: 'failed', saw: 'nobody answered' });
	expect(dead.at(-1)).toMatchObject({ outcome: 'not_seen' });
	const hotel = await startListener((_heard, res) => void res.writeHead(200).end('<html>Wi-Fi</html>'));
	const html = await checkAgency(subject(hotel.url, { inSecret: null }));
	expect(html[0]).toMatchObject({ saw: 'answered 200 with something that is no JSON' });
	await hotel.stop();
	const open = await startListener((_heard, res) => void res.writeHead(200).end('{"received":true}'));
	const all = failed(await checkAgency(subject(open.url, { inSecret: null })));
	expect(all).toEqual(
		expect.arrayContaining(['wrong-signature', 'changed-body', 'other-id', 'old', 'unsigned', 'nonsense'])
	);
	await open.stop();
});

it('[A14] the command ends with what it found', () =>
	withSandbox(async ({ url }) => {
		const run = async (...args: string[]) => {
			const child = spawn(process.execPath, ['server/forwarding/conformance/main.ts', ...args]);
			let said = '';
			child.stdout.on('data', (text) => void (said += text));
			const [code] = await once(child, 'close');
			return { code: Number(code), said };
		};
		const given = ['--url', url, '--callback-url', `${portal.url}/cb`, '--secret'];
		const [right, wrong, little] = await Promise.all([
			run(...given, outSecret),
			run(...given, inSecret),
			run('--url', url)
		]);
		expect(right).toMatchObject({ code: 0, said: expect.stringContaining('✓ signed') });
		expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('✗ signed') });
		expect(little.code).toBe(2);
	}));
