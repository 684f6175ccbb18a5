import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { communeFullName, provinceFullName } from '$domain/catalogue/place.ts';
import { paperBoxes } from '$domain/dossier/counter.ts';
import { enter, textsOf } from '../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { counter, officer } = await enter(locals, url);
	if (!counter) error(404, 'not_found');
	const code = url.searchParams.get('thu-tuc') ?? '';
	const form = code === '' ? null : counter.form(code);
	const { provinces, communes } = form ? await locals.catalogue.places() : { provinces: [], communes: [] };
	const [, , home = ''] = officer.agency.split('.');
	return {
		services: counter.services().map(({ procedureCode, title }) => ({ procedureCode, title })),
		chosen: form && {
			procedureCode: form.service.procedureCode,
			title: form.service.title,
			fields: form.fields,
			required: form.fields.filter(({ id }) => counter.isRequired(id)).map(({ id }) => id),
			more: form.more,
			components: form.components.map(({ id, name, kinds }) => ({ id, name, kinds }))
		},
		provinces: provinces.map((one) => ({ value: one.code, label: provinceFullName(one) })),
		/** Of the office's own province: whoever lives elsewhere has the address on the paper. */
		communes: communes
			.filter(({ province }) => province === home)
			.map((one) => ({ value: `${home}/${one.code}`, label: communeFullName(one) })),
		/** Of the dossier that comes of it: sent twice, it is one. */
		formId: randomUUID()
	};
};

export const actions: Actions = {
	async register({ locals, url, request }) {
		const { counter } = await enter(locals, url);
		if (!counter) error(404, 'not_found');
		const data = await request.formData();
		const { formId: id = '', procedureCode = '', ...fields } = textsOf(data);
		const components = counter.form(procedureCode)?.components ?? [];
		const scans = await Promise.all(
			components.flatMap(({ id: component }) =>
				data
					.getAll(paperBoxes(component).scans)
					.filter((given) => given instanceof File && given.size > 0)
					.map(async (given) => ({
						component,
						name: (given as File).name,
						bytes: new Uint8Array(await (given as File).arrayBuffer())
					}))
			)
		);
		const made = await counter.register({ id, procedureCode, fields, scans });
		if (made.ok) redirect(303, `/mot-cua/ho-so/${made.value}?xong=registered`);
		const { error: fault } = made;
		if (fault.type !== 'form_invalid' && fault.type !== 'file_kind' && fault.type !== 'file_too_large')
			error(404, 'not_found');
		return fail(400, {
			fields,
			faults: fault.type === 'form_invalid' ? fault.fields : [],
			fileFault: fault.type === 'form_invalid' ? null : fault,
			hadFiles: scans.length > 0
		});
	}
};
