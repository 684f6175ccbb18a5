import { placesView } from '$lib/state/catalogue-views.ts';
import { answer, serverSource } from '../../../answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) =>
	answer(
		await placesView(serverSource(locals.catalogue), params.code, (url.searchParams.get('q') ?? '').trim())
	);
