import { queryToSearch } from '$lib/state/catalogue.ts';
import { searchView } from '$lib/state/catalogue-views.ts';
import { answer, serverSource } from '../answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) =>
	answer(await searchView(serverSource(locals.catalogue), queryToSearch(url.searchParams)));
