/** Drafts as rows and notes: whatever was only noted is as durable, as bounded and as gone as what was written whole. */
import { expect, it } from 'vitest';
import { type DraftCopy, discardedCopy, isDiscarded, newCopy, writeCopy } from '../../domain/drafts/copy.ts';
import { changesBetween, valuesOf } from '../../domain/drafts/form.ts';
import { draftsUp, type DraftShelf, hasPending, settled } from '../../domain/drafts/shelf.ts';
import { DraftId, type PersonId } from '../../domain/ids.ts';
import { ok } from '../../domain/result.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { DiskFailure, failingAt, forEachDatabase } from '../../tests/support/databases.ts';
import { freeSubmission, openOffice } from '../../tests/support/office.ts';
import type { Database } from './database.ts';
import { closeDraft, emptyDiscarded, exchangeDraftsOf, foldNotes } from './drafts.ts';

const nowMs = Date.parse('2026-11-23T02:00:00.000Z');
const clock = () => new Date(nowMs);
const later = new Date(nowMs + 60_000);
const { dossierId, procedureCode } = freeSubmission();
const head = {
	draftId: DraftId.parse('00000000-0000-4000-8000-0000000000d1'),
	dossierId,
	procedureCode,
	createdAt: nowMs
};

class Device {
	shelf: DraftShelf;
	readonly person: PersonId;

	constructor(name: string, person: PersonId, copies: readonly DraftCopy[] = [newCopy(head)]) {
		this.shelf = { device: name, cursor: 0, copies };
		this.person = person;
	}

	get values(): FormValues | undefined {
		const [copy] = this.shelf.copies;
		return copy && valuesOf(copy.document);
	}

	type(values: FormValues): void {
		const { device, copies } = this.shelf;
		const typed = copies.map((copy) => {
			const before = valuesOf(copy.document);
			const screens = { before, after: { ...before, ...values } };
			return writeCopy(
				copy,
				device,
				nowMs,
				changesBetween(copy.document, device, screens, () => 'r1')
			);
		});
		this.shelf = { ...this.shelf, copies: typed };
	}

	async sync(db: Database): Promise<void> {
		const { deltas, ...up } = draftsUp(this.shelf);
		const down = await exchangeDraftsOf(db, this.person, { ...up, deltas: deltas.map(ok) }, clock);
		expect(down.outcomes.filter(({ fault }) => fault)).toEqual([]);
		this.shelf = settled(this.shelf, down, nowMs);
		expect(hasPending(this.shelf)).toBe(false);
	}
}

const noted = async (db: Database) =>
	Number((await db.read('SELECT count(*) AS n FROM draft_notes'))[0]?.['n']);

/** What somebody finds who begins with nothing. */
async function found(db: Database, person: PersonId) {
	const fresh = new Device('z', person, []);
	await fresh.sync(db);
	return { values: fresh.values, cursor: fresh.shelf.cursor };
}

forEachDatabase((open) => {
	it('[R20] are the same from notes and from rows, for whoever asks, and notes are few', async () => {
		// Two processes of the portal: what one remembers, the other changes.
		const dbs = [await open(), await open()] as const;
		const { mai } = await openOffice(dbs[0]);
		const phone = new Device('a', mai);
		await phone.sync(dbs[0]);
		const expected: Record<string, string> = {};
		let most = 0;
		for (let n = 0; n < 40; n++) {
			const words = { [`field${n % 7}`]: `"${n}"`, phone: `09${n}` };
			Object.assign(expected, words);
			phone.type(words);
			// The second process has it in its notes from here on, and after that the first again.
			await phone.sync(dbs[n % 10 < 7 ? 0 : 1]);
			most = Math.max(most, await noted(dbs[0]));
			if (n % 13 === 0) expect((await found(dbs[1], mai)).values).toEqual(expected);
		}
		expect(most).toBe(32);
		const cursor = phone.shelf.cursor;
		expect(await found(dbs[1], mai)).toEqual({ values: expected, cursor });
		await foldNotes(dbs[1], clock());
		expect(await noted(dbs[0])).toBeGreaterThan(0);
		await foldNotes(dbs[1], later);
		expect(await noted(dbs[0])).toBe(0);
		expect(await found(dbs[0], mai)).toEqual({ values: expected, cursor });
		phone.type({ phone: '0912' });
		await phone.sync(dbs[0]);
		expect(await found(dbs[1], mai)).toEqual({ values: { ...expected, phone: '0912' }, cursor: cursor + 1 });
	});

	it('leave nothing behind, noted or not, when they are submitted', async () => {
		const db = await open();
		const { mai } = await openOffice(db);
		const phone = new Device('a', mai);
		for (const fullName of ['Replaced', 'Secret']) {
			phone.type({ fullName });
			await phone.sync(db);
		}
		expect(await noted(db)).toBe(1);
		await db.write((tx) => closeDraft(tx, mai, dossierId, clock()));
		const rows = [await db.read('SELECT * FROM drafts'), await db.read('SELECT * FROM draft_notes')];
		expect(JSON.stringify(rows)).not.toMatch(/Replaced|Secret/);
		phone.type({ fullName: 'Late' });
		const { deltas, ...up } = draftsUp(phone.shelf);
		const down = await exchangeDraftsOf(db, mai, { ...up, deltas: deltas.map(ok) }, clock);
		expect(down.outcomes).toMatchObject([{ fault: { type: 'draft_submitted' } }]);
	});

	it('[R26] lose their words a while after they were thrown away, and not before', async () => {
		const db = await open();
		const { mai } = await openOffice(db);
		const [phone, other] = [new Device('a', mai), new Device('b', mai, [])];
		for (const fullName of ['Replaced', 'Secret']) {
			phone.type({ fullName });
			await phone.sync(db);
		}
		await other.sync(db);
		const [copy] = phone.shelf.copies;
		const gone = copy && discardedCopy(copy, 'a', nowMs);
		phone.shelf = { ...phone.shelf, copies: gone ? [gone] : [] };
		await phone.sync(db);
		await emptyDiscarded(db, clock());
		expect(JSON.stringify(await db.read('SELECT * FROM drafts'))).toContain('Secret');
		await emptyDiscarded(db, later);
		const rows = [await db.read('SELECT * FROM drafts'), await db.read('SELECT * FROM draft_notes')];
		expect(JSON.stringify(rows)).not.toMatch(/Replaced|Secret/);
		await other.sync(db);
		expect(other.shelf.copies.map(isDiscarded)).toEqual([true]);
	});

	it('[S4] are as before when the disk fails at any statement, and take the same again', async () => {
		const good = await open();
		const { mai } = await openOffice(good);
		const phone = new Device('a', mai);
		for (const fullName of ['One', 'Two', 'Three']) {
			phone.type({ fullName });
			for (let n = 1; ; n++) {
				const before = await found(good, mai);
				const failing = failingAt(good, n);
				const again = new Device('a', mai, phone.shelf.copies);
				again.shelf = phone.shelf;
				const failed = await again.sync(failing).then(
					() => null,
					(error: unknown) => error
				);
				if (failed === null) {
					phone.shelf = again.shelf;
					break;
				}
				expect(failed).toBeInstanceOf(DiskFailure);
				expect(await found(good, mai)).toEqual(before);
			}
			expect((await found(good, mai)).values).toEqual({ fullName });
		}
	});
});
