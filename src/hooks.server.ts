/**
 * Puts the server room within reach of the Node entry (scripts/serve.mjs picks up `globalThis.portal`), and gives
 * pages the catalogue and the language. Pages know nobody: who is logged in is the phone's business, so that public
 * pages are the same for everyone. The two desks alone ask, by `openDesk` and `openOfficerDesk`.
 */
import { building } from '$app/environment';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { Locale } from '$domain/text.ts';
import { isDeskPage } from '$lib/desks.ts';
import {
	catalogue,
	close,
	endStreams,
	lookUpProgress,
	mount,
	openDesk,
	openRepairs,
	openOfficerDesk,
	ready,
	workplaces
} from '$server/node.ts';

globalThis.portal = { mount, ready, endStreams, close };

const yearSeconds = 31_536_000;

export const handle: Handle = async ({ event, resolve }) => {
	// While building, pages are made for nobody: there is no query and no cookie.
	const asked = building ? null : event.url.searchParams.get('lang');
	const wish = Locale.safeParse(asked ?? (building ? undefined : event.cookies.get('lang')));
	event.locals.locale = wish.success ? wish.data : 'vi';
	event.locals.catalogue = catalogue;
	event.locals.lookUpProgress = lookUpProgress;
	const visit = () => ({
		method: event.request.method,
		headers: Object.fromEntries(event.request.headers)
	});
	event.locals.openDesk = () => openDesk(visit());
	event.locals.openRepairs = () => openRepairs(visit());
	event.locals.openOfficerDesk = () => openOfficerDesk(visit());
	event.locals.workplaces = () => workplaces(event.request.headers.get('cookie') ?? undefined);
	if (asked !== null && wish.success)
		event.cookies.set('lang', wish.data, {
			path: '/',
			maxAge: yearSeconds,
			sameSite: 'lax',
			// The page's own script changes it too.
			httpOnly: false,
			secure: event.url.protocol === 'https:'
		});

	const response = await resolve(event, {
		transformPageChunk: ({ html }) =>
			html.replace('%lang%', event.locals.locale).replace('%onward%', () => onwardWithoutScript(event.url))
	});
	if (!building && response.headers.get('content-type')?.startsWith('text/html')) {
		// Kept by the browser, asked about every time: after a deploy nobody reads yesterday's page with today's files.
		if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
		response.headers.append('vary', 'cookie');
	}
	return response;
};

/**
 * Where a page that needs script leads those who have none. The end of a login is such a page, but desks work without:
 * an officer goes on to hers.
 */
function onwardWithoutScript(url: URL): string {
	const front = '<a href="/">Một Cửa</a>';
	// While building there is no query.
	if (building || url.pathname !== '/dang-nhap/xong' || url.searchParams.has('fault')) return front;
	const back = URL.parse(url.searchParams.get('return') ?? '/', url.origin);
	if (back?.origin !== url.origin || !isDeskPage(back.pathname)) return front;
	// An address that was parsed holds no quote and no bracket; `&` may stand as it is.
	return `<a href="${back.pathname}${back.search}">Tiếp tục · Continue</a>`;
}

/** Kit would print the address and the stack of every wrong link; addresses may carry what somebody searched for. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status >= 500)
		console.error(
			new Date().toISOString(),
			`page ${event.route.id ?? 'unknown'} failed`,
			error instanceof Error ? error.name : 'unknown'
		);
	return { message };
};
