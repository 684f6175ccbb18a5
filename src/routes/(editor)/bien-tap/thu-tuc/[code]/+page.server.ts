import { error, redirect } from '@sveltejs/kit';
import { enter, fieldsOf, numberOf, refuse } from '../../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const desk = await enter(locals, url);
	const sheet = await desk.procedure(params.code, numberOf(url.searchParams.get('ban')));
	if (!sheet.ok) error(404, 'not_found');
	return { sheet: sheet.value, done: url.searchParams.get('xong') };
};

export const actions: Actions = {
	async save({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const { seen, note, ...fields } = await fieldsOf(request);
		const saved = await desk.saveProcedure(params.code, numberOf(seen) ?? 0, fields, note ?? '');
		if (!saved.ok) return refuse(saved.error, { ...fields, note: note ?? '' });
		redirect(303, `/bien-tap/thu-tuc/${encodeURIComponent(params.code)}?xong=luu`);
	},
	async publish({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const fields = await fieldsOf(request);
		const decided = await desk.publish('procedure', params.code, {
			revision: numberOf(fields['revision']) ?? -1,
			validFrom: fields['validFrom'] ?? '',
			reason: fields['reason'] ?? ''
		});
		if (!decided.ok) return refuse(decided.error, fields);
		redirect(303, `/bien-tap/thu-tuc/${encodeURIComponent(params.code)}?xong=cong-bo`);
	},
	async callOff({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const fields = await fieldsOf(request);
		const done = await desk.callOff(numberOf(fields['seq']) ?? 0);
		if (!done.ok) return refuse(done.error, fields);
		redirect(303, `/bien-tap/thu-tuc/${encodeURIComponent(params.code)}?xong=huy`);
	}
};
