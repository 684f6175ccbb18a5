/** Phones of every release whose database had another shape, opened by today's app (tests/golden). */
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sealFault } from '../../domain/dossier/manifest.ts';
import { DossierId, PersonId } from '../../domain/ids.ts';
import { insuranceForm, mai as maiOfTheForms } from '../../tests/support/forms.ts';
import { goldenVersions, restoreGolden } from '../../tests/support/golden.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { protocolVersion } from '../protocol.ts';
import { syncRouter } from '../router.ts';
import { MemoryAuthority } from '../store/memory.ts';
import { databaseName, PhoneDb } from './db.ts';
import { dexiePhoneStore } from './phone-store.ts';
import { phoneQueries } from './queries.ts';
import { NewerPhone, openPhone } from './session.ts';

const mai = PersonId.parse(sampleId(1));
const now = () => new Date('2026-11-23T02:00:00.000Z');
const opened: Dexie[] = [];

async function open() {
	const phone = await openPhone();
	opened.push(phone.db);
	return phone;
}

afterEach(async () => {
	vi.restoreAllMocks();
	for (const db of opened.splice(0)) db.close();
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

it('[R10] a phone is kept of every version of the database', () => {
	const db = new PhoneDb('guest');
	expect(goldenVersions.at(-1)).toBeGreaterThanOrEqual(db.verno - 1);
	expect(goldenVersions).toEqual(goldenVersions.map((_, index) => index + 1));
});

describe.each(goldenVersions)('the phone of database version %i', (version) => {
	beforeEach(() => restoreGolden(version));

	it('[R10] keeps drafts, photos and what waits, and still submits', async () => {
		const { db } = await open();
		const queries = phoneQueries(db);
		const drafts = await queries.drafts();
		expect(drafts.map(({ state }) => state).sort()).toEqual(['editing', 'queued', 'refused']);
		const editing = drafts.find(({ state }) => state === 'editing');
		expect(editing?.values).toMatchObject({ fullName: 'Vàng A Sùng', personalId: '011085005678' });
		const [photo] = await queries.attachments(editing?.dossierId ?? DossierId.parse(sampleId(0)));
		expect([...new Uint8Array((await photo?.bytes?.arrayBuffer()) ?? [])]).toEqual([
			0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6
		]);
		expect(db.cabinet.damaged).toEqual([]);

		const store = dexiePhoneStore(db, testDeps());
		const queued = drafts.find(({ state }) => state === 'queued');
		const payload = await store.exchangeFor([queued?.operationId ?? drafts[0]!.operationId]);
		expect(payload.operations).toMatchObject([{ kind: 'submit', form: insuranceForm(), seal: {} }]);
		const people = new Map([[mai, { personalId: maiOfTheForms.personalId }]]);
		const authority = new MemoryAuthority({ now, people, knownCommune: () => true });
		const caller = syncRouter.createCaller({ person: { personId: mai }, authority, now, sealFault });
		const reply = await caller.exchange({ protocol: protocolVersion, ...payload } as never);
		if (!reply.ok) throw new Error(reply.error.type);
		expect(reply.value.outcomes).toEqual([{ type: 'done', operationId: queued?.operationId }]);
		await store.settle(reply.value);
		expect(await queries.draft(queued!.draftId)).toBeUndefined();
		expect((await queries.dossier(queued!.dossierId))?.form).toMatchObject({ fullName: 'Nguyễn Thị Mai' });
	});

	it('[S14] asks for everything again that another version of the protocol may have left out', async () => {
		const { db } = await open();
		const store = dexiePhoneStore(db, testDeps());
		expect((await db.marks.get('cursor'))?.value).toBe(41);
		expect((await store.exchangeFor([])).cursor).toBe(0);
		const reply = { outcomes: [], changes: [], more: true, serverTime: 0 };
		await store.settle({ ...reply, cursor: 5 });
		expect((await store.exchangeFor([])).cursor).toBe(5);
		await store.settle({ ...reply, cursor: 3, unread: 2 });
		expect((await store.exchangeFor([])).cursor).toBe(5);
		expect((await db.marks.get('unread'))?.value).toBe(2);
	});
});

describe('a phone that a newer app has used', () => {
	/** As if the next release had given up a store and added one. */
	async function newerRelease(name: string): Promise<void> {
		const version = (new PhoneDb('guest').verno + 1) * 10;
		const opening = indexedDB.open(name, version);
		await new Promise((resolve, reject) => {
			opening.onupgradeneeded = () => {
				for (const store of opening.result.objectStoreNames) opening.result.deleteObjectStore(store);
				opening.result.createObjectStore('later', { keyPath: 'id' }).add({ id: 1, text: 'hers' });
			};
			opening.onsuccess = resolve;
			opening.onerror = reject;
		});
		opening.result.close();
	}
	const shape = async (name: string) => {
		const opening = indexedDB.open(name);
		await new Promise((resolve) => (opening.onsuccess = resolve));
		const { version, objectStoreNames } = opening.result;
		opening.result.close();
		return { version, stores: [...objectStoreNames] };
	};

	it('[R14] is not touched by an older one, which says that it must be updated', async () => {
		await restoreGolden(2);
		const name = databaseName(mai);
		await newerRelease(name);
		const before = await shape(name);
		await expect(openPhone()).rejects.toThrow(NewerPhone);
		expect(await shape(name)).toEqual(before);
	});

	it('[R14] is not read either where the browser does not list its databases', async () => {
		await restoreGolden(2);
		await newerRelease(databaseName(mai));
		vi.spyOn(indexedDB, 'databases').mockImplementation(() => Promise.resolve([]));
		vi.spyOn(console, 'warn').mockImplementation(() => {});
		await expect(openPhone()).rejects.toThrow(NewerPhone);
	});
});
