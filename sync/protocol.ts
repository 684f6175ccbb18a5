/**
 * What travels between phone and server: operations up, outcomes and changes down, in one exchange.
 *
 * History: 1 – submit, supplement, withdraw, take_result; whole dossiers and payments as changes (2026-11).
 *          2 – events `handed_over` and `apologised`, the fee asked for on the way, lists of rows in forms (2026-11).
 *          3 – submissions and supplements carry the seal of their manifest, dossiers their receipts; payments are for charges of
 *              any issuer (2026-11).
 * The server speaks the newest three (protocol/older.ts); what a phone cannot read of a reply breaks nothing else of it
 * (protocol/read-reply.ts). A new kind, a new fault, a field that must be there: another version. A field that may be
 * absent: the same one.
 *
 * An operation is named by the phone before it leaves. The server keeps the outcome of every id for ever: the
 * same id with the same content gets the same outcome, with other content `id_conflict`. There is no sequence
 * among operations (docs/decisions/0004): each names what it needs, and the server refuses what comes too early.
 */
import * as z from 'zod/mini';
import { Seal } from '../domain/dossier/manifest.ts';
import { AttachmentFact, Dossier } from '../domain/dossier/schema.ts';
import { DraftsDown, DraftsUp } from '../domain/drafts/delta.ts';
import { Fault } from '../domain/faults.ts';
import { AttachmentId, DossierId, OperationId, RequestId } from '../domain/ids.ts';
import { attachmentsPerDossierMax, operationsPerExchangeMax } from '../domain/limits.ts';
import { Payment } from '../domain/payment/schema.ts';
import { FormValues } from '../domain/services/values.ts';

export const protocolVersion = 3;
/** The oldest that the server still takes: phones are away for weeks, and old apps stay open. */
export const protocolOldest = protocolVersion - 2;
/** From here on a submission and a supplement come sealed. */
export const protocolSealed = 3;

/**
 * Header that names the person for whom a phone speaks. The server takes the visitor for nobody when its session is
 * another's: on a shared phone somebody may have logged in in another tab, and nothing may go out, or come in, under
 * the wrong name.
 */
export const personHeader = 'x-mot-cua-person';

const operation = { operationId: OperationId, dossierId: DossierId };
/** Absent in what an app before version 3 sends. */
const sealed = { seal: z.optional(Seal) };
const files = z.array(AttachmentFact).check(z.maxLength(attachmentsPerDossierMax));

export const Operation = z.discriminatedUnion('kind', [
	z.object({
		...operation,
		kind: z.literal('submit'),
		procedureCode: z.string().check(z.maxLength(40)),
		serviceVersion: z.int(),
		/** Version of the catalogue that the person read. */
		catalogueVersion: z.string().check(z.maxLength(80)),
		localReference: z.string().check(z.maxLength(40)),
		/** When she pressed the button, by the phone's clock: a claim. */
		claimedAt: z.string().check(z.maxLength(40)),
		form: FormValues,
		attachments: files,
		...sealed
	}),
	z.object({
		...operation,
		kind: z.literal('supplement'),
		requestId: RequestId,
		note: z.string().check(z.maxLength(2000)),
		attachments: files,
		...sealed
	}),
	z.object({
		...operation,
		kind: z.literal('withdraw'),
		reason: z.string().check(z.minLength(1), z.maxLength(1000))
	}),
	/** The phone holds the result file, whole and verified: the dossier is returned (9 → 10). */
	z.object({ ...operation, kind: z.literal('take_result') })
]);
export type Operation = z.infer<typeof Operation>;

export const Outcome = z.discriminatedUnion('type', [
	/** Durable on the server. For a submission, this is "received". */
	z.object({ type: z.literal('done'), operationId: OperationId }),
	/** Set aside for good; the same id will never be done. */
	z.object({ type: z.literal('refused'), operationId: OperationId, fault: Fault }),
	/** Not yet judged: these files are not stored whole. Nothing was kept; send again after uploading. */
	z.object({
		type: z.literal('files_missing'),
		operationId: OperationId,
		attachmentIds: z.array(AttachmentId)
	})
]);
export type Outcome = z.infer<typeof Outcome>;

export const Change = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('dossier'), dossier: Dossier }),
	z.object({ kind: z.literal('payment'), payment: Payment })
]);
export type Change = z.infer<typeof Change>;

export const Exchange = z.object({
	protocol: z.int(),
	/** Where the phone's picture ends; 0 for a fresh one. Opaque but growing. */
	cursor: z.int().check(z.nonnegative()),
	operations: z.array(Operation).check(z.maxLength(operationsPerExchangeMax)),
	/** What she wrote in drafts; absent from an app that keeps them to its device. */
	drafts: z.optional(DraftsUp)
});
export type Exchange = z.infer<typeof Exchange>;

export const ExchangeReply = z.object({
	/** One for each operation, in order. */
	outcomes: z.array(Outcome),
	/** Whole pictures, newest only: applying one twice, or late, is harmless. */
	changes: z.array(Change),
	cursor: z.int(),
	/** More changes wait behind the cursor: exchange again at once. */
	more: z.boolean(),
	/** Server clock in ms since 1970: the phone's own may be wrong by years. */
	serverTime: z.number(),
	/** Only for an app that sent its own. */
	drafts: z.optional(DraftsDown)
});
export type ExchangeReply = z.infer<typeof ExchangeReply>;
