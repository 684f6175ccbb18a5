/**
 * What every Authority must do (sync/store/authority.ts): one suite, run on the reference in memory and on the
 * server's store over each database.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { fold } from '../../domain/dossier/machine.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import { DossierId, OperationId, type PersonId } from '../../domain/ids.ts';
import { changesPerExchangeMax } from '../../domain/limits.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import type { Change, Operation, Outcome } from '../../sync/protocol.ts';
import type { Authority } from '../../sync/store/authority.ts';
import { forEachDatabase } from '../support/databases.ts';
import {
	file,
	freeSubmission,
	submission,
	type Submit,
	supplement,
	supplementRequested,
	takeResult,
	withdrawal
} from '../support/office.ts';
import { newDevice, sealed } from '../support/seals.ts';
import { type AuthoritySide, memorySide, serverSide } from './sides.ts';

describe('the authority in memory', () => authorityContract(memorySide));
describe('the authority over libSQL', () =>
	forEachDatabase((open) => authorityContract(() => serverSide(open))));

function authorityContract(open: () => Promise<AuthoritySide>): void {
	let side: AuthoritySide;
	let authority: Authority;
	beforeEach(async () => {
		side = await open();
		({ authority } = side);
	});

	const apply = (operation: Operation, person = side.mai) => authority.apply(person, operation);
	const changes = async (person: PersonId, cursor = 0) =>
		(await authority.changesSince(person, cursor)).changes;
	const dossiers = async (person: PersonId) =>
		(await changes(person)).filter(isDossier).map((one) => one.dossier);
	const dossier = async (dossierId: DossierId): Promise<Dossier> => {
		const found = (await dossiers(side.mai)).find((one) => one.dossierId === dossierId);
		if (!found) throw new Error('no such dossier');
		return found;
	};
	const status = async (dossierId: DossierId) => fold((await dossier(dossierId)).events).status;

	async function received(operation: Submit = submission()): Promise<DossierId> {
		for (const fact of operation.attachments) await side.storeFile(side.mai, fact);
		expect(await apply(operation)).toEqual(done(operation));
		return operation.dossierId;
	}

	/** A dossier about which the agency asked for a better photo, in its second word. */
	async function askedForSupplement(): Promise<DossierId> {
		const dossierId = await received();
		await side.pay(dossierId);
		await side.say(dossierId, 1, { type: 'accepted' });
		await side.say(dossierId, 2, supplementRequested);
		return dossierId;
	}

	describe('submitting', () => {
		it('[S3] is received only when every file is stored, and leaves no trace before', async () => {
			const operation = submission();
			const [portrait, oldCard] = operation.attachments as [AttachmentFact, AttachmentFact];
			expect(await apply(operation)).toEqual({
				type: 'files_missing',
				operationId: operation.operationId,
				attachmentIds: [portrait.attachmentId, oldCard.attachmentId]
			});
			await side.storeFile(side.mai, portrait);
			expect(await apply(operation)).toMatchObject({ attachmentIds: [oldCard.attachmentId] });
			expect(await changes(side.mai)).toEqual([]);
			await side.storeFile(side.mai, oldCard);
			expect(await apply(operation)).toEqual(done(operation));
			expect(await dossiers(side.mai)).toMatchObject([
				{ dossierId: operation.dossierId, localReference: operation.localReference }
			]);
		});

		it('[X1] does not take another person’s file for hers', async () => {
			const operation = submission();
			for (const fact of operation.attachments) await side.storeFile(side.sung, fact);
			expect(await apply(operation)).toMatchObject({ type: 'files_missing' });
		});

		it('[S1] the same operation, at once and later, has one effect and one outcome', async () => {
			const operation = freeSubmission();
			const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => apply(structuredClone(operation))));
			for (const outcome of [...outcomes, await apply(operation)]) expect(outcome).toEqual(done(operation));
			expect(await dossiers(side.mai)).toHaveLength(1);
			expect((await dossier(operation.dossierId)).events).toHaveLength(1);
		});

		it('[S1] does not mind in which order the fields of a repeat come', async () => {
			const operation = freeSubmission();
			await apply(operation);
			const reversed = Object.fromEntries(Object.entries(operation).reverse()) as Operation;
			expect(await apply(reversed)).toEqual(done(operation));
		});

		it('[S2] the same id with other content is a conflict, and the first stays', async () => {
			const operation = freeSubmission();
			await apply(operation);
			const other = { ...operation, localReference: 'TẠM TRE-0001' };
			expect(await apply(other)).toEqual(refused(other, { type: 'id_conflict' }));
			expect(await apply(operation)).toEqual(done(operation));
			expect((await dossier(operation.dossierId)).localReference).toBe(operation.localReference);
		});

		it('[S12] a manifest becomes one dossier, whatever operation brings it, and never another’s', async () => {
			const operation = freeSubmission();
			await apply(operation);
			const again = freeSubmission({ dossierId: operation.dossierId });
			expect(await apply(again)).toEqual(done(again));
			expect((await dossier(operation.dossierId)).events).toHaveLength(1);
			const other = { ...freeSubmission({ dossierId: operation.dossierId }), claimedAt: 'later' };
			expect(await apply(other)).toEqual(refused(other, { type: 'id_conflict' }));
			const theirs = freeSubmission({ dossierId: operation.dossierId });
			expect(await apply(theirs, side.sung)).toEqual(refused(theirs, { type: 'not_found' }));
			expect(await dossiers(side.sung)).toEqual([]);
		});

		it('[S12] a supplement too', async () => {
			const dossierId = await askedForSupplement();
			const sent = supplement(dossierId);
			for (const fact of sent.attachments) await side.storeFile(side.mai, fact);
			expect(await apply(sent)).toEqual(done(sent));
			const again = { ...sent, operationId: freeSubmission().operationId };
			expect(await apply(again)).toEqual(done(again));
			const count = (await dossier(dossierId)).events.filter(({ kind }) => kind === 'supplement_sent').length;
			expect(count).toBe(1);
		});

		it('[S1] does not mind that the same words are signed anew', async () => {
			const operation = freeSubmission();
			expect(await apply(operation)).toEqual(done(operation));
			expect(await apply(sealed(operation))).toEqual(done(operation));
			expect(await apply(sealed(operation, newDevice()))).toEqual(done(operation));
			expect(await dossiers(side.mai)).toHaveLength(1);
		});

		it('[B2] names an unknown procedure and an unknown version', async () => {
			const unknown = freeSubmission({ procedureCode: '9.999999' });
			expect(await apply(unknown)).toEqual(
				refused(unknown, { type: 'unknown_procedure', procedureCode: '9.999999' })
			);
			const future = freeSubmission({ serviceVersion: 7 });
			expect(await apply(future)).toEqual(
				refused(future, { type: 'unknown_service_version', procedureCode: '1.002759', version: 7 })
			);
			const transaction = freeSubmission({ procedureCode: 'TT.DIEN' });
			expect(await apply(transaction)).toMatchObject({ fault: { type: 'unknown_procedure' } });
		});

		it('[B3] tells a wrong form at its fields', async () => {
			const operation = freeSubmission();
			operation.form['socialInsuranceNo'] = '12';
			expect(await apply(operation)).toMatchObject({
				type: 'refused',
				fault: { type: 'form_invalid', fields: [{ field: 'socialInsuranceNo', rule: 'pattern' }] }
			});
		});

		it('[S5] a refused operation stays refused, and stops no other', async () => {
			const wrong = freeSubmission({ serviceVersion: 7 });
			const first = await apply(wrong);
			expect(await apply(freeSubmission())).toMatchObject({ type: 'done' });
			expect(await apply(wrong)).toEqual(first);
			expect(await dossiers(side.mai)).toHaveLength(1);
		});

		it('[S11] goes out under nobody but the person who is logged in', async () => {
			const operation = freeSubmission();
			expect(await apply(operation, side.sung)).toMatchObject({
				fault: { type: 'form_invalid', fields: [{ field: 'personalId', rule: 'not_yours' }] }
			});
		});

		it('[S11] time, code and fee are the server’s', async () => {
			const operation = submission({ claimedAt: '1999-01-01T00:00:00.000Z' });
			const { submittedAt, code, events } = await dossier(await received(operation));
			expect(submittedAt).not.toContain('1999');
			expect(code).toMatch(/^000\.00\.12\.G01-\d{6}-\d{4}$/);
			expect(events).toMatchObject([{ kind: 'submitted' }, { kind: 'fee_requested', amount: 135_000 }]);
		});

		it('[D4] gives no two dossiers one code', async () => {
			const ids = await Promise.all([1, 2, 3, 4].map(() => received(freeSubmission())));
			const codes = new Set((await Promise.all(ids.map(dossier))).map((one) => one.code));
			expect(codes.size).toBe(4);
		});
	});

	describe('what is another person’s', () => {
		it('[X1] answers exactly as what does not exist', async () => {
			const dossierId = await received(freeSubmission());
			const nowhere = DossierId.parse('99999999-9999-4999-8999-999999999999');
			for (const make of [supplement, withdrawal, takeResult]) {
				const foreign = make(dossierId);
				const missing = make(nowhere);
				expect(await apply(foreign, side.sung)).toEqual(refused(foreign, { type: 'not_found' }));
				expect(await apply(missing, side.sung)).toEqual(refused(missing, { type: 'not_found' }));
			}
			expect(await changes(side.sung)).toEqual([]);
			expect((await dossier(dossierId)).events).toHaveLength(1);
		});

		it('[S2] is not taken over by submitting under its id', async () => {
			const operation = freeSubmission();
			await received(operation);
			const theft = freeSubmission({ dossierId: operation.dossierId });
			expect(await apply(theft, side.sung)).toEqual(refused(theft, { type: 'not_found' }));
			expect(await dossiers(side.sung)).toEqual([]);
			expect(await dossiers(side.mai)).toHaveLength(1);
		});

		it('[S2] does not stand in the way when two people name an operation alike', async () => {
			const operation = freeSubmission();
			await received(operation);
			const alike = withdrawal(operation.dossierId);
			alike.operationId = OperationId.parse(operation.operationId);
			expect(await apply(alike, side.sung)).toEqual(refused(alike, { type: 'not_found' }));
			expect(await apply(operation)).toEqual(done(operation));
		});
	});

	describe('the life of a dossier', () => {
		it('[P11] waits for its fee, and goes on when it came', async () => {
			const dossierId = await received();
			expect(await status(dossierId)).toBe(6);
			await side.pay(dossierId);
			expect(await status(dossierId)).toBe(1);
			expect((await dossier(dossierId)).events.at(-1)).toMatchObject({ kind: 'fee_paid', amount: 135_000 });
			const [payment] = (await changes(side.mai)).filter(isPayment);
			expect(payment?.payment).toMatchObject({ state: 'paid', surplus: false, payUrl: null });
		});

		it('[D8] is withdrawn at once when the agency never had it, else when the agency agrees', async () => {
			const unpaid = await received();
			expect(await apply(withdrawal(unpaid))).toMatchObject({ type: 'done' });
			expect(await status(unpaid)).toBe(8);

			const forwarded = await received(freeSubmission());
			await apply(withdrawal(forwarded));
			expect(await status(forwarded)).toBe(7);
			await side.say(forwarded, 1, { type: 'withdrawal_confirmed' });
			expect(await status(forwarded)).toBe(8);
		});

		it('[D6] takes one supplement, with the files that were asked for, and counts the limit anew', async () => {
			const dossierId = await askedForSupplement();
			const empty = supplement(dossierId, { attachments: [] });
			expect(await apply(empty)).toMatchObject({
				fault: { type: 'form_invalid', fields: [{ field: 'portrait', rule: 'file_missing' }] }
			});
			const operation = supplement(dossierId);
			expect(await apply(operation)).toMatchObject({ type: 'files_missing' });
			expect(await status(dossierId)).toBe(5);
			for (const fact of operation.attachments) await side.storeFile(side.mai, fact);
			expect(await apply(operation)).toEqual(done(operation));
			expect(await apply(operation)).toEqual(done(operation));
			const { events } = await dossier(dossierId);
			expect(events.filter((event) => event.kind === 'supplement_sent')).toHaveLength(1);
			expect(await status(dossierId)).toBe(2);
			const second = supplement(dossierId);
			expect(await apply(second)).toEqual(refused(second, { type: 'not_now', status: 2 }));
		});

		it('[D3] hears a second request for supplement as too late', async () => {
			const dossierId = await askedForSupplement();
			const operation = supplement(dossierId);
			for (const fact of operation.attachments) await side.storeFile(side.mai, fact);
			await apply(operation);
			expect(await side.say(dossierId, 3, supplementRequested)).toEqual({ applied: false, why: 'late' });
		});

		it('[D9] is returned when the phone holds the result, and not before there is one', async () => {
			const dossierId = await received(freeSubmission());
			await side.say(dossierId, 1, { type: 'accepted' });
			await side.say(dossierId, 2, { type: 'processing' });
			const early = takeResult(dossierId);
			expect(await apply(early)).toEqual(refused(early, { type: 'not_now', status: 4 }));
			const { sha256 } = file('result');
			const result = {
				name: 'the.pdf',
				type: 'application/pdf',
				size: 9,
				sha256,
				url: 'http://127.0.0.1:9/a.pdf'
			};
			await side.say(dossierId, 3, { type: 'decided', outcome: 'granted', result });
			expect(await status(dossierId)).toBe(9);
			await side.resultArrives(dossierId);
			expect(await apply(takeResult(dossierId))).toMatchObject({ type: 'done' });
			expect(await status(dossierId)).toBe(10);
			expect(await apply(takeResult(dossierId))).toMatchObject({ type: 'done' });
			expect((await dossier(dossierId)).events.filter((event) => event.kind === 'returned')).toHaveLength(1);
		});
	});

	describe('the agency’s words', () => {
		it('[A6, A7] take effect once and in the agency’s order, however they arrive', async () => {
			const dossierId = await received(freeSubmission());
			const waiting = { applied: false, why: 'waiting_for_earlier' };
			expect(await side.say(dossierId, 3, supplementRequested)).toEqual(waiting);
			expect(await side.say(dossierId, 2, { type: 'processing' })).toEqual(waiting);
			expect(await side.say(dossierId, 2, { type: 'processing' })).toEqual(waiting);
			expect(await status(dossierId)).toBe(1);
			expect(await side.say(dossierId, 1, { type: 'accepted' })).toEqual({ applied: true });
			expect(await status(dossierId)).toBe(5);
			expect(await side.say(dossierId, 2, { type: 'processing' })).toEqual({
				applied: false,
				why: 'repeated'
			});
			expect((await dossier(dossierId)).events.map((event) => event.kind)).toEqual([
				'submitted',
				'accepted',
				'processing',
				'supplement_requested'
			]);
		});

		it('[A8] never turn a final status back', async () => {
			const dossierId = await received(freeSubmission());
			await side.say(dossierId, 1, { type: 'refused', reason: 'Không thuộc thẩm quyền' });
			expect(await side.say(dossierId, 2, { type: 'accepted' })).toEqual({ applied: false, why: 'late' });
			expect(await status(dossierId)).toBe(3);
		});
	});

	describe('changes', () => {
		it('[S8] come once each, newest picture, oldest first; nothing comes twice after the cursor', async () => {
			const first = await received(freeSubmission());
			const second = await received(freeSubmission());
			await side.say(first, 1, { type: 'accepted' });
			const reply = await authority.changesSince(side.mai, 0);
			expect(reply.changes.filter(isDossier).map((one) => one.dossier.dossierId)).toEqual([second, first]);
			expect(reply.more).toBe(false);
			expect(reply.changes.at(-1)).toMatchObject({ dossier: { events: [{}, { kind: 'accepted' }] } });
			expect(await authority.changesSince(side.mai, reply.cursor)).toEqual({
				changes: [],
				cursor: reply.cursor,
				more: false
			});
			await side.say(second, 1, { type: 'accepted' });
			const [news, ...rest] = await changes(side.mai, reply.cursor);
			expect(news).toMatchObject({ dossier: { dossierId: second } });
			expect(rest).toEqual([]);
		});

		it('[S8] come in pages, and the pages together are everything', async () => {
			const ids = new Set<string>();
			for (let n = 0; n <= changesPerExchangeMax; n++) ids.add(await received(freeSubmission()));
			const one = await authority.changesSince(side.mai, 0);
			expect(one.changes).toHaveLength(changesPerExchangeMax);
			expect(one.more).toBe(true);
			const two = await authority.changesSince(side.mai, one.cursor);
			expect(two.more).toBe(false);
			const seen = [...one.changes, ...two.changes]
				.filter(isDossier)
				.map((change) => change.dossier.dossierId);
			expect(new Set(seen)).toEqual(ids);
			expect(seen).toHaveLength(ids.size);
		});

		it('[X1] are never another person’s', async () => {
			await side.pay(await received());
			expect(await changes(side.sung)).toEqual([]);
		});
	});
}

function done({ operationId }: Operation): Outcome {
	return { type: 'done', operationId };
}

function refused({ operationId }: Operation, fault: (Outcome & { type: 'refused' })['fault']): Outcome {
	return { type: 'refused', operationId, fault };
}

function isDossier(change: Change): change is { kind: 'dossier'; dossier: Dossier } {
	return change.kind === 'dossier';
}

function isPayment(change: Change): change is { kind: 'payment'; payment: Payment } {
	return change.kind === 'payment';
}
