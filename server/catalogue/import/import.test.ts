import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstBrokenAudit } from '../../store/audit.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { corpus, madeUpCorpus } from '../../../tests/support/corpus.ts';
import { DiskFailure, failingAt, fileDatabase, forEachDatabase } from '../../../tests/support/databases.ts';
import { dirtSentence } from './dirt-words.ts';
import { importRecords, type Found, type ImportOptions } from './import.ts';
import { findFiles, readItems } from './read-items.ts';

const at = new Date('2026-07-25T03:00:00.000Z');
const source = 'Cơ sở dữ liệu quốc gia';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record = (code: string, more: object = {}) => ({
	code,
	name: `Thủ tục ${code}`,
	agency: 'Bộ Tư pháp',
	fields: ['Hộ tịch'],
	subjects: [],
	status: 'active',
	executing: [],
	levels: ['xa'],
	...more
});
const codes = (count: number) =>
	Array.from({ length: count }, (_, i) => `1.${String(i + 1).padStart(6, '0')}`);

async function file(name: string, rows: readonly (object | string)[]): Promise<string> {
	const where = path.join(folder, name);
	await writeFile(where, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
	return where;
}

async function take(db: Database, files: readonly string[], options: ImportOptions & { asOf?: string } = {}) {
	const found: Found[] = [];
	const { asOf = '2026-07-25', ...rest } = options;
	const result = await importRecords(
		{ db, now: () => at, newId: randomUUID, actor: 'operator', onDirt: (one) => found.push(one) },
		readItems(await findFiles(files)),
		{ asOf, source },
		rest
	);
	return { result, found, kinds: found.map(({ line, dirt }) => `${line} ${dirt.kind}`) };
}

/** Everything that readers could ever get of the import. */
async function state(db: Database): Promise<unknown> {
	return {
		announcements: await db.read('SELECT * FROM announcements ORDER BY kind, key, revision'),
		staging: await db.read('SELECT count(*) AS n FROM import_staging')
	};
}

forEachDatabase((open) => {
	async function fresh(): Promise<Database> {
		const db = await open();
		await migrate(db, () => at);
		return db;
	}

	it('[N1] the same file again changes nothing; a changed record is a new announcement, the one before keeps its days', async () => {
		const db = await fresh();
		const first = await file(
			'a.jsonl',
			codes(450).map((code) => record(code))
		);
		expect((await take(db, [first])).result).toMatchObject({
			ok: true,
			value: { added: 450, changed: 0, unchanged: 0, withdrawn: 0, refused: 0, isApplied: true }
		});
		const before = await state(db);
		expect((await take(db, [first])).result).toMatchObject({
			value: { added: 0, changed: 0, unchanged: 450 }
		});
		expect(await state(db)).toEqual(before);

		const second = await file('b.jsonl', [record('1.000007', { name: 'Tên mới' })]);
		expect((await take(db, [second], { asOf: '2026-09-01' })).result).toMatchObject({
			value: { added: 0, changed: 1, unchanged: 0 }
		});
		const history = await db.read(
			`SELECT revision, valid_from, valid_to, body FROM announcements WHERE key = '1.000007' ORDER BY revision`
		);
		expect(history.map(({ revision, valid_from, valid_to }) => [revision, valid_from, valid_to])).toEqual([
			[1, '2026-07-25', '2026-09-01'],
			[2, '2026-09-01', null]
		]);
		expect(String(history[0]?.['body'])).toContain('Thủ tục 1.000007');
		expect(String(history[1]?.['body'])).toContain('Tên mới');
		expect(await firstBrokenAudit(db)).toBeNull();
	});

	it('[N2] killed at any statement it changes nothing, and goes in whole the next time', async () => {
		const db = await fresh();
		await take(db, [
			await file(
				'old.jsonl',
				codes(5).map((code) => record(code))
			)
		]);
		const before = (await state(db)) as { announcements: unknown };
		const files = [
			await file(
				'new.jsonl',
				codes(420).map((code) => record(code, { name: `Mới ${code}` }))
			)
		];
		let isThrough = false;
		for (let n = 1; !isThrough; n++) {
			const failing = failingAt(db, n);
			try {
				const { result } = await take(failing, files);
				isThrough = result.ok;
			} catch (error) {
				expect(error).toBeInstanceOf(DiskFailure);
				expect(((await state(db)) as { announcements: unknown }).announcements).toEqual(before.announcements);
			}
			expect(n).toBeLessThan(40);
		}
		expect(await db.read('SELECT count(*) AS n FROM announcements WHERE valid_to IS NULL')).toEqual([
			{ n: 420 }
		]);
		expect(await db.read('SELECT count(*) AS n FROM import_staging')).toEqual([{ n: 0 }]);
	});

	it('[N6] what a full import does not have any more is withdrawn, but not what it could not read', async () => {
		const db = await fresh();
		await take(db, [
			await file(
				'a.jsonl',
				codes(20).map((code) => record(code))
			)
		]);
		const rest = codes(20).filter((code) => code !== '1.000003');
		const files = [
			await file(
				'b.jsonl',
				rest.map((code) => (code === '1.000005' ? record(code, { name: 7 }) : record(code)))
			)
		];
		expect((await take(db, files)).result).toMatchObject({ value: { withdrawn: 0 } });
		expect((await take(db, files, { isFull: true, asOf: '2026-08-01' })).result).toMatchObject({
			value: { withdrawn: 1, refused: 1 }
		});
		const rows = await db.read(
			`SELECT key, valid_from, body FROM announcements WHERE valid_to IS NULL AND is_active = 0`
		);
		expect(rows.map(({ key, valid_from }) => [key, valid_from])).toEqual([['1.000003', '2026-08-01']]);
		expect(JSON.parse(String(rows[0]?.['body']))).toMatchObject({ status: 'withdrawn' });
		// Announced again, it is in force again.
		const again = await take(db, [await file('c.jsonl', [record('1.000003')])], { asOf: '2026-08-02' });
		expect(again.result).toMatchObject({ value: { changed: 1 } });
	});

	it('[N6] a full import that would withdraw much, or has unreadable lines, does not withdraw', async () => {
		const db = await fresh();
		await take(db, [
			await file(
				'a.jsonl',
				codes(20).map((code) => record(code))
			)
		]);
		const before = await state(db);
		const half = codes(10).map((code) => record(code));
		const cut = await take(db, [await file('half.jsonl', half)], { isFull: true });
		expect(cut.result).toEqual({ ok: false, error: { type: 'too_many_withdrawn', count: 10, of: 20 } });
		const torn = await take(db, [await file('torn.jsonl', [...half, '{"code":"1.00'])], { isFull: true });
		expect(torn.result).toMatchObject({ ok: true, value: { withdrawn: 0, keptMissing: true } });
		expect(await state(db)).toEqual(before);
		const meant = await take(db, [await file('half.jsonl', half)], { isFull: true, mayWithdrawMany: true });
		expect(meant.result).toMatchObject({ value: { withdrawn: 10 } });
	});

	it('[N2] an older state, an overtaken import and a strict one with a refused line change nothing', async () => {
		const db = await fresh();
		const one = await file('a.jsonl', [record('1.000001')]);
		await take(db, [one]);
		const before = await state(db);
		const older = await file('old.jsonl', [record('1.000001', { name: 'Cũ' })]);
		expect((await take(db, [older], { asOf: '2026-01-01' })).result).toEqual({
			ok: false,
			error: { type: 'older_than_known', asOf: '2026-01-01', known: '2026-07-25' }
		});
		const mixed = await file('mixed.jsonl', [record('1.000001', { name: 'Khác' }), 'no json']);
		expect((await take(db, [mixed], { isStrict: true })).result).toEqual({
			ok: false,
			error: { type: 'refused', count: 1 }
		});
		expect((await take(db, [await file('none.jsonl', ['no json'])])).result).toEqual({
			ok: false,
			error: { type: 'nothing_readable' }
		});
		const slow = async function* () {
			for await (const item of readItems(await findFiles([older]))) {
				yield item;
				await take(db, [one]);
			}
		};
		const overtaken = await importRecords(
			{ db, now: () => at, newId: randomUUID, actor: 'operator' },
			slow(),
			{ asOf: '2026-07-26', source }
		);
		expect(overtaken).toEqual({ ok: false, error: { type: 'overtaken' } });
		expect(await state(db)).toEqual(before);
	});
});

const open = fileDatabase();
async function fresh(): Promise<Database> {
	const db = await open();
	await migrate(db, () => at);
	return db;
}

it('[N4] tells what is wrong line by line: broken, too long, doubled, asked about what nobody knows', async () => {
	const db = await fresh();
	const { result, kinds } = await take(db, [
		await file('a.jsonl', [
			record('1.000001'),
			'{ broken',
			'',
			record('1.000001'),
			record('1.000001', { name: 'Khác' }),
			{ something: 'else' },
			`{"code":"${'9'.repeat(4 * 1024 * 1024)}"}`,
			{ id: 'q-1', q: 'Hỏi?', a: 'Đáp.', related: ['1.000001', '1.999999'] },
			record('1.000002', { channels: [{ method: 'direct', time: { qty: 3, unit: 'unspecified' } }] })
		])
	]);
	expect(kinds).toEqual([
		'2 broken_json',
		'4 duplicate_same',
		'5 duplicate_differs',
		'6 unknown_shape',
		'7 line_too_long',
		'8 answer_undated',
		'9 unit_missing',
		'8 unknown_procedure'
	]);
	expect(result).toMatchObject({ ok: true, value: { added: 3, refused: 4 } });
});

it('reads documents, lists inside answers, folders and lines across the borders of chunks', async () => {
	const db = await fresh();
	await writeFile(path.join(folder, '1.json'), `\ufeff${JSON.stringify(record('1.000001'))}`);
	await writeFile(
		path.join(folder, '2.json'),
		JSON.stringify({ data: { items: [record('1.000002'), record('1.000003')], total: 2 } })
	);
	const long = record('1.000004', { steps: 'Bước đầu tiên. '.repeat(20_000) });
	await file('3.jsonl', [long, record('1.000005')]);
	await writeFile(path.join(folder, 'notes.txt'), 'not read');
	expect((await take(db, [folder])).result).toMatchObject({ value: { added: 5, refused: 0 } });
});

it('[N1] a dry run says what would change and changes nothing', async () => {
	const db = await fresh();
	await take(db, [
		await file(
			'a.jsonl',
			codes(10).map((code) => record(code))
		)
	]);
	const before = await state(db);
	const next = codes(11).filter((code) => code !== '1.000002');
	const files = [
		await file(
			'b.jsonl',
			next.map((code) => record(code, code === '1.000001' ? { name: 'Khác' } : {}))
		)
	];
	expect((await take(db, files, { isFull: true, isDryRun: true })).result).toMatchObject({
		value: { added: 1, changed: 1, unchanged: 8, withdrawn: 1, isApplied: false }
	});
	expect(await state(db)).toEqual(before);
});

it('[N1] the whole national database goes in, and again without a change', { timeout: 180_000 }, async () => {
	const whole = await corpus();
	const db = await fresh();
	const files = [whole.procedures, whole.faqs];
	const first = await take(db, files, { isFull: true });
	expect(first.result).toMatchObject({ ok: true, value: { refused: 0, unchanged: 0 } });
	const added = first.result.ok ? first.result.value.added : 0;
	expect(added).toBeGreaterThan(6_000);
	expect(first.found.some(({ dirt }) => dirt.kind === 'free_but_amount')).toBe(true);
	for (const { dirt } of first.found.slice(0, 500))
		for (const sentence of Object.values(dirtSentence(dirt))) expect(sentence).toMatch(/\.$/);
	expect((await take(db, files, { isFull: true })).result).toMatchObject({
		value: { added: 0, unchanged: added }
	});
});

it('the made-up database is the same for the same seed, and of the size that was asked for', async () => {
	const { procedures, faqs } = await madeUpCorpus({ procedures: 40, faqs: 5 }, 7);
	const lines = (await readFile(procedures, 'utf8')).trim().split('\n');
	expect(lines).toHaveLength(40);
	expect((await readFile(faqs, 'utf8')).trim().split('\n')).toHaveLength(5);
	const { result } = await take(await fresh(), [procedures, faqs]);
	expect(result).toMatchObject({ ok: true, value: { added: 45, refused: 0 } });
});

it(
	'[N2] the command, really killed again and again, leaves all or nothing',
	{ timeout: 180_000 },
	async () => {
		const { procedures } = await madeUpCorpus({ procedures: 600, faqs: 1 }, 3);
		const where = path.join(folder, 'mot-cua.db');
		const command = path.resolve(import.meta.dirname, 'main.ts');
		/** Rows in force after a run that was killed so long after it had begun to read; null lets it end. */
		async function run(killAfterMs: number | null): Promise<number> {
			const child = spawn(process.execPath, [command, procedures], {
				env: { ...process.env, DATABASE_URL: `file:${where}` },
				stdio: ['ignore', 'ignore', 'pipe']
			});
			const ended = once(child, 'exit');
			if (killAfterMs !== null) {
				await Promise.race([once(child.stderr, 'data'), ended]);
				await Promise.race([sleep(killAfterMs), ended]);
				child.kill('SIGKILL');
			} else child.stderr.resume();
			await ended;
			const db = await openDatabase({ url: `file:${where}` });
			try {
				const [row] = await db.read('SELECT count(*) AS n FROM announcements WHERE valid_to IS NULL');
				return Number(row?.['n']);
			} finally {
				db.close();
			}
		}
		for (const killAfterMs of [0, 60, 150, 300, 450]) expect([0, 600]).toContain(await run(killAfterMs));
		expect(await run(null)).toBe(600);
	}
);
