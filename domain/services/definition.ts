/**
 * A public service as data: what is asked, which papers, what it costs, who decides and in what time. One definition
 * gives the form, the checks on phone and server, the officer's view, the printed declaration and the agency's JSON.
 * Everything is a JSON value, so that whoever answers for a service changes a file and no program (docs/SERVICES.md);
 * `check.ts` says what is wrong with a definition, `expand.ts` puts shared blocks in their places.
 */
import type { TimeLimit } from '../dossier/time-limit.ts';
import type { ChargeLine } from '../money.ts';
import type { Text } from '../text.ts';

/** When something applies, over the answers. Inside a row, its own columns come before the fields of the form. */
export type Condition =
	| { readonly field: string; readonly is: string | boolean }
	/** True when any of the chosen options is in the list; of a place, its province. */
	| { readonly field: string; readonly anyOf: readonly string[] }
	/** Both are answered alike. */
	| { readonly field: string; readonly same: string }
	/** Somewhere in the answer, in lower case, stands what the expression finds. */
	| { readonly field: string; readonly matches: string }
	| { readonly filled: string }
	| { readonly not: Condition }
	| { readonly all: readonly Condition[] }
	| { readonly any: readonly Condition[] }
	/** Not for what decides whether a field is shown: the case follows from the answers. */
	| { readonly case: string }
	| { readonly amount: Amount; readonly op: Comparison; readonly than: Amount }
	| { readonly day: DayRef; readonly op: Comparison; readonly than: DayRef }
	/** No two rows have the same in that column. */
	| { readonly distinct: string; readonly by: string }
	/** The rows follow one another in time without a hole, whatever their order. */
	| { readonly continuous: string; readonly from: string; readonly to: string };

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** `today`, a day (`2025-08-07`), or the answer of a field (a day, a year or a month: its first day). */
export type DayRef =
	| string
	| {
			readonly of: DayRef;
			readonly plus: number;
			/** `month_end`: the last day of the month that lies so many months after; 0 working days: that day or the next working one. */
			readonly unit: 'day' | 'working_day' | 'month' | 'month_end' | 'year';
	  }
	/** Last day of the tax period that a field names: `09/2026`, `Q3/2026`, `2026`. */
	| { readonly periodEnd: string }
	| { readonly when: Condition; readonly then: DayRef; readonly else: DayRef }
	| { readonly first: string; readonly column: string }
	| { readonly last: string; readonly column: string };

/** A number out of the answers; VND where it is money. Total: what is not answered counts 0, and it always ends. */
export type Amount =
	| number
	/** A number that was answered. */
	| { readonly of: string }
	/** Rows, or options chosen. */
	| { readonly count: string; readonly where?: Condition }
	/** Sum over rows. */
	| { readonly each: string; readonly sum: Amount; readonly where?: Condition }
	/** Which row this is, from 1. */
	| { readonly row: 'number' }
	| { readonly add: readonly Amount[] }
	| { readonly times: readonly Amount[] }
	/** Never below 0. */
	| { readonly from: Amount; readonly less: Amount }
	| { readonly least: readonly Amount[] }
	| { readonly most: readonly Amount[] }
	| { readonly round: Amount; readonly to: number }
	/** By the option chosen, yes or no, or the province of a place. */
	| { readonly table: string; readonly values: Readonly<Record<string, Amount>>; readonly else?: Amount }
	/** What holds on the day of submission: the last whose day has come. */
	| { readonly since: readonly (readonly [day: string, amount: Amount])[] }
	| { readonly when: Condition; readonly then: Amount; readonly else: Amount }
	/** Whole days, months or years between two days; 0 when one is not known. */
	| { readonly span: 'day' | 'month' | 'year'; readonly after: DayRef; readonly until: DayRef };

export interface Option {
	readonly value: string;
	readonly label: Text;
	/** Offered only then. */
	readonly shownWhen?: Condition;
}

interface FieldBase {
	readonly id: string;
	readonly label: Text;
	readonly help?: Text;
	/** `true` always, `false` never, else only when the condition holds. */
	readonly required: boolean | Condition;
	/** Shown (and kept) only then; looks only at what is asked before. Absent: always. */
	readonly shownWhen?: Condition;
	/** Claim of the identity provider that prefills it. */
	readonly prefill?: 'name' | 'personalId' | 'birth' | 'sex' | 'phone';
	/** For the browser's own memory, as in the HTML standard's autocomplete tokens. */
	readonly autocomplete?: string;
}

export type FieldKind =
	| {
			readonly type: 'text' | 'textarea';
			readonly minLength?: number;
			readonly maxLength: number;
			/** Must match (an expression with the `u` flag) after trimming and, with `upper`, upper-casing. */
			readonly pattern?: string;
			/** Matching is only advised: another value passes with a warning. */
			readonly advisedPattern?: string;
			/** The warning's words; absent: those of a driving licence's number. */
			readonly advice?: Text;
			readonly example?: string;
			readonly upper?: boolean;
			readonly numeric?: boolean;
			/** A code: blanks, dots and dashes in it do not count. */
			readonly compact?: boolean;
	  }
	| {
			readonly type: 'day';
			readonly notAfterToday?: boolean;
			readonly notBeforeToday?: boolean;
			/** Id of the day on which the same paper was issued: it cannot end before. */
			readonly issuedOn?: string;
			/** A day that is over passes with a doubt. */
			readonly endOfValidity?: boolean;
	  }
	/** Year only or a whole day: older people know no more (PORTAL.md §9.4). */
	| { readonly type: 'birth' }
	/** `YYYY-MM`. */
	| { readonly type: 'month'; readonly notAfterToday?: boolean }
	/** `HH:MM`. */
	| { readonly type: 'time' }
	| { readonly type: 'personalId' }
	| { readonly type: 'phone' }
	| { readonly type: 'email' }
	/** Ten digits with their check digit, a branch suffix; with `personal` the 12 digits of a person too. */
	| { readonly type: 'taxCode'; readonly personal?: boolean }
	| { readonly type: 'plate' }
	| { readonly type: 'bankAccount' }
	| {
			readonly type: 'number';
			readonly min?: number;
			readonly max?: number;
			/** 0 to 2 digits behind the comma; absent: none. */
			readonly decimals?: number;
			readonly unit?: Text;
	  }
	/** Whole đồng. */
	| { readonly type: 'money'; readonly min?: number; readonly max?: number }
	| { readonly type: 'choice' | 'choices'; readonly options: readonly Option[] }
	/** A yes; with `mustAgree` nothing else is accepted. */
	| { readonly type: 'yes'; readonly mustAgree?: boolean }
	/** Province and commune codes of the 2025 set, and the rest in words. */
	| { readonly type: 'place' }
	/** One province code, or several. */
	| { readonly type: 'province' | 'provinces' }
	/** ISO 3166-1 alpha-2; `except` are not accepted. */
	| { readonly type: 'country'; readonly except?: readonly string[] };

/** A question that stands for itself or is a column of a list. */
export type Column = FieldBase & FieldKind;

export type Field =
	| Column
	/** A list of like things: goods, members, places. Its rows are judged by its columns. */
	| (FieldBase & {
			readonly type: 'rows';
			readonly columns: readonly Column[];
			readonly rowsMin?: number;
			readonly rowsMax: number;
			/** What one row is: `Thành viên`. */
			readonly rowName: Text;
	  })
	/** Worked out from the answers, never typed. */
	| (FieldBase & { readonly type: 'computed'; readonly amount: Amount; readonly unit?: 'vnd' })
	| (FieldBase & { readonly type: 'computed'; readonly day: DayRef });

export interface FieldGroup {
	readonly id: string;
	readonly title: Text;
	readonly help?: Text;
	readonly fields: readonly Field[];
}

/** A paper of the dossier (thành phần hồ sơ). */
export interface Component {
	readonly id: string;
	/** Code by which a paper that is already held is recognised: `KQ.G15.000031`, or our own `GT.…`. */
	readonly code?: string;
	readonly name: Text;
	readonly help: Text;
	readonly required: boolean | Condition;
	readonly filesMax: number;
	/** What the content may be, told by its first bytes. */
	readonly kinds: readonly FileKind[];
	/** The file of a tax declaration, which must agree with the answers and be signed by the taxpayer (domain/tax). */
	readonly declares?: {
		/** Fields that hold the taxpayer's code, the form's number, the period, and `first` or `additional`. */
		readonly taxCode: string;
		readonly form: string;
		readonly period: string;
		readonly turn: string;
		/** By the form's number: its code in the authority's list, and what its boxes must be. */
		readonly forms: Readonly<Record<string, DeclaredForm>>;
	};
}

export interface DeclaredForm {
	readonly code: string;
	/** The oldest version of its schema that is taken. */
	readonly since: string;
	readonly neverNegative?: readonly string[];
	/** Boxes that are sums of others, exactly. */
	readonly totals?: readonly {
		readonly box: string;
		readonly plus: readonly string[];
		readonly minus?: readonly string[];
	}[];
}

export type FileKind = 'image/jpeg' | 'image/png' | 'application/pdf' | 'application/xml';

/** What must be true between answers. Judged once everything that it looks at is answered. */
export interface Rule {
	readonly id: string;
	/** The field at which it is told. */
	readonly field: string;
	/** Judged for each row of this list; `field` is then a column. */
	readonly each?: string;
	/** Only then. */
	readonly when?: Condition;
	readonly must: Condition;
	/** Judged even while something that it looks at is empty: "at least one of". */
	readonly evenEmpty?: boolean;
	/** A doubt warns and stops nobody. */
	readonly doubt?: boolean;
	readonly say: Text;
	/** Code of the procedure that is meant instead. */
	readonly offer?: string;
}

export interface Fee {
	readonly code: string;
	readonly kind: ChargeLine['kind'];
	readonly label: Text;
	readonly amount: Amount;
	readonly when?: Condition;
}

/** Cases differ in papers, fee, time or agency. The first whose condition holds is the one; the last has none. */
export interface ServiceCase {
	readonly id: string;
	readonly title: Text;
	readonly when?: Condition;
	readonly timeLimit?: TimeLimit;
}

/** A step of a linked service: a dossier of its own, out of the same submission. */
export interface LinkedPart {
	readonly id: string;
	readonly title: Text;
	/** Absent: where the service itself goes. */
	readonly route?: Route;
	readonly timeLimit: TimeLimit;
	/** Parts that come before it; it goes to its office when they are decided. */
	readonly needs: readonly string[];
	/** Groups of questions, and papers, that its office gets; absent: all. No office gets what does not concern it. */
	readonly groups?: readonly string[];
	readonly components?: readonly string[];
}

/** Who decides. The first whose condition holds; the last has none. */
export interface Route {
	readonly when?: Condition;
	/** Which agency system receives it. */
	readonly system: string;
	/** Last block of the agency code, QCVN 102:2016; one system, one code. */
	readonly code: string;
	/** The deciding agency; `{province}` and `{commune}` stand for those of the field named in `by`. */
	readonly name: Text;
	/** Field (place or province) whose province's office it is; null for the one office of a ministry. */
	readonly by: string | null;
}

interface ServiceBase {
	readonly id: string;
	readonly procedureCode: string;
	/** Grows with every change of the form; a dossier keeps the version it was filled under. */
	readonly version: number;
	/** First day on which a draft may be begun under it. */
	readonly validFrom: string;
	/** Last day; null while it is the newest. */
	readonly validTo: string | null;
	readonly title: Text;
}

export interface DossierService extends ServiceBase {
	readonly kind: 'dossier';
	/** A notification ends with its reception; a company's service in a contract instead of a decision. */
	readonly nature: 'decision' | 'notification' | 'company' | 'declaration' | 'linked';
	/** Law and forms that it follows. */
	readonly basis: readonly string[];
	/** What our sources do not agree on or have from memory, for whoever puts the service into use. */
	readonly uncertain?: readonly string[];
	readonly groups: readonly FieldGroup[];
	readonly components: readonly Component[];
	readonly rules: readonly Rule[];
	/** Taken at submission; empty when the service is free. */
	readonly fees: readonly Fee[];
	readonly cases: readonly ServiceCase[];
	/** Time limit of the agency, from reception, unless the case has its own. */
	readonly timeLimit: TimeLimit;
	readonly routes: readonly Route[];
	/** A linked service: its dossiers in order, the first without needs. */
	readonly parts?: readonly LinkedPart[];
	/** Question whose provinces have each an office of their own: one dossier for each. */
	readonly perProvince?: string;
	readonly results: readonly { readonly code: string | null; readonly name: Text }[];
	/** The transaction that follows it, and the field whose answer is looked up there. */
	readonly next?: { readonly procedureCode: string; readonly ask: string };
	/** Where answers of an earlier version went: field id and option value, old to new. */
	readonly from?: Migration;
}

/** How the answers of the version before become answers of this one. What is not named keeps its id. */
export interface Migration {
	readonly fields?: Readonly<Record<string, string>>;
	/** By new field id: old option to new, `null` when there is none any more. */
	readonly options?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
	readonly why: Text;
}

export interface TransactionService extends ServiceBase {
	readonly kind: 'transaction';
	/** What is asked to find what is to be paid. */
	readonly lookup: readonly Column[];
	/** Which issuer answers the look-up. */
	readonly issuer: string;
	/** What the look-up shows is for people who are logged in; absent: anybody may look up and pay. */
	readonly needsLogin?: boolean;
	/** What is asked when paying: who pays, how papers come back. */
	readonly details?: readonly Column[];
}

export type Service = DossierService | TransactionService;
