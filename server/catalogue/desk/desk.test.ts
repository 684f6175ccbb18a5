import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../../domain/faults.ts';
import type { Result } from '../../../domain/result.ts';
import { fileDatabase, forEachDatabase, type Open } from '../../../tests/support/databases.ts';
import { grantRole, revokeRole } from '../../auth/roles.ts';
import { createSessions } from '../../auth/session.ts';
import { firstBrokenAudit } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { claim, complete } from '../../store/jobs.ts';
import { migrate } from '../../store/migrate.ts';
import { findOrCreatePerson, type Person } from '../../store/people.ts';
import { readContent, type Content } from '../content.ts';
import { importRecords } from '../import/import.ts';
import { composeContent } from './compose.ts';
import { catalogueQueue, createDesks, type Desk } from './desk.ts';
import { createDeskDoor } from './door.ts';
import { procedureToForm, type FormFields } from './procedure-form.ts';

const birth = '1.001193';
let shipped: Content;
beforeAll(async () => {
	const content = await readContent();
	if (!content.ok) throw new Error(JSON.stringify(content.error));
	shipped = content.value;
});

async function office(open: Open) {
	const db = await open();
	let at = new Date('2026-07-25T03:00:00.000Z');
	const now = () => at;
	await migrate(db, now);
	let wakes = 0;
	const desks = createDesks({ db, now, shipped: async () => shipped, wake: () => wakes++ });
	const ha = desks(await person(db, 'Phạm Thu Hà', '001182006789'));
	return {
		db,
		now,
		desks,
		ha,
		other: desks(await person(db, 'Lê Văn Nam', '001080001111')),
		goTo: (instant: string) => (at = new Date(instant)),
		wakes: () => wakes,
		/** What readers get today. */
		async shows(code: string) {
			const { content } = await composeContent(db, shipped, now().toISOString().slice(0, 10));
			return content.procedures.find((one) => one.code === code);
		}
	};
}

function person(db: Database, name: string, personalId: string): Promise<Person> {
	return db.write((tx) =>
		findOrCreatePerson(
			tx,
			{ issuer: 'i', subject: personalId, name, personalId, birth: '1990', sex: 'female', phone: '' },
			new Date()
		)
	);
}

function must<T>(result: Result<T, unknown>): T {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}

async function sheet(desk: Desk, code = birth, revision?: number) {
	return must(await desk.procedure(code, revision));
}

async function edit(desk: Desk, change: FormFields, note = 'cho dễ hiểu'): Promise<number> {
	const { form, newest } = await sheet(desk);
	return must(await desk.saveProcedure(birth, newest, { ...form, ...change }, note));
}

forEachDatabase((open) => {
	it('[E2] what is saved is seen by nobody until it is published, and then a job makes the new edition', async () => {
		const { db, ha, now, shows, wakes } = await office(open);
		const before = await shows(birth);
		expect(
			await edit(ha, { 'summary.vi': 'Làm giấy cho con mới sinh.', aliases: 'làm giấy cho bé\nkhai sinh' })
		).toBe(1);
		expect(await shows(birth)).toEqual(before);
		expect(await claim(db, 'w', now(), catalogueQueue)).toBeNull();

		must(await ha.publish('procedure', birth, { revision: 1, validFrom: '', reason: 'dễ đọc hơn' }));
		expect(await shows(birth)).toEqual({
			...before,
			summary: { ...before?.summary, vi: 'Làm giấy cho con mới sinh.' },
			aliases: ['làm giấy cho bé', 'khai sinh']
		});
		expect(wakes()).toBe(1);
		expect(await claim(db, 'w', now(), catalogueQueue)).toMatchObject({ kind: 'publish_catalogue' });
		const { revisions, publications, inForce } = await sheet(ha);
		expect(inForce).toBe(1);
		expect(revisions).toMatchObject([
			{ revision: 1, authorName: 'Phạm Thu Hà', note: 'cho dễ hiểu', fields: ['summary', 'aliases'] }
		]);
		expect(publications).toMatchObject([{ revision: 1, editorName: 'Phạm Thu Hà', reason: 'dễ đọc hơn' }]);
		const trail = await db.read(
			`SELECT actor, action, subject FROM audit WHERE action LIKE 'desk_%' ORDER BY seq`
		);
		expect(trail).toEqual([
			{ actor: `editor:${ha.editor.personId}`, action: 'desk_saved', subject: `procedure:${birth}` },
			{ actor: `editor:${ha.editor.personId}`, action: 'desk_published', subject: `procedure:${birth}` }
		]);
		expect(await firstBrokenAudit(db)).toBeNull();
	});

	it('[E3] two who edit at once: the second is told who was faster, and nothing of either is lost', async () => {
		const { ha, other } = await office(open);
		const { form } = await sheet(ha);
		must(await ha.saveProcedure(birth, 0, { ...form, 'summary.vi': 'Của Hà.' }, 'a'));
		expect(await other.saveProcedure(birth, 0, { ...form, 'summary.vi': 'Của Nam.' }, 'b')).toEqual({
			ok: false,
			error: { type: 'conflict', newest: 1, by: 'Phạm Thu Hà', savedAt: '2026-07-25T03:00:00.000Z' }
		});
		expect((await sheet(other)).procedure.summary.vi).toBe('Của Hà.');
		must(await other.saveProcedure(birth, 1, { ...form, 'summary.vi': 'Của Nam.' }, 'b'));
		expect((await sheet(ha, birth, 1)).procedure.summary.vi).toBe('Của Hà.');
	});

	it('[E4] a publication waits for its day, may be called off before it, and an earlier revision comes back', async () => {
		const { db, ha, now, goTo, shows } = await office(open);
		const before = await shows(birth);
		await edit(ha, { 'summary.vi': 'Một.' });
		await edit(ha, { 'summary.vi': 'Hai.' });
		const publish = async (revision: number, validFrom = '') =>
			must(await ha.publish('procedure', birth, { revision, validFrom, reason: 'vì luật mới' }));
		await publish(1, '2026-08-01');
		const second = await publish(2, '2026-09-01');
		expect((await ha.list('', 1)).scheduled.map(({ revision }) => revision)).toEqual([1, 2]);
		expect(await shows(birth)).toEqual(before);
		expect(await claim(db, 'w', now(), catalogueQueue)).toBeNull();

		goTo('2026-07-31T17:00:00.000Z');
		const job = await claim(db, 'w', now(), catalogueQueue);
		expect(job).toMatchObject({ kind: 'publish_catalogue' });
		await db.write((tx) => complete(tx, job?.jobId ?? ''));
		goTo('2026-08-01T03:00:00.000Z');
		expect((await shows(birth))?.summary.vi).toBe('Một.');
		expect(await ha.callOff(second)).toEqual({ ok: true, value: null });
		expect(await ha.callOff(second)).toEqual({ ok: false, error: { type: 'not_found' } });
		goTo('2026-09-02T03:00:00.000Z');
		expect((await shows(birth))?.summary.vi).toBe('Một.');

		await publish(2);
		expect((await shows(birth))?.summary.vi).toBe('Hai.');
		await publish(1);
		expect((await shows(birth))?.summary.vi).toBe('Một.');
		await publish(0);
		expect(await shows(birth)).toEqual(before);
		expect((await sheet(ha)).publications).toHaveLength(5);
	});

	it('[E5] questions are written, edited and taken back', async () => {
		const { ha, db, now } = await office(open);
		const faqs = async () =>
			(await composeContent(db, shipped, now().toISOString().slice(0, 10))).content.faqs;
		const form = {
			'question.vi': 'Con sinh ở nước ngoài thì khai sinh ở đâu?',
			'question.en': '',
			'answer.vi': 'Ở cơ quan đại diện hoặc ở xã.',
			'answer.en': '',
			procedureCodes: birth,
			sector: shipped.faqs[0]?.sector.code ?? '',
			answeredOn: '2026-07-20',
			source: 'Luật Hộ tịch 60/2014/QH13'
		};
		expect(await ha.saveFaq('bt-1', 0, { ...form, procedureCodes: '9.999999', sector: '' }, 'x')).toEqual({
			ok: false,
			error: { type: 'edit_invalid', faults: [{ where: 'sector', problem: 'not_right' }] }
		});
		expect(await ha.saveFaq('bt-1', 0, { ...form, procedureCodes: '9.999999' }, 'x')).toEqual({
			ok: false,
			error: { type: 'edit_invalid', faults: [{ where: 'procedureCodes', problem: 'unknown' }] }
		});
		must(await ha.saveFaq('bt-1', 0, form, 'hay được hỏi'));
		must(await ha.publish('faq', 'bt-1', { revision: 1, validFrom: '', reason: 'hay được hỏi' }));
		expect((await faqs()).find(({ id }) => id === 'bt-1')).toMatchObject({ procedureCodes: [birth] });
		must(await ha.retireFaq('bt-1', 1, 'hết đúng'));
		must(await ha.publish('faq', 'bt-1', { revision: 2, validFrom: '', reason: 'hết đúng' }));
		expect((await faqs()).find(({ id }) => id === 'bt-1')).toBeUndefined();
		expect(must(await ha.faq('bt-1'))).toMatchObject({ isRetired: true, faq: { id: 'bt-1' } });
		expect(await ha.faq('nobody')).toEqual({ ok: false, error: { type: 'not_found' } });
	});
});

const open = fileDatabase();

describe('what cannot be done', () => {
	it('[E6] a form that is not right is told by field, and nothing is saved', async () => {
		const { ha } = await office(open);
		const { form } = await sheet(ha);
		const faults = async (change: FormFields) => {
			const saved = await ha.saveProcedure(birth, 0, { ...form, ...change }, 'x');
			return saved.ok || saved.error.type !== 'edit_invalid'
				? saved
				: saved.error.faults.map(({ where }) => where);
		};
		expect(await faults({ 'summary.vi': ' ' })).toEqual(['summary.vi']);
		expect(await faults({ validFrom: '2026-02-30' })).toEqual(['validFrom']);
		expect(await faults({ popularity: 'nhiều' })).toEqual(['popularity']);
		expect(await faults({ rest: '{' })).toEqual(['rest']);
		expect(await faults({ rest: '{"levels":["thôn"]}' })).toEqual(['levels.0']);
		expect(await faults({ 'channels.0.method': 'bồ câu' })).toEqual(['channels.0.method']);
		expect(await ha.saveProcedure(birth, 0, { ...form, 'summary.vi': 'Mới.' }, ' ')).toEqual({
			ok: false,
			error: { type: 'reason_missing' }
		});
		expect((await sheet(ha)).newest).toBe(0);
	});

	it('[E6] a day that is over, no reason, no such revision, no such procedure', async () => {
		const { ha } = await office(open);
		await edit(ha, { 'summary.vi': 'Một.' });
		const publish = (revision: number, validFrom: string, reason = 'r', code = birth) =>
			ha.publish('procedure', code, { revision, validFrom, reason });
		expect(await publish(1, '2026-07-24')).toEqual({ ok: false, error: { type: 'day_not_possible' } });
		expect(await publish(1, 'mai')).toEqual({ ok: false, error: { type: 'day_not_possible' } });
		expect(await publish(1, '', '')).toEqual({ ok: false, error: { type: 'reason_missing' } });
		expect(await publish(7, '')).toEqual({ ok: false, error: { type: 'not_found' } });
		expect(await publish(0, '', 'r', '1.999999')).toEqual({ ok: false, error: { type: 'not_found' } });
		expect(await ha.procedure('1.999999')).toEqual({ ok: false, error: { type: 'not_found' } });
		const { form } = await sheet(ha);
		expect(await ha.saveProcedure(birth, 1, form, 'x')).toEqual({
			ok: false,
			error: { type: 'nothing_changed' }
		});
	});
});

it('the form of every shipped procedure gives the procedure back', async () => {
	const { ha } = await office(open);
	for (const procedure of shipped.procedures.slice(0, 60)) {
		const saved = await ha.saveProcedure(procedure.code, 0, procedureToForm(procedure), 'x');
		// Equal to what is below: an edit without fields.
		expect(must(saved), procedure.code).toBe(1);
		expect((await sheet(ha, procedure.code)).revisions[0]?.fields, procedure.code).toEqual([]);
	}
});

it('papers and fees are added in the empty row and taken away by emptying it', async () => {
	const { ha } = await office(open);
	const { form, procedure } = await sheet(ha);
	const papers = procedure.cases[0]?.components ?? [];
	const fees = procedure.channels[0]?.fees ?? [];
	await edit(ha, {
		[`cases.0.components.${papers.length}.name.vi`]: 'Ảnh 3×4',
		[`cases.0.components.${papers.length}.original`]: '2',
		[`channels.0.fees.${fees.length}.kind`]: 'charge',
		[`channels.0.fees.${fees.length}.amount`]: '12.000',
		[`channels.0.fees.${fees.length}.text.vi`]: '12.000 đ mỗi bản'
	});
	const edited = (await sheet(ha)).procedure;
	expect(edited.cases[0]?.components).toEqual([
		...papers,
		{ id: 'paper-1', name: { vi: 'Ảnh 3×4', en: '' }, original: 2, copy: 0, when: null }
	]);
	expect(edited.channels[0]?.fees.at(-1)).toEqual({
		kind: 'charge',
		amount: 12_000,
		text: { vi: '12.000 đ mỗi bản', en: '' }
	});
	expect(form).not.toEqual((await sheet(ha)).form);
	await edit(ha, {
		[`cases.0.components.${papers.length}.name.vi`]: '',
		[`channels.0.fees.${fees.length}.kind`]: ''
	});
	expect((await sheet(ha)).procedure).toEqual(procedure);
});

it('an announced record that nobody curated is edited from what was announced, with its doubts beside it', async () => {
	const { ha, db, now, shows } = await office(open);
	const raw = {
		code: '1.777001',
		name: 'Cấp giấy phép thử',
		agency: 'Bộ Công Thương',
		fields: ['Hóa chất'],
		subjects: ['Doanh nghiệp'],
		status: 'active',
		executing: ['Cục Hóa chất'],
		levels: ['bo'],
		channels: [{ method: 'direct', time: { qty: 3, unit: 'unspecified' } }]
	};
	const items = async function* () {
		yield { file: 'x', line: 1, bytesDone: 0, read: { ok: true, raw } as const };
	};
	const deps = { db, now, newId: randomUUID, actor: 'operator' };
	must(await importRecords(deps, items(), { asOf: '2026-07-25', source: 'Nguồn' }));
	expect((await ha.list('giay phep thu 777', 10)).items).toEqual([
		{ kind: 'procedure', key: '1.777001', name: raw.name, layer: 'imported', isWithdrawn: false }
	]);
	const { form, announcements, layer } = await sheet(ha, '1.777001');
	expect(layer).toBe('imported');
	expect(announcements[0]?.doubts.map(({ en }) => en)).toEqual([
		'The time 3 in channels.0.time has no unit.'
	]);
	must(await ha.saveProcedure('1.777001', 0, { ...form, 'summary.vi': 'Cho hóa chất.' }, 'x'));
	must(await ha.publish('procedure', '1.777001', { revision: 1, validFrom: '', reason: 'r' }));
	expect(await shows('1.777001')).toMatchObject({ summary: { vi: 'Cho hóa chất.', en: '' } });
	expect((await ha.list('1.777001', 10)).items[0]?.layer).toBe('edited');
});

it('[E1] the door opens to an editor from this site alone, and closes when the role is taken', async () => {
	const { db, desks, now, ha, goTo } = await office(open);
	// The session library looks at the machine's own clock.
	goTo(new Date().toISOString());
	const sessions = createSessions(db, now);
	const openDesk = createDeskDoor({
		db,
		sessions,
		desks,
		security: { portalOrigin: 'https://portal.example', trustProxy: false }
	});
	const cookie = (await sessions.open(ha.editor.personId, '')).split(';')[0] ?? '';
	const knock = async (method: string, headers: Record<string, string>): Promise<string> => {
		const opened: Result<Desk, Fault> = await openDesk({ method, headers });
		return opened.ok ? 'open' : opened.error.type;
	};
	expect(await knock('GET', {})).toBe('login_required');
	expect(await knock('GET', { cookie })).toBe('not_found');
	const change = { personalId: ha.editor.personalId, role: 'editor', by: 'operator', at: now() } as const;
	await db.write((tx) => grantRole(tx, { ...change, grantId: randomUUID() }));
	expect(await knock('GET', { cookie })).toBe('open');
	expect(await knock('POST', { cookie, 'sec-fetch-site': 'same-origin' })).toBe('open');
	expect(await knock('POST', { cookie, 'sec-fetch-site': 'cross-site' })).toBe('malformed');
	expect(await knock('POST', { cookie, origin: 'https://elsewhere.example' })).toBe('malformed');
	await db.write((tx) => revokeRole(tx, change));
	expect(await knock('GET', { cookie })).toBe('not_found');
});
