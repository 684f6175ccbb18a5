import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formsUnderstood, formLanguage } from '../../../domain/catalogue/form.ts';
import { dayOf } from '../../../domain/dossier/calendar.ts';
import type { Procedure } from '../../../domain/catalogue/record.ts';
import { adoptLater, dossierService, servicesOn } from '../../../domain/services/all.ts';
import { findLaterVersions, loadNewestService, loadVersions } from '../../../domain/services/registry.ts';
import type { FormValues } from '../../../domain/services/values.ts';
import { nextVersion } from '../../../tests/support/authored.ts';
import { fileDatabase } from '../../../tests/support/databases.ts';
import { examples } from '../../../tests/support/examples/all.ts';
import { file, type Office, openOffice, submission } from '../../../tests/support/office.ts';
import { findOrCreatePerson } from '../../store/people.ts';
import { adoptForms, startAdopting } from '../../store/forms.ts';
import { readContent } from '../content.ts';
import { withForms } from '../with-forms.ts';
import { createFormDesk, type FormDesk } from './form-desk.ts';

const id = 'cap-lai-the-bhyt';
const code = '1.002759';
const open = fileDatabase();
let office: Office;
let desk: FormDesk;
let wakes = 0;

beforeEach(async () => {
	office = await openOffice(await open());
	const editor = await office.db.write((tx) =>
		findOrCreatePerson(
			tx,
			{
				issuer: 'i',
				subject: 'ha',
				name: 'Phạm Thu Hà',
				personalId: '001182006789',
				birth: '1982',
				sex: 'female',
				phone: ''
			},
			office.clock()
		)
	);
	wakes = 0;
	desk = createFormDesk(
		{ db: office.db, now: office.clock, wake: () => wakes++, queue: 'catalogue' },
		editor
	);
});
afterEach(() => adoptLater([]));

const today = () => dayOf(office.clock());
const day = '2099-01-05';
/** With one question more than there is. */
function nextText(change: Record<string, unknown> = {}): string {
	const next = nextVersion(id, today(), day);
	const [first, ...others] = next.version['groups'] as { fields: unknown[] }[];
	const nickname = {
		id: 'nickname',
		label: { vi: 'Tên thường gọi', en: 'Everyday name' },
		required: false,
		type: 'text',
		maxLength: 40
	};
	return JSON.stringify({
		...next,
		version: {
			...next.version,
			groups: [{ ...first, fields: [...(first?.fields ?? []), nickname] }, ...others],
			...change
		}
	});
}

/** As the version before asks it. */
const before = ({ nickname: _, ...form }: FormValues): FormValues => form;

function filled(serviceVersion: number) {
	const example = examples.find((one) => one.id === id);
	return submission({
		procedureCode: code,
		serviceVersion,
		form: { ...example?.form(today()), nickname: 'Mai' },
		attachments: (example?.files ?? []).map((component) => file(component))
	});
}

describe('[E10] the next version of a form', () => {
	it('is checked without a trace, and tells what differs', async () => {
		const judged = await desk.judge(code, nextText({ timeLimit: { quantity: 1, unit: 'working_day' } }));
		expect(judged).toEqual({
			ok: true,
			value: {
				version: 3,
				validFrom: day,
				changes: {
					lists: [{ kind: 'added', what: 'question', name: { vi: 'Tên thường gọi', en: 'Everyday name' } }],
					parts: ['timeLimit']
				}
			}
		});
		expect(await office.db.read('SELECT * FROM form_versions')).toEqual([]);
		expect(dossierService(code, 3)).toBeNull();
	});

	it('is published with its reason, its editor, an audit and a new edition of the catalogue, in one act', async () => {
		const done = await desk.publish(code, nextText(), ' Thông tư mới ');
		expect(done).toMatchObject({ ok: true, value: { version: 3 } });
		expect(wakes).toBe(1);
		expect(dossierService(code, 3)).toMatchObject({ id, validFrom: day });
		expect(dossierService(code, 2)?.validTo).toBe('2099-01-04');
		const sheet = await desk.sheet(code);
		expect(sheet.ok && sheet.value.versions.slice(0, 2)).toMatchObject([
			{ version: 3, published: { editorName: 'Phạm Thu Hà', reason: 'Thông tư mới' } },
			{ version: 2, published: null }
		]);
		const [job] = await office.db.read(`SELECT key FROM jobs WHERE kind = 'publish_catalogue'`);
		expect(job?.['key']).toBe(`form ${code} 3`);
		const [entry] = await office.db.read(`SELECT subject FROM audit WHERE action = 'form_published'`);
		expect(entry?.['subject']).toBe(`procedure:${code}`);
	});

	it('is published by one of two editors who wrote the same number; the other learns the next', async () => {
		const [first, late] = [nextText(), nextText()];
		expect((await desk.publish(code, first, 'a')).ok).toBe(true);
		expect(await desk.publish(code, late, 'b')).toMatchObject({
			ok: false,
			error: { type: 'form_faulty', faults: [{ problem: 'not_next', detail: '4' }] }
		});
	});

	it('is not published when it is faulty, without a reason, or for what has no form', async () => {
		const faulty = await desk.publish(code, nextText({ validFrom: today() }), 'a');
		expect(faulty).toMatchObject({ ok: false, error: { faults: [{ problem: 'too_early' }] } });
		expect(await desk.publish(code, nextText(), ' ')).toEqual({
			ok: false,
			error: { type: 'reason_missing' }
		});
		for (const none of ['TT.DIEN', '9.999999'])
			expect(await desk.publish(none, nextText(), 'a')).toEqual({ ok: false, error: { type: 'not_found' } });
		expect(await office.db.read('SELECT * FROM form_versions')).toEqual([]);
	});

	it('begins with the newest one and the examples that are known of it', async () => {
		const first = await desk.start(code);
		expect(first.ok && JSON.parse(first.value)).toMatchObject({
			version: { version: 3, validTo: null },
			examples: { accepts: [] }
		});
		await desk.publish(code, nextText(), 'a');
		const second = await desk.start(code);
		if (!second.ok) throw new Error(second.error.type);
		expect(JSON.parse(second.value)).toMatchObject({ version: { version: 4, validFrom: day } });
		expect((await desk.judge(code, second.value)).ok).toBe(true);
	});
});

describe('[E12] other words and numbers', () => {
	const word = { vi: 'Số thẻ cũ', en: 'Number of the old card' };
	const rewording = (validFrom = day) => ({
		version: 3,
		validFrom,
		changes: new Map<string, typeof word | number>([
			['socialInsuranceNo.label', word],
			['timeLimit', 4]
		])
	});

	it('are published without a file, and are what the next file begins with', async () => {
		const listed = await desk.wordings(code);
		expect(listed.ok && listed.value.wordings.map(({ key }) => key)).toContain('socialInsuranceNo.label');
		expect(await desk.judge(code, rewording())).toMatchObject({
			ok: true,
			value: { changes: { lists: [{ kind: 'changed', name: word }], parts: ['timeLimit'] } }
		});
		expect((await desk.publish(code, rewording(), 'a')).ok).toBe(true);
		expect(dossierService(code, 3)).toMatchObject({ timeLimit: { quantity: 4 }, validFrom: day });
		await office.submitted({ ...filled(2), form: before(filled(2).form) });
		const start = await desk.start(code);
		expect(start.ok && start.value).toContain(word.vi);
	});

	it('are refused when they are empty, below nothing, or too early', async () => {
		const faulty = await desk.judge(code, {
			version: 3,
			validFrom: today(),
			changes: new Map<string, typeof word | number>([
				['socialInsuranceNo.label', { vi: '', en: 'x' }],
				['timeLimit', -1]
			])
		});
		expect(faulty).toMatchObject({
			ok: false,
			error: { type: 'form_faulty', faults: [{ problem: 'not_right' }, { problem: 'not_right' }] }
		});
		expect(await desk.judge(code, rewording(today()))).toMatchObject({
			ok: false,
			error: { faults: [{ problem: 'too_early' }] }
		});
	});

	it('do not take back what a colleague has published meanwhile', async () => {
		expect((await desk.publish(code, rewording(), 'a')).ok).toBe(true);
		expect(await desk.publish(code, rewording(), 'b')).toMatchObject({
			ok: false,
			error: { faults: [{ where: 'version.version', problem: 'not_next', detail: '4' }] }
		});
	});
});

describe('[E11] a published version', () => {
	it('is accepted by a process that has not heard of it, the one before too', async () => {
		await desk.publish(code, nextText(), 'a');
		// What another process knows.
		adoptLater([]);
		const of = await office.submitted(filled(3));
		const [stored] = await office.db.read('SELECT form FROM dossiers WHERE dossier_id = ?', [of]);
		expect(JSON.parse(String(stored?.['form']))).toMatchObject({ nickname: 'Mai' });
		await office.submitted({ ...filled(2), form: before(filled(2).form) });
	});

	it('stands beside the release for every process that starts, from its day on', async () => {
		await desk.publish(code, nextText(), 'a');
		adoptLater([]);
		await adoptForms(office.db);
		const on = (when: string) => servicesOn(when).find((one) => one.id === id)?.version;
		expect([on(today()), on(day)]).toEqual([2, 3]);
	});

	it('is found by a process that runs already, when it looks the next time', async () => {
		await desk.publish(code, nextText(), 'a');
		adoptLater([]);
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		try {
			const adopting = startAdopting(office.db, () => expect.unreachable());
			expect(dossierService(code, 3)).toBeNull();
			vi.advanceTimersToNextTimer();
			await adopting.stop();
			expect(dossierService(code, 3)).not.toBeNull();
		} finally {
			vi.useRealTimers();
		}
	});

	it('goes to phones with the record of its procedure, which apps of before read as well', async () => {
		await desk.publish(code, nextText(), 'a');
		const content = await readContent();
		if (!content.ok) throw new Error('content');
		const whole = await withForms(office.db, content.value);
		const procedure = whole.procedures.find((one) => one.code === code) as Procedure;
		const versions = formsUnderstood(procedure.forms ?? []);
		expect(versions).toEqual([dossierService(code, 3)]);
		findLaterVersions(async (asked) => (asked === code ? versions : []));
		try {
			expect((await loadVersions(code)).map(({ version }) => version)).toEqual([1, 2, 3]);
			expect((await loadNewestService(code, today()))?.version).toBe(2);
			expect((await loadNewestService(code, day))?.version).toBe(3);
			const newer = (procedure.forms ?? []).map((form) => ({ ...form, language: formLanguage + 1 }));
			expect(formsUnderstood(newer)).toEqual([]);
		} finally {
			findLaterVersions(async () => []);
		}
	});
});
