/**
 * What one person keeps on this phone: one database per owner, so that a shared phone never mixes people.
 * Promises: a write that has resolved is on the disk (strict durability), which is what "saved on this device"
 * means; what a live query shows was committed.
 * What a person typed, photographed or was sent lies sealed (cabinet.ts); ids, positions and marks lie in clear.
 * Leaves the writing to commands.ts, session.ts and phone-store.ts, the reading to queries.ts.
 */
import Dexie, { type Table } from 'dexie';
import type { Dossier, AttachmentFact, ResultFile } from '../../domain/dossier/schema.ts';
import type { DraftCopy } from '../../domain/drafts/copy.ts';
import type { Fault } from '../../domain/faults.ts';
import type {
	AttachmentId,
	DossierId,
	DraftId,
	OperationId,
	PaymentId,
	PersonId,
	RequestId,
	Sha256
} from '../../domain/ids.ts';
import type { Payment, PaymentSubject } from '../../domain/payment/schema.ts';
import type { DeclarationReading } from '../../domain/tax/declaration.ts';
import type { FormValues } from '../../domain/services/values.ts';
import type { Operation } from '../protocol.ts';
import { Cabinet, type Mark, type SealedContent, type SealedRow } from './cabinet.ts';
import { deviceRing, type KeyRing, type KeyRow, PhoneLocked } from './keys.ts';
import { medium } from './medium.ts';
import { ringOf } from './rings.ts';
import type { KeptPaper } from './papers.ts';
import type { BillRecord } from './standing-bills.ts';

export type Owner = PersonId | 'guest';

/** An application that has not become a dossier yet. Deleted in the transaction that brings its dossier home. */
export interface Draft {
	readonly draftId: DraftId;
	/** Minted at the start: one draft becomes one dossier, however often it is sent. */
	readonly dossierId: DossierId;
	/** Used by the next submission; a refusal spends it and the next one gets a new one. */
	readonly operationId: OperationId;
	readonly procedureCode: string;
	readonly serviceVersion: number;
	readonly values: FormValues;
	/** Index of the question group where the person is. */
	readonly group: number;
	/** Ms since 1970 by this phone. */
	readonly createdAt: number;
	readonly updatedAt: number;
	/** `queued` cannot be edited: its words are already under way. */
	readonly state: 'editing' | 'queued' | 'refused';
	/** Why the server refused it; only in `refused`. */
	readonly fault?: Fault;
	readonly localReference: string;
	/** What her devices share of it; absent for a guest, and until it is first written or sent by this release. */
	readonly copy?: DraftCopy;
	/** What happened to it on another device, until she has read it. */
	readonly notice?: DraftNotice;
}

/** Thrown away there while it was written here; written there while it was thrown away here; submitted from there. */
export type DraftNotice = 'discarded_elsewhere' | 'edited_elsewhere' | 'submitted_elsewhere';

/** A file that she added. Once its dossier is received only the facts stay; `bytes` becomes null. */
export interface PhoneAttachment extends AttachmentFact {
	readonly dossierId: DossierId;
	readonly bytes: Blob | null;
	readonly purpose: 'draft' | 'supplement';
	/** The request that a supplement answers. */
	readonly requestId?: RequestId;
	/** Of a tax declaration, what was read in it when it was added. */
	readonly declared?: DeclarationReading;
	/** What the server is known to hold; only for showing, the server's own offset is the truth. */
	readonly uploadedBytes: number;
	/** The server holds it whole and verified. */
	readonly stored: boolean;
	readonly addedAt: number;
	/** Where the bytes lie when not under its own id; null when they are gone (contents.ts). */
	readonly contentId?: AttachmentId | null;
}

/** An operation that waits to be settled. Leaves only when the server has answered `done`. */
export interface OutboxEntry {
	/** Order of queueing on this phone; clocks jump, this does not. Given by the database. */
	readonly position?: number;
	readonly operationId: OperationId;
	readonly dossierId: DossierId;
	readonly operation: Operation;
	readonly queuedAt: number;
	/** `set_aside`: refused for good, kept until the person has dealt with it, never in the way of others. */
	readonly state: 'queued' | 'set_aside';
	readonly fault?: Fault;
}

/** An attempt to pay, kept before the server is asked, so that a cut line cannot lose its name. */
export interface KeptPayment {
	readonly paymentId: PaymentId;
	readonly subject: PaymentSubject;
	readonly keptAt: number;
	/** Null until the server has answered once. */
	readonly payment: Payment | null;
}

/** A result file, whole and verified. */
export interface KeptResult {
	readonly dossierId: DossierId;
	readonly file: ResultFile;
	readonly bytes: Blob;
	readonly keptAt: number;
}

/** What she is writing to an agency, before it is queued: the note of a supplement, the reason of a withdrawal. */
export type UnsentWords =
	| { readonly kind: 'supplement'; readonly dossierId: DossierId; readonly requestId: RequestId }
	| { readonly kind: 'withdraw'; readonly dossierId: DossierId };

/** Their row among the facts. */
export function wordsKey(of: UnsentWords): string {
	return `words:${of.kind}:${of.kind === 'supplement' ? of.requestId : of.dossierId}`;
}

/** Marks of what she said about files: 1 while she paused them; the position up to which any line will do. */
export const filesPausedMark = 'filesPaused';
export const filesAllowedMark = 'filesAllowed';

/** Marks of the exchange: the version of the protocol in which the cursor was given, and changes it could not read. */
export const cursorProtocolMark = 'cursorProtocol';
export const unreadMark = 'unread';

/** Where the hash of what this phone sent stands among the facts: by the dossier, or by the request it answers. */
export function sentKey(of: {
	readonly dossierId: DossierId;
	readonly requestId?: RequestId | undefined;
}): string {
	return `sent:${of.requestId ?? of.dossierId}`;
}

/** Whether this operation carries those words. */
export function says(operation: Operation, of: UnsentWords): boolean {
	if (operation.dossierId !== of.dossierId || operation.kind !== of.kind) return false;
	return of.kind === 'withdraw' || (operation.kind === 'supplement' && operation.requestId === of.requestId);
}

/** The person as the server knows her, for prefilling and for showing who is logged in. */
export interface Me {
	readonly personId: PersonId;
	readonly name: string;
	/** 12 digits. */
	readonly personalId: string;
	/** `YYYY-MM-DD` or `YYYY`. */
	readonly birth: string;
	readonly sex: 'male' | 'female';
	readonly phone: string;
}

/** What lies in the cabinet, by kind. Bytes of files lie beside it, as contents. */
export interface Records {
	readonly drafts: Draft;
	readonly files: Omit<PhoneAttachment, 'bytes'>;
	readonly outbox: OutboxEntry;
	readonly dossiers: Dossier;
	readonly payments: KeptPayment;
	readonly results: Omit<KeptResult, 'bytes'>;
	readonly bills: BillRecord;
	/** `me`; words that are not sent, by `wordsKey`; the manifest of what was, by `sentKey`; what she threw away. */
	readonly facts: {
		readonly key: string;
		readonly me?: Me;
		readonly text?: string;
		readonly manifest?: Sha256;
		readonly discarded?: DraftCopy;
		/** Kept for later forms, by `paperKey`. */
		readonly paper?: KeptPaper;
	};
}

export class PhoneDb extends Dexie {
	declare readonly sealedDrafts: Table<SealedRow, DraftId>;
	declare readonly sealedFiles: Table<SealedRow, AttachmentId>;
	declare readonly sealedOutbox: Table<SealedRow, number>;
	declare readonly sealedDossiers: Table<SealedRow, DossierId>;
	declare readonly sealedPayments: Table<SealedRow, PaymentId>;
	declare readonly sealedResults: Table<SealedRow, DossierId>;
	declare readonly sealedBills: Table<SealedRow, string>;
	declare readonly sealedFacts: Table<SealedRow, string>;
	declare readonly sealedContents: Table<SealedContent, string>;
	declare readonly marks: Table<Mark, string>;
	declare readonly keys: Table<KeyRow, string>;
	readonly owner: Owner;
	readonly cabinet: Cabinet;
	#key: Promise<KeyRing> | null = null;

	constructor(owner: Owner) {
		super(databaseName(owner), {
			...medium(),
			chromeTransactionDurability: 'strict',
			// Dexie's cache would show writes to live queries before they are on the disk.
			cache: 'disabled'
		});
		this.owner = owner;
		this.cabinet = new Cabinet(this, () => this.key());
		this.version(1).stores(plainStores);
		// Under other names, so that a tab with last week's app neither reads nor spoils them. What it leaves in the
		// plain ones is sealed at the next opening: seal-plain.ts.
		this.version(2).stores({
			sealedDrafts: 'draftId, dossierId',
			sealedFiles: 'attachmentId, dossierId',
			sealedOutbox: '++position, &operationId, dossierId',
			sealedDossiers: 'dossierId',
			sealedPayments: 'paymentId',
			sealedResults: 'dossierId',
			sealedBills: 'billId',
			sealedFacts: 'key',
			sealedContents: 'contentId',
			marks: 'key',
			keys: 'id'
		});
		this.on('close', () => this.#lock());
	}

	/** The data keys, read and unwrapped once. @throws PhoneLocked while a PIN is asked for */
	key(): Promise<KeyRing> {
		this.#key ??= this.#ring().catch((error: unknown) => {
			this.#key = null;
			throw error;
		});
		return this.#key;
	}

	async #ring(): Promise<KeyRing> {
		return ringOf(this.owner) ?? (await deviceRing(this.keys));
	}

	override close(options?: { disableAutoOpen: boolean }): void {
		super.close(options);
		this.#lock();
	}

	#lock(): void {
		this.#key = null;
		this.cabinet.forget();
	}

	/** Whether anything of the first release, or of a tab that still runs it, lies in clear. */
	async hasPlainRows(): Promise<boolean> {
		const stores = Object.keys(plainStores);
		const counts = await this.transaction('r', stores, () =>
			Promise.all(stores.map((store) => this.table(store).count()))
		);
		return counts.some((count) => count > 0);
	}
}

/** The stores of the first release, in which everything lay in clear. Kept for what an old app has left in them. */
export const plainStores = {
	drafts: 'draftId, dossierId',
	attachments: 'attachmentId, dossierId',
	outbox: '++position, &operationId, dossierId',
	dossiers: 'dossierId',
	payments: 'paymentId',
	results: 'dossierId',
	bills: 'customerCode',
	meta: 'key'
} as const;

export function databaseName(owner: Owner): string {
	return owner === 'guest' ? 'motcua-khach' : `motcua-${owner}`;
}

/** What a failed write means for the person. Anything that is not about storage is a fault of ours: rethrown. */
export function storageFault(error: unknown): Fault & { type: 'storage_full' | 'storage_failed' } {
	if (isNamed(error, 'QuotaExceededError')) return { type: 'storage_full' };
	// Locked in another tab while this one was at it.
	if (error instanceof PhoneLocked) return { type: 'storage_failed' };
	if (error instanceof Dexie.DexieError || error instanceof DOMException) return { type: 'storage_failed' };
	throw error;
}

/** Dexie wraps the browser's errors, sometimes twice. */
function isNamed(error: unknown, name: string): boolean {
	if (typeof error !== 'object' || error === null) return false;
	if ('name' in error && error.name === name) return true;
	return 'inner' in error && error.inner !== error && isNamed(error.inner, name);
}
