import { error } from '@sveltejs/kit';
import { registerLinesMax } from '$domain/dossier/desk.ts';
import { instantToDay } from '$lib/i18n/index.ts';
import { enter } from '../enter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const desk = await enter(locals, url);
	if (!desk.countArrivals) error(404, 'not_found');
	const today = instantToDay(new Date().toISOString());
	const from = url.searchParams.get('tu') ?? today;
	const to = url.searchParams.get('den') ?? from;
	const range = desk.readRange(from, to);
	return { from, to, today, count: range && (await desk.countArrivals(range)), most: registerLinesMax };
};
