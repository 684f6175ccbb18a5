/**
 * What lies on a phone's disk, and how a newer app takes over what an older one has left, piece by piece as
 * sync/client/seal-plain.ts does it: after a kill each piece is on one of the two shelves, and the next opening goes on.
 */
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import type { DossierId } from '../../domain/ids.ts';
import { isNotOlder } from '../../domain/payment/machine.ts';
import type { Operation } from '../../sync/protocol.ts';
import {
	emptyPhone,
	type MemoryEntry,
	type PhoneState,
	type StoredFile
} from '../../sync/store/memory-phone.ts';
import { tellsMore } from '../../sync/store/phone.ts';
import type { Bug } from './bugs.ts';

/** An application that is being written; it stays until its dossier is here. */
export interface Draft {
	/** Its ids are minted at the start: one draft becomes one dossier, however often it is sent. */
	readonly operation: Operation & { kind: 'submit' };
	/** The photos that it will carry, and how many of them are saved. */
	readonly photos: readonly { readonly fact: AttachmentFact; readonly bytes: Blob }[];
	readonly saved: number;
}

export interface Shelf {
	readonly state: PhoneState;
	readonly drafts: Map<DossierId, Draft>;
}

/** @param device what the phone is called within the drafts of its person */
export function newShelf(device: string): Shelf {
	return { state: { ...emptyPhone(), drafts: { device, cursor: 0, copies: [] } }, drafts: new Map() };
}

/**
 * @param commit runs one write as one transaction, or dies before or after it
 */
export async function upgrade(
	from: Shelf,
	to: Shelf,
	bug: Bug | null,
	commit: (write: () => unknown) => Promise<void>
): Promise<void> {
	const { outbox, dossiers, payments, results } = from.state;
	const atWork = [...from.drafts.keys(), ...[...outbox.values()].map(({ operation }) => operation.dossierId)];
	for (const dossierId of new Set(atWork)) {
		if (bug !== 'upgrade_in_halves') {
			await commit(() => putWork(to, takeWork(from, dossierId)));
			continue;
		}
		let taken: Work | null = null;
		await commit(() => (taken = takeWork(from, dossierId)));
		await commit(() => taken && putWork(to, taken));
	}
	await move(dossiers, (id, dossier) => {
		if (tellsMore(dossier, to.state.dossiers.get(id))) to.state.dossiers.set(id, dossier);
	});
	await move(payments, (id, payment) => {
		const there = to.state.payments.get(id);
		if (!there || isNotOlder(payment.state, there.state)) to.state.payments.set(id, payment);
	});
	await move(results, (id, result) => {
		if (!to.state.results.has(id)) to.state.results.set(id, result);
	});

	async function move<K, V>(rows: Map<K, V>, put: (key: K, row: V) => void): Promise<void> {
		for (const key of [...rows.keys()])
			await commit(() => {
				const row = rows.get(key);
				if (row === undefined) return;
				rows.delete(key);
				put(key, row);
			});
	}
}

/** An application with all that belongs to it. */
interface Work {
	readonly drafts: readonly Draft[];
	readonly entries: readonly MemoryEntry[];
	readonly files: readonly StoredFile[];
}

function takeWork({ drafts, state }: Shelf, dossierId: DossierId): Work {
	const draft = drafts.get(dossierId);
	const entries = [...state.outbox.values()].filter(({ operation }) => operation.dossierId === dossierId);
	const ids = entries.flatMap(({ operation }) =>
		'attachments' in operation ? operation.attachments.map(({ attachmentId }) => attachmentId) : []
	);
	const files = ids.map((id) => state.files.get(id)).filter((file) => file !== undefined);
	drafts.delete(dossierId);
	for (const { operation } of entries) state.outbox.delete(operation.operationId);
	for (const id of ids) state.files.delete(id);
	return { drafts: draft ? [draft] : [], entries, files };
}

function putWork({ drafts, state }: Shelf, work: Work): void {
	for (const draft of work.drafts)
		if (!drafts.has(draft.operation.dossierId)) drafts.set(draft.operation.dossierId, draft);
	for (const file of work.files)
		if (!state.files.has(file.fact.attachmentId)) state.files.set(file.fact.attachmentId, file);
	for (const entry of work.entries)
		if (!state.outbox.has(entry.operation.operationId)) state.outbox.set(entry.operation.operationId, entry);
}
