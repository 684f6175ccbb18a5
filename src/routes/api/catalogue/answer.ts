/** The server's side of src/lib/state/catalogue.ts: the same views over the server's own reader. */
import { error, json } from '@sveltejs/kit';
import type { Catalogue } from '$server/catalogue/reader.ts';
import type { CatalogueSource } from '$lib/state/catalogue-views.ts';

export function serverSource(catalogue: Catalogue): CatalogueSource {
	return {
		publishedAt: async () => (await catalogue.manifest())?.publishedAt ?? null,
		list: () => catalogue.list(),
		procedure: (code) => catalogue.procedure(code),
		published: (code) => catalogue.published(code),
		places: () => catalogue.places(),
		oldPlaces: () => catalogue.oldPlaces(),
		faq: (id) => catalogue.faq(id),
		faqsOf: (code) => catalogue.faqsOf(code),
		search: (query, filters, limit) => catalogue.search(query, filters, limit)
	};
}

/** Public and the same for everybody; a publication shows within a minute. */
export function answer(view: object | null): Response {
	if (!view) error(404, 'not_found');
	return json(view, { headers: { 'cache-control': 'public, max-age=60' } });
}
