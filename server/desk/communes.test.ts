import { describe, expect, it } from 'vitest';
import { deskActs } from '../../domain/dossier/desk.ts';
import { Duty } from '../../domain/dossier/schema.ts';
import type { DossierId } from '../../domain/ids.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { examples } from '../../tests/support/examples/all.ts';
import { file, freeSubmission, submission } from '../../tests/support/office.ts';
import { forms, openDesk } from '../../tests/support/officer-desk.ts';
import { placeInCommunes } from './adopt.ts';
import { grantDuties, officerOf, revokeDuties } from './officers.ts';

const open = fileDatabase();
const finance = '000.00.12.G12';
const insurance = '000.00.12.G24';
/** Tân Phong, where the vehicle is declared; and another commune of the province. */
const [here, there] = ['03408', '03388'];
const notFound = { ok: false, error: { type: 'not_found' } };

async function offices() {
	const made = await openDesk(open, [finance, insurance]);
	const vehicle = examples.find(({ id }) => id === 'le-phi-truoc-ba') ?? expect.unreachable();
	const declared = await made.submitted(
		submission({
			procedureCode: '1.007700',
			form: vehicle.form('2026-11-23'),
			attachments: vehicle.files.map((component) => file(component))
		})
	);
	return { ...made, declared };
}

describe('[M10] an officer of a commune', () => {
	it('has what her commune decides; one of another commune finds nothing of it, by no way', async () => {
		const { officer, act, declared, dossier, audits } = await offices();
		const all = [...Duty.options];
		const own = await officer('Lý Thị Mẩy', all, finance, here);
		const other = await officer('Giàng A Páo', all, finance, there);
		const province = await officer('Lê Văn Hùng', all, finance);
		for (const one of [own, province]) {
			const { lines, counts, services } = await one.queue(one.readFilter({}));
			expect([lines.map(({ dossierId }) => dossierId), counts.byStatus[1], services]).toEqual([
				[declared],
				1,
				['1.007700']
			]);
		}
		expect((await audits('desk.queue_read')).map(({ subject }) => subject)).toEqual([
			`${finance}/${here}`,
			finance
		]);

		const { lines, counts, services } = await other.queue(other.readFilter({}));
		expect([lines, counts.byStatus[1], services]).toEqual([[], 0, []]);
		const { code } = await dossier(declared);
		for (const text of [code, code.slice(-4)]) expect(await other.find(text)).toEqual([]);
		expect(await own.find(code.slice(-4))).toHaveLength(1);
		expect(await other.sheet(declared)).toEqual(notFound);
		for (const one of deskActs) expect(await act(other, declared, one, forms[one])).toEqual(notFound);
		expect((await dossier(declared)).events).toHaveLength(1);

		const sheet = await own.sheet(declared);
		expect(sheet.ok && sheet.value.colleagues.map(({ name }) => name)).toEqual(['Lê Văn Hùng']);
		await act(province, declared, 'accept', forms.accept);
		const handed = { to: other.officer.officerId };
		expect(await act(province, declared, 'hand_over', handed)).toMatchObject({ error: { type: 'form' } });
	});

	it('has nothing of what the province’s own office decides', async () => {
		const { submitted, officer } = await offices();
		const dossierId = await submitted(freeSubmission());
		const own = await officer('Lý Thị Mẩy', ['reception'], insurance, here);
		expect((await own.queue(own.readFilter({}))).lines).toEqual([]);
		expect(await own.sheet(dossierId)).toEqual(notFound);
	});

	it('has what she registers', async () => {
		const { officer } = await offices();
		const own = await officer('Giàng A Páo', ['reception'], finance, there);
		const made = await own.counter?.register({
			id: crypto.randomUUID(),
			procedureCode: '1.007700',
			fields: { fullName: 'Giàng Thị Dế', personalId: '012190009999', seenCard: 'on' }
		});
		if (!made?.ok) throw new Error(JSON.stringify(made));
		expect((await own.queue(own.readFilter({}))).lines).toMatchObject([{ dossierId: made.value }]);
	});

	it('is found for lines from before, once', async () => {
		const { db, officer, declared } = await offices();
		await db.write((tx) => tx.run('UPDATE desk_queue SET commune = NULL'));
		const own = await officer('Lý Thị Mẩy', ['reception'], finance, here);
		const ids = async (): Promise<DossierId[] | string[]> =>
			(await own.queue(own.readFilter({}))).lines.map(({ dossierId }) => dossierId);
		expect(await ids()).toEqual([]);
		expect(await placeInCommunes(db)).toBe(1);
		expect(await placeInCommunes(db)).toBe(0);
		expect(await ids()).toEqual([declared]);
	});

	it('becomes one of the whole office, or of another commune, only after a dismissal', async () => {
		const { db, clock, audits } = await offices();
		const by = { by: 'test', at: clock(), newId: 'o1' };
		const grant = { personalId: '011184004455', agency: finance, name: 'Mẩy', title: '', unit: '' };
		const give = (commune?: string) =>
			db.write((tx) => grantDuties(tx, { ...grant, commune, duties: ['reception'] }, by));
		expect(await give(here)).toEqual({ ok: true, value: true });
		for (const wider of [undefined, there])
			expect(await give(wider)).toEqual({ ok: false, error: { worksAt: `${finance}/${here}` } });
		expect((await officerOf(db, grant.personalId))?.commune).toBe(here);
		await db.write((tx) => revokeDuties(tx, grant.personalId, 'all', by));
		expect(await give(there)).toEqual({ ok: true, value: true });
		expect((await audits('duty_granted')).map(({ detail }) => detail)).toEqual([
			JSON.stringify({ duties: ['reception'], agency: finance, commune: here }),
			JSON.stringify({ duties: ['reception'], agency: finance, commune: there })
		]);
	});
});
