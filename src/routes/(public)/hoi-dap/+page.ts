import { error } from '@sveltejs/kit';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch }) => {
	const found = await askCatalogue({ kind: 'questions' }, fetch);
	if (!found.ok) error(503, 'unreachable');
	return found.value;
};
