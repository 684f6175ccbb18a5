/**
 * The engine's PhoneStore over the person's database. Adds to the reference (sync/store/memory-phone.ts) what a
 * person sees: her draft goes when its dossier comes, and comes back to her hands when it is refused.
 * Inside a transaction nothing is awaited but Dexie: anything else would commit it half done.
 */
import { fold } from '../../domain/dossier/machine.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import type { DossierId, OperationId } from '../../domain/ids.ts';
import type { Change, Operation, Outcome } from '../protocol.ts';
import { isEnded, isNewer, type PhoneStore } from '../store/phone.ts';
import { keepNewer } from './commands.ts';
import type { OutboxEntry, PhoneDb } from './db.ts';
import type { PhoneDeps } from './deps.ts';

export function dexiePhoneStore(db: PhoneDb, deps: Pick<PhoneDeps, 'now'>): PhoneStore {
	const all = [db.drafts, db.attachments, db.outbox, db.dossiers, db.payments, db.results, db.meta];

	async function setAside(operationId: OperationId, fault: Fault): Promise<void> {
		const entry = await db.outbox.where({ operationId }).first();
		if (entry?.state !== 'queued') return;
		await db.outbox.put({ ...entry, state: 'set_aside', fault });
		if (entry.operation.kind === 'submit')
			await db.drafts.where({ dossierId: entry.dossierId }).modify((draft) => {
				Object.assign(draft, { state: 'refused', fault });
			});
	}

	async function settleOne(entry: OutboxEntry, outcome: Outcome): Promise<void> {
		switch (outcome.type) {
			case 'done':
				await db.outbox.where({ operationId: outcome.operationId }).delete();
				// The server holds the bytes now; the facts stay, to be shown.
				for (const { attachmentId } of filesOf(entry.operation))
					await db.attachments.update(attachmentId, { bytes: null, stored: true });
				return;
			case 'refused':
				return await setAside(outcome.operationId, outcome.fault);
			case 'files_missing':
				for (const id of outcome.attachmentIds)
					await db.attachments.update(id, { stored: false, uploadedBytes: 0 });
		}
	}

	async function keepDossier(dossier: Dossier): Promise<void> {
		const { dossierId } = dossier;
		if (!isNewer(dossier, await db.dossiers.get(dossierId))) return;
		await db.dossiers.put(dossier);
		// Its draft has become this. Kept until now even when the outcome came in an earlier reply, so that there
		// is no moment at which she sees neither.
		await db.drafts.where({ dossierId }).delete();
	}

	function keepChange(change: Change): Promise<void> {
		return change.kind === 'dossier'
			? keepDossier(change.dossier)
			: keepNewer(db, change.payment, deps.now());
	}

	return {
		work: () =>
			db.transaction('r', [db.outbox, db.attachments, db.dossiers, db.results], async () => {
				const queued = (await db.outbox.orderBy('position').toArray()).filter(
					({ state }) => state === 'queued'
				);
				const named = queued.flatMap(({ operation }) => filesOf(operation).map((file) => file.attachmentId));
				const files = await db.attachments.bulkGet(named);
				const stored = new Set(files.filter((file) => file?.stored).map((file) => file?.attachmentId));
				const dossiers = await db.dossiers.toArray();
				const kept = new Set(await db.results.toCollection().primaryKeys());
				return {
					operations: queued.map(({ operation, operationId }) => ({
						operationId,
						missing: filesOf(operation)
							.filter((file) => !stored.has(file.attachmentId))
							.map(({ attachmentId, size }) => ({ attachmentId, size }))
					})),
					results: dossiers
						.filter((dossier) => fold(dossier.events).result && !kept.has(dossier.dossierId))
						.map((dossier) => dossier.dossierId),
					underWay: dossiers.some((dossier) => !isEnded(dossier))
				};
			}),

		enqueue: (operation, files) =>
			db.transaction('rw', [db.outbox, db.attachments], async () => {
				const { operationId, dossierId } = operation;
				if (await db.outbox.where({ operationId }).first()) return;
				await db.attachments.bulkPut(
					files.map(({ fact, bytes }) => ({
						...fact,
						dossierId,
						bytes,
						purpose: operation.kind === 'supplement' ? ('supplement' as const) : ('draft' as const),
						...(operation.kind === 'supplement' ? { requestId: operation.requestId } : {}),
						uploadedBytes: 0,
						stored: false,
						addedAt: deps.now()
					}))
				);
				await db.outbox.add({
					operationId,
					dossierId,
					operation,
					queuedAt: deps.now(),
					state: 'queued'
				});
			}),

		exchangeFor: (operationIds) =>
			db.transaction('r', [db.outbox, db.meta], async () => {
				const entries = await db.outbox
					.where('operationId')
					.anyOf([...operationIds])
					.toArray();
				const operations = operationIds.flatMap((id) => {
					const entry = entries.find(({ operationId }) => operationId === id);
					return entry?.state === 'queued' ? [entry.operation] : [];
				});
				return { cursor: Number((await db.meta.get('cursor'))?.value ?? 0), operations };
			}),

		async file(attachmentId) {
			const row = await db.attachments.get(attachmentId);
			if (!row?.bytes) return null;
			const { component, name, type, size, sha256, bytes } = row;
			return { fact: { attachmentId, component, name, type, size, sha256 }, bytes };
		},

		async markStored(attachmentId) {
			await db.transaction('rw', [db.attachments], () =>
				db.attachments
					.where({ attachmentId })
					.modify((file) => void Object.assign(file, { stored: true, uploadedBytes: file.size }))
			);
		},

		settle: (reply) =>
			db.transaction('rw', all, async () => {
				for (const outcome of reply.outcomes) {
					const entry = await db.outbox.where({ operationId: outcome.operationId }).first();
					if (entry?.state === 'queued') await settleOne(entry, outcome);
				}
				for (const change of reply.changes) await keepChange(change);
				const cursor = Number((await db.meta.get('cursor'))?.value ?? 0);
				await db.meta.bulkPut([
					{ key: 'cursor', value: Math.max(cursor, reply.cursor) },
					{ key: 'syncedAt', value: deps.now() }
				]);
			}),

		setAside: (operationId, fault) =>
			db.transaction('rw', [db.outbox, db.drafts], () => setAside(operationId, fault)),

		resultFile: (dossierId) =>
			db.transaction('r', [db.dossiers, db.results], async () => {
				const dossier = await db.dossiers.get(dossierId);
				if (!dossier || (await db.results.get(dossierId))) return null;
				return fold(dossier.events).result;
			}),

		keepResult: (dossierId: DossierId, file, bytes, operationId) =>
			db.transaction('rw', [db.results, db.outbox], async () => {
				if (await db.results.get(dossierId)) return;
				await db.results.add({ dossierId, file, bytes, keptAt: deps.now() });
				await db.outbox.add({
					operationId,
					dossierId,
					operation: { kind: 'take_result', operationId, dossierId },
					queuedAt: deps.now(),
					state: 'queued'
				});
			})
	};
}

function filesOf(operation: Operation): readonly AttachmentFact[] {
	return 'attachments' in operation ? operation.attachments : [];
}
