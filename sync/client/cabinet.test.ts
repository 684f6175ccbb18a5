import 'fake-indexeddb/auto';
import { liveQuery } from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DraftId, PersonId } from '../../domain/ids.ts';
import { everyRow, readable } from '../../tests/support/golden.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { dossierWith, photo, sampleId, submission } from '../../tests/support/phone-samples.ts';
import { phoneCommands } from './commands.ts';
import { type Draft, PhoneDb } from './db.ts';
import { PhoneLocked, wrapByPin } from './keys.ts';
import { dexiePhoneStore } from './phone-store.ts';
import { phoneQueries } from './queries.ts';

let people = 0;
const open: PhoneDb[] = [];
let db: PhoneDb;

/** Another tab, when it is of the same person. */
function phone(n = people): PhoneDb {
	const one = new PhoneDb(PersonId.parse(sampleId(900_000 + n)));
	open.push(one);
	return one;
}

beforeEach(() => {
	people++;
	db = phone();
});
afterEach(() => {
	for (const one of open.splice(0)) one.close();
});

function draft(n: number, values: Draft['values']): Draft {
	const { dossierId, operationId, procedureCode, serviceVersion, localReference } = submission(n);
	const draftId = DraftId.parse(sampleId(n));
	const rest = { procedureCode, serviceVersion, localReference, group: 0, createdAt: 0, updatedAt: 0 };
	return { draftId, dossierId, operationId, ...rest, state: 'editing', values };
}

const keep = (one: Draft, where = db) => where.cabinet.change(async (edit) => edit.put('drafts', one));

describe('what lies on the disk', () => {
	it('[R9] is unreadable: no word, no name of a file, no byte of a photo, no number', async () => {
		const commands = phoneCommands(db, testDeps());
		const store = dexiePhoneStore(db, testDeps());
		const started = await commands.startDraft('3.000347', null);
		if (!started.ok) throw new Error(started.error.type);
		const { draftId, dossierId } = started.value;
		await commands.saveDraft(draftId, { fullName: 'Vàng A Sùng', personalId: '011085005678' }, 1);
		const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'photo-bytes'], 'card-front.jpg');
		expect(await commands.addAttachment(dossierId, 'portrait', photo, 'draft')).toMatchObject({ ok: true });
		await commands.saveWords({ kind: 'withdraw', dossierId }, 'unsent reason');
		await commands.withdraw(submission(2).dossierId, 'queued reason');
		const decided = dossierWith(1, ['submitted', 'accepted', 'processing', 'decided', 'result_stored']);
		const reply = { outcomes: [], cursor: 1, more: false, serverTime: 0 };
		await store.settle({ ...reply, changes: [{ kind: 'dossier', dossier: decided }] });
		const result = await store.resultFile(decided.dossierId);
		if (!result) throw new Error('there is a result');
		await store.keepResult(decided.dossierId, result, new Blob(['result-bytes']), submission(9).operationId);
		await commands.saveBill({
			service: 'thanh-toan-tien-dien',
			lookup: { customerCode: 'PA12LC0000001' },
			payee: 'EVN',
			payer: 'NGUYEN V** A**',
			place: 'Lai Châu',
			note: null,
			charges: [],
			asOf: '2026-11-23T02:00:00.000Z'
		});
		const planted =
			/Vàng|Sùng|011085005678|card-front|photo-bytes|portrait|unsent|queued reason|Nguyễn|NGUYEN|000\.00\.12|gplx|result-bytes|PA12LC/;

		const rows = (await everyRow()).filter(({ database }) => database === db.name);
		const stores = new Set(rows.map(({ store }) => store));
		expect([...stores].sort()).toEqual([
			'keys',
			'marks',
			'sealedBills',
			'sealedContents',
			'sealedDossiers',
			'sealedDrafts',
			'sealedFacts',
			'sealedFiles',
			'sealedOutbox',
			'sealedResults'
		]);
		for (const { store, row } of rows) expect(await readable(row), store).not.toMatch(planted);
		// The pattern does find what is there to be found.
		expect(await readable(await phoneQueries(db).drafts())).toMatch(planted);
	});

	it('[R9] does not open in the place of another', async () => {
		await keep(draft(1, { fullName: 'Mai' }));
		await keep(draft(2, { fullName: 'Sùng' }));
		const [one, two] = await db.sealedDrafts.toArray();
		if (!one || !two) throw new Error('two were kept');
		await db.sealedDrafts.bulkPut([
			{ ...one, sealed: two.sealed },
			{ ...two, sealed: one.sealed }
		]);
		db.close();
		const other = phone();
		expect(await phoneQueries(other).drafts()).toEqual([]);
		expect(other.cabinet.damaged).toHaveLength(2);
	});

	it('[R9] does not open after it was changed', async () => {
		await keep(draft(1, { fullName: 'Mai' }));
		const [row] = await db.sealedDrafts.toArray();
		if (!row) throw new Error('one was kept');
		const sealed = row.sealed.slice();
		sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
		await db.sealedDrafts.put({ ...row, sealed });
		expect(await phoneQueries(phone()).draft(DraftId.parse(sampleId(1)))).toBeUndefined();
	});

	it('[R6] [R9] of one person does not open with the key of another', async () => {
		await keep(draft(1, { fullName: 'Mai' }));
		const other = phone(++people);
		await keep(draft(2, { fullName: 'Sùng' }), other);
		await other.sealedDrafts.bulkPut(await db.sealedDrafts.toArray());
		expect(await phoneQueries(other).draft(DraftId.parse(sampleId(1)))).toBeUndefined();
		expect((await phoneQueries(other).draft(DraftId.parse(sampleId(2))))?.values).toEqual({
			fullName: 'Sùng'
		});
	});

	it('[R9] has one key, also when two tabs make the first one at once', async () => {
		const tabs = [db, phone(), phone()];
		await Promise.all(tabs.map((tab, n) => keep(draft(n, { fullName: `Mai ${n}` }), tab)));
		expect(await db.keys.count()).toBe(1);
		for (const tab of [...tabs, phone()]) expect(await phoneQueries(tab).drafts()).toHaveLength(3);
	});
});

describe('edits of several tabs', () => {
	it('[R1] lose nothing of each other, however they interleave', async () => {
		await keep(draft(1, { times: '0' }));
		const tabs = [db, phone(), phone()];
		const count = (tab: PhoneDb) =>
			tab.cabinet.change(async (edit) => {
				const before = await edit.get('drafts', sampleId(1));
				if (!before) throw new Error('it is there');
				edit.put('drafts', { ...before, values: { times: String(Number(before.values['times']) + 1) } });
			});
		await Promise.all(Array.from({ length: 30 }, (_, n) => count(tabs[n % tabs.length] ?? db)));
		expect((await phoneQueries(db).draft(DraftId.parse(sampleId(1))))?.values).toEqual({ times: '30' });
	});

	it('[R1] see what came in between, also where they had found nothing', async () => {
		const second = phone();
		const runs: number[] = [];
		await db.cabinet.change(async (edit) => {
			const found = (await edit.of('drafts', submission(1).dossierId)).length;
			runs.push(found);
			if (runs.length === 1) await keep(draft(1, {}), second);
			edit.put('drafts', draft(2, { found: String(found) }));
		});
		expect(runs).toEqual([0, 1]);
		expect((await phoneQueries(db).draft(DraftId.parse(sampleId(2))))?.values).toEqual({ found: '1' });
	});

	it('see what they have written themselves', async () => {
		await keep(draft(1, {}));
		const { dossierId } = submission(1);
		const seen = await db.cabinet.change(async (edit) => {
			edit.put('drafts', draft(1, { fullName: 'Mai' }));
			const changed = (await edit.of('drafts', dossierId)).map(({ values }) => values);
			edit.remove('drafts', sampleId(1));
			edit.setMark('cursor', 5);
			return [
				changed,
				await edit.all('drafts'),
				await edit.get('drafts', sampleId(1)),
				await edit.mark('cursor')
			];
		});
		expect(seen).toEqual([[{ fullName: 'Mai' }], [], undefined, 5]);
		expect(await db.sealedDrafts.count()).toBe(0);
	});

	it('keep the order of the outbox', async () => {
		const ids = [7, 3, 5];
		await db.cabinet.change(async (edit) => {
			for (const n of ids) {
				const { operationId, dossierId } = submission(n);
				edit.put('outbox', {
					operationId,
					dossierId,
					operation: submission(n),
					queuedAt: 0,
					state: 'queued'
				});
			}
		});
		const [first] = await phoneQueries(db).outbox();
		if (!first) throw new Error('they were queued');
		await db.cabinet.change(async (edit) => edit.put('outbox', { ...first, state: 'set_aside' }));
		const entries = await phoneQueries(phone()).outbox();
		expect(entries.map(({ operationId }) => operationId)).toEqual(ids.map((n) => submission(n).operationId));
		expect(entries.map(({ state }) => state)).toEqual(['set_aside', 'queued', 'queued']);
	});
});

describe('a live question that opens what it has read and then reads on', () => {
	it('is asked again when what it read last changes', async () => {
		const { cabinet } = db;
		await cabinet.change(async (edit) => edit.put('facts', { key: 'first', text: 'one' }));
		// As after a start: nothing is opened yet.
		cabinet.forget();
		const answers: number[] = [];
		const heard = Promise.withResolvers<void>();
		const question = liveQuery(async () => {
			await cabinet.one('facts', await cabinet.rows('facts').get('first'));
			return await cabinet.rows('drafts').count();
		}).subscribe((count) => {
			answers.push(count);
			if (count === 0) void keep(draft(1, {}));
			else heard.resolve();
		});
		await heard.promise;
		question.unsubscribe();
		expect(answers).toEqual([0, 1]);
	});
});

describe('a row that does not open any more', () => {
	/** One bit of a sealed row turned, as a failing memory chip does. */
	async function spoil(store: string, key: string | number): Promise<Uint8Array> {
		const table = db.table(store);
		const row = (await table.get(key)) as { sealed: Uint8Array };
		const sealed = Uint8Array.from(row.sealed);
		sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1;
		await table.put({ ...row, sealed });
		db.cabinet.forget();
		return sealed;
	}
	const kept = async () => (await db.sealedContents.toArray()).map(({ sealed }) => [...sealed]);

	it('[R15] leaves its list without it, is told of, and keeps its bytes', async () => {
		await keep(draft(1, { fullName: 'một' }));
		await keep(draft(2, { fullName: 'hai' }));
		const draftId = sampleId(1);
		const bytes = await spoil('sealedDrafts', draftId);
		let told = 0;
		const stop = db.cabinet.watchDamaged(() => told++);
		const queries = phoneQueries(db);
		expect((await queries.drafts()).map(({ values }) => values)).toEqual([{ fullName: 'hai' }]);
		expect(await queries.draft(DraftId.parse(draftId))).toBeUndefined();
		expect(db.cabinet.damaged).toMatchObject([{ store: 'sealedDrafts', key: draftId }]);
		expect(told).toBeGreaterThan(0);
		expect([...((await db.sealedDrafts.get(DraftId.parse(draftId)))?.sealed ?? [])]).toEqual([...bytes]);
		stop();
	});

	it('[R15] gives way to the server’s newer picture, and stays beside it', async () => {
		const store = dexiePhoneStore(db, testDeps());
		const dossier = dossierWith(1, ['submitted']);
		const reply = { outcomes: [], cursor: 1, more: false, serverTime: 0 };
		await store.settle({ ...reply, changes: [{ kind: 'dossier', dossier }] });
		const bytes = await spoil('sealedDossiers', dossier.dossierId);
		expect(await phoneQueries(db).dossiers()).toEqual([]);
		expect((await store.work()).underWay).toBe(false);
		await store.settle({ ...reply, changes: [{ kind: 'dossier', dossier }] });
		expect(await phoneQueries(db).dossiers()).toEqual([dossier]);
		expect(db.cabinet.damaged).toEqual([]);
		expect(await kept()).toEqual([[...bytes]]);
	});

	it('[R15] does not hold up what else waits, and a photo that is gone is not sent', async () => {
		const store = dexiePhoneStore(db, testDeps());
		for (const n of [1, 2]) await store.enqueue(submission(n), [photo(n)]);
		await spoil('sealedContents', photo(1).fact.attachmentId);
		await spoil('sealedOutbox', 1);
		expect((await store.work()).operations).toMatchObject([{ operationId: submission(2).operationId }]);
		expect(await store.file(photo(1).fact.attachmentId)).toBeNull();
		expect(await store.file(photo(2).fact.attachmentId)).not.toBeNull();
		expect(db.cabinet.damaged.map(({ store }) => store).sort()).toEqual(['sealedContents', 'sealedOutbox']);
	});

	it('[R15] is not taken for damaged while the phone is locked', async () => {
		await keep(draft(1, { fullName: 'một' }));
		const row = await db.keys.get('data');
		const locked = await wrapByPin(row!, null, { pin: '123456', lockAfterMs: 1 });
		db.close();
		db = phone();
		await db.keys.put(locked!);
		await expect(phoneQueries(db).drafts()).rejects.toThrow(PhoneLocked);
		expect(db.cabinet.damaged).toEqual([]);
	});
});
