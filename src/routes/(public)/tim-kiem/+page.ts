import { error } from '@sveltejs/kit';
import { askCatalogue, queryToSearch } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	const request = queryToSearch(url.searchParams);
	const found = await askCatalogue({ kind: 'search', ...request }, fetch);
	if (!found.ok) error(503, 'unreachable');
	return { request, found: found.value };
};
