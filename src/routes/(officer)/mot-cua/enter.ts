/** What every page and every action of the desk begins with. */
import { error, redirect } from '@sveltejs/kit';
import type { OfficerDesk } from '$server/desk/desk.ts';

/** The desk for an officer; a guest goes to log in first, anybody else meets a page that is not there. */
export async function enter(locals: App.Locals, url: URL): Promise<OfficerDesk> {
	const opened = await locals.openOfficerDesk();
	if (opened.ok) return opened.value;
	if (opened.error.type === 'login_required')
		redirect(303, `/auth/login?return=${encodeURIComponent(url.pathname + url.search)}`);
	error(opened.error.type === 'malformed' ? 403 : 404, 'not_found');
}

/** The texts of a form by name. */
export function textsOf(form: FormData): Record<string, string> {
	return Object.fromEntries(
		[...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')
	);
}
