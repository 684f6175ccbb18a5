/** The script of the camera: served as text beside its page, so that no byte of it stands in anybody's bundle. */
import { enter } from '../enter.ts';
import script from '../scan-camera.js?raw';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	await enter(locals, url);
	return new Response(script, {
		headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }
	});
};
