import { enter } from './enter.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const { name, title, unit, duties } = (await enter(locals, url)).officer;
	return { officer: { name, title, unit, duties }, workplaces: await locals.workplaces() };
};
