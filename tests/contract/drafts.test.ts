/** What every Authority must do with drafts (sync/store/authority.ts): one suite for memory, file and sqld. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type DraftCopy, newCopy, writeCopy } from '../../domain/drafts/copy.ts';
import type { DraftsDown } from '../../domain/drafts/delta.ts';
import { draftPath } from '../../domain/drafts/document.ts';
import { changesBetween, seenIn, taking, valuesOf } from '../../domain/drafts/form.ts';
import { draftsUp, type DraftShelf, hasPending, settled } from '../../domain/drafts/shelf.ts';
import { DraftId, type PersonId } from '../../domain/ids.ts';
import { ok } from '../../domain/result.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { forEachDatabase } from '../support/databases.ts';
import { freeSubmission } from '../support/office.ts';
import { type AuthoritySide, memorySide, serverSide } from './sides.ts';

describe('drafts in memory', () => draftsContract(memorySide));
describe('drafts over libSQL', () => forEachDatabase((open) => draftsContract(() => serverSide(open))));

const nowMs = Date.parse('2026-11-23T02:00:00.000Z');
const draftId = DraftId.parse('00000000-0000-4000-8000-0000000000d1');

function draftsContract(open: () => Promise<AuthoritySide>): void {
	let side: AuthoritySide;
	beforeEach(async () => void (side = await open()));

	/** A device of somebody. */
	function device(name: string, person: PersonId) {
		let shelf: DraftShelf = { device: name, cursor: 0, copies: [] };
		const only = (): DraftCopy => {
			const [copy] = shelf.copies;
			if (!copy) throw new Error('a draft is here');
			return copy;
		};
		const act = (change: (copy: DraftCopy) => DraftCopy) =>
			void (shelf = { ...shelf, copies: [change(only())] });
		return {
			begin(values: FormValues, operation = freeSubmission()) {
				const { dossierId, procedureCode } = operation;
				shelf = { ...shelf, copies: [newCopy({ draftId, dossierId, procedureCode, createdAt: nowMs })] };
				this.type(values);
			},
			type(values: FormValues) {
				act((copy) => {
					const before = valuesOf(copy.document);
					const screens = { before, after: { ...before, ...values } };
					return writeCopy(
						copy,
						name,
						nowMs,
						changesBetween(copy.document, name, screens, () => 'r1')
					);
				});
			},
			discard: () =>
				act((copy) => {
					const { document } = copy;
					return writeCopy(copy, name, nowMs, [taking(document, draftPath, seenIn(document, draftPath))]);
				}),
			async send(): Promise<DraftsDown> {
				const { deltas, ...up } = draftsUp(shelf);
				return await side.authority.exchangeDrafts(person, { ...up, deltas: deltas.map(ok) });
			},
			async sync() {
				const down = await this.send();
				shelf = settled(shelf, down, nowMs);
				return down;
			},
			shelf: () => shelf,
			copy: only,
			values: () => valuesOf(only().document)
		};
	}

	it('[R20] come to her other devices, and to nobody else’s', async () => {
		const [phone, laptop] = [device('a', side.mai), device('b', side.mai)];
		phone.begin({ fullName: 'Mai', phone: '0912' });
		await phone.sync();
		expect(hasPending(phone.shelf())).toBe(false);
		await laptop.sync();
		laptop.type({ phone: '0987' });
		await laptop.sync();
		await phone.sync();
		expect(phone.values()).toEqual({ fullName: 'Mai', phone: '0987' });
		const { deltas, cursor } = await device('c', side.sung).sync();
		expect([deltas, cursor]).toEqual([[], 0]);
	});

	it('[R24] of somebody else answer as if they did not exist, by number and by id', async () => {
		const hers = device('a', side.mai);
		hers.begin({ fullName: 'Mai' });
		await hers.sync();
		const thief = device('a', side.sung);
		thief.begin({ fullName: 'Sùng' });
		expect((await thief.sync()).outcomes).toMatchObject([{ fault: { type: 'not_found' } }]);
		expect((await thief.send()).deltas).toEqual([]);
		hers.type({ phone: '0912' });
		const { deltas, ...up } = draftsUp(hers.shelf());
		const stolen = await side.authority.exchangeDrafts(side.sung, { ...up, deltas: deltas.map(ok) });
		expect(stolen.outcomes).toMatchObject([{ fault: { type: 'not_found' } }]);
		expect(JSON.stringify(stolen)).not.toContain('Mai');
		await hers.sync();
		expect(hers.values()).toEqual({ fullName: 'Mai', phone: '0912' });
	});

	it('[R24] take the same twice, and in another’s midst, with one effect', async () => {
		const phone = device('a', side.mai);
		phone.begin({ fullName: 'Mai' });
		const outcomes = await Promise.all([phone.send(), phone.send(), phone.send()]);
		expect(outcomes.flatMap((down) => down.outcomes.map(({ draft }) => draft))).toEqual([1, 1, 1]);
		const { cursor } = await phone.sync();
		expect((await phone.sync()).cursor).toBe(cursor);
	});

	it('[R22] go when she throws them away, and return when another device had gone on', async () => {
		const [phone, laptop] = [device('a', side.mai), device('b', side.mai)];
		phone.begin({ fullName: 'Mai' });
		await phone.sync();
		await laptop.sync();
		laptop.type({ phone: '0987' });
		phone.discard();
		await phone.sync();
		await laptop.sync();
		const fresh = device('c', side.mai);
		await fresh.sync();
		expect(fresh.values()).toEqual({ fullName: 'Mai', phone: '0987' });
	});

	it('[R25] an application is not taken while another device has answered otherwise, then closes its draft', async () => {
		const [phone, laptop] = [device('a', side.mai), device('b', side.mai)];
		const operation = freeSubmission();
		phone.begin(operation.form, operation);
		await phone.sync();
		await laptop.sync();
		laptop.type({ phone: '0987654321' });
		await laptop.sync();
		const early = await side.authority.apply(side.mai, operation);
		expect(early).toMatchObject({ type: 'refused', fault: { type: 'draft_conflict', fields: ['phone'] } });

		phone.type({ phone: '0911222333' });
		await phone.sync();
		const form = { ...operation.form, phone: '0911222333' };
		const torn = freeSubmission({ dossierId: operation.dossierId, form });
		expect(await side.authority.apply(side.mai, torn)).toMatchObject({
			fault: { type: 'draft_conflict', fields: ['phone'] }
		});

		await laptop.sync();
		const { document } = laptop.copy();
		expect(document.fields['phone']).toHaveLength(2);
		const settledForm = { ...operation.form, phone: '0987654321' };
		const resolved = writeCopy(laptop.copy(), 'b', nowMs, [{ path: 'phone', value: '0987654321' }]);
		const { deltas, ...up } = draftsUp({ ...laptop.shelf(), copies: [resolved] });
		await side.authority.exchangeDrafts(side.mai, { ...up, deltas: deltas.map(ok) });
		const good = freeSubmission({ dossierId: operation.dossierId, form: settledForm });
		expect(await side.authority.apply(side.mai, good)).toMatchObject({ type: 'done' });

		phone.type({ phone: '0900000000' });
		expect((await phone.sync()).outcomes).toMatchObject([{ fault: { type: 'draft_submitted' } }]);
		expect(phone.copy().refused?.fault.type).toBe('draft_submitted');
		expect((await device('c', side.mai).sync()).deltas).toEqual([]);
	});
}
