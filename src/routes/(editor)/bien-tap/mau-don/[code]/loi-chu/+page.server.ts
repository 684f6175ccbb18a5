import { error, fail, redirect } from '@sveltejs/kit';
import type { FormDesk, FormDeskFault, Rewording } from '$server/catalogue/desk/form-desk.ts';
import type { Wording } from '$domain/services/wording.ts';
import type { Text } from '$domain/text.ts';
import { enter, fieldsOf } from '../../../enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { forms } = await enter(locals, url);
	const [sheet, listed] = await Promise.all([forms.sheet(params.code), forms.wordings(params.code)]);
	if (!sheet.ok || !listed.ok) error(404, 'not_found');
	return { title: sheet.value.title, code: params.code, ...listed.value };
};

export const actions: Actions = {
	async check({ locals, url, params, request }) {
		const { forms } = await enter(locals, url);
		const { next, fields, wrong } = await typed(forms, params.code, request);
		if (wrong.length > 0) return fail(400, { fields, wrong });
		const judged = await forms.judge(params.code, next);
		return judged.ok ? { fields, judged: judged.value } : refuse(judged.error, fields);
	},
	async publish({ locals, url, params, request }) {
		const { forms } = await enter(locals, url);
		const { next, fields, wrong } = await typed(forms, params.code, request);
		if (wrong.length > 0) return fail(400, { fields, wrong });
		const done = await forms.publish(params.code, next, fields['reason'] ?? '');
		if (!done.ok) return refuse(done.error, fields);
		redirect(303, `/bien-tap/mau-don/${encodeURIComponent(params.code)}?xong=${done.value.version}`);
	}
};

/** What was typed, of it what differs from the newest form, and the keys of what cannot be. */
async function typed(
	forms: FormDesk,
	code: string,
	request: Request
): Promise<{ next: Rewording; fields: Record<string, string>; wrong: readonly string[] }> {
	const fields = await fieldsOf(request);
	const listed = await forms.wordings(code);
	const changes = new Map<string, Text | number>();
	for (const wording of listed.ok ? listed.value.wordings : []) {
		const value = valueOf(wording, fields);
		if (JSON.stringify(value) !== JSON.stringify(wording.value)) changes.set(wording.key, value);
	}
	const wrong = [...changes].filter(([, value]) => !isPossible(value)).map(([key]) => key);
	const version = Number(fields['version']);
	return { next: { version, validFrom: fields['validFrom'] ?? '', changes }, fields, wrong };
}

/** What a form leaves out stays; a number that is none is told as one. */
function valueOf({ key, value }: Wording, fields: Readonly<Record<string, string>>): Text | number {
	if (typeof value === 'number') {
		const text = (fields[key] ?? String(value)).replace(/[\s.]/g, '');
		return /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
	}
	// Browsers send each line break as two letters.
	const text = (name: string, before: string) => (fields[name] ?? before).replace(/\r\n/g, '\n').trim();
	return { vi: text(`${key}.vi`, value.vi), en: text(`${key}.en`, value.en) };
}

/** Something is said in both languages; a number is one. */
function isPossible(value: Text | number): boolean {
	return typeof value === 'number' ? !Number.isNaN(value) : value.vi !== '' && value.en !== '';
}

/** What is wrong, with the words as they were typed. */
function refuse(fault: FormDeskFault, fields: Record<string, string>) {
	return fail(fault.type === 'not_found' ? 404 : 400, { fault, fields });
}
