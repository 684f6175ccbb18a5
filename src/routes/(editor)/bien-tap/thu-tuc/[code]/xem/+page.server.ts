import { error } from '@sveltejs/kit';
import { enter, numberOf } from '../../../enter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const desk = await enter(locals, url);
	const sheet = await desk.procedure(params.code, numberOf(url.searchParams.get('ban')));
	if (!sheet.ok) error(404, 'not_found');
	const { procedure, shown, faults } = sheet.value;
	return { procedure, shown, fits: faults.length === 0 };
};
