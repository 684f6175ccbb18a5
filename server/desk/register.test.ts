import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { Dossier, Duty } from '../../domain/dossier/schema.ts';
import { protocolVersion } from '../../sync/protocol.ts';
import { freeSubmission } from '../../tests/support/office.ts';
import { readPdf } from '../../tests/support/pdf.ts';
import { call, loggedIn, openTestPortal, type TestPortal } from '../../tests/support/portal.ts';
import { sealed } from '../../tests/support/seals.ts';
import { loadDossier } from '../store/dossiers.ts';
import { keepInQueue } from '../store/queue.ts';
import { grantDuties, revokeDuties } from './officers.ts';
import { readRange } from './register.ts';

const sung = '011085005678';
let test: TestPortal;
let officer: Record<string, string>;
const dossiers: Dossier[] = [];
let today: string;

beforeAll(async () => {
	test = await openTestPortal();
	today = dayOf(test.now());
	const { headers } = await loggedIn(test, '012190001234');
	officer = (await loggedIn(test, sung)).headers;
	const operations = [freeSubmission(), freeSubmission()];
	await call(
		test,
		'sync.exchange',
		{ protocol: protocolVersion, cursor: 0, operations: operations.map((one) => sealed(one)) },
		headers
	);
	for (const { dossierId } of operations) {
		const stored = await loadDossier(test.portal.db, dossierId);
		if (!stored) throw new Error('it was received');
		dossiers.push(stored.dossier);
		await test.portal.db.write((tx) => keepInQueue(tx, stored.dossier));
	}
});
afterAll(() => test.close());

const get = (query: string, headers: Record<string, string> = officer) =>
	fetch(`${test.origin}/mot-cua/so-theo-doi.pdf?${query}`, { headers });

async function inDuty(duties: readonly Duty[], commune?: string): Promise<void> {
	const { db } = test.portal;
	const by = { by: 'test', at: test.now() };
	await db.write((tx) => revokeDuties(tx, sung, 'all', by));
	const agency = dossiers[0]?.agency.code ?? '';
	const grant = { personalId: sung, agency, commune, name: 'Vàng A Sùng', title: '', unit: 'BHXH', duties };
	await db.write((tx) => grantDuties(tx, grant, { ...by, newId: randomUUID() }));
}

describe('[M11] the register of an office', () => {
	it('has a line for each dossier that came on these days, on A4 across, and its taking is noted', async () => {
		await inDuty(['reception']);
		const answer = await get(`tu=${today}&den=${today}`);
		expect(answer.headers.get('content-type')).toBe('application/pdf');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const file = Buffer.from(await answer.arrayBuffer());
		const text = readPdf(file)
			.map((page) => page.text)
			.join(' ');
		expect(file.toString('latin1')).toContain('/MediaBox [0 0 841.89 595.28]');
		expect(text).toContain('SỔ THEO DÕI HỒ SƠ');
		expect(text).toContain('Mẫu số 06');
		const joined = text.replace(/\s+/g, '');
		for (const { code } of dossiers) expect(joined).toContain(code);
		expect(text).toContain('Chờ tiếp nhận');
		expect(
			(await test.portal.db.read(`SELECT detail FROM audit WHERE action = 'desk.register_read'`)).map(
				({ detail }) => detail
			)
		).toEqual([JSON.stringify({ from: today, to: today, dossiers: 2 })]);
	});

	it('is for those whose duties read every dossier, of their own part of the office', async () => {
		expect((await get('', {})).status).toBe(401);
		for (const duty of ['post', 'administrator'] as const) {
			await inDuty([duty]);
			expect((await get('')).status).toBe(404);
		}
		await inDuty(['supervisor'], '03408');
		const pages = readPdf(Buffer.from(await (await get('')).arrayBuffer()));
		for (const { code } of dossiers) expect(pages.map(({ text }) => text).join('')).not.toContain(code);
	});

	it('is of some days, in order, not of more than a month', async () => {
		await inDuty(['reception']);
		for (const query of ['tu=2026-02-30&den=2026-03-01', 'tu=2026-03-02&den=2026-03-01', 'tu=x'])
			expect((await get(query)).status, query).toBe(400);
		expect(readRange('2026-03-01', '2026-03-31')).toEqual({ from: '2026-03-01', to: '2026-03-31' });
		expect(readRange('2026-03-01', '2026-04-01')).toBeNull();
		const earlier = readPdf(Buffer.from(await (await get('tu=2019-12-09&den=2019-12-09')).arrayBuffer()));
		expect(earlier[0]?.text).toContain('Hồ sơ đến ngày 09/12/2019: 0');
	});
});
