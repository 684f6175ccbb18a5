import { enter } from './enter.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const { editor } = await enter(locals, url);
	return { editorName: editor.name, workplaces: await locals.workplaces() };
};
