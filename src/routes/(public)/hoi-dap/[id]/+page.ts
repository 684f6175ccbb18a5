import { error } from '@sveltejs/kit';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
	const found = await askCatalogue({ kind: 'question', id: params.id }, fetch);
	if (found.ok) return found.value;
	if (found.error === 'not_found') error(404, 'not_found');
	error(503, 'unreachable');
};
