/**
 * The portal as a client of the national e-ID: OpenID Connect, authorization code with PKCE S256.
 * Promises: a login counts only when signature, issuer, audience, nonce, state, expiry and assurance are all right;
 * any failure is a reason from a short list, never an exception, and the rest of the portal goes on.
 * Leaves to routes.ts: HTTP; to session.ts: what follows a login.
 */
import * as client from 'openid-client';
import { z } from 'zod';
import type { Fault } from '../../domain/faults.ts';
import { outgoingTimeoutMs } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Claims } from '../store/people.ts';
import type { Attempts } from './attempts.ts';

export type LoginFailure = (Fault & { type: 'login_failed' })['why'];

export interface Eid {
	/**
	 * Where to send the browser, and the cookie that binds the attempt to it.
	 * @param asks `always`: also whom the e-ID still remembers in this browser must say who she is
	 */
	begin(
		returnTo: string,
		cookies: string | undefined,
		asks?: 'always'
	): Promise<Result<{ redirect: string; cookie: string }, LoginFailure>>;
	/**
	 * @param query of the callback address
	 * @returns with a failure too the page that she came from; the front page where the attempt is not known
	 */
	finish(
		query: URLSearchParams,
		cookies: string | undefined
	): Promise<
		Result<{ identity: Claims; idToken: string; returnTo: string }, { why: LoginFailure; returnTo: string }>
	>;
	/** Address that ends the login at the e-ID too; the portal's own front page when the e-ID cannot be asked. */
	endSession(idToken: string | null): Promise<string>;
}

export interface EidOptions {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** Assurance that a login must have. */
	readonly acr: string;
	readonly portalOrigin: string;
	readonly attempts: Attempts;
	readonly log: (message: string, error: unknown) => void;
}

export function createEid(options: EidOptions): Eid {
	const { issuer, attempts, portalOrigin } = options;
	const redirectUri = `${portalOrigin}/auth/callback`;
	const frontPage = `${portalOrigin}/`;
	let known: Promise<client.Configuration> | null = null;

	/** Asks the e-ID for its addresses at the first use; a failure is forgotten, so that the next person tries again. */
	function configuration(): Promise<client.Configuration> {
		known ??= client
			.discovery(
				new URL(issuer),
				options.clientId,
				undefined,
				client.ClientSecretBasic(options.clientSecret),
				{
					timeout: outgoingTimeoutMs / 1000,
					execute: [
						// Without this the library trusts TLS alone and leaves the ID token's signature unchecked.
						client.enableNonRepudiationChecks,
						...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : [])
					]
				}
			)
			.catch((error: unknown) => {
				known = null;
				throw error;
			});
		return known;
	}

	return {
		async begin(returnTo, cookies, asks) {
			try {
				const config = await configuration();
				const codeVerifier = client.randomPKCECodeVerifier();
				const attempt = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier, returnTo };
				const redirect = client.buildAuthorizationUrl(config, {
					redirect_uri: redirectUri,
					scope: 'openid profile',
					state: attempt.state,
					nonce: attempt.nonce,
					code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
					code_challenge_method: 'S256',
					acr_values: options.acr,
					...(asks === 'always' ? { prompt: 'login' } : {})
				});
				const cookie = await attempts.begin(attempt, cookies);
				return ok({ redirect: redirect.href, cookie });
			} catch (error) {
				options.log('login could not begin', error);
				return err('provider');
			}
		},

		async finish(query, cookies) {
			const taken = await attempts.take(query.get('state') ?? '', cookies);
			if (!taken.ok) return err({ why: taken.error, returnTo: '/' });
			const { state, nonce, codeVerifier, returnTo } = taken.value;
			// RFC 9207: an answer of another provider must not pass for this one's, an error neither.
			if (query.get('iss') !== issuer) return err({ why: 'provider', returnTo });
			if (query.get('error') === 'access_denied') return err({ why: 'cancelled', returnTo });
			try {
				const config = await configuration();
				const tokens = await client.authorizationCodeGrant(config, new URL(`${redirectUri}?${query}`), {
					expectedState: state,
					expectedNonce: nonce,
					pkceCodeVerifier: codeVerifier,
					idTokenExpected: true
				});
				const claims = TokenClaims.parse(tokens.claims());
				if (claims.acr !== options.acr) return err({ why: 'assurance', returnTo });
				return ok({
					identity: {
						issuer: claims.iss,
						subject: claims.sub,
						name: claims.name,
						personalId: claims.citizen_pid,
						birth: claims.birthdate,
						sex: claims.gender,
						phone: claims.phone_number
					},
					idToken: z.string().parse(tokens.id_token),
					returnTo
				});
			} catch (error) {
				options.log('login could not be finished', error);
				return err({ why: 'provider', returnTo });
			}
		},

		async endSession(idToken) {
			if (!idToken) return frontPage;
			try {
				return client.buildEndSessionUrl(await configuration(), {
					id_token_hint: idToken,
					post_logout_redirect_uri: frontPage
				}).href;
			} catch (error) {
				options.log('the e-ID could not be asked to log out', error);
				return frontPage;
			}
		}
	};
}

/** Claims of the ID token that we need; a token that lacks one is no login. */
const TokenClaims = z.object({
	iss: z.string(),
	sub: z.string().min(1).max(255),
	acr: z.string().optional(),
	name: z
		.string()
		.min(1)
		.max(200)
		.transform((name) => name.normalize('NFC')),
	citizen_pid: z.string().regex(/^\d{12}$/),
	birthdate: z.string().regex(/^\d{4}(-\d{2}-\d{2})?$/),
	gender: z.enum(['female', 'male']),
	phone_number: z.string().max(20).default('')
});
