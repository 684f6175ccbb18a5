/**
 * Stand-in for the national e-ID: an OpenID provider with authorization code + PKCE, three people and two pages
 * (log in, agree to share). Promises: identities, signing key and given consents survive a restart.
 * Logins under way do not: they live in memory, and the person starts again from the portal.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import Provider, { errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { z } from 'zod';
import { openEidKeys } from './keys.ts';
import { consentPage, loginPage, lostInteractionPage, welcomePage, eidName } from './pages.ts';
import {
	findPerson,
	findPersonByTechId,
	makeStrangers,
	sandboxPassword,
	techId,
	type Person
} from './people.ts';
import { memoryAdapter } from './memory.ts';
import { html, pageToText, sendPage } from '../page.ts';
import { openRecords, type Records } from '../records.ts';
import { openService, readForm, redirect, type Place, type RunningService } from '../service.ts';

export interface EidOptions extends Place {
	/** Folder for keys and consents. */
	readonly data: string;
	readonly clientSecret: string;
	readonly portalOrigin: string;
}

/** The portal's client id at the e-ID. */
export const eidClientId = 'mot-cua';
/** The assurance level of a login with password: level 2 of Decree 69/2024. */
const assurance = 'loa2';

const Consent = z.object({ sub: z.string(), clientId: z.string(), scope: z.string() });
type Consent = z.infer<typeof Consent>;

export async function startEid(options: EidOptions): Promise<RunningService> {
	const keys = await openEidKeys(path.join(options.data, 'eid', 'keys.json'));
	const consents = await openRecords(path.join(options.data, 'eid', 'consents'), Consent);
	return openService(options, (issuer) => {
		const provider = new Provider(issuer, configuration(options, keys, consents));
		// The provider sits behind nothing in a sandbox, but its public address may be that of a TLS proxy.
		provider.proxy = issuer.startsWith('https:');
		const answerProtocol = provider.callback();
		return {
			async answer(request, response) {
				const url = new URL(request.url ?? '/', issuer);
				if (url.pathname === '/') return sendPage(response, 200, welcomePage());
				if (request.method === 'POST' && url.pathname === '/_sandbox/strangers') {
					makeStrangers();
					response.writeHead(204).end();
					return;
				}
				const [, room, , step] = url.pathname.split('/');
				if (room === 'interaction') return answerInteraction(provider, consents, request, response, step);
				await answerProtocol(request, response);
			}
		};
	});
}

function configuration(
	options: EidOptions,
	keys: Awaited<ReturnType<typeof openEidKeys>>,
	consents: Records<Consent>
): Configuration {
	return {
		adapter: memoryAdapter(),
		clients: [
			{
				client_id: eidClientId,
				client_name: 'Cổng dịch vụ công Một Cửa',
				client_secret: options.clientSecret,
				token_endpoint_auth_method: 'client_secret_basic',
				redirect_uris: [`${options.portalOrigin}/auth/callback`],
				post_logout_redirect_uris: [`${options.portalOrigin}/`],
				grant_types: ['authorization_code'],
				response_types: ['code'],
				id_token_signed_response_alg: 'ES256',
				// The provider leaves `acr` out of the ID token unless somebody asks; this client always does.
				default_acr_values: [assurance]
			}
		],
		acrValues: [assurance],
		claims: {
			openid: ['sub'],
			profile: ['name', 'citizen_pid', 'birthdate', 'gender', 'phone_number', 'address']
		},
		// The portal reads the person from the signed ID token, so profile claims are in it, not only in userinfo.
		conformIdTokenClaims: false,
		scopes: ['openid', 'profile'],
		responseTypes: ['code'],
		pkce: { required: () => true },
		clientDefaults: { id_token_signed_response_alg: 'ES256' },
		enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
		jwks: { keys: [keys.signing] },
		cookies: {
			// Cookies ignore ports: names of our own keep them apart from the portal's on the same host.
			names: { session: 'eid_session', interaction: 'eid_interaction', resume: 'eid_resume' },
			keys: keys.cookies
		},
		features: {
			devInteractions: { enabled: false },
			rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource }
		},
		ttl: {
			AuthorizationCode: 60,
			AccessToken: 600,
			IdToken: 600,
			Interaction: 3600,
			Session: 8 * 3600,
			Grant: 8 * 3600
		},
		interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
		findAccount: (_ctx, sub) => {
			const person = findPersonByTechId(sub);
			return person && { accountId: sub, claims: () => personToClaims(person, sub) };
		},
		loadExistingGrant: (ctx) => loadGrant(ctx, consents),
		renderError: (ctx, out) => {
			setPage(
				ctx,
				'Không thực hiện được yêu cầu',
				html`<p class="fault">
						Yêu cầu đăng nhập không hợp lệ (<code>${out.error}</code>). Hãy quay lại cổng dịch vụ và thử lại.
					</p>
					<p class="soft">${out.error_description}</p>`
			);
		}
	};
}

function personToClaims(person: Person, sub: string) {
	return {
		sub,
		name: person.name.normalize('NFC'),
		citizen_pid: person.personalId,
		birthdate: person.birthdate,
		gender: person.gender,
		phone_number: person.phone,
		address: person.address
	};
}

/** The grant of this login, or a new one where the person agreed on an earlier day: consent is asked once. */
async function loadGrant(ctx: KoaContextWithOIDC, consents: Records<Consent>) {
	const { client, session, result, provider, params } = ctx.oidc;
	const accountId = session?.accountId;
	if (!client || !accountId) return undefined;
	const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
	if (grantId) return provider.Grant.find(grantId);
	const consent = consents.find(consentId(accountId, client.clientId));
	if (!consent || consent.scope !== params?.scope) return undefined;
	const grant = new provider.Grant({ accountId, clientId: client.clientId });
	grant.addOIDCScope(consent.scope);
	await grant.save();
	return grant;
}

function consentId(sub: string, clientId: string): string {
	return `${sub} ${clientId}`;
}

/**
 * The pages between the portal's request and the answer:
 * GET /interaction/:uid shows what is asked now; POST …/login, …/consent and …/cancel answer it.
 */
async function answerInteraction(
	provider: Provider,
	consents: Records<Consent>,
	request: IncomingMessage,
	response: ServerResponse,
	step: string | undefined
): Promise<void> {
	const details = await provider.interactionDetails(request, response).catch((error: unknown) => {
		if (error instanceof errors.SessionNotFound) return undefined;
		throw error;
	});
	if (!details) return sendPage(response, 400, lostInteractionPage());
	const prompt = details.prompt.name;

	if (request.method !== 'POST') {
		if (prompt === 'login') return sendPage(response, 200, loginPage(details.uid));
		const person = findPersonByTechId(details.session?.accountId ?? '');
		if (!person) return sendPage(response, 400, lostInteractionPage());
		return sendPage(response, 200, consentPage(details.uid, person));
	}

	if (step === 'cancel') {
		const cancelled = { error: 'access_denied', error_description: 'The person did not agree' };
		return provider.interactionFinished(request, response, cancelled);
	}
	if (step === 'login' && prompt === 'login') {
		const form = await readForm(request);
		const person = form.account
			? findPerson(form.account)
			: form.password === sandboxPassword && findPerson((form.personalId ?? '').replace(/\s/g, ''));
		if (!person) return sendPage(response, 401, loginPage(details.uid, { wrong: true }));
		const login = { accountId: techId(person), acr: assurance, amr: ['pwd'], remember: false };
		return provider.interactionFinished(request, response, { login });
	}
	if (step === 'consent' && prompt === 'consent' && details.session) {
		const accountId = details.session.accountId;
		const clientId = String(details.params.client_id);
		const scope = String(details.params.scope);
		const grant =
			(details.grantId && (await provider.Grant.find(details.grantId))) ||
			new provider.Grant({ accountId, clientId });
		grant.addOIDCScope(scope);
		const grantId = await grant.save();
		await consents.change(consentId(accountId, clientId), () => ({
			next: { sub: accountId, clientId, scope },
			answer: undefined
		}));
		return provider.interactionFinished(request, response, { consent: { grantId } });
	}
	// An old page's button: show what is asked now.
	redirect(response, `/interaction/${details.uid}`);
}

/**
 * RP-initiated logout. A request that proves whose login it ends (id_token_hint) needs no further question, so the
 * page answers for itself; the button is there for browsers without script and for requests that prove nothing.
 */
function logoutSource(ctx: KoaContextWithOIDC, form: string): void {
	const proved = ctx.oidc.entities.IdTokenHint !== undefined;
	setPage(
		ctx,
		'Đăng xuất khỏi định danh điện tử',
		html`<p>Kết thúc phiên đăng nhập trên trình duyệt này?</p>
			${{ safe: form }}
			<button
				class="main"
				type="submit"
				form="op.logoutForm"
				name="logout"
				value="yes"
				data-testid="eid-logout"
			>
				Đăng xuất
			</button>
			${proved ? { safe: `<script>document.querySelector('[data-testid=eid-logout]').click()</script>` } : null}`
	);
}

function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
	setPage(ctx, 'Đã đăng xuất', html`<p>Phiên đăng nhập đã kết thúc. Bạn có thể đóng trang này.</p>`);
}

function setPage(ctx: KoaContextWithOIDC, title: string, body: ReturnType<typeof html>): void {
	ctx.type = 'html';
	ctx.body = pageToText({ service: eidName, title, body });
}
