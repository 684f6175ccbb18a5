import { fail, redirect } from '@sveltejs/kit';
import { enter } from './enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const repairs = await enter(locals, url);
	const query = (url.searchParams.get('q') ?? '').slice(0, 100);
	const done = url.searchParams.get('xong');
	const [queues, late, parked, found] = await Promise.all([
		repairs.queues(),
		repairs.late(),
		repairs.parked(),
		repairs.find(query)
	]);
	return { query, queues, late, parked, found, done: done === 'gui' || done === 'bo' ? done : null };
};

async function field(request: Request, name: string): Promise<string> {
	const value = (await request.formData()).get(name);
	return typeof value === 'string' ? value : '';
}

export const actions: Actions = {
	async sendAgain({ locals, url, request }) {
		const repairs = await enter(locals, url);
		const sent = await repairs.sendAgain(await field(request, 'job'));
		if (!sent.ok) return fail(404, { fault: 'gone' as const, job: '' });
		redirect(303, '/van-hanh?xong=gui');
	},
	async sendAllAgain({ locals, url, request }) {
		const repairs = await enter(locals, url);
		const count = await repairs.sendAllAgain(await field(request, 'queue'));
		if (count === 0) return fail(404, { fault: 'gone' as const, job: '' });
		redirect(303, '/van-hanh?xong=gui');
	},
	async setAside({ locals, url, request }) {
		const repairs = await enter(locals, url);
		const form = await request.formData();
		const [job, reason] = ['job', 'reason'].map((name) => String(form.get(name) ?? ''));
		const done = await repairs.setAside(job ?? '', reason ?? '');
		if (done.ok) redirect(303, '/van-hanh?xong=bo');
		const isMissing = done.error.type === 'reason_missing';
		return fail(isMissing ? 400 : 404, {
			fault: isMissing ? ('reason' as const) : ('gone' as const),
			job: job ?? ''
		});
	}
};
