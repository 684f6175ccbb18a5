import { error, fail, redirect } from '@sveltejs/kit';
import type { FormDesk, FormDeskFault } from '$server/catalogue/desk/form-desk.ts';
import { enter, numberOf } from '../../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { forms } = await enter(locals, url);
	const sheet = await forms.sheet(params.code);
	if (!sheet.ok) error(404, 'not_found');
	return { sheet: sheet.value, published: numberOf(url.searchParams.get('xong')) };
};

export const actions: Actions = {
	async check({ locals, url, params, request }) {
		const { forms } = await enter(locals, url);
		const { text, reason } = await typed(request);
		const judged = await forms.judge(params.code, text);
		return judged.ok ? { text, reason, judged: judged.value } : refuse(judged.error, text, reason);
	},
	async publish({ locals, url, params, request }) {
		const { forms } = await enter(locals, url);
		const { text, reason } = await typed(request);
		const done: Awaited<ReturnType<FormDesk['publish']>> = await forms.publish(params.code, text, reason);
		if (!done.ok) return refuse(done.error, text, reason);
		redirect(303, `/bien-tap/mau-don/${encodeURIComponent(params.code)}?xong=${done.value.version}`);
	}
};

/** A file that was chosen goes before what stands in the box. */
async function typed(request: Request): Promise<{ text: string; reason: string }> {
	const form = await request.formData();
	const file = form.get('file');
	const [text, reason] = [form.get('text'), form.get('reason')];
	return {
		text: file instanceof File && file.size > 0 ? await file.text() : typeof text === 'string' ? text : '',
		reason: typeof reason === 'string' ? reason : ''
	};
}

/** What is wrong, with the words as they were typed. */
function refuse(fault: FormDeskFault, text: string, reason: string) {
	return fail(fault.type === 'not_found' ? 404 : 400, { fault, text, reason });
}
