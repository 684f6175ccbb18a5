/**
 * The engine's PhoneStore over the person's database. Adds to the reference (sync/store/memory-phone.ts) what a
 * person sees: her draft goes when its dossier comes, and comes back to her hands when it is refused.
 * What it changes it changes in one edit of the cabinet; what it reads together it reads in one transaction and opens
 * after it.
 */
import { manifestText } from '../../domain/dossier/manifest.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import type { DossierId, OperationId } from '../../domain/ids.ts';
import { hashText } from '../../domain/signature.ts';
import { type Change, type Operation, type Outcome, protocolVersion } from '../protocol.ts';
import { filesOf, isEnded, isNewer, type PhoneStore, waitingOperations } from '../store/phone.ts';
import { keepNewer } from './commands.ts';
import type { Edit } from './cabinet.ts';
import { contentIdOf, keepFactsOnly, putFile } from './contents.ts';
import { cursorProtocolMark, type PhoneDb, sentKey, unreadMark } from './db.ts';
import type { PhoneDeps } from './deps.ts';
import { resealed } from './device-key.ts';
import { becomeDossier, deviceMark, hasEdits, takeDown, takeUp } from './drafts.ts';

export function dexiePhoneStore(db: PhoneDb, deps: Pick<PhoneDeps, 'now' | 'uuid' | 'random'>): PhoneStore {
	const { cabinet } = db;

	async function setAside(edit: Edit, operationId: OperationId, fault: Fault): Promise<void> {
		const entry = await edit.get('outbox', operationId);
		if (entry?.state !== 'queued') return;
		edit.put('outbox', { ...entry, state: 'set_aside', fault });
		if (entry.operation.kind === 'submit')
			for (const draft of await edit.of('drafts', entry.dossierId))
				edit.put('drafts', { ...draft, state: 'refused', fault });
	}

	async function settleOne(edit: Edit, outcome: Outcome): Promise<void> {
		const entry = await edit.get('outbox', outcome.operationId);
		if (entry?.state !== 'queued') return;
		switch (outcome.type) {
			case 'done':
				edit.remove('outbox', outcome.operationId);
				await keepSent(edit, entry.operation);
				if (entry.operation.kind === 'submit') await settleDraft(edit, entry.dossierId);
				// The server holds the bytes now; the facts stay, to be shown.
				for (const { attachmentId } of filesOf(entry.operation)) {
					const file = await edit.get('files', attachmentId);
					if (file) await keepFactsOnly(edit, file);
				}
				return;
			case 'refused':
				return await setAside(edit, outcome.operationId, outcome.fault);
			case 'files_missing':
				for (const id of outcome.attachmentIds) {
					const file = await edit.get('files', id);
					if (file) edit.put('files', { ...file, stored: false, uploadedBytes: 0 });
				}
		}
	}

	async function keepDossier(edit: Edit, dossier: Dossier): Promise<void> {
		const { dossierId } = dossier;
		if (!isNewer(dossier, await edit.get('dossiers', dossierId))) return;
		edit.put('dossiers', dossier);
		// Its draft has become this. Kept until now even when the outcome came in an earlier reply, so that there
		// is no moment at which she sees neither.
		await settleDraft(edit, dossierId);
	}

	async function settleDraft(edit: Edit, dossierId: DossierId): Promise<void> {
		const dossier = await edit.get('dossiers', dossierId);
		if (!dossier) return;
		for (const draft of await edit.of('drafts', dossierId)) await becomeDossier(edit, draft, dossier, deps);
	}

	function keepChange(edit: Edit, change: Change): Promise<void> {
		return change.kind === 'dossier'
			? keepDossier(edit, change.dossier)
			: keepNewer(edit, change.payment, deps.now());
	}

	return {
		async work() {
			const stores = [db.sealedOutbox, db.sealedFiles, db.sealedDossiers, db.sealedResults];
			const also = [db.sealedDrafts, db.sealedFacts, db.marks];
			const rows = await db.transaction('r', [...stores, ...also], () =>
				Promise.all([
					db.sealedOutbox.toArray(),
					db.sealedFiles.toArray(),
					db.sealedDossiers.toArray(),
					db.sealedResults.toCollection().primaryKeys(),
					db.marks.get('cursor'),
					db.sealedDrafts.toArray(),
					db.sealedFacts.toArray(),
					db.marks.get(deviceMark)
				])
			);
			const queued = (await cabinet.take('outbox', rows[0])).filter(({ state }) => state === 'queued');
			const files = await cabinet.take('files', rows[1]);
			const dossiers = await cabinet.take('dossiers', rows[2]);
			const kept = new Set(rows[3]);
			return {
				operations: waitingOperations(
					queued.map(({ operation }) => operation),
					files.map((file) => ({ fact: file, stored: file.stored }))
				),
				results: dossiers
					.filter((dossier) => fold(dossier.events).result && !kept.has(dossier.dossierId))
					.map((dossier) => dossier.dossierId),
				underWay: dossiers.some((dossier) => !isEnded(dossier)),
				cursor: rows[4]?.value ?? 0,
				edits: hasEdits(
					await cabinet.take('drafts', rows[5]),
					await cabinet.take('facts', rows[6]),
					rows[7]?.value
				)
			};
		},

		async enqueue(operation, files) {
			const attachments = await Promise.all(
				files.map(async ({ fact, bytes }) => ({ fact, bytes: await bytes.arrayBuffer() }))
			);
			await cabinet.change(async (edit) => {
				const { operationId, dossierId } = operation;
				if (await edit.get('outbox', operationId)) return;
				for (const { fact, bytes } of attachments) {
					const file = {
						...fact,
						dossierId,
						purpose: operation.kind === 'supplement' ? 'supplement' : 'draft',
						...(operation.kind === 'supplement' ? { requestId: operation.requestId } : {}),
						uploadedBytes: 0,
						stored: false,
						addedAt: deps.now()
					} as const;
					await putFile(edit, file, bytes);
				}
				edit.put('outbox', { operationId, dossierId, operation, queuedAt: deps.now(), state: 'queued' });
			});
		},

		async exchangeFor(operationIds) {
			const [rows, cursor, protocol] = await db.transaction('r', [db.sealedOutbox, db.marks], () =>
				Promise.all([
					db.sealedOutbox
						.where('operationId')
						.anyOf([...operationIds])
						.toArray(),
					db.marks.get('cursor'),
					db.marks.get(cursorProtocolMark)
				])
			);
			const entries = await cabinet.take('outbox', rows);
			const queued = operationIds.flatMap((id) => {
				const entry = entries.find(({ operationId }) => operationId === id);
				return entry?.state === 'queued' ? [entry.operation] : [];
			});
			// What an app that did not sign yet has queued is signed on its way, with the words as they were frozen then.
			const operations = await Promise.all(
				queued.map((operation) =>
					'seal' in operation && operation.seal ? operation : resealed(db, operation)
				)
			);
			// After the operations were read: what was written in their drafts before is in it.
			const applied = operations.filter(({ kind }) => kind === 'submit').map(({ dossierId }) => dossierId);
			const drafts = await cabinet.change((edit) => takeUp(edit, applied, deps));
			const from = (protocol?.value === protocolVersion && cursor?.value) || 0;
			return { cursor: from, operations, drafts };
		},

		async file(attachmentId) {
			const file = await cabinet.one('files', await db.sealedFiles.get(attachmentId));
			const contentId = file && contentIdOf(file);
			if (!file || !contentId) return null;
			const { component, name, type, size, sha256 } = file;
			const bytes = await cabinet.content(await db.sealedContents.get(contentId), type);
			return bytes && { fact: { attachmentId, component, name, type, size, sha256 }, bytes };
		},

		markStored: (attachmentId) =>
			cabinet.change(async (edit) => {
				const file = await edit.get('files', attachmentId);
				if (file) edit.put('files', { ...file, stored: true, uploadedBytes: file.size });
			}),

		settle: (reply) =>
			cabinet.change(async (edit) => {
				for (const outcome of reply.outcomes) await settleOne(edit, outcome);
				if (reply.drafts) await takeDown(edit, reply.drafts, reply.serverTime, deps);
				for (const change of reply.changes) await keepChange(edit, change);
				const isOurs = (await edit.mark(cursorProtocolMark)) === protocolVersion;
				// Another version's cursor has passed what that version could not read.
				const before = isOurs ? ((await edit.mark('cursor')) ?? 0) : 0;
				edit.setMark('cursor', Math.max(before, reply.cursor));
				edit.setMark(cursorProtocolMark, protocolVersion);
				if (!isOurs || reply.unread) edit.setMark(unreadMark, reply.unread ?? 0);
				edit.setMark('syncedAt', deps.now());
			}),

		setAside: (operationId, fault) => cabinet.change((edit) => setAside(edit, operationId, fault)),

		async resultFile(dossierId) {
			const [row, kept] = await db.transaction('r', [db.sealedDossiers, db.sealedResults], () =>
				Promise.all([db.sealedDossiers.get(dossierId), db.sealedResults.get(dossierId)])
			);
			const dossier = await cabinet.one('dossiers', row);
			return dossier && !kept ? fold(dossier.events).result : null;
		},

		async keepResult(dossierId: DossierId, file, bytes, operationId) {
			const content = await bytes.arrayBuffer();
			await cabinet.change(async (edit) => {
				if (await edit.get('results', dossierId)) return;
				edit.put('results', { dossierId, file, keptAt: deps.now() });
				edit.putContent(dossierId, content);
				const operation: Operation = { kind: 'take_result', operationId, dossierId };
				edit.put('outbox', { operationId, dossierId, operation, queuedAt: deps.now(), state: 'queued' });
			});
		}
	};
}

/** Remembers what was received, for comparing the portal's receipt with it. */
async function keepSent(edit: Edit, operation: Operation): Promise<void> {
	if (operation.kind !== 'submit' && operation.kind !== 'supplement') return;
	const manifest = operation.seal?.manifest ?? (await hashText(manifestText(operation)));
	edit.put('facts', { key: sentKey(operation), manifest });
}
