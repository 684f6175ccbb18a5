/**
 * The portal inside the test's own process, over real HTTP, with the sandbox services that the test needs beside it.
 * Its clock may be moved on, its jobs run when the test says so.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PersonId } from '../../domain/ids.ts';
import { issuerNames } from '../../scripts/system.mjs';
import { createSessions } from '../../server/auth/session.ts';
import { readEnv } from '../../server/env.ts';
import { createPortal, type Portal } from '../../server/main.ts';
import { startEid } from '../../server/sandbox/eid/server.ts';
import { startGateway } from '../../server/sandbox/gateway/server.ts';
import { startIssuers } from '../../server/sandbox/issuers/server.ts';
import { startPower } from '../../server/sandbox/power.ts';
import type { RunningService } from '../../server/sandbox/service.ts';
import { findOrCreatePerson } from '../../server/store/people.ts';
import { agencySystems } from './services.ts';

export const testSecrets = {
	eid: 'a secret between portal and e-ID',
	tmnCode: 'MOTCUA01',
	vnpay: 'A SECRET BETWEEN SHOP AND GATEWAY',
	out: `whsec_${Buffer.from('portal to agency, for tests').toString('base64')}`,
	in: `whsec_${Buffer.from('agency to portal, for tests').toString('base64')}`,
	power: 'a key of the power company',
	issuers: 'a key of the issuers'
} as const;

/** Where nothing listens. */
const nowhere = 'http://127.0.0.1:9';

export interface TestPortal {
	readonly origin: string;
	readonly portal: Portal;
	/** Addresses of what runs beside it; of nothing for what does not. */
	readonly eid: string;
	readonly gateway: string;
	readonly power: string;
	readonly issuers: string;
	readonly logged: readonly string[];
	readonly now: () => Date;
	/** Moves the portal's clock on; the services beside it keep the true time. */
	wait(ms: number): void;
	close(): Promise<void>;
}

export async function openTestPortal(
	options: {
		readonly beside?: readonly ('eid' | 'gateway' | 'power' | 'issuers')[];
		readonly env?: Record<string, string>;
	} = {}
): Promise<TestPortal> {
	const data = await mkdtemp(path.join(tmpdir(), 'mot-cua-portal-'));
	const { promise: opening, resolve: resolvePortal } = Promise.withResolvers<Portal>();
	const server = createServer((request, response) => {
		const pages = () => response.writeHead(404, { 'content-type': 'text/html' }).end('a page of Kit');
		void opening.then((portal) => portal.handle(request, response, pages));
	});
	const origin = await listening(server);
	const has = (name: 'eid' | 'gateway' | 'power' | 'issuers') => options.beside?.includes(name) ?? false;
	const eid = has('eid')
		? await startEid({ data, clientSecret: testSecrets.eid, portalOrigin: origin, port: 0 })
		: null;
	const gateway = has('gateway')
		? await startGateway({
				data,
				port: 0,
				tmnCode: testSecrets.tmnCode,
				hashSecret: testSecrets.vnpay,
				ipnUrl: `${origin}/payments/vnpay/ipn`,
				ipnDelays: [50, 100, 200],
				lateIpnMs: 50
			})
		: null;
	const power = has('power') ? await startPower({ data, port: 0, key: testSecrets.power }) : null;
	const issuers = has('issuers') ? await startIssuers({ data, port: 0, key: testSecrets.issuers }) : null;
	const agency = { baseUrl: nowhere, outSecret: testSecrets.out, inSecret: testSecrets.in };
	const logged: string[] = [];
	let ahead = 0;
	const now = () => new Date(Date.now() + ahead);
	const env = readEnv({
		PORTAL_ORIGIN: origin,
		DATA_DIR: data,
		EID_ISSUER: eid?.url ?? nowhere,
		EID_CLIENT_ID: 'mot-cua',
		EID_CLIENT_SECRET: testSecrets.eid,
		GATEWAY_URL: gateway?.url ?? nowhere,
		VNPAY_TMN_CODE: testSecrets.tmnCode,
		VNPAY_HASH_SECRET: testSecrets.vnpay,
		AGENCIES: JSON.stringify(agencySystems.map(({ system }) => ({ ...agency, system, name: system }))),
		POWER_URL: power?.url ?? nowhere,
		POWER_KEY: testSecrets.power,
		ISSUERS: JSON.stringify(
			issuerNames.map((issuer) => ({
				issuer,
				baseUrl: `${issuers?.url ?? nowhere}/${issuer}`,
				key: testSecrets.issuers
			}))
		),
		SIGNATURE_CAS: path.join(data, 'signing', 'ca.pem'),
		FILE_LINK_SECRET: 'a secret of the links to files, long enough',
		...options.env
	});
	const portal = await createPortal(env, {
		now,
		random: () => 0,
		runsWorker: false,
		log: (message, error) => logged.push(`${message} ${error instanceof Error ? error.name : ''}`)
	});
	resolvePortal(portal);
	const beside: RunningService[] = [eid, gateway, power, issuers].filter((service) => service !== null);
	return {
		origin,
		portal,
		eid: eid?.url ?? nowhere,
		gateway: gateway?.url ?? nowhere,
		power: power?.url ?? nowhere,
		issuers: issuers?.url ?? nowhere,
		logged,
		now,
		wait: (ms) => void (ahead += ms),
		async close() {
			await Promise.all(beside.map((service) => service.close()));
			await new Promise((closed) => {
				server.close(closed);
				server.closeAllConnections();
			});
			await portal.close();
			await rm(data, { recursive: true, force: true });
		}
	};
}

async function listening(server: Server): Promise<string> {
	await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
	return `http://localhost:${(server.address() as AddressInfo).port}`;
}

export interface Page {
	readonly url: URL;
	readonly status: number;
	readonly text: string;
	/** Where the answer leads, when that lies outside the service. */
	readonly leavesTo: URL | null;
}

/** A browser's cookies and redirects at one origin, without its screen. */
class Visitor {
	readonly #home: string;
	readonly #cookies = new Map<string, string>();
	readonly #lines = new Map<string, string>();

	constructor(home: string) {
		this.#home = home;
	}

	/** The `cookie` header as it would be sent now. */
	cookies(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	/** As a script of the page would. */
	set(name: string, value: string): void {
		this.#cookies.set(name, value);
	}

	/** How the server said it when it set this cookie last. */
	lineOf(name: string): string | undefined {
		return this.#lines.get(name);
	}

	/** Gets an address, or posts a form to it; follows redirects as long as they stay here. */
	async visit(address: string | URL, form?: Record<string, string>): Promise<Page> {
		let url = new URL(address, this.#home);
		let body = form && new URLSearchParams(form);
		for (let hops = 0; hops < 10; hops++) {
			const response = await fetch(url, {
				...(body ? { method: 'POST', body } : {}),
				headers: { cookie: this.cookies() },
				redirect: 'manual'
			});
			for (const line of response.headers.getSetCookie()) this.#keep(line);
			const page = { url, status: response.status, text: await response.text(), leavesTo: null };
			const location = response.headers.get('location');
			if (!location) return page;
			const next = new URL(location, url);
			if (next.origin !== this.#home) return { ...page, leavesTo: next };
			url = next;
			body = undefined;
		}
		throw new Error('too many redirects');
	}

	#keep(line: string): void {
		const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
		this.#lines.set(name, line);
		const expires = /; *expires=([^;]+)/i.exec(line)?.[1];
		const isOver = /; *max-age=0/i.test(line) || (expires !== undefined && Date.parse(expires) <= Date.now());
		if (isOver) this.#cookies.delete(name);
		else this.#cookies.set(name, value);
	}
}

/** Somebody's browser: cookies of the portal and of the e-ID, no screen. */
export class TestBrowser {
	readonly portal: Visitor;
	readonly eid: Visitor;
	readonly #origin: string;

	constructor(test: Pick<TestPortal, 'origin' | 'eid'>) {
		this.#origin = test.origin;
		this.portal = new Visitor(test.origin);
		this.eid = new Visitor(test.eid);
	}

	/** Goes to the e-ID, logs in there, and answers the callback's address without visiting it. */
	async toCallback(personalId: string, returnTo = '/ho-so'): Promise<URL> {
		const begun = await this.portal.visit(`/auth/login?return=${encodeURIComponent(returnTo)}`);
		if (!begun.leavesTo) throw new Error(`not led to the e-ID but to ${begun.url.href}`);
		let page = await this.eid.visit(begun.leavesTo);
		if (page.text.includes('name="password"'))
			page = await this.eid.visit(`${page.url.href}/login`, { personalId, password: '123456' });
		if (page.text.includes('data-testid="eid-consent"'))
			page = await this.eid.visit(`${page.url.href}/consent`, {});
		if (page.leavesTo?.origin !== this.#origin) throw new Error(`still at ${page.url.href}`);
		return page.leavesTo;
	}

	/** Logs in. Answers the portal's page that this ends at. */
	async login(personalId: string, returnTo?: string): Promise<URL> {
		return (await this.portal.visit(await this.toCallback(personalId, returnTo))).url;
	}
}

/** What a tRPC call answered. */
export interface Called {
	readonly status: number;
	/** Result of the procedure, when there is one. */
	readonly data: unknown;
	/** `data.fault` of a tRPC error. */
	readonly fault: unknown;
	readonly text: string;
}

/** Calls a procedure over HTTP, mutations and queries alike by POST. */
export async function call(
	test: TestPortal,
	procedure: string,
	input: unknown,
	headers: Record<string, string> = {}
): Promise<Called> {
	const response = await fetch(`${test.origin}/trpc/${procedure}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof input === 'string' ? input : JSON.stringify(input)
	});
	const text = await response.text();
	const read = JSON.parse(text) as { result?: { data: unknown }; error?: { data?: { fault?: unknown } } };
	return { status: response.status, data: read.result?.data, fault: read.error?.data?.fault, text };
}

/** Somebody who is logged in, without the way over the e-ID. */
export async function loggedIn(
	test: TestPortal,
	personalId: string
): Promise<{ readonly personId: PersonId; readonly headers: Record<string, string> }> {
	const claims = { issuer: 'https://eid.test', subject: personalId, personalId, name: 'Nguyễn Thị Mai' };
	const { personId } = await test.portal.db.write((tx) =>
		findOrCreatePerson(tx, { ...claims, birth: '1990', sex: 'female', phone: '0912345678' }, test.now())
	);
	const cookie = await createSessions(test.portal.db, test.now).open(personId, 'no token');
	return { personId, headers: { cookie: cookie.split(';')[0] ?? '' } };
}
