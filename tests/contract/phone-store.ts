/**
 * The promises of PhoneStore as cases; every implementation runs them (memory-phone.test.ts, phone-store.test.ts
 * over IndexedDB). Not a test itself: implementations call it.
 */
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../domain/dossier/schema.ts';
import { AttachmentId, OperationId, PaymentId } from '../../domain/ids.ts';
import { vnd } from '../../domain/money.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import type { ExchangeReply } from '../../sync/protocol.ts';
import type { PhoneStore } from '../../sync/store/phone.ts';
import { dossierWith, photo, sampleId, submission, withdrawal } from '../support/phone-samples.ts';
import { sealed } from '../support/seals.ts';

/** @param open a fresh, empty store */
export function phoneStoreContract(name: string, open: () => Promise<PhoneStore>): void {
	const reply = (part: Partial<ExchangeReply>): ExchangeReply => ({
		outcomes: [],
		changes: [],
		cursor: 0,
		more: false,
		serverTime: 0,
		...part
	});
	const done = (operationId: OperationId) => ({ type: 'done' as const, operationId });
	const dossierChange = (dossier: Dossier) => ({ kind: 'dossier' as const, dossier });
	const names = async (store: PhoneStore) =>
		(await store.work()).operations.map(({ operationId }) => operationId);

	describe(`${name} keeps the promises of PhoneStore`, () => {
		it('tells what waits, oldest first, with the files that are missing', async () => {
			const store = await open();
			const first = submission(1);
			await store.enqueue(first, [photo(1)]);
			await store.enqueue(withdrawal(2), []);
			const { operations } = await store.work();
			expect(operations).toEqual([
				{
					operationId: first.operationId,
					missing: [{ attachmentId: photo(1).fact.attachmentId, size: photo(1).fact.size }]
				},
				{ operationId: withdrawal(2).operationId, missing: [] }
			]);
			await store.markStored(photo(1).fact.attachmentId);
			expect((await store.work()).operations[0]?.missing).toEqual([]);
		});

		it('keeps an operation once, however often it is queued', async () => {
			const store = await open();
			await store.enqueue(withdrawal(1), []);
			await store.enqueue(withdrawal(1), []);
			expect(await names(store)).toEqual([withdrawal(1).operationId]);
		});

		it('[R3] sends again exactly what was queued, in the order asked for', async () => {
			const store = await open();
			const signed = sealed(submission(1));
			await store.enqueue(signed, [photo(1)]);
			await store.enqueue(withdrawal(2), []);
			const ids = [withdrawal(2).operationId, submission(1).operationId, OperationId.parse(sampleId(99))];
			const expected = { cursor: 0, operations: [withdrawal(2), signed] };
			expect(await store.exchangeFor(ids)).toMatchObject(expected);
			expect(await store.exchangeFor(ids)).toMatchObject(expected);
		});

		it('gives back the bytes that it was given', async () => {
			const store = await open();
			await store.enqueue(submission(1), [photo(1)]);
			const file = await store.file(photo(1).fact.attachmentId);
			expect(file?.fact).toEqual(photo(1).fact);
			expect(await file?.bytes.text()).toBe(await photo(1).bytes.text());
			expect(await store.file(AttachmentId.parse(sampleId(98)))).toBeNull();
		});

		it('[S1] settles what is done for ever', async () => {
			const store = await open();
			await store.enqueue(submission(1), [photo(1)]);
			const { operationId } = submission(1);
			await store.settle(reply({ outcomes: [done(operationId)], cursor: 3 }));
			expect(await names(store)).toEqual([]);
			await store.settle(reply({ outcomes: [done(operationId)], cursor: 3 }));
			expect(await store.exchangeFor([operationId])).toMatchObject({ cursor: 3, operations: [] });
			expect(await store.file(photo(1).fact.attachmentId)).toBeNull();
		});

		it('[S5] sets what is refused aside, keeps its files, and lets the others go on', async () => {
			const store = await open();
			await store.enqueue(submission(1), [photo(1)]);
			await store.enqueue(withdrawal(2), []);
			const { operationId } = submission(1);
			const fault = { type: 'id_conflict' as const };
			await store.settle(reply({ outcomes: [{ type: 'refused', operationId, fault }] }));
			expect(await names(store)).toEqual([withdrawal(2).operationId]);
			expect(await store.file(photo(1).fact.attachmentId)).not.toBeNull();
			// A late answer of another kind does not bring it back or lose it.
			await store.settle(reply({ outcomes: [done(operationId)] }));
			expect(await store.file(photo(1).fact.attachmentId)).not.toBeNull();
			await store.setAside(withdrawal(2).operationId, fault);
			expect(await names(store)).toEqual([]);
		});

		it('uploads again what the server says it misses', async () => {
			const store = await open();
			await store.enqueue(submission(1), [photo(1)]);
			const { attachmentId } = photo(1).fact;
			await store.markStored(attachmentId);
			const { operationId } = submission(1);
			await store.settle(
				reply({ outcomes: [{ type: 'files_missing', operationId, attachmentIds: [attachmentId] }] })
			);
			expect((await store.work()).operations[0]?.missing).toHaveLength(1);
		});

		it('[F8] counts the bytes of a photo that is used twice once, and not at all when the server has it', async () => {
			const store = await open();
			const { fact, bytes } = photo(1);
			const again = { fact: { ...photo(2).fact, size: fact.size, sha256: fact.sha256 }, bytes };
			await store.enqueue(submission(1), [{ fact, bytes }]);
			await store.enqueue({ ...submission(2), attachments: [again.fact] }, [again]);
			const sizes = async () =>
				(await store.work()).operations.flatMap(({ missing }) => missing.map(({ size }) => size));
			expect(await sizes()).toEqual([fact.size, 0]);
			await store.markStored(fact.attachmentId);
			expect(await sizes()).toEqual([0]);
		});

		it('[S8] moves the cursor with the rows and never back', async () => {
			const store = await open();
			await store.settle(reply({ changes: [dossierChange(dossierWith(1, ['submitted']))], cursor: 7 }));
			await store.settle(reply({ cursor: 4 }));
			expect((await store.exchangeFor([])).cursor).toBe(7);
			expect((await store.work()).cursor).toBe(7);
			expect((await store.work()).underWay).toBe(true);
		});

		it('[S8] takes a picture twice or late without going back', async () => {
			const store = await open();
			const old = dossierWith(1, ['submitted']);
			const ended = dossierWith(1, ['submitted', 'refused']);
			await store.settle(reply({ changes: [dossierChange(ended)] }));
			await store.settle(reply({ changes: [dossierChange(old), dossierChange(ended)] }));
			await store.settle(reply({ changes: [dossierChange(old)] }));
			expect((await store.work()).underWay).toBe(false);
		});

		it('takes payments', async () => {
			const store = await open();
			const payment: Payment = {
				paymentId: PaymentId.parse(sampleId(60)),
				subject: { kind: 'dossier', dossierId: submission(1).dossierId },
				lines: [],
				amount: vnd(135_000),
				state: 'open',
				failureCode: null,
				surplus: false,
				createdAt: '2026-11-22T00:00:00.000Z',
				expiresAt: '2026-11-22T00:15:00.000Z',
				payUrl: null,
				settled: null,
				receipt: null
			};
			await store.settle(reply({ changes: [{ kind: 'payment', payment }], cursor: 1 }));
			expect((await store.exchangeFor([])).cursor).toBe(1);
		});

		it('[D9] keeps a result once and says in the same breath that it was taken', async () => {
			const store = await open();
			const decided = dossierWith(1, ['submitted', 'accepted', 'processing', 'decided', 'result_stored']);
			await store.settle(reply({ changes: [dossierChange(decided)] }));
			const { dossierId } = decided;
			expect((await store.work()).results).toEqual([dossierId]);
			const file = await store.resultFile(dossierId);
			if (!file) throw new Error('there is a result to fetch');
			const takenId = OperationId.parse(sampleId(70));
			await store.keepResult(dossierId, file, new Blob(['pdf']), takenId);
			await store.keepResult(dossierId, file, new Blob(['pdf']), OperationId.parse(sampleId(71)));
			expect(await store.resultFile(dossierId)).toBeNull();
			expect(await store.work()).toMatchObject({
				operations: [{ operationId: takenId, missing: [] }],
				results: []
			});
		});
	});
}
