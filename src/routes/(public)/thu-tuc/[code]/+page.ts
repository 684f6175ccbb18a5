import { error } from '@sveltejs/kit';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
	const found = await askCatalogue({ kind: 'procedure', code: params.code }, fetch);
	if (found.ok) return found.value;
	if (found.error === 'not_found') error(404, 'unknown_procedure');
	error(503, 'unreachable');
};
