/** Outside the layout of the citizen's pages: here it is only being found out whose phone to open. */
import { citizenArea } from '$lib/i18n/citizen.ts';
import { faultsArea } from '$lib/i18n/faults.ts';
import type { PageLoad } from './$types';

export const ssr = false;
export const prerender = false;

export const load: PageLoad = async ({ parent }) => {
	const { locale } = await parent();
	const [citizenWords, faultWords] = await Promise.all([citizenArea.load(locale), faultsArea.load(locale)]);
	return { citizenWords, faultWords };
};
