/**
 * The portal as one process has it: opened at the first need, shared by the Node entry (scripts/serve.mjs), by Vite
 * while developing and by the pages' own server code. Importing this opens nothing, because a build imports it too.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DossierProgress } from '../domain/dossier/progress.ts';
import type { Fault } from '../domain/faults.ts';
import type { Result } from '../domain/result.ts';
import type { Workplace } from '../domain/workplace.ts';
import type { Catalogue } from './catalogue/reader.ts';
import type { OpenDesk } from './catalogue/desk/door.ts';
import type { OpenRepairs } from './forwarding/repairs.ts';
import type { OpenOfficerDesk } from './desk/door.ts';
import { readEnv } from './env.ts';
import type { Next } from './http.ts';
import { createPortal, type Portal } from './main.ts';

let opening: Promise<Portal> | null = null;

/** Opens the portal, once. Rejects with everything that is wrong with the environment; then it may be tried again. */
export function ready(): Promise<Portal> {
	opening ??= createPortal(readEnv(process.env)).catch((error: unknown) => {
		opening = null;
		throw error;
	});
	return opening;
}

/** Connect-style: answers what is the portal's, leaves the rest to `next`. */
export async function mount(request: IncomingMessage, response: ServerResponse, next: Next): Promise<void> {
	let portal: Portal;
	try {
		portal = await ready();
	} catch (error) {
		return next(error);
	}
	await portal.handle(request, response, next);
}

/** Ends answers that last: a process that is about to stop would wait for them in vain. */
export async function endStreams(): Promise<void> {
	await opening?.then(
		(portal) => portal.endStreams(),
		() => undefined
	);
}

/** Ends jobs and closes storage. Call when no request is under way. */
export async function close(): Promise<void> {
	const closing = opening;
	opening = null;
	await closing?.then((portal) => portal.close());
}

/** The catalogue for server-rendered pages; opens the portal when it is first asked. */
export const catalogue: Catalogue = {
	manifest: async () => (await held()).manifest(),
	piece: async (sha256) => (await held()).piece(sha256),
	list: async () => (await held()).list(),
	procedure: async (code) => (await held()).procedure(code),
	published: async (code) => (await held()).published(code),
	procedureOfService: async (serviceId) => (await held()).procedureOfService(serviceId),
	faq: async (id) => (await held()).faq(id),
	faqs: async () => (await held()).faqs(),
	faqsOf: async (code) => (await held()).faqsOf(code),
	agencies: async () => (await held()).agencies(),
	places: async () => (await held()).places(),
	oldPlaces: async () => (await held()).oldPlaces(),
	search: async (query, filters, limit) => (await held()).search(query, filters, limit)
};

/** The publishing desk for whoever is behind a request; opens the portal when it is first asked. */
export const openDesk: OpenDesk = async (request) => (await ready()).openDesk(request);

/** Messages that do not get through, for the operator behind a request. */
export const openRepairs: OpenRepairs = async (request) => (await ready()).openRepairs(request);

/** The officers' desk for whoever is behind a request; opens the portal when it is first asked. */
export const openOfficerDesk: OpenOfficerDesk = async (request) => (await ready()).openOfficerDesk(request);

/** Where whoever sends these cookies works; what staff pages lead to. */
export async function workplaces(cookies: string | undefined): Promise<readonly Workplace[]> {
	return (await ready()).workplaces(cookies);
}

/**
 * The public look-up of progress, for pages and their data.
 * @param visitor the request, or the address alone where there is no request to ask (while developing)
 */
export async function lookUpProgress(
	text: string,
	visitor: IncomingMessage | string
): Promise<Result<DossierProgress, Fault>> {
	const portal = await ready();
	return portal.lookUpProgress(typeof visitor === 'string' ? visitor : portal.addressOf(visitor), text);
}

async function held(): Promise<Catalogue> {
	return (await ready()).catalogue;
}

// Vite evaluates this file anew after an edit: the instance before must not keep its worker and its storage.
const shared = globalThis as { closePortalBefore?: () => Promise<void> };
void shared.closePortalBefore?.();
shared.closePortalBefore = close;
