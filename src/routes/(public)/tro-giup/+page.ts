import { helpArea } from '$lib/i18n/help.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => ({ help: await helpArea.load((await parent()).locale) });
