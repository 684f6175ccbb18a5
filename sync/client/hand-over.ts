/**
 * Takes unsent work out of a person's database into a file, and out of a file into a database. Every name in it was made
 * on the phone that began the work, and stays: taking the same file in twice changes nothing the second time, and what
 * both devices send the server does once.
 */
import type { AttachmentId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Fault } from '../../domain/faults.ts';
import type { Edit } from './cabinet.ts';
import { contentIdOf, putFile } from './contents.ts';
import { type Draft, type PhoneDb, storageFault } from './db.ts';
import type { PhoneDeps } from './deps.ts';
import { resealed } from './device-key.ts';
import { type Parcel, type ParcelFault, type ParcelFile, packParcel, unpackParcel } from './parcel.ts';

/** What came in. `kept`: the draft here was changed later than the one in the file, and stays as it is. */
export interface TakenIn {
	readonly drafts: number;
	readonly waiting: number;
	readonly files: number;
	readonly kept: number;
}

/** Everything of hers that no server has. Null when there is nothing. */
export async function collect(db: PhoneDb, { now }: Pick<PhoneDeps, 'now'>): Promise<Parcel | null> {
	const stores = [db.sealedDrafts, db.sealedOutbox, db.sealedFiles, db.sealedFacts, db.sealedContents];
	// One moment of all of it.
	const [drafts, outbox, files, facts, contents] = await db.transaction('r', stores, () =>
		Promise.all([
			db.sealedDrafts.toArray(),
			db.sealedOutbox.toArray(),
			db.sealedFiles.toArray(),
			db.sealedFacts.toArray(),
			db.sealedContents.toArray()
		])
	);
	const { cabinet } = db;
	const hers = await cabinet.take('drafts', drafts);
	const waiting = (await cabinet.take('outbox', outbox)).filter(
		// That a result has arrived is between a phone and the server.
		({ operation }) => operation.kind !== 'take_result'
	);
	const words = (
		await cabinet.take(
			'facts',
			facts.filter(({ key }) => String(key).startsWith('words:'))
		)
	).flatMap(({ key, text }) => (text ? [{ key, text }] : []));
	if (hers.length + waiting.length + words.length === 0) return null;

	const bytesOf = new Map(contents.map((content) => [content.contentId, content]));
	const packed: ParcelFile[] = [];
	const packedContents = new Map<AttachmentId, Uint8Array<ArrayBuffer>>();
	for (const { uploadedBytes: _, stored: __, ...file } of await cabinet.take('files', files)) {
		const contentId = contentIdOf(file);
		if (contentId === null) continue;
		const blob = await cabinet.content(bytesOf.get(contentId), file.type);
		// Of a dossier that was received only the facts are here.
		if (!blob) continue;
		packed.push({ ...file, contentId });
		packedContents.set(contentId, new Uint8Array(await blob.arrayBuffer()));
	}
	return {
		madeAt: new Date(now()).toISOString(),
		owner: db.owner,
		drafts: hers,
		files: packed,
		outbox: waiting.map(({ position: _, ...entry }) => entry),
		words,
		contents: packedContents
	};
}

/** The file, ready to be saved; null when there is nothing to take along. */
export async function exportParcel(
	db: PhoneDb,
	passphrase: string,
	deps: Pick<PhoneDeps, 'now'>
): Promise<Uint8Array<ArrayBuffer> | null> {
	const parcel = await collect(db, deps);
	return parcel && (await packParcel(parcel, passphrase));
}

/** Takes a file in, whole or not at all. */
export async function importParcel(
	db: PhoneDb,
	file: Uint8Array<ArrayBuffer>,
	passphrase: string
): Promise<Result<TakenIn, ParcelFault | Fault>> {
	const unpacked = await unpackParcel(file, passphrase);
	if (!unpacked.ok) return unpacked;
	const parcel = unpacked.value;
	// What nobody had logged in for is whoever's opens it, as a guest's phone is.
	if (parcel.owner !== 'guest' && parcel.owner !== db.owner)
		return err({ type: db.owner === 'guest' ? 'parcel_needs_login' : 'parcel_of_another' });
	try {
		return ok(await db.cabinet.change((edit) => takeIn(edit, db, parcel)));
	} catch (error) {
		return err(storageFault(error));
	}
}

async function takeIn(edit: Edit, db: PhoneDb, parcel: Parcel): Promise<TakenIn> {
	const taken = { drafts: 0, waiting: 0, files: 0, kept: 0 };
	/** Received meanwhile: what belonged to their submission has arrived. */
	const arrived = new Set<string>();
	for (const { dossierId } of parcel.drafts)
		if (await edit.get('dossiers', dossierId)) arrived.add(dossierId);

	for (const draft of parcel.drafts) {
		if (arrived.has(draft.dossierId)) continue;
		const before = await edit.get('drafts', draft.draftId);
		if (before && !isLater(draft, before)) {
			if (isOther(draft, before)) taken.kept++;
			continue;
		}
		edit.put('drafts', draft);
		taken.drafts++;
	}
	for (const { contentId, ...file } of parcel.files) {
		if (arrived.has(file.dossierId) || (await edit.get('files', file.attachmentId))) continue;
		const bytes = parcel.contents.get(contentId);
		if (!bytes) continue;
		// How much of it the server has is the server's to say.
		await putFile(edit, { ...file, uploadedBytes: 0, stored: false }, bytes.buffer);
		taken.files++;
	}
	for (const entry of parcel.outbox) {
		const { operation, operationId, dossierId } = entry;
		if (operation.kind === 'submit' && arrived.has(dossierId)) continue;
		if (await edit.get('outbox', operationId)) continue;
		// A guest's key is whoever's; her own other device's is hers.
		edit.put('outbox', {
			...entry,
			operation: parcel.owner === db.owner ? operation : await resealed(db, operation)
		});
		taken.waiting++;
	}
	for (const { key, text } of parcel.words) {
		const before = await edit.get('facts', key);
		if (!before?.text) edit.put('facts', { key, text });
	}
	return taken;
}

/** One that was handed in is later than any change: its words are under way already. */
function isLater(draft: Draft, before: Draft): boolean {
	if (before.state === 'queued') return false;
	return draft.state === 'queued' || draft.updatedAt > before.updatedAt;
}

function isOther(a: Draft, b: Draft): boolean {
	return JSON.stringify(a.values) !== JSON.stringify(b.values);
}
