import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { enter, textsOf } from '../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { counter } = await enter(locals, url);
	if (!counter) error(404, 'not_found');
	const code = url.searchParams.get('thu-tuc') ?? '';
	const form = code === '' ? null : counter.form(code);
	return {
		services: counter.services().map(({ procedureCode, title }) => ({ procedureCode, title })),
		chosen: form && {
			procedureCode: form.service.procedureCode,
			title: form.service.title,
			fields: form.fields.map((field) => ({
				id: field.id,
				label: field.label,
				type: field.type,
				options: field.type === 'choice' ? field.options : [],
				isRequired: counter.isRequired(field.id)
			}))
		},
		/** Of the dossier that comes of it: sent twice, it is one. */
		formId: randomUUID()
	};
};

export const actions: Actions = {
	async register({ locals, url, request }) {
		const { counter } = await enter(locals, url);
		if (!counter) error(404, 'not_found');
		const { formId: id = '', procedureCode = '', ...fields } = textsOf(await request.formData());
		const made = await counter.register({ id, procedureCode, fields });
		if (!made.ok) {
			if (made.error.type !== 'form_invalid') error(404, 'not_found');
			return fail(400, { fields, faults: made.error.fields });
		}
		redirect(303, `/mot-cua/ho-so/${made.value}?xong=registered`);
	}
};
