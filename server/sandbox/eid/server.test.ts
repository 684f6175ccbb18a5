import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as oidc from 'openid-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningService } from '../service.ts';
import { Visitor } from '../test-visitor.ts';
import { eidClientId, startEid } from './server.ts';

const portalOrigin = 'http://portal.test';
const clientSecret = 'a secret of this test';
const redirectUri = `${portalOrigin}/auth/callback`;
let data: string;
let eid: RunningService;

beforeEach(async () => {
	data = await mkdtemp(path.join(tmpdir(), 'sandbox-eid-'));
	eid = await startEid({ data, clientSecret, portalOrigin, port: 0 });
});
afterEach(async () => {
	await eid.close();
	await rm(data, { recursive: true });
});

async function discover(): Promise<oidc.Configuration> {
	const metadata = { id_token_signed_response_alg: 'ES256' };
	const client = await oidc.discovery(
		new URL(eid.url),
		eidClientId,
		metadata,
		oidc.ClientSecretBasic(clientSecret),
		{ execute: [oidc.allowInsecureRequests] }
	);
	oidc.enableNonRepudiationChecks(client);
	return client;
}

async function begin(client: oidc.Configuration) {
	const verifier = oidc.randomPKCECodeVerifier();
	const checks = {
		pkceCodeVerifier: verifier,
		expectedState: oidc.randomState(),
		expectedNonce: oidc.randomNonce()
	};
	const url = oidc.buildAuthorizationUrl(client, {
		redirect_uri: redirectUri,
		scope: 'openid profile',
		code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
		code_challenge_method: 'S256',
		state: checks.expectedState,
		nonce: checks.expectedNonce
	});
	return { url, checks };
}

const mai = { personalId: '012190001234', password: '123456' };

/** Logs in by the form, agrees when asked, and answers with the tokens. */
async function logIn(client: oidc.Configuration, visitor: Visitor) {
	const { url, checks } = await begin(client);
	let page = await visitor.visit(url);
	page = await visitor.visit(`${page.url.href}/login`, mai);
	const askedConsent = page.text.includes('data-testid="eid-consent"');
	if (askedConsent) page = await visitor.visit(`${page.url.href}/consent`, {});
	if (!page.leavesTo) throw new Error(`still at ${page.url.href}`);
	const tokens = await oidc.authorizationCodeGrant(client, page.leavesTo, checks);
	return { tokens, askedConsent, answer: page.leavesTo, checks };
}

test('code with PKCE gives a signed ID token and userinfo with the agreed claims', async () => {
	const client = await discover();
	const { tokens, askedConsent, answer } = await logIn(client, new Visitor(eid.url));
	const claims = tokens.claims();
	expect(askedConsent).toBe(true);
	expect(answer.searchParams.get('iss')).toBe(eid.url);
	expect(claims).toMatchObject({
		iss: eid.url,
		aud: eidClientId,
		name: 'Nguyễn Thị Mai',
		citizen_pid: '012190001234',
		birthdate: '1990-03-08',
		gender: 'female',
		phone_number: '0912345678',
		acr: 'loa2'
	});
	expect(claims?.sub).not.toContain('012190001234');
	const info = await oidc.fetchUserInfo(client, tokens.access_token, claims?.sub ?? '');
	expect(info).toMatchObject({ name: 'Nguyễn Thị Mai', citizen_pid: '012190001234' });
});

test('the login page offers each person as a button, which logs in, and the form beside it', async () => {
	const page = await new Visitor(eid.url).visit((await begin(await discover())).url);
	for (const mark of [
		'eid-account-012190001234',
		'eid-account-011085005678',
		'eid-account-079078004321',
		'eid-account-001182006789',
		'eid-login'
	])
		expect(page.text).toContain(`data-testid="${mark}"`);
	expect(page.text.match(/name="personalId"/g)).toHaveLength(1);
	expect(page.text).toContain('MÔI TRƯỜNG THỬ');
	const visitor = new Visitor(eid.url);
	const login = await visitor.visit((await begin(await discover())).url);
	const consent = await visitor.visit(`${login.url.href}/login`, { account: '011085005678' });
	expect(consent.text).toContain('Vàng A Sùng');
	expect(consent.text).toContain('data-testid="eid-consent"');
});

test('a wrong password leads nowhere', async () => {
	const visitor = new Visitor(eid.url);
	const page = await visitor.visit((await begin(await discover())).url);
	const refused = await visitor.visit(`${page.url.href}/login`, { ...mai, password: '654321' });
	expect(refused.status).toBe(401);
	expect(refused.leavesTo).toBeUndefined();
});

test('a person who does not agree goes back with access_denied', async () => {
	const visitor = new Visitor(eid.url);
	const page = await visitor.visit((await begin(await discover())).url);
	const back = await visitor.visit(`${page.url.href}/cancel`, {});
	expect(back.leavesTo?.searchParams.get('error')).toBe('access_denied');
});

test('a request without PKCE, or to another redirect address, is refused', async () => {
	const client = await discover();
	const { url } = await begin(client);
	const bare = new URL(url);
	bare.searchParams.delete('code_challenge');
	bare.searchParams.delete('code_challenge_method');
	const refused = await new Visitor(eid.url).visit(bare);
	expect(refused.leavesTo?.searchParams.get('error')).toBe('invalid_request');
	const elsewhere = new URL(url);
	elsewhere.searchParams.set('redirect_uri', `${redirectUri}/`);
	const stopped = await new Visitor(eid.url).visit(elsewhere);
	expect(stopped.status).toBe(400);
	expect(stopped.leavesTo).toBeUndefined();
});

test('a code works once', async () => {
	const client = await discover();
	const { answer, checks } = await logIn(client, new Visitor(eid.url));
	await expect(oidc.authorizationCodeGrant(client, answer, checks)).rejects.toMatchObject({
		error: 'invalid_grant'
	});
});

test('a restart keeps the identity, the signing key and the consent', async () => {
	const before = await logIn(await discover(), new Visitor(eid.url));
	const keysBefore = await (await fetch(`${eid.url}/jwks`)).json();
	await eid.close();
	eid = await startEid({ data, clientSecret, portalOrigin, port: 0 });
	const after = await logIn(await discover(), new Visitor(eid.url));
	expect(after.askedConsent).toBe(false);
	expect(after.tokens.claims()?.sub).toBe(before.tokens.claims()?.sub);
	expect(await (await fetch(`${eid.url}/jwks`)).json()).toEqual(keysBefore);
});

test('logging out at the e-ID ends its session and leads back to the portal', async () => {
	const client = await discover();
	const visitor = new Visitor(eid.url);
	const { tokens } = await logIn(client, visitor);
	const silent = await visitor.visit((await begin(client)).url);
	expect(silent.leavesTo?.searchParams.get('code')).toBeTruthy();

	const page = await visitor.visit(
		oidc.buildEndSessionUrl(client, {
			id_token_hint: tokens.id_token ?? '',
			post_logout_redirect_uri: `${portalOrigin}/`
		})
	);
	const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
	const done = await visitor.visit('/session/end/confirm', { xsrf, logout: 'yes' });
	expect(done.leavesTo?.href).toBe(`${portalOrigin}/`);
	const again = await visitor.visit((await begin(client)).url);
	expect(again.text).toContain('data-testid="eid-login"');
});
