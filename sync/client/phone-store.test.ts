import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { DraftId, OperationId, PersonId } from '../../domain/ids.ts';
import { phoneStoreContract } from '../../tests/contract/phone-store.ts';
import { dossierWith, photo, sampleId, submission } from '../../tests/support/phone-samples.ts';
import { PhoneDb } from './db.ts';
import { dexiePhoneStore } from './phone-store.ts';
import { phoneQueries } from './queries.ts';

let opened = 0;
const deps = { now: () => 1_000, uuid: () => sampleId(600_000 + opened++), random: () => 0.5 };

async function freshDb(): Promise<PhoneDb> {
	const db = new PhoneDb(PersonId.parse(sampleId(500_000 + opened++)));
	await db.open();
	return db;
}

phoneStoreContract('IndexedDB', async () => dexiePhoneStore(await freshDb(), deps));

/** A queued draft whose submission waits. */
async function queuedDraft() {
	const db = await freshDb();
	const store = dexiePhoneStore(db, deps);
	const { operationId, dossierId, form, procedureCode, serviceVersion, localReference } = submission(1);
	await db.cabinet.change(async (edit) =>
		edit.put('drafts', {
			draftId: DraftId.parse(sampleId(1)),
			dossierId,
			operationId,
			procedureCode,
			serviceVersion,
			values: form,
			group: 0,
			createdAt: 0,
			updatedAt: 0,
			state: 'queued',
			localReference
		})
	);
	await store.enqueue(submission(1), [photo(1)]);
	return { db, store, operationId, dossierId };
}
const reply = { outcomes: [], changes: [], cursor: 1, more: false, serverTime: 0 };

describe('a draft and its answer', () => {
	it('[S3] goes when its dossier comes, in one transaction, and leaves the facts of its files', async () => {
		const { db, store, operationId, dossierId } = await queuedDraft();
		const dossier = dossierWith(1, ['submitted']);
		await store.settle({
			...reply,
			outcomes: [{ type: 'done', operationId }],
			changes: [{ kind: 'dossier', dossier }]
		});
		expect(await db.sealedDrafts.count()).toBe(0);
		expect(await db.sealedOutbox.count()).toBe(0);
		expect(await phoneQueries(db).dossier(dossierId)).toEqual(dossier);
		const [file] = await phoneQueries(db).attachments(dossierId);
		expect([file?.name, file?.bytes, file?.stored]).toEqual(['anh-1.jpg', null, true]);
	});

	it('stays in sight when the outcome comes before the dossier', async () => {
		const { db, store, operationId } = await queuedDraft();
		await store.settle({ ...reply, outcomes: [{ type: 'done', operationId }], more: true });
		expect(await db.sealedDrafts.count()).toBe(1);
		const dossier = dossierWith(1, ['submitted']);
		await store.settle({ ...reply, changes: [{ kind: 'dossier', dossier }], cursor: 2 });
		expect(await db.sealedDrafts.count()).toBe(0);
	});

	it('[S5] comes back with the reason when it is refused, everything kept', async () => {
		const { db, store, operationId, dossierId } = await queuedDraft();
		const fault = { type: 'id_conflict' as const };
		await store.settle({ ...reply, outcomes: [{ type: 'refused', operationId, fault }] });
		const [draft] = await phoneQueries(db).drafts();
		expect([draft?.state, draft?.fault, draft?.values]).toEqual(['refused', fault, submission(1).form]);
		const [file] = await phoneQueries(db).attachments(dossierId);
		expect(await file?.bytes?.text()).toBe('photo 1');
	});

	it('[S4] is untouched when the settling fails in the middle', async () => {
		const { db, store, operationId } = await queuedDraft();
		db.marks.hook('creating', () => {
			throw new Error('the disk fails');
		});
		const dossier = dossierWith(1, ['submitted']);
		await expect(
			store.settle({
				...reply,
				outcomes: [{ type: 'done', operationId }],
				changes: [{ kind: 'dossier', dossier }]
			})
		).rejects.toThrow('the disk fails');
		expect(await db.sealedDrafts.count()).toBe(1);
		expect(await db.sealedDossiers.count()).toBe(0);
		expect((await store.work()).operations).toEqual([
			{ operationId: OperationId.parse(operationId), missing: [expect.anything()] }
		]);
	});
});
