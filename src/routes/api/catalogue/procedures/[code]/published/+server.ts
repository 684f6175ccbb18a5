import { publishedView } from '$lib/state/catalogue-views.ts';
import { answer, serverSource } from '../../../answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) =>
	answer(await publishedView(serverSource(locals.catalogue), params.code));
