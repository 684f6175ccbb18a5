/**
 * Asks the catalogue for what a public page shows. In the browser a whole copy on the device answers, and the network
 * only when it cannot; a copy that is still arriving answers when the network does not. On the server, and while a rendered page wakes up, the page's own data answers.
 * Promises: never throws for want of a network; says whether a thing does not exist or is only out of reach.
 *
 *   rendered with the page? ──yes──► that
 *        │ no
 *   on the device, and all of it here? ──yes──► that
 *        │ no (and when it does not open in time, whoever answers first)
 *   /api/catalogue/… ──200──► that    ──404──► not_found    ──nothing──► what is on the device, or unreachable
 */
import type { Result } from '$domain/result.ts';
import type {
	HomeView,
	PlacesView,
	ProcedureView,
	PublishedView,
	QuestionsView,
	QuestionView,
	SearchRequest,
	SearchView
} from './catalogue-views.ts';

export type CatalogueQuestion =
	| { readonly kind: 'home' }
	| ({ readonly kind: 'search' } & SearchRequest)
	| { readonly kind: 'procedure'; readonly code: string }
	| { readonly kind: 'published'; readonly code: string }
	/** Where to hand in a procedure, for a place in somebody's own words. */
	| { readonly kind: 'places'; readonly code: string; readonly query: string }
	| { readonly kind: 'questions' }
	| { readonly kind: 'question'; readonly id: string };

export interface CatalogueAnswers {
	home: HomeView;
	search: SearchView;
	procedure: ProcedureView;
	published: PublishedView;
	places: PlacesView;
	questions: QuestionsView;
	question: QuestionView;
}

/** `unreachable`: no network, and this part has not been replicated yet. */
export type CatalogueFailure = 'not_found' | 'unreachable';

/** What the copy on the device says; `isComplete` makes its null final when there is no network to ask. */
export interface DeviceCatalogue {
	answer<Q extends CatalogueQuestion>(question: Q): Promise<CatalogueAnswers[Q['kind']] | null>;
	/** Of all, or of what this question needs. */
	isComplete(question?: CatalogueQuestion): Promise<boolean>;
}

/** How long a reader waits for the copy to open before the network is asked as well. */
const openMsMax = 2_000;
/** A line that has not answered by then counts as none: the reader waits, a page of the device is better. */
const answerMsMax = 10_000;
/** How long a reader waits for a better answer than the one that is here already. */
const betterMsMax = 3_000;

/** `fetch` is the one that SvelteKit gives to `load`. */
export async function askCatalogue<Q extends CatalogueQuestion>(
	question: Q,
	fetch: typeof globalThis.fetch,
	openDevice: () => Promise<DeviceCatalogue> = device
): Promise<Result<CatalogueAnswers[Q['kind']], CatalogueFailure>> {
	const address = questionToAddress(question);
	if (import.meta.env.SSR) return await askServer(address, fetch);

	const rendered = document.querySelector(
		`script[data-sveltekit-fetched][data-url=${JSON.stringify(address)}]`
	);
	if (rendered) {
		const answer = await askServer<CatalogueAnswers[Q['kind']]>(address, fetch);
		// Used up: the next visit of the same page asks the device, which may know more by then.
		rendered.remove();
		return answer;
	}

	// Where storage is blocked there is no copy, and the network alone answers.
	const opening = openDevice().catch(() => null);
	const here = opening.then(async (copy) => ({
		view: (await copy?.answer(question).catch(() => null)) ?? null,
		isComplete: (await copy?.isComplete(question).catch(() => false)) ?? false
	}));
	// A first visit on a slow line is still bringing what opens the copy: then whoever answers first.
	const isOpen = await Promise.race([opening.then(() => true), wait(openMsMax)]);
	const seen = isOpen ? await here : null;
	if (seen?.view && seen.isComplete) return found(seen.view);
	// On a first visit the copy knows names before everyday words, times and fees, and texts before it has indexed them:
	// the server knows better.
	const asked = askServer<CatalogueAnswers[Q['kind']]>(
		address,
		fetch,
		seen?.view ? betterMsMax : answerMsMax
	);
	const late = here.then(({ view, isComplete }) => (view && isComplete ? found(view) : asked));
	const answer = await Promise.race([asked, late]);
	if (answer.ok || answer.error === 'not_found') return answer;
	const last = await Promise.race([here, wait(answerMsMax)]);
	if (last?.view) return found(last.view);
	return last?.isComplete ? { ok: false, error: 'not_found' } : answer;
}

function found<View>(value: View): Result<View, never> {
	return { ok: true, value };
}

function wait(ms: number): Promise<null> {
	return new Promise((resolve) => setTimeout(resolve, ms, null));
}

/** Path and query of the endpoint that answers it. */
export function questionToAddress(question: CatalogueQuestion): string {
	switch (question.kind) {
		case 'home':
			return '/api/catalogue/home';
		case 'search':
			return `/api/catalogue/search?${searchToQuery(question)}`;
		case 'procedure':
			return `/api/catalogue/procedures/${encodeURIComponent(question.code)}`;
		case 'published':
			return `/api/catalogue/procedures/${encodeURIComponent(question.code)}/published`;
		case 'places':
			return `/api/catalogue/procedures/${encodeURIComponent(question.code)}/places?q=${encodeURIComponent(question.query)}`;
		case 'questions':
			return '/api/catalogue/questions';
		case 'question':
			return `/api/catalogue/questions/${encodeURIComponent(question.id)}`;
	}
}

/** Results on one page; more are asked for in the same step. */
export const searchPage = 20;
const searchLimitMax = 200;

/** The same parameters in the address of the page and of its data. */
const names = {
	group: 'nhom',
	audience: 'doi-tuong',
	sector: 'linh-vuc',
	level: 'cap',
	agency: 'co-quan'
} as const;
const switches = { onlyHere: 'o-day', fullOnline: 'toan-trinh', withOptions: 'loc' } as const;
const nameLengthMax = 80;

export function searchToQuery(request: SearchRequest): string {
	const params = new URLSearchParams();
	if (request.query) params.set('q', request.query);
	for (const key of keysOf(names)) if (request[key]) params.set(names[key], request[key]);
	for (const key of keysOf(switches)) if (request[key]) params.set(switches[key], '1');
	if (request.limit !== searchPage) params.set('so', String(request.limit));
	return params.toString();
}

/** Whatever an address or a form says becomes a search that can be run. */
export function queryToSearch(params: Pick<URLSearchParams, 'get'>): SearchRequest {
	const limit = Number(params.get('so') ?? searchPage);
	const name = (key: keyof typeof names) => params.get(names[key])?.slice(0, nameLengthMax) || null;
	return {
		query: (params.get('q') ?? '').trim(),
		group: name('group'),
		audience: name('audience'),
		sector: name('sector'),
		level: name('level'),
		agency: name('agency'),
		onlyHere: params.get(switches.onlyHere) === '1',
		fullOnline: params.get(switches.fullOnline) === '1',
		withOptions: params.get(switches.withOptions) === '1',
		limit: Number.isInteger(limit) ? Math.min(Math.max(limit, 1), searchLimitMax) : searchPage
	};
}

function keysOf<T extends object>(object: T): (keyof T)[] {
	return Object.keys(object) as (keyof T)[];
}

async function askServer<View>(
	address: string,
	fetch: typeof globalThis.fetch,
	patienceMs = answerMsMax
): Promise<Result<View, CatalogueFailure>> {
	try {
		const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs) });
		if (response.status === 404) return { ok: false, error: 'not_found' };
		if (!response.ok) return { ok: false, error: 'unreachable' };
		// A captive portal answers 200 with a page of its own; that is no JSON and lands below.
		return found((await response.json()) as View);
	} catch {
		return { ok: false, error: 'unreachable' };
	}
}

let opened: Promise<DeviceCatalogue> | null = null;

/** One per window: opening IndexedDB and reading the search index again for every page would be felt. */
function device(): Promise<DeviceCatalogue> {
	opened ??= import('./catalogue-device.ts')
		.then((module) => module.openDeviceCatalogue())
		.catch((error: unknown) => {
			// The files had not come, or the storage was busy: the next question tries again.
			opened = null;
			throw error;
		});
	return opened;
}
