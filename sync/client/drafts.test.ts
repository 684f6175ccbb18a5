import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { conflictsOf } from '../../domain/drafts/conflicts.ts';
import { PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { FormValues, Row } from '../../domain/services/values.ts';
import { insuranceForm, mai } from '../../tests/support/forms.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { type ExchangeReply, protocolVersion } from '../protocol.ts';
import { syncRouter } from '../router.ts';
import { MemoryAuthority } from '../store/memory.ts';
import { phoneCommands } from './commands.ts';
import { type Draft, type Owner, PhoneDb } from './db.ts';
import { dexiePhoneStore } from './phone-store.ts';
import { phoneQueries } from './queries.ts';

const personId = PersonId.parse(sampleId(1));
const procedureCode = '1.002759';
const startMs = Date.parse('2026-11-23T02:00:00.000Z');
const opened: PhoneDb[] = [];
let clockMs = startMs;
let ids = 0;

afterEach(async () => {
	clockMs = startMs;
	for (const db of opened.splice(0)) db.close();
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

function server(): MemoryAuthority {
	return new MemoryAuthority({
		now: () => new Date(clockMs),
		people: new Map([[personId, { personalId: mai.personalId }]]),
		knownCommune: () => true
	});
}

/** One of her devices. Each has a database of its own, which one test environment tells apart by its owner only. */
async function phone(
	authority: MemoryAuthority,
	random: number,
	owner: Owner = PersonId.parse(sampleId(50 + ids++))
) {
	const db = new PhoneDb(owner);
	opened.push(db);
	await db.open();
	const deps = testDeps({
		now: () => (clockMs += 200),
		random: () => random,
		uuid: () => sampleId(800_000 + ids++)
	});
	const store = dexiePhoneStore(db, deps);
	const commands = phoneCommands(db, deps);
	const queries = phoneQueries(db);
	const caller = syncRouter.createCaller({
		person: { personId },
		authority,
		now: () => new Date(clockMs),
		sealFault: async () => null
	});
	const only = async (): Promise<Draft> => {
		const [draft, ...others] = await queries.drafts();
		invariant(draft && others.length === 0, 'one draft');
		return draft;
	};
	return {
		db,
		commands,
		queries,
		store,
		only,
		/** On a screen that shows what is on the disk. */
		async type(values: FormValues) {
			const { draftId, values: before, group } = await only();
			const saved = await commands.saveDraft(draftId, { ...before, ...values }, group, before);
			invariant(saved.ok, 'it is saved');
			return saved.value;
		},
		async sync(): Promise<ExchangeReply> {
			const { operations } = await store.work();
			const payload = await store.exchangeFor(operations.map(({ operationId }) => operationId));
			// As it comes over the line: what the parser makes of it is its own affair.
			const reply = await caller.exchange(
				JSON.parse(JSON.stringify({ protocol: protocolVersion, ...payload })) as never
			);
			invariant(reply.ok, 'the server answers');
			await store.settle(reply.value);
			return reply.value;
		}
	};
}

/** Two devices with one draft. */
async function pair(values: FormValues = { fullName: 'Mai', phone: '0912' }) {
	const authority = server();
	const [a, b] = [await phone(authority, 0.1), await phone(authority, 0.2)];
	await a.commands.startDraft(procedureCode, null);
	await a.type(values);
	await a.sync();
	await b.sync();
	return { authority, a, b };
}

it('[R20] what she writes on one device is on the other, with its form and its reference', async () => {
	const { a, b } = await pair();
	const [here, there] = [await a.only(), await b.only()];
	expect(there).toMatchObject({
		draftId: here.draftId,
		dossierId: here.dossierId,
		procedureCode,
		serviceVersion: here.serviceVersion,
		localReference: here.localReference,
		values: { fullName: 'Mai', phone: '0912' },
		state: 'editing'
	});
	expect((await a.store.work()).edits).toBe(false);
	expect((await b.store.work()).edits).toBe(false);
	await b.type({ phone: '0987', members: [{ name: 'An' }, { name: 'Bình' }] });
	expect((await b.store.work()).edits).toBe(true);
	await b.sync();
	await a.sync();
	expect((await a.only()).values).toEqual({
		fullName: 'Mai',
		phone: '0987',
		members: [{ name: 'An' }, { name: 'Bình' }]
	});
	// Both work in the list: she adds here and mends there.
	const rows = (await a.only()).values['members'] as Row[];
	await a.type({ members: [...rows, { name: 'Chi' }] });
	await b.type({ members: [{ name: 'An', birth: '2015' }, { name: 'Bình' }] });
	for (const device of [a, b, a]) await device.sync();
	for (const device of [a, b])
		expect((await device.only()).values['members']).toEqual([
			{ name: 'An', birth: '2015' },
			{ name: 'Bình' },
			{ name: 'Chi' }
		]);
});

it('[R21, R25] a conflict stops the application until she has chosen, and what she chose is sent', async () => {
	const form = insuranceForm();
	const { authority, a, b } = await pair(form);
	await a.type({ phone: '0911222333' });
	await b.type({ phone: '0987654321' });
	for (const device of [a, b, a]) await device.sync();
	const { draftId, copy } = await a.only();
	const [conflict] = conflictsOf(copy?.document ?? { seen: {}, fields: {} });
	expect(conflict).toMatchObject({ kind: 'answer', path: 'phone' });
	expect(await a.commands.submitDraft(draftId, 'test')).toEqual({
		ok: false,
		error: { type: 'draft_conflict', fields: ['phone'] }
	});
	const chosen = await a.commands.settleConflict(draftId, { path: 'phone', keep: '0911222333' });
	expect(chosen).toMatchObject({ ok: true, value: { values: { phone: '0911222333' } } });
	expect(await a.commands.submitDraft(draftId, 'test')).toMatchObject({ ok: true });
	const { outcomes } = await a.sync();
	expect(outcomes).toMatchObject([{ type: 'done' }]);
	expect(await a.queries.drafts()).toEqual([]);
	const [filed] = authority.state.dossiers.values();
	expect(filed?.dossier.form['phone']).toBe('0911222333');
	await b.sync();
	expect(await b.queries.drafts()).toEqual([]);
	expect(await b.queries.dossiers()).toHaveLength(1);
});

it('[R25] an application made offline is refused when another device had answered otherwise, and mended', async () => {
	const { a, b } = await pair(insuranceForm());
	const { draftId } = await a.only();
	await b.type({ phone: '0987654321' });
	await b.sync();
	await a.commands.submitDraft(draftId, 'test');
	expect((await a.sync()).outcomes).toMatchObject([
		{ type: 'refused', fault: { type: 'draft_conflict', fields: ['phone'] } }
	]);
	expect(await a.only()).toMatchObject({ state: 'refused', values: { phone: '0987654321' } });
	await a.commands.submitDraft(draftId, 'test');
	expect((await a.sync()).outcomes).toMatchObject([{ type: 'done' }]);
});

it('[R22] a draft that she throws away goes from the other device; with words or photos there it stays, and is told', async () => {
	const { authority, a, b } = await pair();
	await a.commands.deleteDraft((await a.only()).draftId);
	expect((await a.store.work()).edits).toBe(true);
	await a.sync();
	await b.sync();
	expect(await b.queries.drafts()).toEqual([]);
	expect((await a.store.work()).edits).toBe(false);

	await a.commands.startDraft(procedureCode, null);
	await a.type({ fullName: 'Mai' });
	await a.sync();
	await b.sync();
	const { draftId } = await a.only();
	await b.type({ phone: '0987' });
	await a.commands.deleteDraft(draftId);
	for (const device of [a, b, a]) await device.sync();
	expect(await b.only()).toMatchObject({
		notice: 'discarded_elsewhere',
		values: { fullName: 'Mai', phone: '0987' }
	});
	expect(await a.only()).toMatchObject({ draftId, values: { fullName: 'Mai', phone: '0987' } });
	await b.commands.dismissNotice(draftId);
	expect(await b.only()).not.toHaveProperty('notice');
	const third = await phone(authority, 0.3);
	await third.sync();
	expect((await third.only()).values).toEqual({ fullName: 'Mai', phone: '0987' });
});

it('[R24] what she wrote here and another device had already sent goes on as a draft of its own', async () => {
	const form = insuranceForm();
	const { a, b } = await pair(form);
	const before = await b.only();
	await b.type({ phone: '0987654321' });
	await a.commands.submitDraft(before.draftId, 'test');
	await a.sync();
	expect((await b.sync()).drafts?.outcomes).toMatchObject([{ fault: { type: 'draft_submitted' } }]);
	const left = await b.only();
	expect(left).toMatchObject({
		notice: 'submitted_elsewhere',
		state: 'editing',
		values: { phone: '0987654321' }
	});
	expect(left.draftId).not.toBe(before.draftId);
	expect(left.dossierId).not.toBe(before.dossierId);
	await b.sync();
	await a.sync();
	expect((await a.only()).values).toEqual(left.values);
});

it('[R24] of two applications for one draft the second is no refusal to be read, unless it said something else', async () => {
	const { a, b } = await pair(insuranceForm());
	const { draftId } = await a.only();
	await a.commands.submitDraft(draftId, 'test');
	await b.commands.submitDraft(draftId, 'test');
	await a.sync();
	await b.sync();
	expect(await b.queries.drafts()).toEqual([]);
	expect(await b.queries.outbox()).toEqual([]);
	expect(await b.queries.dossiers()).toHaveLength(1);
});

it('[R10] drafts of an older app are shared as they are, and so is what a tab of it writes beside the copy', async () => {
	const authority = server();
	const [a, b] = [await phone(authority, 0.1), await phone(authority, 0.2)];
	await a.commands.startDraft(procedureCode, null);
	const { copy: _, ...plain } = { ...(await a.only()), values: { fullName: 'Mai' } };
	await a.db.cabinet.change(async (edit) => edit.put('drafts', plain));
	expect((await a.store.work()).edits).toBe(true);
	await a.sync();
	await b.sync();
	expect((await b.only()).values).toEqual({ fullName: 'Mai' });
	const shared = await a.only();
	await a.db.cabinet.change(async (edit) =>
		edit.put('drafts', { ...shared, values: { fullName: 'Mai', phone: '0912' } })
	);
	await a.sync();
	await b.sync();
	expect((await b.only()).values).toEqual({ fullName: 'Mai', phone: '0912' });
});

it('[R23] a phone whose clock is years ahead is put right, and loses nothing', async () => {
	const { a, b } = await pair();
	const years = 5 * 365 * 86_400_000;
	clockMs += years;
	await a.type({ phone: '0911' });
	clockMs -= years;
	expect((await a.sync()).drafts?.outcomes).toMatchObject([{ fault: { type: 'clock_off' } }]);
	expect((await a.store.work()).edits).toBe(true);
	await a.sync();
	await b.sync();
	expect((await b.only()).values).toMatchObject({ phone: '0911' });
});

it('[R5] a guest’s draft has no copy, and nothing of it is to be sent', async () => {
	const guest = await phone(server(), 0.1, 'guest');
	await guest.commands.startDraft(procedureCode, null);
	await guest.type({ fullName: 'Mai' });
	expect(await guest.only()).not.toHaveProperty('copy');
	await guest.commands.deleteDraft((await guest.only()).draftId);
	expect(await guest.db.sealedFacts.count()).toBe(0);
});
