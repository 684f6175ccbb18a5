import { enter } from './enter.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	return { editorName: (await enter(locals, url)).editor.name };
};
