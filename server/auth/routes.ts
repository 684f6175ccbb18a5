/**
 * Login and logout over HTTP.
 *
 *   GET  /auth/login?return=/path   to the e-ID
 *   GET  /auth/callback             back from it; on to /dang-nhap/xong, with ?fault= when nobody is logged in
 *   POST /auth/logout               ends the session here, answers the address that ends it there
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '../store/database.ts';
import { findOrCreatePerson } from '../store/people.ts';
import type { Eid, LoginFailure } from './oidc.ts';
import type { Sessions } from './session.ts';
import { isSharedMachine } from './shared-machine.ts';

/** Where the browser is told how it went; the page opens the phone's database and goes on to `return`. */
const donePath = '/dang-nhap/xong';
const pathLengthMax = 500;

export interface AuthRoutes {
	login(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
	callback(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
	logout(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createAuthRoutes(deps: {
	readonly db: Database;
	readonly eid: Eid;
	readonly sessions: Sessions;
	readonly portalOrigin: string;
	readonly now: () => Date;
}): AuthRoutes {
	const { db, eid, sessions, portalOrigin, now } = deps;
	return {
		async login(request, response, url) {
			const returnTo = ownPath(url.searchParams.get('return'), portalOrigin);
			const { cookie } = request.headers;
			// What the one before left at the e-ID is no login of the next.
			const begun = await eid.begin(returnTo, cookie, isSharedMachine(cookie) ? 'always' : undefined);
			if (!begun.ok) return redirect(response, doneAddress(returnTo, begun.error));
			response.setHeader('set-cookie', begun.value.cookie);
			redirect(response, begun.value.redirect);
		},

		async callback(request, response, url) {
			const finished = await eid.finish(url.searchParams, request.headers.cookie);
			if (!finished.ok) return redirect(response, doneAddress(finished.error.returnTo, finished.error.why));
			const { identity, idToken, returnTo } = finished.value;
			const { personId } = await db.write((tx) => findOrCreatePerson(tx, identity, now()));
			// A login always gets a new id: one that somebody planted in this browser before is of no use.
			await sessions.end(request.headers.cookie);
			const on = isSharedMachine(request.headers.cookie) ? 'shared' : 'own';
			response.setHeader('set-cookie', await sessions.open(personId, idToken, on));
			redirect(response, doneAddress(returnTo));
		},

		async logout(request, response) {
			const { idToken, cookie } = await sessions.end(request.headers.cookie);
			response.setHeader('set-cookie', cookie);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ redirect: await eid.endSession(idToken) }));
		}
	};
}

/** A path of this portal, or the front page: whoever made the link must not choose another site. */
export function ownPath(wanted: string | null, portalOrigin: string): string {
	if (!wanted?.startsWith('/') || wanted.length > pathLengthMax) return '/';
	const url = URL.parse(wanted, portalOrigin);
	// Browsers read `//host` and `/\host` as another site.
	return url?.origin === portalOrigin ? url.pathname + url.search : '/';
}

function doneAddress(returnTo: string, fault?: LoginFailure): string {
	const query = new URLSearchParams({ return: returnTo, ...(fault ? { fault } : {}) });
	return `${donePath}?${query}`;
}

function redirect(response: ServerResponse, to: string): void {
	response.statusCode = 303;
	response.setHeader('location', to);
	response.end();
}
