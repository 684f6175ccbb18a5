/** The citizen's pages are drawn on the phone alone, from what the phone keeps: the server never sees them. */
import { citizenArea } from '$lib/i18n/citizen.ts';
import { draftArea } from '$lib/i18n/drafts.ts';
import { faultsArea } from '$lib/i18n/faults.ts';
import type { LayoutLoad } from './$types';

export const ssr = false;
export const prerender = false;

export const load: LayoutLoad = async ({ parent }) => {
	const { locale } = await parent();
	const [citizenWords, draftWords, faultWords] = await Promise.all([
		citizenArea.load(locale),
		draftArea.load(locale),
		faultsArea.load(locale)
	]);
	return { citizenWords, draftWords, faultWords };
};
