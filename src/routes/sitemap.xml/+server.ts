/** The public pages, for search engines: fixed ones, procedures and questions. */
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	const { items, questions } = await locals.catalogue.list();
	const paths = [
		'/',
		'/tim-kiem',
		'/hoi-dap',
		'/tro-giup',
		'/tra-cuu',
		...items.map(({ code }) => `/thu-tuc/${code}`),
		...questions.map(({ id }) => `/hoi-dap/${id}`)
	];
	const body = paths.map((path) => `<url><loc>${url.origin}${path}</loc></url>`).join('');
	return new Response(
		`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${body}</urlset>`,
		{ headers: { 'content-type': 'application/xml', 'cache-control': 'public, max-age=3600' } }
	);
};
