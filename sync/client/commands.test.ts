import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import {
	AttachmentId,
	DossierId,
	type DraftId,
	OperationId,
	PaymentId,
	PersonId,
	RequestId
} from '../../domain/ids.ts';
import { attachmentBytesMax } from '../../domain/limits.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import { vnd } from '../../domain/money.ts';
import type { Result } from '../../domain/result.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { dossierWith, photo, sampleId, submission } from '../../tests/support/phone-samples.ts';
import { type Commands, phoneCommands } from './commands.ts';
import { PhoneDb } from './db.ts';
import { offersFor } from './papers.ts';
import { dexiePhoneStore } from './phone-store.ts';
import { phoneQueries, type Queries } from './queries.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';

const licence = '3.000347';
const insurance = '1.002759';
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6]);
const pdf = new TextEncoder().encode('%PDF-1.7 …');

const filled = insuranceForm();

let opened = 0;
let db: PhoneDb;
let commands: Commands;
let queries: Queries;
let deps: ReturnType<typeof testDeps>;

beforeEach(async () => {
	db = new PhoneDb(PersonId.parse(sampleId(600_000 + opened++)));
	await db.open();
	deps = testDeps();
	commands = phoneCommands(db, deps);
	queries = phoneQueries(db);
});

function must<T>(result: Result<T, Fault>): T {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}
const faultOf = async (told: Promise<Result<unknown, Fault>>) => {
	const result = await told;
	return result.ok ? null : result.error;
};
const file = (bytes: Uint8Array<ArrayBuffer>, name = 'ảnh.jpg') => new File([bytes], name);
const keepDossier = (dossier: Dossier) => db.cabinet.change(async (edit) => edit.put('dossiers', dossier));
const started = async (code = insurance) => must(await commands.startDraft(code, null));
const ready = async (): Promise<DraftId> => {
	const { draftId } = await started();
	must(await commands.saveDraft(draftId, filled, 3));
	return draftId;
};

describe('drafts', () => {
	it('[R1] keeps every word, and says so only after the strict write', async () => {
		const draft = await started();
		must(await commands.saveDraft(draft.draftId, { fullName: 'Vàng A Sùng' }, 1));
		db.close();
		const reopened = new PhoneDb(db.owner);
		const kept = await phoneQueries(reopened).draft(draft.draftId);
		expect(kept).toMatchObject({ values: { fullName: 'Vàng A Sùng' }, group: 1, state: 'editing' });
	});

	it('prefills from the login, asks once not to be evicted, and refuses what is no application', async () => {
		const me = {
			personId: PersonId.parse(sampleId(1)),
			name: 'Nguyễn Thị Mai',
			personalId: '012190001234',
			birth: '1990-05-05',
			sex: 'female' as const,
			phone: '0912345678'
		};
		const draft = must(await commands.startDraft(licence, me));
		expect(draft.values).toMatchObject({
			fullName: 'Nguyễn Thị Mai',
			personalId: '012190001234',
			sex: 'female'
		});
		expect(deps.asked.persist).toBe(1);
		expect(await faultOf(commands.startDraft('9.999999', null))).toEqual({
			type: 'unknown_procedure',
			procedureCode: '9.999999'
		});
	});

	it('[R4] tells a full disk and leaves the earlier words whole', async () => {
		const draft = await started();
		must(await commands.saveDraft(draft.draftId, { fullName: 'Mai' }, 0));
		db.sealedDrafts.hook('updating', () => {
			throw new DOMException('no room', 'QuotaExceededError');
		});
		const told = commands.saveDraft(draft.draftId, { fullName: 'Mai và nhiều chữ nữa' }, 0);
		expect(await faultOf(told)).toEqual({ type: 'storage_full' });
		expect((await queries.draft(draft.draftId))?.values).toEqual({ fullName: 'Mai' });
	});

	it('[R4] tells a full disk when Dexie wraps the browser’s word', async () => {
		db.sealedDrafts.hook('creating', () => {
			throw new Dexie.AbortError('aborted', new DOMException('no room', 'QuotaExceededError'));
		});
		expect(await faultOf(commands.startDraft(insurance, null))).toEqual({ type: 'storage_full' });
	});

	it('[R1] lets what another tab has saved stay where this screen touched nothing', async () => {
		const { draftId } = await started();
		const since = must(await commands.saveDraft(draftId, { fullName: 'Mai', phone: '0912' }, 0)).values;
		must(await commands.saveDraft(draftId, { ...since, phone: '0987654321', reason: 'lost' }, 2, since));
		const saved = must(await commands.saveDraft(draftId, { ...since, fullName: 'Nguyễn Thị Mai' }, 1, since));
		expect(saved.values).toEqual({ fullName: 'Nguyễn Thị Mai', phone: '0987654321', reason: 'lost' });
		expect(await queries.draft(draftId)).toEqual(saved);
	});

	it('deletes a draft with its files, twice without harm', async () => {
		const { draftId, dossierId } = await started(licence);
		must(await commands.addAttachment(dossierId, 'portrait', file(jpeg), 'draft'));
		must(await commands.deleteDraft(draftId));
		must(await commands.deleteDraft(draftId));
		expect([await queries.drafts(), await queries.attachments(dossierId)]).toEqual([[], []]);
	});
});

describe('files', () => {
	it('[F2] refuses what is empty, too large, of another kind, or one too many', async () => {
		const { dossierId } = await started(licence);
		const add = (one: File, component = 'portrait') =>
			faultOf(commands.addAttachment(dossierId, component, one, 'draft'));
		expect(await add(file(new Uint8Array()))).toMatchObject({ type: 'file_empty', name: 'ảnh.jpg' });
		const large = file(jpeg);
		Object.defineProperty(large, 'size', { value: attachmentBytesMax + 1 });
		expect(await add(large)).toMatchObject({ type: 'file_too_large', bytesMax: attachmentBytesMax });
		expect(await add(file(new TextEncoder().encode('<script>'), 'a.jpg'))).toMatchObject({
			type: 'file_kind'
		});
		// A PDF is a paper, not a portrait.
		expect(await add(file(pdf))).toMatchObject({ type: 'file_kind' });
		expect(await add(file(jpeg))).toBeNull();
		expect(await add(file(jpeg))).toMatchObject({
			type: 'form_invalid',
			fields: [{ field: 'portrait', rule: 'too_many_files', params: { max: '1' } }]
		});
		expect(await add(file(jpeg), 'noSuchPaper')).toEqual({ type: 'not_found' });
	});

	it('[R1] keeps the bytes that were hashed, under the kind that they are', async () => {
		const { dossierId } = await started(licence);
		must(await commands.addAttachment(dossierId, 'oldCard', file(pdf, 'bằng.jpg'), 'draft'));
		const [kept] = await queries.attachments(dossierId);
		expect(kept).toMatchObject({ type: 'application/pdf', size: pdf.length, stored: false });
		const bytes = await kept?.bytes?.arrayBuffer();
		expect(bytes && (await deps.sha256(bytes))).toBe(kept?.sha256);
	});
});

describe('[F7] a photo used twice', () => {
	const contents = () => db.sealedContents.count();
	const textOf = async (dossierId: DossierId) =>
		await Promise.all(
			(await queries.attachments(dossierId)).map(async ({ bytes }) => bytes && (await bytes.text()))
		);
	const text = new TextDecoder().decode(jpeg);

	it('is kept once, and stays until its last use is gone', async () => {
		const [one, two] = [await started(licence), await started(licence)];
		const first = must(await commands.addAttachment(one.dossierId, 'oldCard', file(jpeg), 'draft'));
		must(await commands.addAttachment(one.dossierId, 'dataProof', file(jpeg, 'lần hai.jpg'), 'draft'));
		must(await commands.addAttachment(two.dossierId, 'portrait', file(jpeg), 'draft'));
		must(await commands.addAttachment(two.dossierId, 'oldCard', file(pdf), 'draft'));
		expect(await contents()).toBe(2);
		must(await commands.removeAttachment(first.attachmentId));
		expect(await textOf(one.dossierId)).toEqual([text]);
		must(await commands.deleteDraft(one.draftId));
		expect(await textOf(two.dossierId)).toContain(text);
		must(await commands.deleteDraft(two.draftId));
		expect(await contents()).toBe(0);
	});

	it('goes up under both names, and its bytes go when both dossiers have it', async () => {
		const store = dexiePhoneStore(db, deps);
		const bytes = new Blob([jpeg]);
		const sent = await Promise.all(
			[submission(1), submission(2)].map(async (operation, index) => {
				const sha256 = await deps.sha256(jpeg.buffer);
				const fact = { ...photo(index + 1).fact, size: jpeg.length, sha256 };
				return { operation: { ...operation, attachments: [fact] }, fact };
			})
		);
		for (const { operation, fact } of sent) await store.enqueue(operation, [{ fact, bytes }]);
		expect(await contents()).toBe(1);
		for (const [index, { operation, fact }] of sent.entries()) {
			expect(await (await store.file(fact.attachmentId))?.bytes.text()).toBe(text);
			await store.markStored(fact.attachmentId);
			const { operationId } = operation;
			const outcomes = [{ type: 'done' as const, operationId }];
			await store.settle({ outcomes, changes: [], cursor: index + 1, more: false, serverTime: 0 });
			expect(await store.file(fact.attachmentId)).toBeNull();
		}
		expect(await contents()).toBe(0);
	});

	it('is brought anew once its bytes have gone', async () => {
		const store = dexiePhoneStore(db, deps);
		await store.enqueue(submission(1), [photo(1)]);
		const outcomes = [{ type: 'done' as const, operationId: submission(1).operationId }];
		await store.settle({ outcomes, changes: [], cursor: 1, more: false, serverTime: 0 });
		await store.enqueue(submission(2), [
			{ ...photo(2), fact: { ...photo(1).fact, attachmentId: photo(2).fact.attachmentId } }
		]);
		expect(await store.file(photo(2).fact.attachmentId)).not.toBeNull();
	});
});

describe('several files that become one', () => {
	it('are exchanged in one moment, also when the paper takes no more', async () => {
		const { dossierId } = await started(licence);
		const add = (one: File, instead?: AttachmentId[]) =>
			commands.addAttachment(dossierId, 'oldCard', one, 'draft', undefined, instead);
		const front = must(await add(file(jpeg, 'trước.jpg')));
		const back = must(await add(file(Uint8Array.of(...jpeg, 7), 'sau.jpg')));
		expect(await faultOf(add(file(pdf, 'hai mặt.pdf')))).toMatchObject({ type: 'form_invalid' });
		must(await add(file(pdf, 'hai mặt.pdf'), [front.attachmentId, back.attachmentId]));
		expect((await queries.attachments(dossierId)).map(({ name }) => name)).toEqual(['hai mặt.pdf']);
	});

	it('stay when what should replace them is refused, or when they are under way', async () => {
		const { dossierId } = await started(licence);
		const kept = must(await commands.addAttachment(dossierId, 'oldCard', file(jpeg), 'draft'));
		const bad = file(new TextEncoder().encode('<script>'), 'a.pdf');
		const refused = commands.addAttachment(dossierId, 'oldCard', bad, 'draft', undefined, [
			kept.attachmentId
		]);
		expect(await faultOf(refused)).toMatchObject({ type: 'file_kind' });
		expect(await queries.attachments(dossierId)).toHaveLength(1);

		const requestId = RequestId.parse(sampleId(5));
		const dossier = dossierWith(1, ['submitted']);
		await keepDossier(dossier);
		const answer = [dossier.dossierId, 'portrait', file(jpeg), 'supplement', requestId] as const;
		const sent = must(await commands.addAttachment(...answer));
		must(await commands.sendSupplement(dossier.dossierId, requestId, ''));
		expect(await faultOf(commands.addAttachment(...answer, [sent.attachmentId]))).toMatchObject({
			type: 'not_now'
		});
	});
});

describe('submitting', () => {
	it('[B3] tells what is wrong at the field and queues nothing', async () => {
		const { draftId } = await started();
		const told = await faultOf(commands.submitDraft(draftId, 'v1'));
		expect(told).toMatchObject({ type: 'form_invalid' });
		expect(told?.type === 'form_invalid' && told.fields).toContainEqual({
			field: 'fullName',
			rule: 'required'
		});
		expect(await queries.outbox()).toEqual([]);
		expect((await queries.draft(draftId))?.state).toBe('editing');
	});

	it('[R2] [R3] queues under the ids that the draft was born with; a second press changes nothing', async () => {
		const draftId = await ready();
		const draft = await queries.draft(draftId);
		const [first, second] = await Promise.all([
			commands.submitDraft(draftId, 'v1'),
			commands.submitDraft(draftId, 'v1')
		]);
		expect(second).toEqual(first);
		expect(must(first).localReference).toMatch(/^TẠM [A-Z]+-\d{4}$/);
		const outbox = await queries.outbox();
		expect(outbox).toHaveLength(1);
		expect(outbox[0]).toMatchObject({ operationId: draft?.operationId, dossierId: draft?.dossierId });
		expect((await queries.waiting(must(first).dossierId)).length).toBe(1);
	});

	it('does not let what is under way be edited, deleted or robbed of its files', async () => {
		const draftId = await ready();
		const { dossierId } = must(await commands.submitDraft(draftId, 'v1'));
		expect(await faultOf(commands.saveDraft(draftId, {}, 0))).toMatchObject({ type: 'not_now' });
		expect(await faultOf(commands.deleteDraft(draftId))).toMatchObject({ type: 'not_now' });
		const add = commands.addAttachment(dossierId, 'dataProof', file(jpeg), 'draft');
		expect(await faultOf(add)).toMatchObject({ type: 'not_now' });
	});

	it('[S5] lets a refused one be mended and sent again under a new operation, as the same dossier', async () => {
		const draftId = await ready();
		const { dossierId } = must(await commands.submitDraft(draftId, 'v1'));
		const [before] = await queries.outbox();
		if (!before) throw new Error('it was queued');
		const store = dexiePhoneStore(db, deps);
		await store.setAside(before.operationId, { type: 'form_invalid', fields: [] });
		expect((await queries.draft(draftId))?.state).toBe('refused');
		must(await commands.saveDraft(draftId, { ...filled, phone: '0387654321' }, 0));
		must(await commands.submitDraft(draftId, 'v1'));
		const [after, ...others] = await queries.outbox();
		expect(others).toEqual([]);
		expect(after?.state).toBe('queued');
		expect(after?.dossierId).toBe(dossierId);
		expect(after?.operationId).not.toBe(before.operationId);
		expect((await queries.draft(draftId))?.fault).toBeUndefined();
	});
});

function full(): never {
	throw new DOMException('full', 'QuotaExceededError');
}

describe('afterwards', () => {
	const requestId = RequestId.parse(sampleId(9));

	it('sends a supplement with its files once', async () => {
		const dossier = dossierWith(1, ['submitted']);
		await keepDossier(dossier);
		const { dossierId } = dossier;
		must(await commands.addAttachment(dossierId, 'portrait', file(jpeg), 'supplement', requestId));
		const first = must(await commands.sendSupplement(dossierId, requestId, 'Ảnh mới'));
		expect(must(await commands.sendSupplement(dossierId, requestId, 'Ảnh mới'))).toBe(first);
		const [entry] = await queries.waiting(dossierId);
		expect(entry?.operation).toMatchObject({ kind: 'supplement', attachments: [{ component: 'portrait' }] });
		const [attachment] = await queries.attachments(dossierId);
		const remove = commands.removeAttachment(attachment?.attachmentId ?? AttachmentId.parse(sampleId(1)));
		expect(await faultOf(remove)).toMatchObject({ type: 'not_now' });
	});

	it('asks to withdraw once, and again only after a refusal was read', async () => {
		const dossierId = DossierId.parse(sampleId(5));
		const first = must(await commands.withdraw(dossierId, 'Nhầm'));
		expect(must(await commands.withdraw(dossierId, 'Nhầm'))).toBe(first);
		await dexiePhoneStore(db, deps).setAside(first, { type: 'not_now', status: 9 });
		expect((await queries.outbox())[0]?.state).toBe('set_aside');
		must(await commands.dismiss(first));
		expect(await queries.outbox()).toEqual([]);
		expect(must(await commands.withdraw(dossierId, 'Nhầm'))).not.toBe(first);
	});

	it('[R1] keeps a note while it is being written, and gives it to the supplement in one transaction', async () => {
		const dossier = dossierWith(1, ['submitted']);
		await keepDossier(dossier);
		const note = { kind: 'supplement', dossierId: dossier.dossierId, requestId } as const;
		expect(await queries.words(note)).toBe('');
		must(await commands.saveWords(note, 'Ảnh mới chụp, anh xem giúp'));
		db.close();
		await db.open();
		expect(await queries.words(note)).toBe('Ảnh mới chụp, anh xem giúp');
		expect(await queries.words({ ...note, requestId: RequestId.parse(sampleId(10)) })).toBe('');

		db.sealedOutbox.hook('creating', full);
		expect(await faultOf(commands.sendSupplement(dossier.dossierId, requestId, 'Ảnh mới'))).toEqual({
			type: 'storage_full'
		});
		expect(await queries.words(note)).toBe('Ảnh mới chụp, anh xem giúp');
		db.sealedOutbox.hook('creating').unsubscribe(full);

		const operationId = must(await commands.sendSupplement(dossier.dossierId, requestId, 'Ảnh mới'));
		expect(await db.sealedFacts.count()).toBe(0);
		expect(await faultOf(commands.saveWords(note, 'muộn'))).toMatchObject({ type: 'not_now' });
		expect(await db.sealedFacts.count()).toBe(0);

		await dexiePhoneStore(db, deps).setAside(operationId, { type: 'not_now', status: 9 });
		expect(await queries.words(note)).toBe('Ảnh mới');
		must(await commands.saveWords(note, ''));
		expect(await queries.words(note)).toBe('');
	});

	it('[R1] keeps the reason of a withdrawal likewise', async () => {
		const reason = { kind: 'withdraw', dossierId: DossierId.parse(sampleId(5)) } as const;
		must(await commands.saveWords(reason, 'Nộp nhầm nơi'));
		expect(await queries.words(reason)).toBe('Nộp nhầm nơi');
		must(await commands.withdraw(reason.dossierId, 'Nộp nhầm nơi'));
		expect(await db.sealedFacts.count()).toBe(0);
	});

	it('[R3] keeps the name of a payment before the server knows it, and never un-pays', async () => {
		const paymentId = PaymentId.parse(sampleId(8));
		const subject = { kind: 'dossier' as const, dossierId: DossierId.parse(sampleId(5)) };
		must(await commands.keepPayment({ paymentId, subject }));
		expect(await queries.payment(paymentId)).toMatchObject({ payment: null });
		const paid: Payment = {
			paymentId,
			subject,
			lines: [],
			amount: vnd(135_000),
			state: 'paid',
			failureCode: null,
			surplus: false,
			createdAt: '2026-11-23T02:00:00.000Z',
			expiresAt: '2026-11-23T02:15:00.000Z',
			payUrl: null,
			settled: null,
			receipt: null
		};
		must(await commands.savePayment(paid));
		must(await commands.savePayment({ ...paid, state: 'open' }));
		must(await commands.keepPayment({ paymentId, subject }));
		expect((await queries.payment(paymentId))?.payment?.state).toBe('paid');
		expect((await queries.paymentOf(subject.dossierId))?.paymentId).toBe(paymentId);
	});

	it('[R40] keeps a paper for later forms, once, and forgets it with its bytes', async () => {
		const draft = must(await commands.startDraft('3.000353', null));
		const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1])], 'gplx.jpg', { type: 'image/jpeg' });
		must(await commands.addAttachment(draft.dossierId, 'licencePhoto', photo, 'draft'));
		const [file] = await queries.attachments(draft.dossierId);
		if (!file) throw new Error('no file');
		const licence = { code: 'KQ.G01.000185', name: { vi: 'Bằng lái', en: 'Licence' } };
		must(await commands.keepPaper(file, licence));
		must(await commands.keepPaper(file, licence));
		must(await commands.deleteDraft(draft.draftId));
		const [paper, ...more] = await queries.wallet();
		if (!paper) throw new Error('no paper');
		expect(more).toEqual([]);
		expect(paper).toMatchObject({ code: 'KQ.G01.000185', name: 'gplx.jpg', from: 'kept' });
		expect(paper.bytes.size).toBe(5);
		const asked = { code: 'KQ.G01.000185', kinds: ['image/jpeg'] as const };
		expect(offersFor(asked, [paper])).toEqual([paper]);
		expect(offersFor({ ...asked, kinds: ['application/pdf'] }, [paper])).toEqual([]);
		expect(offersFor({ ...asked, code: 'GT.CAN-CUOC' }, [paper])).toEqual([]);
		must(await commands.forgetPaper(paper.paperId));
		expect(await queries.wallet()).toEqual([]);
		expect(await db.sealedContents.count()).toBe(0);
	});

	it('[P14] keeps what was looked up, with her name for it, until she removes it', async () => {
		const account = {
			service: 'thanh-toan-tien-dien',
			lookup: { customerCode: 'PA12LC0000001' },
			payee: 'EVN',
			payer: 'NGUYEN V** A**',
			place: 'Lai Châu',
			note: null,
			charges: [],
			asOf: '2026-11-23T02:00:00.000Z'
		};
		const { billId } = must(await commands.saveBill(account));
		must(await commands.changeBill(billId, { name: 'Nhà ngoại' }));
		must(await commands.saveBill(account));
		expect(await queries.standingBills()).toMatchObject([{ billId, account, name: 'Nhà ngoại', plan: null }]);
		must(await commands.removeBill(billId));
		must(await commands.changeBill(billId, { name: 'đã bỏ' }));
		expect(await queries.standingBills()).toEqual([]);
	});
});

describe('what the rest of the app must know', () => {
	it('is nothing on a phone that never had work, and nothing again when all has ended', async () => {
		expect(await queries.work()).toBe('none');
		const draftId = await ready();
		expect(await queries.work()).toBe('begun');
		must(await commands.deleteDraft(draftId));
		expect(await queries.work()).toBe('none');
		await keepDossier(dossierWith(1, ['submitted', 'accepted']));
		expect(await queries.work()).toBe('begun');
		await keepDossier(dossierWith(1, ['submitted', 'refused']));
		expect(await queries.work()).toBe('none');
	});

	it('is that something waits, from the press until the answer', async () => {
		must(await commands.submitDraft(await ready(), '1'));
		expect(await queries.work()).toBe('waiting');
		const [entry] = await queries.outbox();
		await dexiePhoneStore(db, deps).setAside(entry!.operationId, { type: 'not_now', status: 9 });
		expect(await queries.work()).toBe('begun');
	});

	it('counts a result that is still to come, and does not say that its receipt is hers to wait for', async () => {
		const dossier = dossierWith(1, ['submitted', 'accepted', 'processing', 'decided', 'result_stored']);
		await keepDossier(dossier);
		expect(await queries.work()).toBe('begun');
		const store = dexiePhoneStore(db, deps);
		const result = (await store.resultFile(dossier.dossierId))!;
		await store.keepResult(dossier.dossierId, result, new Blob(['pdf']), OperationId.parse(sampleId(77)));
		expect(await queries.work()).toBe('begun');
		await db.sealedOutbox.clear();
		expect(await queries.work()).toBe('begun');
	});
});
