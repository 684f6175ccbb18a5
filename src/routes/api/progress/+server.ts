/** `GET /api/progress?ma=<code>`: how far a dossier is, for anybody who has its code. Kept by no cache. */
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Longer is no code; it need not be read. */
const textLengthMax = 500;

export const GET: RequestHandler = async ({ locals, url, platform, getClientAddress }) => {
	const text = (url.searchParams.get('ma') ?? '').slice(0, textLengthMax);
	const found = await locals.lookUpProgress(text, platform?.req ?? getClientAddress());
	const headers = { 'cache-control': 'no-store' };
	if (found.ok) return json(found.value, { headers });
	const status = found.error.type === 'too_many_requests' ? 429 : 404;
	return json({ fault: found.error }, { status, headers });
};
