import { homeView } from '$lib/state/catalogue-views.ts';
import { answer, serverSource } from '../answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) =>
	answer(await homeView(serverSource(locals.catalogue)));
