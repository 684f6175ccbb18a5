/** Plain pages: every click asks the server, which looks at the role anew. Nothing runs on, or stays on, the device. */
import { editorArea } from '$lib/i18n/editor.ts';
import { workplaceArea } from '$lib/i18n/workplaces.ts';
import type { LayoutLoad } from './$types';

export const csr = false;
export const prerender = false;

export const load: LayoutLoad = async ({ parent, data }) => {
	const { locale } = await parent();
	return {
		...data,
		editorWords: await editorArea.load(locale),
		workplaceWords: await workplaceArea.load(locale)
	};
};
