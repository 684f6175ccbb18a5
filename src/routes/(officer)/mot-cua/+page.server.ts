import { redirect } from '@sveltejs/kit';
import { foundMax } from '$domain/dossier/desk.ts';
import { serviceOf } from '$domain/services/all.ts';
import type { DeskLine } from '$server/desk/desk.ts';
import { enter } from './enter.ts';
import type { PageServerLoad } from './$types';

const names = { status: 'tt', lateness: 'han', service: 'thu-tuc', who: 'ai', after: 'sau' } as const;
const codeMax = 200;

export const load: PageServerLoad = async ({ locals, url }) => {
	const desk = await enter(locals, url);
	const typed = (url.searchParams.get('ma') ?? '').trim().slice(0, codeMax);
	const found = typed === '' ? [] : await desk.find(typed);
	const [one] = found;
	if (one && found.length === 1) redirect(303, `/mot-cua/ho-so/${one.dossierId}`);
	const asked = Object.fromEntries(
		Object.entries(names).map(([name, parameter]) => [name, url.searchParams.get(parameter) || undefined])
	);
	const filter = desk.readFilter(asked);
	const queue = await desk.queue(filter);
	return {
		...queue,
		filter,
		typed,
		canReceive: desk.officer.duties.includes('reception'),
		keepsRegister: desk.countArrivals !== null,
		readsNothing: desk.officer.duties.every((duty) => duty === 'administrator'),
		services: queue.services.map((code) => ({ code, title: serviceOf(code)?.title ?? null })),
		found: found.map(withTitle),
		foundMax,
		lines: queue.lines.map(withTitle)
	};
};

function withTitle(line: DeskLine) {
	return { ...line, title: serviceOf(line.procedureCode)?.title ?? null };
}
