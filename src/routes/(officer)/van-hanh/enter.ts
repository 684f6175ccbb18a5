/** What the operator's page and each of its actions begin with. */
import { error, redirect } from '@sveltejs/kit';
import type { Repairs } from '$server/forwarding/repairs.ts';

/** A guest goes to log in first, anybody but an operator meets a page that is not there. */
export async function enter(locals: App.Locals, url: URL): Promise<Repairs> {
	const opened = await locals.openRepairs();
	if (opened.ok) return opened.value;
	if (opened.error.type === 'login_required')
		redirect(303, `/auth/login?return=${encodeURIComponent(url.pathname)}`);
	error(opened.error.type === 'malformed' ? 403 : 404, 'not_found');
}
