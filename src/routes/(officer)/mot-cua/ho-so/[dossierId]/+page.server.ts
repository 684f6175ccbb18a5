import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { deskActs, type DeskAct } from '$domain/dossier/desk.ts';
import { instantToDay } from '$lib/i18n/index.ts';
import { dossierService } from '$domain/services/all.ts';
import { concerning } from '$domain/services/terms.ts';
import { formInWords } from '$domain/services/words.ts';
import { enter, textsOf } from '../../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const desk = await enter(locals, url);
	const read = await desk.sheet(params.dossierId);
	if (!read.ok) error(404, 'not_found');
	const sheet = read.value;
	const { dossier } = sheet;
	const whole = dossierService(dossier.procedureCode, dossier.serviceVersion);
	const service = whole && concerning(whole, dossier.part?.id);
	const { locale } = locals;
	return {
		...sheet,
		title: service?.title ?? null,
		sections: service ? formInWords(service, dossier.form, instantToDay(dossier.submittedAt), locale) : null,
		components: service?.components.map(({ id, name }) => ({ id, name })) ?? [],
		isMine: sheet.holder?.officerId === desk.officer.officerId,
		/** One for each form on this page: sent twice, it takes effect once. */
		actIds: Object.fromEntries(deskActs.map((act) => [act, randomUUID()])),
		done: url.searchParams.get('xong')
	};
};

export const actions: Actions = {
	async act({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const form = await request.formData();
		const { act, actId = '', seen, ...fields } = textsOf(form);
		const given = form.get('file');
		const file =
			given instanceof File && given.size > 0
				? { name: given.name, bytes: new Uint8Array(await given.arrayBuffer()) }
				: null;
		if (!isAct(act) || !/^[0-9a-f-]{36}$/.test(actId) || !/^\d{1,5}$/.test(seen ?? ''))
			error(400, 'malformed');
		const sent = { dossierId: params.dossierId, actId, seen: Number(seen) };
		const done = await desk.act(sent, act, fields, file);
		if (!done.ok) {
			if (done.error.type === 'not_found') error(404, 'not_found');
			return fail(done.error.type === 'overtaken' ? 409 : 400, {
				act,
				fault: done.error,
				fields,
				wasFileGiven: file !== null
			});
		}
		redirect(303, `${url.pathname}?xong=${act}`);
	},

	async hold({ locals, url, params, request }) {
		const desk = await enter(locals, url);
		const isMine = textsOf(await request.formData())['hold'] === '1';
		const done = await desk.hold(params.dossierId, isMine);
		if (!done.ok) error(404, 'not_found');
		redirect(303, `${url.pathname}?xong=${isMine ? 'held' : 'released'}`);
	}
};

function isAct(text: string | undefined): text is DeskAct {
	return deskActs.some((act) => act === text);
}
