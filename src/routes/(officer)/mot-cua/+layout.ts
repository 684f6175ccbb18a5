/** Plain pages: every click asks the server, which looks at the duties anew. Nothing stays on the device. */
import { citizenArea } from '$lib/i18n/citizen.ts';
import { faultsArea } from '$lib/i18n/faults.ts';
import { officerArea } from '$lib/i18n/officer.ts';
import { workplaceArea } from '$lib/i18n/workplaces.ts';
import type { LayoutLoad } from './$types';

export const csr = false;
export const prerender = false;

export const load: LayoutLoad = async ({ parent, data }) => {
	const { locale } = await parent();
	return {
		...data,
		workplaceWords: await workplaceArea.load(locale),
		officerWords: await officerArea.load(locale),
		// The answers are read as the citizen reads them.
		citizenWords: await citizenArea.load(locale),
		faultWords: await faultsArea.load(locale)
	};
};
