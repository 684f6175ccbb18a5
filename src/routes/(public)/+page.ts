import { askCatalogue } from '$lib/state/catalogue.ts';
import type { PageLoad } from './$types';

/** Home works without any catalogue: search, the citizen's own things and help are there in any case. */
export const load: PageLoad = async ({ fetch }) => {
	const home = await askCatalogue({ kind: 'home' }, fetch);
	return { home: home.ok ? home.value : null };
};
