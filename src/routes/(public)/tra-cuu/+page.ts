import { lookUpArea } from '$lib/i18n/look-up.ts';
import { askProgress } from '$lib/state/progress.ts';
import type { PageLoad } from './$types';

/** Codes are longer than five and shorter than this; a scanned address is longer. */
const textLengthMax = 500;

export const load: PageLoad = async ({ fetch, parent, setHeaders, url }) => {
	const asked = (url.searchParams.get('ma') ?? '').trim().slice(0, textLengthMax);
	const words = await lookUpArea.load((await parent()).locale);
	if (asked === '') return { words, asked, found: null };
	setHeaders({ 'cache-control': 'no-store' });
	return { words, asked, found: await askProgress(asked, fetch) };
};
