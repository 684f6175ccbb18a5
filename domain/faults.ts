/**
 * The expected failures of the whole system, as plain data. Sentences live with the languages (src/lib/i18n);
 * here a fault only says what happened and carries what a sentence needs.
 */
import * as z from 'zod/mini';
import { AttachmentId } from './ids.ts';

/** What is wrong with one field. `params` fill the sentence: {min}, {max}, {example}. */
export const FieldFault = z.object({
	/** Field id, or component id for files. */
	field: z.string(),
	rule: z.enum([
		'required',
		'unknown_field',
		'wrong_type',
		'too_short',
		'too_long',
		'pattern',
		'not_a_day',
		'not_a_number',
		'too_low',
		'too_high',
		/** The last digit does not fit the others: one of them is mistyped. */
		'check_digit',
		'too_few_rows',
		'too_many_rows',
		/** A rule between answers; the definition's own sentence is in `vi` and `en`. */
		'broken_rule',
		'in_future',
		'in_past',
		/** A paper that ends before it was issued. */
		'before_issue',
		'not_an_option',
		'unknown_place',
		'must_agree',
		'file_missing',
		'too_many_files',
		/** The file of a tax declaration is not what the form says; `why` in domain/tax/judge.ts. */
		'declaration',
		/** The personal number is not that of the person who is logged in. */
		'not_yours'
	]),
	params: z.optional(z.record(z.string(), z.string()))
});
export type FieldFault = z.infer<typeof FieldFault>;

export const Fault = z.discriminatedUnion('type', [
	/** The message does not parse; nothing was applied. `where` names the first wrong place, never its content. */
	z.object({ type: z.literal('malformed'), where: z.optional(z.string()) }),
	z.object({ type: z.literal('too_large') }),
	/** No session, or an ended one. Whatever waits, waits. */
	z.object({ type: z.literal('login_required') }),
	/** What is not yours answers as if it did not exist. */
	z.object({ type: z.literal('not_found') }),
	z.object({ type: z.literal('too_many_requests'), retryAfterMs: z.number() }),
	/** The server speaks another protocol version; the app must be updated first. Drafts stay. */
	z.object({ type: z.literal('outdated_app') }),
	/** The server cannot answer now; try again. */
	z.object({ type: z.literal('unavailable') }),
	/** No network on the phone. */
	z.object({ type: z.literal('offline') }),

	z.object({ type: z.literal('unknown_procedure'), procedureCode: z.string() }),
	z.object({ type: z.literal('unknown_service_version'), procedureCode: z.string(), version: z.number() }),
	z.object({ type: z.literal('form_invalid'), fields: z.array(FieldFault) }),
	/** The same id was used before for other content. */
	z.object({ type: z.literal('id_conflict') }),
	/** The dossier is in a state in which this cannot be done (any more). */
	z.object({ type: z.literal('not_now'), status: z.number() }),

	z.object({ type: z.literal('file_empty'), name: z.string() }),
	z.object({ type: z.literal('file_too_large'), name: z.string(), bytesMax: z.number() }),
	/** Its content is not of an accepted kind, or not what its name and type say. */
	z.object({ type: z.literal('file_kind'), name: z.string() }),
	z.object({ type: z.literal('file_hash'), attachmentId: AttachmentId }),
	/**
	 * What arrived is not what the phone signed: the signature is missing, the content is another, the signature is not
	 * by the key that it names, or the key is another person's. Nothing was applied.
	 */
	z.object({
		type: z.literal('manifest_refused'),
		why: z.enum(['unsigned', 'content', 'signature', 'key'])
	}),
	z.object({ type: z.literal('storage_full') }),
	z.object({ type: z.literal('storage_failed') }),
	/** What was kept on the phone to be sent does not open any more; its draft does. */
	z.object({ type: z.literal('row_damaged') }),

	/** Two of her devices have answered differently, or she has changed it elsewhere; fields as the form knows them. */
	z.object({ type: z.literal('draft_conflict'), fields: z.array(z.string()) }),
	/** The phone's clock stamps edits years off; they are stamped anew. */
	z.object({ type: z.literal('clock_off') }),
	/** Edits before these are missing on the server: the whole draft must come. */
	z.object({ type: z.literal('draft_gap') }),
	/** The draft was submitted from another device; it is a dossier now. */
	z.object({ type: z.literal('draft_submitted') }),
	z.object({ type: z.literal('too_many_drafts'), max: z.number() }),

	/** The issuer knows nothing under what was typed. */
	z.object({ type: z.literal('charges_not_found') }),
	z.object({ type: z.literal('bill_changed') }),
	z.object({ type: z.literal('nothing_due') }),
	/** Another attempt is still open: finish or cancel that one, so that nobody pays twice. */
	z.object({ type: z.literal('payment_open'), paymentId: z.string() }),
	z.object({ type: z.literal('payment_unavailable') }),

	z.object({ type: z.literal('catalogue_corrupt') }),
	z.object({
		type: z.literal('login_failed'),
		why: z.enum(['cancelled', 'expired', 'other_browser', 'provider', 'assurance'])
	}),
	/** The server said something that this app is too old to know; only ever made on the phone, by `readFault`. */
	z.object({ type: z.literal('unknown_fault'), said: z.string() })
]);
export type Fault = z.infer<typeof Fault>;
export type FaultType = Fault['type'];

const Named = z.object({ type: z.string().check(z.maxLength(80)) });

/** A fault as it arrives, perhaps from a newer server; null for what is no fault at all. */
export function readFault(value: unknown): Fault | null {
	const known = Fault.safeParse(value);
	if (known.success) return known.data;
	const named = Named.safeParse(value);
	return named.success ? { type: 'unknown_fault', said: named.data.type } : null;
}

/** What the sync engine does about a fault: try again, ask for a login, ask for an update, or set the operation aside. */
export function reaction(fault: Fault): 'retry' | 'login' | 'update' | 'set_aside' {
	switch (fault.type) {
		case 'offline':
		case 'unavailable':
		case 'too_many_requests':
			return 'retry';
		// Nothing is given up for a word that was not understood.
		case 'unknown_fault':
			return 'retry';
		case 'login_required':
			return 'login';
		case 'outdated_app':
			return 'update';
		default:
			return 'set_aside';
	}
}
