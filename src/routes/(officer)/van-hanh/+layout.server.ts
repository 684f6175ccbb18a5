import { enter } from './enter.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const { operator } = await enter(locals, url);
	return { operatorName: operator.name, workplaces: await locals.workplaces() };
};
