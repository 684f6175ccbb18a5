import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { enter, numberOf } from './enter.ts';
import type { Actions, PageServerLoad } from './$types';

const pageLength = 30;
const limitMax = 3_000;

export const load: PageServerLoad = async ({ locals, url }) => {
	const desk = await enter(locals, url);
	const query = (url.searchParams.get('q') ?? '').slice(0, 200);
	const limit = Math.min(numberOf(url.searchParams.get('n')) ?? pageLength, limitMax);
	return { query, limit, next: limit + pageLength, ...(await desk.list(query, limit)) };
};

export const actions: Actions = {
	async newQuestion({ locals, url }) {
		await enter(locals, url);
		redirect(303, `/bien-tap/hoi-dap/bt-${randomUUID().slice(0, 8)}`);
	}
};
