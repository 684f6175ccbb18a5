import { error } from '@sveltejs/kit';
import { procedureArea } from '$lib/i18n/procedure.ts';
import { askCatalogue, queryToSearch } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url, parent }) => {
	const request = queryToSearch(url.searchParams);
	const found = await askCatalogue({ kind: 'search', ...request }, fetch);
	if (!found.ok) error(503, 'unreachable');
	const words = await procedureArea.load((await parent()).locale);
	return { request, found: found.value, procedureWords: words };
};
