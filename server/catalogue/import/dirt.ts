/**
 * What is wrong with a record of the national database, as data; the sentences are in dirt-words.ts. The database is
 * typed by many hands: most dirt is told and the record kept as announced, because correcting an announcement is not
 * ours. `refused` dirt keeps the record out.
 */

/** `where` is a path inside the record as it came, such as `channels.0.fees.1.amount`. */
export type Dirt =
	/** The line is not JSON. */
	| { readonly kind: 'broken_json' }
	/** JSON, but of none of the known shapes. */
	| { readonly kind: 'unknown_shape' }
	/** A field is of another type than its shape says. */
	| { readonly kind: 'wrong_type'; readonly where: string }
	| { readonly kind: 'line_too_long'; readonly bytesMax: number }
	/** Not a procedure code even without its blanks. */
	| { readonly kind: 'code_malformed'; readonly code: string }
	/** Marked as deleted inside the code (`-Xoa`). */
	| { readonly kind: 'code_deleted'; readonly code: string }
	/** The code came before in this import, with other content; the first one counts. */
	| { readonly kind: 'duplicate_differs'; readonly code: string; readonly firstLine: number }
	/** A name, a question or an answer is missing. */
	| { readonly kind: 'missing'; readonly where: string }
	/** A day that does not exist, or one after the day of the import. */
	| { readonly kind: 'day_impossible'; readonly where: string; readonly value: string }
	/** Same code, same content: one is enough. */
	| { readonly kind: 'duplicate_same'; readonly code: string; readonly firstLine: number }
	| { readonly kind: 'code_blanks'; readonly code: string }
	/** Neither `d.dddddd` nor one with a province's suffix. */
	| { readonly kind: 'code_unusual'; readonly code: string }
	| { readonly kind: 'agency_missing' }
	/** Derived by the source from names of agencies, not announced. */
	| { readonly kind: 'level_guessed' }
	| { readonly kind: 'level_missing' }
	| { readonly kind: 'unknown_level'; readonly value: string }
	/** The district level ended on 1 July 2025. */
	| { readonly kind: 'level_abolished'; readonly value: string }
	| { readonly kind: 'unknown_life_event'; readonly value: string }
	| { readonly kind: 'unknown_type'; readonly value: string }
	| { readonly kind: 'unknown_status'; readonly value: string }
	| { readonly kind: 'unknown_method'; readonly where: string; readonly value: string }
	| { readonly kind: 'unknown_unit'; readonly where: string; readonly value: string }
	| { readonly kind: 'unknown_currency'; readonly where: string; readonly value: string }
	| { readonly kind: 'unknown_fee_kind'; readonly where: string; readonly value: string }
	/** A number of we do not know what. */
	| { readonly kind: 'unit_missing'; readonly where: string; readonly quantity: number }
	/** 0 in the amount column, an amount in the words beside it (VND). */
	| { readonly kind: 'free_but_amount'; readonly where: string; readonly amounts: readonly number[] }
	/** Below 1,000 đ, which nothing costs: probably typed in thousands. */
	| { readonly kind: 'amount_in_thousands'; readonly where: string; readonly amount: number }
	/** The year of a circular where an amount should be. */
	| { readonly kind: 'amount_is_year'; readonly where: string; readonly amount: number }
	| { readonly kind: 'amount_impossible'; readonly where: string; readonly amount: number }
	/** An explanation typed as a paper of the dossier. */
	| { readonly kind: 'note_as_paper'; readonly where: string }
	| { readonly kind: 'paper_unnamed'; readonly where: string }
	/** More originals or copies than anybody asks for: a number out of the text. Left out. */
	| { readonly kind: 'count_impossible'; readonly where: string; readonly count: number }
	/** District offices in the text; they ended on 1 July 2025. */
	| { readonly kind: 'abolished_place'; readonly where: string; readonly names: readonly string[] }
	/** Tags of a web page in a text. */
	| { readonly kind: 'markup'; readonly where: string }
	/** Control and zero-width characters; taken out. */
	| { readonly kind: 'invisible_characters'; readonly where: string }
	/** Letters typed as base and mark; composed. */
	| { readonly kind: 'decomposed_letters'; readonly where: string }
	/** A field that this importer does not know; left out. */
	| { readonly kind: 'unknown_field'; readonly where: string }
	/** The answer gives no date. */
	| { readonly kind: 'answer_undated' }
	/** A question about a procedure that is neither here nor in this import. */
	| { readonly kind: 'unknown_procedure'; readonly code: string }
	/** Name, address or number of whoever asked: not for publication, left out. */
	| { readonly kind: 'personal_data'; readonly where: string };

export type DirtKind = Dirt['kind'];

/** Kinds that keep a record out; all others are told and the record is taken in. */
export const refusing: ReadonlySet<DirtKind> = new Set<DirtKind>([
	'broken_json',
	'unknown_shape',
	'wrong_type',
	'line_too_long',
	'code_malformed',
	'code_deleted',
	'duplicate_differs',
	'missing'
]);
