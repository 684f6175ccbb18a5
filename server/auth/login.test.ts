import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loginOpenMs, sessionAbsoluteMs, sessionIdleMs, sharedSessionMs } from '../../domain/limits.ts';
import { openTestPortal, TestBrowser, type TestPortal } from '../../tests/support/portal.ts';
import { ownPath } from './routes.ts';

const mai = '012190001234';
const sung = '011085005678';
const dayMs = 24 * 3_600_000;
let test: TestPortal;
let browser: TestBrowser;

beforeAll(async () => {
	test = await openTestPortal({ beside: ['eid'] });
});
beforeEach(() => {
	browser = new TestBrowser(test);
});
afterAll(() => test.close());

async function me(of: TestBrowser = browser): Promise<{ name: string; personId: string } | null> {
	const { text } = await of.portal.visit('/trpc/session.me');
	return (JSON.parse(text) as { result: { data: { me: { name: string; personId: string } | null } } }).result
		.data.me;
}

function fault(url: URL): string | null {
	return url.searchParams.get('fault');
}

describe('a login', () => {
	it('[I1] gives a session to the person whom the e-ID vouches for', async () => {
		const end = await browser.login(mai, '/ho-so?moi=1');
		expect(end.pathname).toBe('/dang-nhap/xong');
		expect(fault(end)).toBeNull();
		expect(end.searchParams.get('return')).toBe('/ho-so?moi=1');
		expect(await me()).toMatchObject({
			name: 'Nguyễn Thị Mai',
			personalId: mai,
			birth: '1990-03-08',
			sex: 'female',
			phone: '0912345678'
		});
	});

	it('[I1] asks with PKCE S256, state, nonce and the assurance that it needs', async () => {
		const { leavesTo } = await browser.portal.visit('/auth/login');
		const asked = Object.fromEntries(leavesTo?.searchParams ?? []);
		expect(asked).toMatchObject({
			response_type: 'code',
			code_challenge_method: 'S256',
			scope: 'openid profile',
			acr_values: 'loa2',
			redirect_uri: `${test.origin}/auth/callback`
		});
		for (const secret of ['state', 'nonce', 'code_challenge']) expect(asked[secret]).toMatch(/^.{43}$/);
	});

	it('[I2] works once', async () => {
		const callback = await browser.toCallback(mai);
		await browser.portal.visit(callback);
		const first = await me();
		const again = await browser.portal.visit(callback);
		expect(fault(again.url)).toBe('expired');
		expect(await me()).toEqual(first);
	});

	it('[I2] works only in the browser that began it, and still works there afterwards', async () => {
		const callback = await browser.toCallback(mai);
		const other = new TestBrowser(test);
		expect(fault((await other.portal.visit(callback)).url)).toBe('other_browser');
		await other.portal.visit('/auth/login');
		expect(fault((await other.portal.visit(callback)).url)).toBe('other_browser');
		expect(await me(other)).toBeNull();
		expect(fault((await browser.portal.visit(callback)).url)).toBeNull();
	});

	it('[I2] is too late after ten minutes', async () => {
		const callback = await browser.toCallback(mai);
		test.wait(loginOpenMs + 1000);
		expect(fault((await browser.portal.visit(callback)).url)).toBe('expired');
		expect(await me()).toBeNull();
	});

	it('in two tabs at once ends well in both', async () => {
		const first = await browser.toCallback(mai);
		const second = await browser.toCallback(mai);
		expect(fault((await browser.portal.visit(first)).url)).toBeNull();
		expect(fault((await browser.portal.visit(second)).url)).toBeNull();
	});

	it('that the person cancels is told as cancelled, and leads back to where she came from', async () => {
		const begun = await browser.portal.visit('/auth/login?return=/ho-so/1');
		const page = await browser.eid.visit(begun.leavesTo ?? '');
		const back = await browser.eid.visit(`${page.url.href}/cancel`, {});
		const { url } = await browser.portal.visit(back.leavesTo ?? '');
		expect(fault(url)).toBe('cancelled');
		expect(url.searchParams.get('return')).toBe('/ho-so/1');
		expect(await me()).toBeNull();
	});

	it.each([
		['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43)), 'expired'],
		['no state', (url: URL) => url.searchParams.delete('state'), 'expired'],
		['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.test'), 'provider'],
		['no issuer', (url: URL) => url.searchParams.delete('iss'), 'provider'],
		['another code', (url: URL) => url.searchParams.set('code', 'x'.repeat(43)), 'provider'],
		['no code', (url: URL) => url.searchParams.delete('code'), 'provider'],
		['an error', (url: URL) => url.searchParams.set('error', 'server_error'), 'provider']
	])('[I1] with %s logs nobody in', async (_what, spoil, why) => {
		const callback = await browser.toCallback(mai);
		spoil(callback);
		expect(fault((await browser.portal.visit(callback)).url)).toBe(why);
		expect(await me()).toBeNull();
	});

	it('[I3] again gives the same person, another identity another', async () => {
		await browser.login(mai);
		const first = await me();
		const other = new TestBrowser(test);
		await other.login(mai);
		expect((await me(other))?.personId).toBe(first?.personId);
		const third = new TestBrowser(test);
		await third.login(sung);
		expect((await me(third))?.personId).not.toBe(first?.personId);
	});

	it('[I6] leads back only to a path of this portal', () => {
		const origin = 'https://portal.test';
		expect(ownPath('/ho-so/1?a=b', origin)).toBe('/ho-so/1?a=b');
		for (const wanted of [
			null,
			'',
			'https://evil.test/',
			'//evil.test',
			'/\\evil.test',
			'\\\\evil.test',
			'/\t/evil.test',
			'javascript:alert(1)',
			'/'.repeat(600)
		])
			expect(ownPath(wanted, origin)).toBe('/');
	});
});

describe('an e-ID that fails', () => {
	it('[I1] with a lower assurance than asked logs nobody in', async () => {
		const strict = await openTestPortal({ beside: ['eid'], env: { EID_ACR: 'loa9' } });
		try {
			const visitor = new TestBrowser(strict);
			const end = await visitor.login(mai);
			expect(fault(end)).toBe('assurance');
			expect(await me(visitor)).toBeNull();
		} finally {
			await strict.close();
		}
	});

	it('[X5] by being away, or by talking nonsense, is told, and the portal goes on', async () => {
		const nonsense = createServer((_request, response) => response.end('<html>captive portal</html>'));
		await new Promise<void>((opened) => nonsense.listen(0, opened));
		const address = `http://localhost:${(nonsense.address() as AddressInfo).port}`;
		for (const issuer of ['http://127.0.0.1:9', address]) {
			const alone = await openTestPortal({ env: { EID_ISSUER: issuer } });
			try {
				const visitor = new TestBrowser(alone);
				const { url } = await visitor.portal.visit('/auth/login?return=/ho-so');
				expect(url.pathname + url.search).toBe('/dang-nhap/xong?return=%2Fho-so&fault=provider');
				expect(await me(visitor)).toBeNull();
				expect((await visitor.portal.visit('/healthz')).status).toBe(200);
			} finally {
				await alone.close();
			}
		}
		await new Promise((closed) => nonsense.close(closed));
	});
});

describe('a session', () => {
	it('[I4] sits in a cookie that scripts and other sites do not get, and is stored by its hash', async () => {
		const callback = await browser.toCallback(mai);
		const cookie = browser.portal.cookies();
		const response = await fetch(callback, { redirect: 'manual', headers: { cookie } });
		const set = response.headers.getSetCookie().find((line) => line.startsWith('__Host-session='));
		expect(set).toMatch(/; HttpOnly/);
		expect(set).toMatch(/; Secure/);
		expect(set).toMatch(/; SameSite=Lax/i);
		expect(set).toMatch(/; Path=\//);
		expect(set).not.toMatch(/; Domain/i);
		const id = /^__Host-session=([^;]+)/.exec(set ?? '')?.[1] ?? '';
		const rows = JSON.stringify(await test.portal.db.read('SELECT * FROM sessions'));
		expect(rows).toContain(createHash('sha256').update(id).digest('hex'));
		expect(rows).not.toContain(id);
	});

	it('[I4] has a new id at every login, and the one before is over', async () => {
		await browser.login(mai);
		const before = browser.portal.cookies();
		await browser.login(mai);
		expect(browser.portal.cookies()).not.toBe(before);
		const old = await fetch(`${test.origin}/trpc/session.me`, { headers: { cookie: before } });
		expect(await old.json()).toMatchObject({ result: { data: { me: null } } });
		expect(await me()).not.toBeNull();
	});

	it('[I4] ends when it is not used', async () => {
		await browser.login(mai);
		test.wait(sessionIdleMs - 1000);
		expect(await me()).not.toBeNull();
		test.wait(sessionIdleMs + 1000);
		expect(await me()).toBeNull();
	});

	it('[I4] ends after the absolute limit, however busy', async () => {
		await browser.login(mai);
		for (let waited = 10 * dayMs; waited < sessionAbsoluteMs; waited += 10 * dayMs) {
			test.wait(10 * dayMs);
			expect(await me()).not.toBeNull();
		}
		test.wait(10 * dayMs);
		expect(await me()).toBeNull();
	});

	it('[K4] of a shared machine is asked for at the e-ID every time, goes with the browser, and ends after two hours', async () => {
		browser.portal.set('may-dung-chung', '1');
		const begun = await browser.portal.visit('/auth/login');
		expect(begun.leavesTo?.searchParams.get('prompt')).toBe('login');
		await browser.login(mai);
		expect(browser.portal.lineOf('__Host-session')).toMatch(/HttpOnly/);
		expect(browser.portal.lineOf('__Host-session')).not.toMatch(/Max-Age|Expires/i);
		for (let waited = 0; waited < sharedSessionMs - 60_000; waited += sharedSessionMs / 4) {
			expect(await me()).not.toBeNull();
			test.wait(sharedSessionMs / 4);
		}
		test.wait(60_000);
		expect(await me()).toBeNull();
	});

	it('[K4] of her own device is not asked for twice, and stays', async () => {
		await browser.login(mai);
		expect(browser.portal.lineOf('__Host-session')).toMatch(/Max-Age=\d{7,}/);
		const begun = await browser.portal.visit('/auth/login');
		expect(begun.leavesTo?.searchParams.get('prompt')).toBeNull();
	});

	it('[I7] ends on the server at logout, and the way to end it at the e-ID is told', async () => {
		await browser.login(mai);
		const cookie = browser.portal.cookies();
		const response = await fetch(`${test.origin}/auth/logout`, { method: 'POST', headers: { cookie } });
		expect(response.headers.getSetCookie().join()).toMatch(/__Host-session=;.*Max-Age=0/);
		const { redirect } = (await response.json()) as { redirect: string };
		expect(await me()).toBeNull();
		const ended = new URL(redirect);
		expect(ended.origin).toBe(test.eid);
		const page = await browser.eid.visit(ended);
		expect(page.text).toContain('eid-logout');
		const secret = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
		const confirmed = await browser.eid.visit(new URL('/session/end/confirm', test.eid), {
			xsrf: secret,
			logout: 'yes'
		});
		expect(confirmed.leavesTo?.href).toBe(`${test.origin}/`);
	});

	it('[X3] is not ended by another site', async () => {
		await browser.login(mai);
		const cookie = browser.portal.cookies();
		for (const headers of [
			{ 'sec-fetch-site': 'cross-site' },
			{ 'sec-fetch-site': 'same-site' },
			{ origin: 'https://evil.test' },
			{ origin: 'null' }
		]) {
			const response = await fetch(`${test.origin}/auth/logout`, {
				method: 'POST',
				headers: { cookie, ...headers } as Record<string, string>
			});
			expect(response.status).toBe(403);
		}
		expect(await me()).not.toBeNull();
	});
});
