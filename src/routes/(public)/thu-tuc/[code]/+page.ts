import { error } from '@sveltejs/kit';
import { procedureArea } from '$lib/i18n/procedure.ts';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, parent }) => {
	const found = await askCatalogue({ kind: 'procedure', code: params.code }, fetch);
	if (found.ok) return { ...found.value, procedureWords: await procedureArea.load((await parent()).locale) };
	if (found.error === 'not_found') error(404, 'unknown_procedure');
	error(503, 'unreachable');
};
