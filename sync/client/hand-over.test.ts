import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { AttachmentId, PersonId } from '../../domain/ids.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { phoneCommands } from './commands.ts';
import { PhoneDb } from './db.ts';
import { exportParcel, importParcel } from './hand-over.ts';
import { packParcel, unpackParcel } from './parcel.ts';
import { phoneQueries } from './queries.ts';

const mai = PersonId.parse(sampleId(1));
const sung = PersonId.parse(sampleId(2));
const passphrase = 'lúa chín vàng';
const opened: PhoneDb[] = [];

/** A phone of that person; the name of the device keeps two of hers apart, as two devices are. */
function phone(owner: PersonId | 'guest'): PhoneDb {
	const db = new PhoneDb(owner);
	opened.push(db);
	return db;
}

async function nextDevice(): Promise<void> {
	for (const db of opened.splice(0)) db.close();
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
}
afterEach(nextDevice);

/** A draft with a photo, an application that waits, and words to an agency. */
async function work(db: PhoneDb) {
	const commands = phoneCommands(db, testDeps());
	const begun = await commands.startDraft('1.002759', null);
	const sent = await commands.startDraft('1.002759', null);
	if (!begun.ok || !sent.ok) throw new Error('no draft');
	await commands.saveDraft(begun.value.draftId, { changes: 'Chữ đệm ghi sai' }, 0);
	const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 9, 8, 7])], 'giay.jpg', {
		type: 'image/jpeg'
	});
	const file = await commands.addAttachment(begun.value.dossierId, 'dataProof', photo, 'draft');
	expect(file.ok).toBe(true);
	await commands.saveDraft(sent.value.draftId, insuranceForm(), 0);
	expect((await commands.submitDraft(sent.value.draftId, '')).ok).toBe(true);
	await commands.saveWords({ kind: 'withdraw', dossierId: sent.value.dossierId }, 'Tôi nộp nhầm');
	return { begun: begun.value, sent: sent.value };
}

async function exported(db: PhoneDb): Promise<Uint8Array<ArrayBuffer>> {
	const file = await exportParcel(db, passphrase, testDeps());
	if (!file) throw new Error('nothing to export');
	return file;
}

test('[K5] unsent work goes to another device by file: drafts, photos, what waits and words, under the same names', async () => {
	const from = phone(mai);
	const { begun, sent } = await work(from);
	const before = await phoneQueries(from).outbox();
	const file = await exported(from);
	await nextDevice();

	const to = phone(mai);
	const taken = await importParcel(to, file, passphrase.normalize('NFD'));
	expect(taken).toEqual({ ok: true, value: { drafts: 2, waiting: 1, files: 1, kept: 0 } });
	const queries = phoneQueries(to);
	expect((await queries.draft(begun.draftId))?.values).toEqual({ changes: 'Chữ đệm ghi sai' });
	const [photo] = await queries.attachments(begun.dossierId);
	expect(new Uint8Array((await photo?.bytes?.arrayBuffer()) ?? []).slice(4)).toEqual(
		new Uint8Array([9, 8, 7])
	);
	const after = await queries.outbox();
	expect(after.map(({ operation }) => operation)).toEqual(before.map(({ operation }) => operation));
	expect((await queries.draftOf(sent.dossierId))?.state).toBe('queued');
	expect(await queries.words({ kind: 'withdraw', dossierId: sent.dossierId })).toBe('Tôi nộp nhầm');
});

test('[K5] taken in twice it changes nothing the second time, and never takes back what was changed later', async () => {
	const from = phone(mai);
	const { begun } = await work(from);
	const file = await exported(from);
	expect(await importParcel(from, file, passphrase)).toEqual({
		ok: true,
		value: { drafts: 0, waiting: 0, files: 0, kept: 0 }
	});
	const later = testDeps({ now: () => Date.parse('2026-12-24T00:00:00Z') });
	await phoneCommands(from, later).saveDraft(begun.draftId, { changes: 'Ngày sinh sai' }, 0);
	expect(await importParcel(from, file, passphrase)).toMatchObject({ value: { drafts: 0, kept: 1 } });
	expect((await phoneQueries(from).draft(begun.draftId))?.values).toEqual({ changes: 'Ngày sinh sai' });
	expect(await phoneQueries(from).outbox()).toHaveLength(1);
});

test('[K6] a broken file, a wrong passphrase, a newer app’s file and another person’s are told apart, and nothing is taken', async () => {
	const from = phone(mai);
	await work(from);
	const file = await exported(from);
	await nextDevice();

	const hers = phone(mai);
	const changed = (at: number) => file.map((byte, index) => (index === at ? byte ^ 1 : byte));
	const refusals = [
		[file.slice(0, -1), passphrase, 'parcel_broken'],
		[changed(file.length - 1), passphrase, 'parcel_broken'],
		[changed(0), passphrase, 'parcel_broken'],
		[new Uint8Array(), passphrase, 'parcel_broken'],
		[file, 'lúa chưa chín', 'parcel_passphrase'],
		[file.map((byte, index) => (index === 11 ? 2 : byte)), passphrase, 'parcel_newer']
	] as const;
	for (const [bytes, word, type] of refusals)
		expect(await importParcel(hers, bytes, word), type).toEqual({ ok: false, error: { type } });
	expect(await importParcel(phone(sung), file, passphrase)).toMatchObject({
		error: { type: 'parcel_of_another' }
	});
	expect(await importParcel(phone('guest'), file, passphrase)).toMatchObject({
		error: { type: 'parcel_needs_login' }
	});
	for (const db of [hers, phone(sung), phone('guest')]) {
		expect(await phoneQueries(db).drafts()).toEqual([]);
		expect(await phoneQueries(db).outbox()).toEqual([]);
	}
});

test('[K6] the file shows nothing without its passphrase, and what is in it is checked before it is used', async () => {
	const from = phone('guest');
	await work(from);
	const file = await exported(from);
	const shown = new TextDecoder('latin1').decode(file);
	for (const word of ['giay.jpg', 'changes', 'dossierId', sampleId(1)]) expect(shown).not.toContain(word);
	const whole = await unpackParcel(file, passphrase);
	if (!whole.ok) throw new Error(whole.error.type);
	// Somebody who knows the passphrase puts in another photo than the hash says.
	const contents = new Map([...whole.value.contents].map(([id]) => [id, new Uint8Array([1, 2, 3])]));
	expect(await unpackParcel(await packParcel({ ...whole.value, contents }, passphrase), passphrase)).toEqual({
		ok: false,
		error: { type: 'parcel_broken' }
	});
	const [first] = whole.value.files;
	const missing = {
		...whole.value,
		files: first ? [{ ...first, contentId: AttachmentId.parse(sampleId(99)) }] : []
	};
	expect(await unpackParcel(await packParcel(missing, passphrase), passphrase)).toMatchObject({ ok: false });
});

test('[K5] a guest’s work can be taken in by whoever has the passphrase; nothing to take along gives no file', async () => {
	expect(await exportParcel(phone('guest'), passphrase, testDeps())).toBeNull();
	const guest = phone('guest');
	await work(guest);
	const file = await exported(guest);
	expect(await importParcel(phone(mai), file, passphrase)).toMatchObject({ ok: true, value: { drafts: 2 } });
});
