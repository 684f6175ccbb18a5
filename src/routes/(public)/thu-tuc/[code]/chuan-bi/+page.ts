import { error, redirect } from '@sveltejs/kit';
import { procedureArea } from '$lib/i18n/procedure.ts';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, parent, url }) => {
	const found = await askCatalogue({ kind: 'procedure', code: params.code }, fetch);
	if (!found.ok && found.error === 'not_found') error(404, 'unknown_procedure');
	if (!found.ok) error(503, 'unreachable');
	const { procedure, name } = found.value;
	// Announced papers are not sorted by need: there is nothing that could honestly be ticked.
	if (!procedure || procedure.cases.length === 0) redirect(307, `/thu-tuc/${params.code}`);
	const asked = url.searchParams.get('truong-hop');
	return {
		name,
		cases: procedure.cases,
		chosen: procedure.cases.find(({ id }) => id === asked) ?? procedure.cases[0],
		procedureWords: await procedureArea.load((await parent()).locale)
	};
};
