/**
 * Every address that the portal itself answers; all others are Kit's pages and files.
 *
 *   /trpc/*                          the phone's calls
 *   /uploads  /uploads/<id>          files, in resumable pieces (tus)
 *   /auth/login  /callback  /logout  the e-ID
 *   /payments/vnpay/ipn  /return     the gateway, and the browser that comes back from it
 *   /agency/callback/<office>        agencies speak
 *   /agency/xroad/<office>/<service> agencies speak, over X-Road
 *   /agency/files/<id>               agencies fetch attachments
 *   /files/result/<dossierId>        the citizen fetches a result
 *   /to-khai/xem-truoc.pdf           the citizen looks at her declaration before she sends it
 *   /ho-so/<dossierId>/phieu/<n>.pdf the citizen fetches a slip, or to-khai.pdf, her declaration
 *   /mot-cua/ho-so/<id>/tep/<id> …   officers fetch files and slips
 *   /mot-cua/so-theo-doi.pdf         and the register of their office
 *   /catalogue/*                     the catalogue in packs
 *   /api/news                        that there is news, as a stream of events
 *   /healthz                         for whoever watches the process
 *
 * Promises: wrong methods, foreign sites, bodies that are too long and storage that fails are answered here, as JSON
 * with a typed fault, never with a stack; nothing but the catalogue may be kept by a cache.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sealFault } from '../domain/dossier/manifest.ts';
import type { Fault } from '../domain/faults.ts';
import { previewsPerMinuteMax } from '../domain/limits.ts';
import type { Authority } from '../sync/store/authority.ts';
import type { Visitor } from './auth/guard.ts';
import { sendResultFile } from './auth/result-file.ts';
import type { AuthRoutes } from './auth/routes.ts';
import type { Sessions } from './auth/session.ts';
import { sessionOf } from './auth/speaker.ts';
import { workplacesOf } from './auth/workplaces.ts';
import { officerFilePath, type SendOfficerFile } from './desk/files.ts';
import { type createOfficerRegister, registerPath } from './desk/register.ts';
import type { Charges } from './issuers/find.ts';
import type { Agencies } from './forwarding/agencies.ts';
import { callbackBytesMax, type ReceiveCallback } from './forwarding/callback.ts';
import type { ReceiveXroad } from './forwarding/xroad-callback.ts';
import type { News } from './news.ts';
import type { PaymentProvider } from './payments/provider.ts';
import type { Payments } from './payments/start.ts';
import { takeNotice } from './payments/webhook.ts';
import type { Context } from './router.ts';
import {
	isFromAnotherSite,
	isUnsafe,
	setSecurityHeaders,
	visitorAddress,
	type Security
} from './security.ts';
import { declarationPath, sendDeclaration } from './slips/declaration.ts';
import { previewPath, sendPreview } from './slips/preview.ts';
import { sendSlip, slipPath } from './slips/send.ts';
import type { PlaceNames } from './store/places.ts';
import { StorageOutage, type Database } from './store/database.ts';
import { findPaymentByRef } from './store/payments.ts';
import { createTrpc, readText, sendJson } from './trpc.ts';
import { createLookups } from './issuers/lookups.ts';
import type { FileVault } from './uploads/files.ts';

export type Next = (error?: unknown) => void;
type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export interface HttpDeps {
	readonly security: Security;
	readonly db: Database;
	readonly now: () => Date;
	readonly authority: Authority;
	readonly agencies: Agencies;
	readonly sessions: Sessions;
	readonly auth: AuthRoutes;
	readonly payments: Payments;
	readonly provider: PaymentProvider;
	readonly charges: Charges;
	readonly places: PlaceNames;
	readonly vault: FileVault;
	readonly uploads: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
	readonly catalogueRoutes: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
	readonly agencyFiles: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
	readonly officerFiles: SendOfficerFile;
	readonly officerRegister: ReturnType<typeof createOfficerRegister>;
	readonly receiveCallback: ReceiveCallback;
	readonly receiveXroad: ReceiveXroad;
	readonly news: News;
	/** Something was just written that may have jobs: look now. */
	readonly wakeWorker: () => void;
	readonly log: (message: string, error: unknown) => void;
}

interface Route {
	/** An address ending in `/` stands for all below it; an expression for those that it finds. */
	readonly path: string | RegExp;
	readonly methods: readonly string[];
	/** Browsers send the session's cookie here: other sites may not cause changes. */
	readonly usesCookie?: true;
	/** Sets its own cache rules. */
	readonly cacheable?: true;
	readonly answer: Answer;
}

const reading = ['GET', 'HEAD'];

/** The portal's part of a Node server; calls `next` for what it does not answer. */
export function createHttp(
	deps: HttpDeps
): (request: IncomingMessage, response: ServerResponse, next: Next) => Promise<void> {
	const routes = routesOf(deps);
	return async (request, response, next) => {
		const url = URL.parse(request.url ?? '', deps.security.portalOrigin);
		setSecurityHeaders(response, deps.security, url?.pathname ?? '');
		// `//host/path` and `http://host/path` name another place; here there is only this one.
		if (!url || !request.url?.startsWith('/') || request.url.startsWith('//'))
			return sendFault(response, 400, { type: 'malformed' });
		const route = routes.find(({ path }) =>
			typeof path !== 'string'
				? path.test(url.pathname)
				: path.endsWith('/')
					? url.pathname.startsWith(path)
					: url.pathname === path
		);
		if (!route) return next();
		if (!route.cacheable) response.setHeader('cache-control', 'no-store');
		if (!route.methods.includes(request.method ?? '')) {
			response.setHeader('allow', route.methods.join(', '));
			return sendFault(response, 405, { type: 'malformed', where: 'method' });
		}
		if (route.usesCookie && isUnsafe(request.method) && isFromAnotherSite(request, deps.security))
			return sendFault(response, 403, { type: 'malformed', where: 'origin' });
		try {
			await route.answer(request, response, url);
		} catch (error) {
			deps.log(`${request.method} ${String(route.path)} failed`, error);
			// Once the answer has begun, only cutting it off tells the other side that it is not whole.
			if (response.headersSent) response.destroy();
			else if (error instanceof StorageOutage) {
				response.setHeader('retry-after', '5');
				sendFault(response, 503, { type: 'unavailable' });
			} else sendFault(response, 500, { type: 'unavailable' });
		}
	};
}

function routesOf(deps: HttpDeps): readonly Route[] {
	const { db, auth, security } = deps;

	async function visitorOf(request: IncomingMessage): Promise<Visitor & { endsAt: string | null }> {
		const session = await sessionOf(deps.sessions, request);
		return {
			person: session?.person ?? null,
			endsAt: session?.endsAt ?? null,
			address: visitorAddress(request, security)
		};
	}

	const trpc = createTrpc({
		async contextOf(request): Promise<Context> {
			const { person, endsAt, address } = await visitorOf(request);
			const { authority, now, payments, charges } = deps;
			return {
				person,
				sessionEndsAt: endsAt,
				address,
				authority,
				now,
				payments,
				charges,
				sealFault,
				workplaces: () => workplacesOf(db, person)
			};
		},
		wakeWorker: deps.wakeWorker,
		log: deps.log
	});

	const ipn: Answer = async (_request, response, url) => {
		// A failure of ours must look like one: the gateway tells again until it reads 00 or 02.
		sendJson(response, 200, await takeNotice(deps, url.searchParams, deps.now()));
		deps.wakeWorker();
	};

	/** Decides nothing: the notice does. Only shows the way. */
	const paymentReturn: Answer = async (_request, response, url) => {
		const reference = deps.provider.returningReference(url.searchParams);
		const stored = reference === null ? null : await findPaymentByRef(db, reference);
		response.statusCode = 303;
		response.setHeader('location', stored ? `/thanh-toan/${stored.payment.paymentId}?ve=1` : '/');
		response.end();
	};

	const callback: Answer = async (request, response, url) => {
		const body = await readText(request, callbackBytesMax);
		if (!body.ok) return sendFault(response, 413, body.error);
		const office = url.pathname.slice('/agency/callback/'.length);
		const reply = await deps.receiveCallback(office, request.headers, body.value, deps.now());
		sendJson(response, reply.status, reply.body);
		deps.wakeWorker();
	};

	const xroad: Answer = async (request, response, url) => {
		const body = await readText(request, callbackBytesMax);
		if (!body.ok) return sendFault(response, 413, body.error);
		const [office = '', service = ''] = url.pathname.slice('/agency/xroad/'.length).split('/');
		const reply = await deps.receiveXroad({ office, service }, request.headers, body.value, deps.now());
		for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
		sendJson(response, reply.status, reply.body);
		deps.wakeWorker();
	};

	const result: Answer = async (request, response, url) => {
		const visitor = await visitorOf(request);
		const dossierId = url.pathname.slice('/files/result/'.length);
		const sent = await sendResultFile(deps, visitor, dossierId, response);
		if (!sent.ok) sendFault(response, sent.error.type === 'login_required' ? 401 : 404, sent.error);
	};

	const slip: Answer = async (request, response, url) => {
		const { portalOrigin } = security;
		const visitor = await visitorOf(request);
		const sent = await sendSlip({ ...deps, portalOrigin }, visitor, url.pathname, response);
		if (!sent.ok) sendFault(response, sent.error.type === 'login_required' ? 401 : 404, sent.error);
	};

	const declaration: Answer = async (request, response, url) => {
		const { portalOrigin } = security;
		const visitor = await visitorOf(request);
		const sent = await sendDeclaration({ ...deps, portalOrigin }, visitor, url.pathname, response);
		if (!sent.ok) sendFault(response, sent.error.type === 'login_required' ? 401 : 404, sent.error);
	};

	const previews = createLookups(previewsPerMinuteMax);
	const preview: Answer = async (request, response) => {
		const visitor = await visitorOf(request);
		const sent = await sendPreview({ ...deps, previews }, visitor, request, response);
		if (sent.ok) return;
		const status = { login_required: 401, too_many_requests: 429, too_large: 413 } as const;
		const { type } = sent.error;
		sendFault(response, type in status ? status[type as keyof typeof status] : 400, sent.error);
	};

	const news: Answer = async (request, response, url) => {
		const visitor = await visitorOf(request);
		if (!visitor.person) return sendFault(response, 401, { type: 'login_required' });
		const { personId } = visitor.person;
		const isLive = async () => (await sessionOf(deps.sessions, request))?.person.personId === personId;
		const since = Number(url.searchParams.get('since') ?? '0');
		if (!Number.isSafeInteger(since) || since < 0)
			return sendFault(response, 400, { type: 'malformed', where: 'since' });
		const begun = await deps.news.listen({ personId, isLive }, response, since);
		if (begun.ok) return;
		response.setHeader('retry-after', '60');
		sendFault(response, 429, begun.error);
	};

	/** Its streams of news end with the session, here at once and in other processes with their next beat. */
	const logout: Answer = async (request, response) => {
		const { person } = await visitorOf(request);
		await auth.logout(request, response);
		if (person) await deps.news.check(person.personId);
	};

	const officerFile: Answer = async (request, response, url) => {
		const sent = await deps.officerFiles(request, url.pathname, response);
		if (!sent.ok) sendFault(response, sent.error.type === 'login_required' ? 401 : 404, sent.error);
	};

	const register: Answer = async (request, response, url) => {
		const sent = await deps.officerRegister(request, url, response);
		if (sent.ok) return;
		const status = { login_required: 401, not_found: 404, too_large: 413 } as const;
		const { type } = sent.error;
		sendFault(response, type in status ? status[type as keyof typeof status] : 400, sent.error);
	};

	const health: Answer = async (_request, response) => {
		await db.read('SELECT 1');
		sendJson(response, 200, { ok: true });
	};

	const uploads = {
		methods: ['POST', 'HEAD', 'PATCH', 'OPTIONS'],
		usesCookie: true,
		answer: deps.uploads
	} as const;
	const catalogue: Answer = async (request, response) => {
		await deps.catalogueRoutes(request, response);
	};
	return [
		{ path: '/trpc/', methods: ['GET', 'POST'], usesCookie: true, answer: trpc },
		{ path: '/uploads', ...uploads },
		{ path: '/uploads/', ...uploads },
		{ path: '/auth/login', methods: reading, answer: auth.login },
		{ path: '/auth/callback', methods: ['GET'], answer: auth.callback },
		{ path: '/auth/logout', methods: ['POST'], usesCookie: true, answer: logout },
		{ path: '/payments/vnpay/ipn', methods: ['GET'], answer: ipn },
		{ path: '/payments/vnpay/return', methods: reading, answer: paymentReturn },
		{ path: '/agency/callback/', methods: ['POST'], answer: callback },
		{ path: '/agency/xroad/', methods: ['POST'], answer: xroad },
		{ path: '/agency/files/', methods: reading, answer: deps.agencyFiles },
		{ path: '/files/result/', methods: reading, answer: result },
		{ path: slipPath, methods: reading, answer: slip },
		{ path: declarationPath, methods: reading, answer: declaration },
		{ path: previewPath, methods: ['POST'], usesCookie: true, answer: preview },
		{ path: officerFilePath, methods: reading, answer: officerFile },
		{ path: registerPath, methods: reading, answer: register },
		{ path: '/catalogue/', methods: reading, cacheable: true, answer: catalogue },
		{ path: '/api/news', methods: ['GET'], answer: news },
		{ path: '/healthz', methods: reading, answer: health }
	];
}

function sendFault(response: ServerResponse, status: number, fault: Fault): void {
	sendJson(response, status, { fault });
}
