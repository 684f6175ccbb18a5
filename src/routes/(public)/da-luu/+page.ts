import { procedureArea } from '$lib/i18n/procedure.ts';
import type { PageLoad } from './$types';

/** What is on the list only the device knows. */
export const ssr = false;

export const load: PageLoad = async ({ parent }) => ({
	procedureWords: await procedureArea.load((await parent()).locale)
});
