import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileDatabase } from '../../tests/support/databases.ts';
import { insurance, openDesk as desk, police } from '../../tests/support/officer-desk.ts';
import { findOrCreatePerson } from '../store/people.ts';
import type { Fields } from './forms.ts';

const open = fileDatabase();

describe('[M7] somebody who comes with papers', () => {
	const fields = {
		fullName: 'Giàng Thị Dế',
		personalId: '011190000777',
		phone: '0915000777',
		seenCard: 'on'
	};

	it('is registered and accepted in one act, with a code, an appointment and slip 01; the form counts once', async () => {
		const { officer, dossier, audits } = await desk(open);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const sent = { id: randomUUID(), procedureCode: '1.002759', fields };
		const made = await xuan.counter?.register(sent);
		if (!made?.ok) throw new Error(JSON.stringify(made));
		expect(await xuan.counter?.register(sent)).toEqual(made);
		const { events, code } = await dossier(made.value);
		expect(code).toBe('000.00.12.G24-261123-0001');
		expect(events.map(({ kind }) => kind)).toEqual(['submitted', 'accepted']);
		const sheet = await xuan.sheet(made.value);
		expect(sheet.ok && sheet.value.slips).toEqual([1]);
		expect(await audits('desk.registered')).toHaveLength(1);
	});

	it('finds it on her phone: at once when she has logged in before, else after her first login', async () => {
		const { db, authority, mai, officer, clock } = await desk(open);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const register = (more: Fields) =>
			xuan.counter?.register({
				id: randomUUID(),
				procedureCode: '1.002759',
				fields: { ...fields, ...more }
			});
		await register({ fullName: 'Nguyễn Thị Mai', personalId: '012190001234' });
		expect((await authority.changesSince(mai, 0)).changes).toHaveLength(1);
		await register({});
		const login = {
			issuer: 'https://eid.test',
			subject: 'dế',
			name: 'Giàng Thị Dế',
			personalId: fields.personalId,
			birth: '1990-01-01',
			sex: 'female',
			phone: fields.phone
		} as const;
		const { personId } = await db.write((tx) => findOrCreatePerson(tx, login, clock()));
		expect((await authority.changesSince(personId, 0)).changes).toHaveLength(1);
	});

	it('is not registered under a number that is none, without her card, or by whoever is not at reception', async () => {
		const { db, officer } = await desk(open, [insurance, police]);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const { seenCard: _, ...unseen } = fields;
		for (const [wrong, field] of [
			[{ ...fields, personalId: '123' }, 'personalId'],
			[{ ...fields, fullName: '' }, 'fullName'],
			[unseen, 'seenCard']
		] as const)
			expect(
				await xuan.counter?.register({ id: randomUUID(), procedureCode: '1.002759', fields: wrong })
			).toMatchObject({ ok: false, error: { type: 'form_invalid', fields: [{ field }] } });
		const foreign = { id: randomUUID(), procedureCode: '3.000347', fields };
		expect(await xuan.counter?.register(foreign)).toEqual({ ok: false, error: { type: 'not_found' } });
		expect((await officer('Toàn', ['leader'])).counter).toBeNull();
		expect(await db.read('SELECT * FROM dossiers')).toEqual([]);
	});
});
