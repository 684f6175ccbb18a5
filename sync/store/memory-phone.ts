/**
 * The reference PhoneStore, in memory: the meaning of the promises in phone.ts in as few lines as they take. The
 * simulator's phones keep their work here, on a disk whose plug can be pulled.
 */
import { fold } from '../../domain/dossier/machine.ts';
import type { AttachmentFact, Dossier, ResultFile } from '../../domain/dossier/schema.ts';
import { type DraftCopy, isDiscarded, isPending } from '../../domain/drafts/copy.ts';
import { type DraftShelf, draftsUp, hasPending, settled } from '../../domain/drafts/shelf.ts';
import type { Fault } from '../../domain/faults.ts';
import type { AttachmentId, DossierId, DraftId, OperationId, PaymentId } from '../../domain/ids.ts';
import { isNotOlder } from '../../domain/payment/machine.ts';
import type { Payment } from '../../domain/payment/schema.ts';
import type { Change, Exchange, ExchangeReply, Operation } from '../protocol.ts';
import { type Disk, soundDisk } from './disk.ts';
import { filesOf, isEnded, isNewer, type PhoneStore, waitingOperations, type Work } from './phone.ts';

export interface MemoryEntry {
	readonly operation: Operation;
	readonly state: 'queued' | 'set_aside';
	readonly fault: Fault | null;
}

export interface StoredFile {
	readonly fact: AttachmentFact;
	readonly bytes: Blob;
	/** The server holds it whole. */
	readonly stored: boolean;
}

/** Everything that is on the phone's disk. */
export interface PhoneState {
	/** In the order of queueing. */
	readonly outbox: Map<OperationId, MemoryEntry>;
	readonly files: Map<AttachmentId, StoredFile>;
	readonly dossiers: Map<DossierId, Dossier>;
	readonly payments: Map<PaymentId, Payment>;
	readonly results: Map<DossierId, { readonly file: ResultFile; readonly bytes: Blob }>;
	/** What she writes before she submits: also in memory what her other devices have told. */
	drafts: DraftShelf;
	cursor: number;
}

export function emptyPhone(): PhoneState {
	return {
		outbox: new Map(),
		files: new Map(),
		dossiers: new Map(),
		payments: new Map(),
		results: new Map(),
		drafts: { device: 'a', cursor: 0, copies: [] },
		cursor: 0
	};
}

export class MemoryPhone implements PhoneStore {
	readonly state: PhoneState;
	protected readonly disk: Disk;

	/** @param state what lies on the disk already; tabs of one phone share it */
	constructor(disk: Disk = soundDisk, state: PhoneState = emptyPhone()) {
		this.disk = disk;
		this.state = state;
	}

	async work(): Promise<Work> {
		const { outbox, files, dossiers, results } = this.state;
		const queued = [...outbox.values()].filter(({ state }) => state === 'queued');
		return {
			operations: waitingOperations(
				queued.map(({ operation }) => operation),
				files.values()
			),
			results: [...dossiers.values()]
				.filter((dossier) => !results.has(dossier.dossierId) && fold(dossier.events).result)
				.map((dossier) => dossier.dossierId),
			underWay: [...dossiers.values()].some((dossier) => !isEnded(dossier)),
			cursor: this.state.cursor,
			edits: hasPending(this.state.drafts)
		};
	}

	enqueue(operation: Operation, files: readonly { fact: AttachmentFact; bytes: Blob }[]): Promise<void> {
		return this.disk.commit('enqueue', () => {
			if (this.state.outbox.has(operation.operationId)) return;
			for (const { fact, bytes } of files)
				this.state.files.set(fact.attachmentId, { fact, bytes, stored: false });
			this.state.outbox.set(operation.operationId, { operation, state: 'queued', fault: null });
		});
	}

	async exchangeFor(operationIds: readonly OperationId[]): Promise<Omit<Exchange, 'protocol'>> {
		const { drafts } = this.#exchangeFor(operationIds);
		const leaves = ({ head, sent }: DraftCopy) =>
			!sent && drafts?.deltas.some((delta) => delta.head?.draftId === head.draftId);
		if (!this.state.drafts.copies.some(leaves)) return this.#exchangeFor(operationIds);
		// Noted before it goes: a draft that the server may have is not thrown away without telling.
		return await this.disk.commit('take_up', () => {
			const up = this.#exchangeFor(operationIds);
			const noted = (copy: DraftCopy) =>
				up.drafts?.deltas.some(({ head }) => head?.draftId === copy.head.draftId)
					? { ...copy, sent: true }
					: copy;
			this.state.drafts = { ...this.state.drafts, copies: this.state.drafts.copies.map(noted) };
			return up;
		});
	}

	#exchangeFor(operationIds: readonly OperationId[]): Omit<Exchange, 'protocol'> {
		const operations = operationIds.flatMap((id) => {
			const entry = this.state.outbox.get(id);
			return entry?.state === 'queued' ? [entry.operation] : [];
		});
		const drafts = draftsUp(
			this.state.drafts,
			operations.map(({ dossierId }) => dossierId)
		);
		return { cursor: this.state.cursor, operations, drafts };
	}

	/** What she did in a draft, on the disk when it resolves: the copy of that draft after it. */
	writeDraft(draftId: DraftId, write: (before: DraftCopy | null) => DraftCopy): Promise<void> {
		return this.disk.commit('write_draft', () => {
			const { copies } = this.state.drafts;
			const isIt = ({ head }: DraftCopy) => head.draftId === draftId;
			const after = write(copies.find(isIt) ?? null);
			this.state.drafts = { ...this.state.drafts, copies: [...copies.filter((one) => !isIt(one)), after] };
		});
	}

	/** She throws a draft away; what is to be told of it stays until the server knows. */
	discardDraft(draftId: DraftId, discard: (copy: DraftCopy) => DraftCopy | null): Promise<void> {
		return this.disk.commit('discard_draft', () => {
			const copies = this.state.drafts.copies.flatMap((copy) =>
				copy.head.draftId === draftId ? (discard(copy) ?? []) : copy
			);
			this.state.drafts = { ...this.state.drafts, copies };
		});
	}

	async file(attachmentId: AttachmentId) {
		const file = this.state.files.get(attachmentId);
		return file ? { fact: file.fact, bytes: file.bytes } : null;
	}

	markStored(attachmentId: AttachmentId): Promise<void> {
		return this.disk.commit('mark_stored', () => this.#mark(attachmentId, true));
	}

	settle(reply: ExchangeReply): Promise<void> {
		return this.disk.commit('settle', () => {
			this.applyOutcomes(reply);
			this.applyDrafts(reply);
			this.applyChanges(reply.changes);
			this.applyCursor(reply.cursor);
		});
	}

	setAside(operationId: OperationId, fault: Fault): Promise<void> {
		return this.disk.commit('set_aside', () => this.aside(operationId, fault));
	}

	async resultFile(dossierId: DossierId): Promise<ResultFile | null> {
		const dossier = this.state.dossiers.get(dossierId);
		return dossier && !this.state.results.has(dossierId) ? fold(dossier.events).result : null;
	}

	keepResult(dossierId: DossierId, file: ResultFile, bytes: Blob, operationId: OperationId): Promise<void> {
		return this.disk.commit('keep_result', () => {
			if (this.state.results.has(dossierId)) return;
			this.state.results.set(dossierId, { file, bytes });
			const operation: Operation = { kind: 'take_result', operationId, dossierId };
			this.state.outbox.set(operationId, { operation, state: 'queued', fault: null });
		});
	}

	/** The three parts of settling; apart only so that the simulator can plant the mistake of doing them apart. */
	protected applyOutcomes(reply: Pick<ExchangeReply, 'outcomes'>): void {
		for (const outcome of reply.outcomes) {
			const entry = this.state.outbox.get(outcome.operationId);
			if (entry?.state !== 'queued') continue;
			if (outcome.type === 'done') {
				this.state.outbox.delete(outcome.operationId);
				for (const { attachmentId } of filesOf(entry.operation)) this.state.files.delete(attachmentId);
			}
			if (outcome.type === 'refused') this.aside(outcome.operationId, outcome.fault);
			if (outcome.type === 'files_missing')
				for (const attachmentId of outcome.attachmentIds) this.#mark(attachmentId, false);
		}
	}

	protected applyDrafts({ drafts, serverTime }: ExchangeReply): void {
		if (!drafts) return;
		const { copies, ...shelf } = settled(this.state.drafts, drafts, serverTime);
		const isOver = (copy: DraftCopy) => isDiscarded(copy) && !isPending(copy, shelf.device);
		this.state.drafts = { ...shelf, copies: copies.filter((copy) => !isOver(copy)) };
	}

	protected applyChanges(changes: readonly Change[]): void {
		for (const change of changes) {
			if (change.kind === 'dossier') {
				const { dossier } = change;
				if (isNewer(dossier, this.state.dossiers.get(dossier.dossierId)))
					this.state.dossiers.set(dossier.dossierId, dossier);
			} else {
				const { payment } = change;
				const before = this.state.payments.get(payment.paymentId);
				if (!before || isNotOlder(payment.state, before.state))
					this.state.payments.set(payment.paymentId, payment);
			}
		}
	}

	protected applyCursor(cursor: number): void {
		this.state.cursor = Math.max(this.state.cursor, cursor);
	}

	protected aside(operationId: OperationId, fault: Fault): void {
		const entry = this.state.outbox.get(operationId);
		if (entry) this.state.outbox.set(operationId, { ...entry, state: 'set_aside', fault });
	}

	#mark(attachmentId: AttachmentId, stored: boolean): void {
		const file = this.state.files.get(attachmentId);
		if (file) this.state.files.set(attachmentId, { ...file, stored });
	}
}
