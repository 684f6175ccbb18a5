import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DossierId, PersonId, RequestId, Sha256 } from '../../domain/ids.ts';
import { Signature } from '../../domain/signature.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { everyRow, readable, restoreGolden } from '../../tests/support/golden.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { type PhoneDb, plainStores } from './db.ts';
import { phoneQueries } from './queries.ts';
import { openPhone, unsureDrafts } from './session.ts';

const mai = PersonId.parse(sampleId(1));
const requestId = RequestId.parse(sampleId(9));
let db: PhoneDb | undefined;

beforeEach(() => restoreGolden(1));
afterEach(async () => {
	vi.restoreAllMocks();
	db?.close();
	db = undefined;
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

async function opened() {
	const phone = await openPhone();
	db = phone.db;
	return phone;
}

/** All of hers that the phone of the first release had. */
async function expectAllOfHers(of: PhoneDb): Promise<void> {
	const queries = phoneQueries(of);
	const drafts = await queries.drafts();
	expect(drafts.map(({ state }) => state).sort()).toEqual(['editing', 'queued', 'refused']);
	const editing = drafts.find(({ state }) => state === 'editing');
	expect(editing?.values).toEqual({ fullName: 'Vàng A Sùng', personalId: '011085005678' });
	const refused = drafts.find(({ state }) => state === 'refused');
	expect(refused).toMatchObject({ values: insuranceForm(), fault: { type: 'id_conflict' } });

	const [photo, ...others] = await queries.attachments(editing?.dossierId ?? DossierId.parse(sampleId(0)));
	expect(others).toEqual([]);
	expect(photo).toMatchObject({ name: 'chân dung.jpg', component: 'portrait', stored: false });
	const bytes = await photo?.bytes?.arrayBuffer();
	expect([...new Uint8Array(bytes ?? new ArrayBuffer())]).toEqual([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6]);

	const outbox = await queries.outbox();
	expect(outbox.map(({ operation, state }) => `${operation.kind} ${state}`)).toEqual([
		'submit queued',
		'submit set_aside',
		'take_result queued'
	]);
	expect(outbox[0]?.operation).toMatchObject({ form: { personalId: insuranceForm()['personalId'] } });
	expect(await queries.dossiers()).toHaveLength(2);
	const result = await queries.result(DossierId.parse(sampleId(3001)));
	expect(await result?.bytes.text()).toBe('%PDF kết quả');
	const second = DossierId.parse(sampleId(3002));
	expect(await queries.words({ kind: 'supplement', dossierId: second, requestId })).toBe(
		'Ảnh mới chụp, anh xem giúp'
	);
	expect((await queries.attachments(second)).map(({ name }) => name)).toEqual(['ảnh bổ sung.jpg']);
	expect(await queries.payments()).toHaveLength(1);
	expect((await queries.standingBills()).map(({ account }) => account.lookup)).toEqual([
		{ customerCode: 'PA12LC0000001' }
	]);
	expect((await of.marks.get('cursor'))?.value).toBe(41);
}

/** An older tab that is sending an application finds all of it or nothing. */
async function expectWorkTogether(): Promise<void> {
	const plain = new Set<string>();
	const sealed = new Set<string>();
	for (const { database, store, row } of await everyRow()) {
		const of = `${database} ${(row as { readonly dossierId?: string }).dossierId}`;
		if (['drafts', 'attachments', 'outbox'].includes(store)) plain.add(of);
		if (['sealedDrafts', 'sealedFiles', 'sealedOutbox'].includes(store)) sealed.add(of);
	}
	expect([...plain].filter((of) => sealed.has(of))).toEqual([]);
}

// Nothing shorter than four letters: three come up by chance in so many sealed bytes.
const planted = /Thị Mai|Vàng|Sùng|personalId|chân dung|bổ sung|Ảnh mới|PA12LC|000\.00\.12|%PDF/;

async function expectNothingInClear(): Promise<void> {
	for (const { database, store, row } of await everyRow()) {
		expect(Object.keys(plainStores), `${database} ${store}`).not.toContain(store);
		expect(await readable(row), `${database} ${store}`).not.toMatch(planted);
	}
}

describe('the phone of the first release, opened by this one', () => {
	it('[R9] [R10] has everything that it had, and nothing of it in clear', async () => {
		const before = await Promise.all((await everyRow()).map(({ row }) => readable(row)));
		expect(before.filter((row) => planted.test(row)).length).toBeGreaterThan(10);
		const { db, owner, me } = await opened();
		expect([owner, me?.name, me?.personalId]).toEqual([mai, 'Nguyễn Thị Mai', '012190001234']);
		await expectAllOfHers(db);
		expect(await unsureDrafts()).toHaveLength(1);
		await expectNothingInClear();
	});

	it(
		'[R10] loses nothing and doubles nothing when it is killed at any write of the sealing',
		{ timeout: 180_000 },
		async () => {
			let kills = 0;
			for (;;) {
				for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
				await restoreGolden(1);
				const killed = failFromWrite(kills + 1);
				const first = await openPhone().catch(() => null);
				first?.db.close();
				vi.restoreAllMocks();
				if (killed()) kills++;
				await expectWorkTogether();
				const { db } = await opened();
				await expectAllOfHers(db);
				expect(await unsureDrafts()).toHaveLength(1);
				await expectNothingInClear();
				db.close();
				if (first) break;
			}
			// Rows of hers and of the guest, each at least one write and one removal.
			expect(kills).toBeGreaterThan(30);
		}
	);

	it('[R10] takes over what a tab with the old app writes afterwards', async () => {
		const { db } = await opened();
		const [kept] = await phoneQueries(db).drafts();
		if (!kept) throw new Error('she has drafts');
		db.close();
		const old = new Dexie(db.name);
		await old.open();
		const late = { ...kept, draftId: sampleId(55), dossierId: sampleId(56), values: { fullName: 'Muộn' } };
		await old.table('drafts').add(late);
		// Of what was sealed the sealed copy counts: the old app cannot have changed it since.
		await old.table('drafts').add({ ...kept, values: {} });
		old.close();
		const again = await opened();
		const drafts = await phoneQueries(again.db).drafts();
		expect(drafts).toHaveLength(4);
		expect(drafts.find(({ draftId }) => draftId === late.draftId)?.values).toEqual({ fullName: 'Muộn' });
		expect(drafts.find(({ draftId }) => draftId === kept.draftId)?.values).toEqual(kept.values);
		await expectNothingInClear();
	});

	it('[R10] what a tab with the old app hears afterwards replaces nothing that tells more', async () => {
		const { db } = await opened();
		const [heard] = await phoneQueries(db).dossiers();
		if (!heard) throw new Error('she has dossiers');
		const { receipts: _, ...dossier } = heard;
		const receipt = {
			dossierId: dossier.dossierId,
			code: dossier.code,
			manifest: Sha256.parse('a'.repeat(64)),
			receivedAt: dossier.submittedAt,
			agency: { code: dossier.agency.code, name: dossier.agency.name.vi },
			signature: Signature.parse(`${'A'.repeat(86)}==`)
		};
		await db.cabinet.change(async (edit) => edit.put('dossiers', { ...dossier, receipts: [receipt] }));
		db.close();
		const old = new Dexie(db.name);
		await old.open();
		await old.table('dossiers').add(dossier);
		old.close();
		const again = await opened();
		const kept = (await phoneQueries(again.db).dossiers()).find((one) => one.dossierId === dossier.dossierId);
		expect(kept?.receipts).toEqual([receipt]);
	});
});

/** As a kill: from the n-th write on, none gets through. Tells whether it came to that. */
function failFromWrite(n: number): () => boolean {
	let writes = 0;
	for (const method of ['put', 'add', 'delete'] as const) {
		const real = IDBObjectStore.prototype[method] as (...args: unknown[]) => IDBRequest;
		vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
			this: IDBObjectStore,
			...args: unknown[]
		) {
			if (++writes >= n) throw new DOMException('killed', 'UnknownError');
			return real.apply(this, args);
		} as never);
	}
	return () => writes >= n;
}
