import { kioskArea } from '$lib/i18n/kiosk.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => ({
	words: await kioskArea.load((await parent()).locale)
});
