import { error } from '@sveltejs/kit';
import { procedureArea } from '$lib/i18n/procedure.ts';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

const queryLengthMax = 80;

export const load: PageLoad = async ({ fetch, params, parent, url }) => {
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, queryLengthMax);
	const found = await askCatalogue({ kind: 'places', code: params.code, query }, fetch);
	if (!found.ok && found.error === 'not_found') error(404, 'unknown_procedure');
	if (!found.ok) error(503, 'unreachable');
	return { query, places: found.value, procedureWords: await procedureArea.load((await parent()).locale) };
};
