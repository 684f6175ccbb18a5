import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Procedure } from '../../../domain/catalogue/record.ts';
import { PersonId } from '../../../domain/ids.ts';
import { fileDatabase, forEachDatabase } from '../../../tests/support/databases.ts';
import type { Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { findOrCreatePerson } from '../../store/people.ts';
import { readContent, type Content } from '../content.ts';
import { importRecords } from '../import/import.ts';
import { readRecord } from '../import/read-record.ts';
import { audienceOf, procedureFromPublished } from './base.ts';
import { composeContent } from './compose.ts';
import { applyEdit, editBetween } from './documents.ts';
import {
	inForceOn,
	insertPublication,
	insertRevision,
	type DeskKind,
	type Publication
} from './revisions.ts';

const at = new Date('2026-07-25T03:00:00.000Z');
const birth = '1.001193';
let shipped: Content;
beforeAll(async () => {
	const content = await readContent();
	if (!content.ok) throw new Error(JSON.stringify(content.error));
	shipped = content.value;
});

async function fresh(open: () => Promise<Database>) {
	const db = await open();
	await migrate(db, () => at);
	const editor = await db.write((tx) =>
		findOrCreatePerson(
			tx,
			{
				issuer: 'i',
				subject: 's',
				name: 'Biên tập',
				personalId: '012190001234',
				birth: '1990',
				sex: 'female',
				phone: ''
			},
			at
		)
	);
	return { db, editor: editor.personId };
}

async function imports(db: Database, ...rows: object[]): Promise<void> {
	const items = async function* () {
		for (const [i, raw] of rows.entries())
			yield { file: 'x', line: i + 1, bytesDone: 0, read: { ok: true, raw } as const };
	};
	const deps = { db, now: () => at, newId: randomUUID, actor: 'operator' };
	const result = await importRecords(deps, items(), { asOf: '2026-07-25', source: 'Cơ sở dữ liệu' });
	expect(result.ok).toBe(true);
}

async function publishes(
	db: Database,
	editor: PersonId,
	[kind, key, seen]: readonly [DeskKind, string, number],
	body: unknown,
	validFrom = '2026-07-25'
): Promise<void> {
	await db.write(async (tx) => {
		const revision = await insertRevision(tx, { kind, key, seen, body, author: editor, at, note: 'n' });
		if (!revision.ok) throw new Error('conflict');
		await insertPublication(tx, { kind, key, revision: revision.value, validFrom, reason: 'r', editor, at });
	});
}

const announced = {
	code: '1.777001',
	name: 'Cấp giấy phép thử',
	agency: 'Bộ Công Thương',
	fields: ['Hóa chất'],
	subjects: ['Doanh nghiệp'],
	status: 'active',
	executing: ['Cục Hóa chất'],
	levels: ['bo']
};

forEachDatabase((open) => {
	it('[N7] an edit stands above the release, the release above the import, and each day has its own', async () => {
		const { db, editor } = await fresh(open);
		await imports(
			db,
			announced,
			{ ...announced, code: birth, name: 'Đăng ký khai sinh như công bố' },
			{ id: 'q-1', q: 'Hỏi?', a: 'Đáp.', related: ['1.777001', '1.888888'] }
		);
		const summary = { vi: 'Sửa bởi biên tập.', en: 'Edited.' };
		await publishes(db, editor, ['procedure', birth, 0], { summary }, '2026-08-01');
		await publishes(db, editor, ['procedure', '1.777001', 0], { summary });
		const [first] = shipped.faqs;
		if (!first) throw new Error('no questions');
		await publishes(db, editor, ['faq', first.id, 0], { type: 'retired' });

		const today = await composeContent(db, shipped, '2026-07-25');
		expect(today.leftOut).toEqual([]);
		const { procedures, published, faqs } = today.content;
		const of = (code: string) => procedures.find((one) => one.code === code);
		expect(of(birth)).toEqual(shipped.procedures.find(({ code }) => code === birth));
		expect(of('1.777001')).toMatchObject({ summary, name: { vi: 'Cấp giấy phép thử' } });
		expect(published.map(({ code }) => code)).toEqual([birth, '1.777001']);
		expect(published[0]).toMatchObject({ validFrom: '2026-07-25', validTo: null });
		expect(faqs.find(({ id }) => id === first.id)).toBeUndefined();
		expect(faqs.find(({ id }) => id === 'q-1')).toEqual({
			id: 'q-1',
			question: { vi: 'Hỏi?', en: '' },
			answer: { vi: 'Đáp.', en: '' },
			procedureCodes: ['1.777001'],
			sector: { code: 'hoa-chat', name: { vi: 'Hóa chất', en: '' } },
			answeredOn: null,
			source: 'Cơ sở dữ liệu'
		});

		const later = await composeContent(db, shipped, '2026-08-01');
		expect(later.content.procedures.find(({ code }) => code === birth)).toMatchObject({ summary });
	});

	it('[N7] an edit that does not fit is left out and told, and the record below is shown', async () => {
		const { db, editor } = await fresh(open);
		await publishes(db, editor, ['procedure', birth, 0], { levels: [] });
		await publishes(db, editor, ['procedure', '1.999999', 0], { summary: { vi: 'a', en: 'a' } });
		const { content, leftOut } = await composeContent(db, shipped, '2026-07-25');
		expect(content.procedures).toEqual(shipped.procedures);
		expect(leftOut.map(({ key, faults }) => [key, faults[0]?.where])).toEqual([
			[birth, 'levels'],
			['1.999999', 'code']
		]);
	});
});

const open = fileDatabase();

it('a second revision on the same base is a conflict and writes nothing', async () => {
	const { db, editor } = await fresh(open);
	const save = (seen: number) =>
		db.write((tx) =>
			insertRevision(tx, { kind: 'procedure', key: birth, seen, body: {}, author: editor, at, note: '' })
		);
	expect(await save(0)).toEqual({ ok: true, value: 1 });
	expect(await save(0)).toEqual({ ok: false, error: { type: 'conflict', newest: 1 } });
	expect(await save(1)).toEqual({ ok: true, value: 2 });
});

describe('which publication counts', () => {
	const publication = (seq: number, validFrom: string, calledOffAt: string | null = null): Publication => ({
		seq,
		kind: 'procedure',
		key: birth,
		revision: seq,
		validFrom,
		reason: '',
		editor: PersonId.parse(randomUUID()),
		editorName: '',
		decidedAt: '',
		calledOffAt
	});
	it.each([
		['none before its day', [publication(1, '2026-08-01')], null],
		[
			'a scheduled one, although another was decided after it',
			[publication(1, '2026-07-20'), publication(2, '2026-07-01')],
			1
		],
		['the last decided of one day', [publication(1, '2026-07-20'), publication(2, '2026-07-20')], 2],
		['not one that was called off', [publication(1, '2026-07-01'), publication(2, '2026-07-20', 'x')], 1]
	])('%s', (_name, list, seq) => {
		expect(inForceOn(list, '2026-07-25')?.seq ?? null).toBe(seq);
	});
});

describe('an edit', () => {
	it('holds only the fields that differ, and puts them back', () => {
		const base = shipped.procedures.find(({ code }) => code === birth);
		if (!base) throw new Error('no such procedure');
		const edited: Procedure = { ...base, aliases: [...base.aliases, 'làm giấy cho bé'] };
		const edit = editBetween(base, edited);
		expect(Object.keys(edit)).toEqual(['aliases']);
		expect(applyEdit(base, edit)).toEqual({ ok: true, value: edited });
		expect(editBetween(base, base)).toEqual({});
	});

	it('is refused with the place of each fault', () => {
		const base = shipped.procedures.find(({ code }) => code === birth);
		if (!base) throw new Error('no such procedure');
		const wrong = applyEdit(base, { summary: { vi: ' ', en: '' }, validTo: '2001-01-01' });
		expect(!wrong.ok && wrong.error.map(({ where }) => where)).toEqual(['summary.vi', 'validTo']);
		const unknown = applyEdit(base, { levels: ['village'] });
		expect(!unknown.ok && unknown.error[0]?.where).toBe('levels.0');
	});
});

describe('a first overlay of an announced record', () => {
	const base = (more: object) => {
		const read = readRecord({ ...announced, ...more }, { asOf: '2026-07-25', source: 'Nguồn' });
		if (!read.ok) throw new Error(JSON.stringify(read.error));
		return procedureFromPublished(read.value.record);
	};

	it('is a procedure, and computes with nothing that is doubtful', () => {
		const procedure = base({
			channels: [
				{
					method: 'online',
					time: { qty: 3, unit: 'month' },
					fees: [
						{ amount: 0, currency: 'VND', note: '135.000 đồng' },
						{ amount: 0, currency: 'VND' },
						{ amount: 20, currency: 'USD' },
						{ amount: 50_000, currency: 'VND', kind: 'charge' }
					]
				}
			],
			dossier: [
				{
					items: [
						{ name: 'Đơn', original: 1 },
						{ name: 'Ảnh', copy: 2 }
					]
				}
			]
		});
		expect(Procedure.parse(procedure)).toEqual(procedure);
		expect(procedure.channels[0]).toEqual({
			method: 'online',
			timeLimit: { quantity: null, unit: 'day', text: { vi: '3 tháng', en: '' } },
			fees: [
				{ kind: 'fee', amount: null, text: { vi: '135.000 đồng', en: '' } },
				{ kind: 'none', amount: 0, text: { vi: 'Không thu', en: '' } },
				{ kind: 'fee', amount: null, text: { vi: '20 USD', en: '' } },
				{ kind: 'charge', amount: 50_000, text: { vi: '50000 VND', en: '' } }
			]
		});
		expect(procedure.cases[0]?.components.map(({ original, copy }) => [original, copy])).toEqual([
			[1, 0],
			[0, 2]
		]);
	});

	it('knows who may apply', () => {
		expect(audienceOf(['Công dân Việt Nam', 'Doanh nghiệp Việt Nam', 'Người nước ngoài'])).toEqual([
			'citizen',
			'foreigner',
			'enterprise'
		]);
		expect(audienceOf(['Tổ chức (không bao gồm doanh nghiệp, HTX)'])).toEqual(['organisation']);
		expect(audienceOf([])).toEqual(['citizen', 'organisation']);
	});
});
