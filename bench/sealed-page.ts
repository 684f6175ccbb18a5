/** The part of sealed.ts that runs in the browser, on its IndexedDB and its WebCrypto. */
import Dexie, { type Table } from 'dexie';
import { DossierId, DraftId, OperationId, PersonId } from '../domain/ids.ts';
import { phoneCommands } from '../sync/client/commands.ts';
import { databaseName, type Draft, PhoneDb } from '../sync/client/db.ts';
import { phoneQueries } from '../sync/client/queries.ts';

/** Ms of each, in the order in which they were measured. */
export interface SealedTimes {
	readonly write: { readonly plain: number[]; readonly sealed: number[] };
	readonly open: { readonly plain: number[]; readonly sealed: number[] };
}

/** The first release's way: the same draft in the same kind of store, in clear. */
class PlainDb extends Dexie {
	declare readonly drafts: Table<Draft, DraftId>;

	constructor() {
		super('plain-peer', { chromeTransactionDurability: 'strict', cache: 'disabled' });
		this.version(1).stores({ drafts: 'draftId, dossierId' });
	}
}

const drafts = 300;
const writes = 40;
const personId = PersonId.parse('00000000-0000-4000-8000-000000000001');

/** One round: 40 autosaves of a draft of 40 fields by turns, then 300 drafts opened by an app that has just started. */
export async function measureSealed(): Promise<SealedTimes> {
	const times: SealedTimes = { write: { plain: [], sealed: [] }, open: { plain: [], sealed: [] } };
	for (const name of ['plain-peer', databaseName(personId)]) await Dexie.delete(name);
	const all = Array.from({ length: drafts }, (_, n) => draft(n));
	const plain = new PlainDb();
	const sealed = new PhoneDb(personId);
	await plain.drafts.bulkAdd(all);
	await sealed.cabinet.change(async (edit) => {
		for (const one of all) edit.put('drafts', one);
	});
	const { saveDraft } = phoneCommands(sealed);
	for (let n = 0; n < writes; n++) {
		const { draftId, values } = draft(n % 5);
		const typed = { ...values, field0: `Bản Tả Xin Chải ${n}` };
		await timed(times.write.plain, () =>
			plain.transaction('rw', [plain.drafts], async () => {
				const before = await plain.drafts.get(draftId);
				if (before) await plain.drafts.put({ ...before, values: typed, group: 1, updatedAt: Date.now() });
			})
		);
		await timed(times.write.sealed, async () => {
			const saved = await saveDraft(draftId, typed, 1);
			if (!saved.ok) throw new Error(saved.error.type);
		});
	}
	plain.close();
	sealed.close();
	for (let n = 0; n < 5; n++) {
		const plainAgain = new PlainDb();
		await plainAgain.open();
		await timed(times.open.plain, async () => {
			const read = await plainAgain.drafts.toArray();
			if (read.length !== drafts) throw new Error('not all');
		});
		plainAgain.close();
		const sealedAgain = new PhoneDb(personId);
		await sealedAgain.open();
		await timed(times.open.sealed, async () => {
			const read = await phoneQueries(sealedAgain).drafts();
			if (read.length !== drafts) throw new Error('not all');
		});
		sealedAgain.close();
	}
	return times;
}

async function timed(into: number[], work: () => Promise<unknown>): Promise<void> {
	const start = performance.now();
	await work();
	into.push(performance.now() - start);
}

function draft(n: number): Draft {
	const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
	return {
		draftId: DraftId.parse(id),
		dossierId: DossierId.parse(id),
		operationId: OperationId.parse(id),
		procedureCode: '1.002759',
		serviceVersion: 1,
		values: Object.fromEntries(
			Array.from({ length: 40 }, (_, field) => [`field${field}`, `Bản Tả Xin Chải, nhà thứ ${field} ${n}`])
		),
		group: 0,
		createdAt: n,
		updatedAt: n,
		state: 'editing',
		localReference: `TẠM SEN-${n}`
	};
}

declare global {
	var measureSealed: () => Promise<SealedTimes>;
}
globalThis.measureSealed = measureSealed;
