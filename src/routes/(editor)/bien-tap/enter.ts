/** What every page and every action of the desk begins with. */
import { error, fail, redirect } from '@sveltejs/kit';
import type { Desk, DeskFault } from '$server/catalogue/desk/desk.ts';

/** The desk for an editor; a guest goes to log in first, anybody else meets a page that is not there. */
export async function enter(locals: App.Locals, url: URL): Promise<Desk> {
	const opened = await locals.openDesk();
	if (opened.ok) return opened.value;
	if (opened.error.type === 'login_required')
		redirect(303, `/auth/login?return=${encodeURIComponent(url.pathname + url.search)}`);
	error(opened.error.type === 'malformed' ? 403 : 404, 'not_found');
}

/** The fields of a form as texts; files have no business here. */
export async function fieldsOf(request: Request): Promise<Record<string, string>> {
	const form = await request.formData();
	return Object.fromEntries(
		[...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string')
	);
}

/** A whole number out of a form or an address; undefined when it is none. */
export function numberOf(text: string | null | undefined): number | undefined {
	return text != null && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** What went wrong, with the words as they were typed. */
export function refuse(fault: DeskFault, fields: Record<string, string>) {
	return fail(fault.type === 'conflict' ? 409 : fault.type === 'not_found' ? 404 : 400, { fault, fields });
}
