/**
 * What the phone keeps for the engine, and its promises. Implemented by memory.ts (the reference, used by the
 * simulator) and by sync/client/phone-store.ts over IndexedDB; tests/contract/phone-store.ts is one suite for both.
 * Leaves drafts, payments and saved bills to sync/client/commands.ts.
 */
import { fold } from '../../domain/dossier/machine.ts';
import type { AttachmentFact, Dossier, ResultFile } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import type { AttachmentId, DossierId, OperationId } from '../../domain/ids.ts';
import type { Exchange, Operation } from '../protocol.ts';
import type { TakenReply } from '../protocol/read-reply.ts';

/** What there is to do, read in one transaction; the engine decides on nothing else. */
export interface Work {
	/** Queued operations, oldest first; set-aside ones are not among them. */
	readonly operations: readonly WaitingOperation[];
	/** Dossiers whose result the server holds and this phone does not. */
	readonly results: readonly DossierId[];
	/** Something may still change without this phone doing anything: worth asking for news. */
	readonly underWay: boolean;
	/** Where this phone's picture ends. */
	readonly cursor: number;
	/** Something was written in a draft that the server has not confirmed. */
	readonly edits: boolean;
}

export interface WaitingOperation {
	readonly operationId: OperationId;
	/** Its files that the server is not known to hold whole, in the order of the operation. */
	readonly missing: readonly MissingFile[];
}

export interface MissingFile {
	readonly attachmentId: AttachmentId;
	/** Bytes to be sent for it: none when the server holds them under another id, or will by another of the files. */
	readonly size: number;
}

export interface PhoneStore {
	/** Promise: a consistent picture of what is committed. */
	work(): Promise<Work>;

	/**
	 * Puts operations in the outbox with the files that they name. Promise: durable when it resolves, all or
	 * nothing; the same operation id again changes nothing.
	 */
	enqueue(operation: Operation, files: readonly { fact: AttachmentFact; bytes: Blob }[]): Promise<void>;

	/**
	 * The exchange to send: these operations, in this order, with the cursor of the same moment, and what was written
	 * in drafts, those of the operations first. A phone that was
	 * updated to another version of the protocol begins again with the first change: it may now read what it could not.
	 */
	exchangeFor(operationIds: readonly OperationId[]): Promise<Omit<Exchange, 'protocol'>>;

	/** A file to upload; null when it is gone (its draft was deleted). Bytes are those that were hashed. */
	file(attachmentId: AttachmentId): Promise<{ fact: AttachmentFact; bytes: Blob } | null>;

	/** The server confirmed that it holds the whole file. */
	markStored(attachmentId: AttachmentId): Promise<void>;

	/**
	 * Applies a reply, in one transaction or not at all: done operations leave, refused ones are set aside with
	 * everything that they carry, files that the server misses become missing again, pictures of dossiers and
	 * payments are kept, drafts are merged, the cursor moves. Promises: an edit of a draft that was not confirmed waits
	 * on; a done or set-aside operation never leaves the phone again;
	 * the cursor never is ahead of the rows and never goes back; an older picture never replaces a newer one.
	 */
	settle(reply: TakenReply): Promise<void>;

	/** Refused for good, by word about one operation. Everything that it carries stays. */
	setAside(operationId: OperationId, fault: Fault): Promise<void>;

	/** The facts of the result to fetch; null when there is none, or it is already here. */
	resultFile(dossierId: DossierId): Promise<ResultFile | null>;

	/**
	 * Keeps a verified result and, in the same transaction, queues the word that it was taken.
	 * Repeats change nothing.
	 * @param operationId for that word
	 */
	keepResult(dossierId: DossierId, file: ResultFile, bytes: Blob, operationId: OperationId): Promise<void>;
}

/** @param files all that the phone knows of, with those that the server holds */
export function waitingOperations(
	queued: readonly Operation[],
	files: Iterable<{
		readonly fact: Pick<AttachmentFact, 'attachmentId' | 'sha256'>;
		readonly stored: boolean;
	}>
): WaitingOperation[] {
	const stored = [...files].filter((file) => file.stored).map(({ fact }) => fact);
	const ids = new Set<string>(stored.map(({ attachmentId }) => attachmentId));
	const contents = new Set<string>(stored.map(({ sha256 }) => sha256));
	return queued.map((operation) => ({
		operationId: operation.operationId,
		missing: filesOf(operation)
			.filter(({ attachmentId }) => !ids.has(attachmentId))
			.map(({ attachmentId, size, sha256 }) => {
				const isCounted = contents.has(sha256);
				contents.add(sha256);
				return { attachmentId, size: isCounted ? 0 : size };
			})
	}));
}

export function filesOf(operation: Operation): readonly AttachmentFact[] {
	return 'attachments' in operation ? operation.attachments : [];
}

/** Nothing will happen to it any more: not accepted, stopped or withdrawn, returned. */
export function isEnded(dossier: Dossier): boolean {
	const { status } = fold(dossier.events);
	return status === 3 || status === 8 || status === 10;
}

/** Whether a picture may replace the one that is kept: events are only ever added. */
export function isNewer(dossier: Dossier, kept: Dossier | undefined): boolean {
	return !kept || dossier.events.length >= kept.events.length;
}

/** Whether what an older app has left tells more: of the same events it was told in fewer words, without receipts. */
export function tellsMore(left: Dossier, kept: Dossier | undefined): boolean {
	return !kept || left.events.length > kept.events.length;
}
