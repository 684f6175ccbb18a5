import { error, redirect } from '@sveltejs/kit';
import { enter, fieldsOf, numberOf, refuse } from '../../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const desk = await enter(locals, url);
	const sheet = await desk.faq(params.id, numberOf(url.searchParams.get('ban')));
	if (!sheet.ok) error(404, 'not_found');
	return { sheet: sheet.value, done: url.searchParams.get('xong') };
};

const backTo = (id: string, done: string) => `/bien-tap/hoi-dap/${encodeURIComponent(id)}?xong=${done}`;

export const actions: Actions = {
	async save({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const { seen, note, ...fields } = await fieldsOf(request);
		const saved = await desk.saveFaq(params.id, numberOf(seen) ?? 0, fields, note ?? '');
		if (!saved.ok) return refuse(saved.error, { ...fields, note: note ?? '' });
		redirect(303, backTo(params.id, 'luu'));
	},
	async retire({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const { seen, note } = await fieldsOf(request);
		const saved = await desk.retireFaq(params.id, numberOf(seen) ?? 0, note ?? '');
		if (!saved.ok) return refuse(saved.error, { retireNote: note ?? '' });
		redirect(303, backTo(params.id, 'luu'));
	},
	async publish({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const fields = await fieldsOf(request);
		const decided = await desk.publish('faq', params.id, {
			revision: numberOf(fields['revision']) ?? -1,
			validFrom: fields['validFrom'] ?? '',
			reason: fields['reason'] ?? ''
		});
		if (!decided.ok) return refuse(decided.error, fields);
		redirect(303, backTo(params.id, 'cong-bo'));
	},
	async callOff({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const fields = await fieldsOf(request);
		const done = await desk.callOff(numberOf(fields['seq']) ?? 0);
		if (!done.ok) return refuse(done.error, fields);
		redirect(303, backTo(params.id, 'huy'));
	}
};
