/**
 * A dossier (hồ sơ) and what happens to it. Facts are events; everything else is folded from them by machine.ts.
 * `at` is always the server's clock; the phone's own time is kept as a claim, never as a fact.
 */
import * as z from 'zod/mini';
import { fileKinds } from '../files.ts';
import { AttachmentId, Day, DossierId, Instant, PaymentId, RequestId, Sha256 } from '../ids.ts';
import { ChargeLine, Vnd } from '../money.ts';
import { FormValues } from '../services/values.ts';
import { Text } from '../text.ts';
import { Receipt } from './receipt.ts';

/** A file of the dossier, named by its content. */
export const AttachmentFact = z.object({
	attachmentId: AttachmentId,
	component: z.string().check(z.maxLength(40)),
	name: z.string().check(z.maxLength(200)),
	type: z.enum(fileKinds),
	size: z.int().check(z.positive()),
	sha256: Sha256
});
export type AttachmentFact = z.infer<typeof AttachmentFact>;

/**
 * Duties in an agency (PORTAL.md §7.2): one-stop officer, specialist, head of a unit, signing leader, clerk who
 * stamps, postal officer, supervisor of administrative procedures, administrator of the system.
 */
export const Duty = z.enum([
	'reception',
	'specialist',
	'head',
	'leader',
	'clerk',
	'post',
	'supervisor',
	'administrator'
]);
export type Duty = z.infer<typeof Duty>;

/** Who did it. Names of officers are shown to the citizen: an act is always under a named person. */
export const Actor = z.object({
	role: z.enum(['citizen', 'portal', 'gateway', 'agency']),
	name: z.optional(z.string().check(z.maxLength(150))),
	title: z.optional(z.string().check(z.maxLength(150))),
	unit: z.optional(z.string().check(z.maxLength(200))),
	/** In which duty an officer acted at the desk; an agency's own system does not say. */
	duty: z.optional(Duty)
});
export type Actor = z.infer<typeof Actor>;

export const SupplementItem = z.object({
	/** Component id of the service, or null for something said in words only. */
	component: z.nullable(z.string().check(z.maxLength(40))),
	text: z.string().check(z.maxLength(1000))
});
export type SupplementItem = z.infer<typeof SupplementItem>;

export const ResultFile = z.object({
	name: z.string().check(z.maxLength(200)),
	type: z.string().check(z.maxLength(100)),
	size: z.int().check(z.positive()),
	sha256: Sha256
});
export type ResultFile = z.infer<typeof ResultFile>;

/** Who gets a dossier from a colleague. */
export const Recipient = z.object({
	name: z.string().check(z.maxLength(150)),
	title: z.string().check(z.maxLength(150)),
	unit: z.string().check(z.maxLength(200))
});
export type Recipient = z.infer<typeof Recipient>;

/** `HH:MM` in Việt Nam. */
const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

const base = {
	/** 1, 2, 3 … within the dossier; the order of facts. */
	sequence: z.int().check(z.positive()),
	at: Instant,
	actor: Actor
};

/** Papers that were handed in at a counter, as slip 01 lists them. */
export const PaperCount = z.object({
	/** Component id of the service. */
	component: z.string().check(z.maxLength(40)),
	originals: z.int().check(z.nonnegative(), z.maximum(99)),
	copies: z.int().check(z.nonnegative(), z.maximum(99))
});
export type PaperCount = z.infer<typeof PaperCount>;

export const DossierEvent = z.discriminatedUnion('kind', [
	z.object({ ...base, kind: z.literal('submitted') }),
	z.object({ ...base, kind: z.literal('fee_requested'), lines: z.array(ChargeLine), amount: Vnd }),
	z.object({
		...base,
		kind: z.literal('fee_paid'),
		paymentId: PaymentId,
		receiptNumber: z.string(),
		amount: Vnd,
		/** Set when the wait for the money moved the promised day. */
		appointmentOn: z.optional(Day)
	}),
	/** The agency's own system has it, under its own reference. */
	z.object({ ...base, kind: z.literal('forwarded'), reference: z.nullable(z.string()) }),
	/** Reception: the time limit starts, results are promised for `appointmentOn`. */
	z.object({
		...base,
		kind: z.literal('accepted'),
		receivedOn: Day,
		appointmentOn: Day,
		appointmentTime: z.optional(TimeOfDay),
		/** Only of a dossier that came on paper. */
		papers: z.optional(z.array(PaperCount))
	}),
	z.object({ ...base, kind: z.literal('processing'), note: z.nullable(z.string()) }),
	z.object({
		...base,
		kind: z.literal('supplement_requested'),
		requestId: RequestId,
		items: z.array(SupplementItem),
		until: Day
	}),
	z.object({
		...base,
		kind: z.literal('supplement_sent'),
		requestId: RequestId,
		note: z.string(),
		attachments: z.array(AttachmentFact),
		/** Set when reception had happened: the limit is counted anew (Decree 61/2018 art. 19.4). */
		appointmentOn: z.nullable(Day)
	}),
	z.object({ ...base, kind: z.literal('refused'), reason: z.string() }),
	/** From one officer to the next; slip 05 lists them. */
	z.object({ ...base, kind: z.literal('handed_over'), to: Recipient, note: z.nullable(z.string()) }),
	/** It will be late: another day is promised, once (Decree 61/2018 art. 19.9). */
	z.object({ ...base, kind: z.literal('apologised'), reason: z.string(), appointmentOn: Day }),
	z.object({
		...base,
		kind: z.literal('decided'),
		outcome: z.enum(['granted', 'refused']),
		note: z.nullable(z.string()),
		/** What the agency announced; the portal holds it once `result_stored` follows. */
		result: z.nullable(ResultFile)
	}),
	z.object({ ...base, kind: z.literal('result_stored'), result: ResultFile }),
	z.object({ ...base, kind: z.literal('returned') }),
	z.object({ ...base, kind: z.literal('withdrawal_requested'), reason: z.string() }),
	z.object({ ...base, kind: z.literal('withdrawal_confirmed') }),
	z.object({ ...base, kind: z.literal('withdrawal_rejected'), reason: z.string() }),
	z.object({ ...base, kind: z.literal('stopped'), reason: z.string() })
]);
export type DossierEvent = z.infer<typeof DossierEvent>;
export type EventKind = DossierEvent['kind'];
/** An event before the dossier gave it its place. */
export type NewDossierEvent = DossierEvent extends infer E
	? E extends DossierEvent
		? Omit<E, 'sequence'>
		: never
	: never;

/** Its place among the dossiers of one submission (parts.ts). */
export const DossierPart = z.object({
	/** Id of the part in the definition; a province's code where each province has its own. */
	id: z.string().check(z.maxLength(40)),
	/** From 0; the first has the id that the phone made. */
	index: z.int().check(z.nonnegative()),
	of: DossierId,
	title: Text,
	/** Parts that must be decided before its office gets it. */
	needs: z.array(z.string().check(z.maxLength(40))),
	/** Its office does not have it yet, because of those. */
	waits: z.boolean()
});
export type DossierPart = z.infer<typeof DossierPart>;

/** The dossier as its owner sees it, on the phone and on the server alike. */
export const Dossier = z.object({
	dossierId: DossierId,
	/** Official code, Circular 01/2018 art. 19; the server's. */
	code: z.string(),
	procedureCode: z.string(),
	serviceVersion: z.int(),
	/** Reference that the phone gave before the server answered. */
	localReference: z.string(),
	agency: z.object({ code: z.string(), name: Text }),
	form: FormValues,
	attachments: z.array(AttachmentFact),
	submittedAt: Instant,
	/** Absent when the submission made this dossier only. */
	part: z.optional(DossierPart),
	events: z.array(DossierEvent),
	/** Signed by the portal: of the submission first, then of supplements. None from before it signed any. */
	receipts: z.optional(z.array(Receipt))
});
export type Dossier = z.infer<typeof Dossier>;
