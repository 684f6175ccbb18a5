import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileDatabase } from '../../tests/support/databases.ts';
import { insurance, openDesk as desk, police } from '../../tests/support/officer-desk.ts';
import { findOrCreatePerson } from '../store/people.ts';
import { slipOf } from '../slips/content.ts';
import { serviceOf as slipService } from '../slips/send.ts';
import type { Fields } from './forms.ts';
import type { Scan } from './paper.ts';

const open = fileDatabase();
const pdf = new TextEncoder().encode('%PDF-1.7 giấy phép');

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

	it('brings what is copied from the form, the papers that were counted on slip 01, and their scans', async () => {
		const { officer, dossier, vault } = await desk(open, [police]);
		const hung = await officer('Lê Văn Hùng', ['reception'], police);
		const scan = { component: 'oldCard', name: 'gplx.pdf', bytes: pdf };
		const copied = {
			...fields,
			residence: '12/03408',
			'residence--detail': 'Bản Tả Xin Chải',
			'goc-oldCard': '1',
			'sao-portrait': '2'
		};
		const sent = { id: randomUUID(), procedureCode: '3.000347', fields: copied, scans: [scan] };
		const made = await hung.counter?.register(sent);
		if (!made?.ok) throw new Error(JSON.stringify(made));
		const stored = await dossier(made.value);
		expect(stored.form['residence']).toMatchObject({
			province: '12',
			commune: '03408',
			detail: 'Bản Tả Xin Chải'
		});
		expect(stored.attachments).toMatchObject([{ component: 'oldCard', name: 'gplx.pdf', size: pdf.length }]);
		expect(await vault.size(stored.attachments[0]?.sha256 ?? '')).toBe(pdf.length);
		const slip = slipOf(stored, 1, slipService(stored), 'http://portal.test');
		expect(slip?.table?.rows.map(([, ...row]) => row.slice(1))).toEqual([
			['2 bản', 'Bản sao'],
			['1 bản', 'Bản chính'],
			['1 tệp', 'Bản điện tử']
		]);
	});

	it('is told of an answer that would be lost, of a number that is none, and of a file that is no scan', async () => {
		const { db, officer } = await desk(open, [police]);
		const hung = await officer('Lê Văn Hùng', ['reception'], police);
		const send = (more: Fields, scans: readonly Scan[] = []) =>
			hung.counter?.register({
				id: randomUUID(),
				procedureCode: '3.000347',
				fields: { ...fields, ...more },
				scans
			});
		expect(await send({ receiverName: 'Nguyễn Văn Nam' })).toMatchObject({
			ok: false,
			error: { fields: [{ field: 'receiverName', rule: 'broken_rule' }] }
		});
		expect(await send({ 'goc-oldCard': 'hai' })).toMatchObject({
			ok: false,
			error: { fields: [{ field: 'goc-oldCard', rule: 'broken_rule' }] }
		});
		expect(await send({ residence: '12/99999' })).toMatchObject({
			ok: false,
			error: { fields: [{ field: 'residence', rule: 'unknown_place' }] }
		});
		const program = { component: 'oldCard', name: 'a.exe', bytes: new TextEncoder().encode('MZ') };
		expect(await send({}, [program])).toMatchObject({ ok: false, error: { type: 'file_kind' } });
		expect(await db.read('SELECT * FROM dossiers')).toEqual([]);
	});
});
