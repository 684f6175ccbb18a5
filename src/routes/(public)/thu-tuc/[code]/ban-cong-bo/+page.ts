import { error, redirect } from '@sveltejs/kit';
import { procedureArea } from '$lib/i18n/procedure.ts';
import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, parent }) => {
	const found = await askCatalogue({ kind: 'published', code: params.code }, fetch);
	// Its own page says what there is, or that there is nothing of that code.
	if (!found.ok && found.error === 'not_found') redirect(307, `/thu-tuc/${params.code}`);
	if (!found.ok) error(503, 'unreachable');
	return { ...found.value, procedureWords: await procedureArea.load((await parent()).locale) };
};
