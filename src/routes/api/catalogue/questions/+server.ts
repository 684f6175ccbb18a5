import { questionsView } from '$lib/state/catalogue-views.ts';
import { answer, serverSource } from '../answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) =>
	answer(await questionsView(serverSource(locals.catalogue)));
