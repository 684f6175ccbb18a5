/** The next version as a file to begin with. */
import { error } from '@sveltejs/kit';
import { enter } from '../../../enter.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url, params }) => {
	const { forms } = await enter(locals, url);
	const text = await forms.start(params.code);
	if (!text.ok) error(404, 'not_found');
	return new Response(text.value, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="${params.code.replace(/[^\w.-]/g, '_')}.json"`,
			'cache-control': 'no-store'
		}
	});
};
