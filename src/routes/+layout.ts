/** Runs on both sides and needs no server: see locale.ts for how the language is known. */
import { publicArea } from '$lib/i18n/index.ts';
import { currentLocale } from '$lib/state/locale.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url, depends }) => {
	depends('app:locale');
	const locale = await currentLocale(url);
	return { locale, words: await publicArea.load(locale) };
};
