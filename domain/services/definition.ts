/**
 * A public service as data: what is asked, which papers, what it costs, who decides and in what time.
 * One definition gives the form, the checks on phone and server, and what the agency receives.
 */
import type { ChargeLine } from '../money.ts';
import type { Text } from '../text.ts';

/** When something applies, over the values of other fields. */
export type Condition =
	| { readonly field: string; readonly is: string | boolean }
	/** True when any of the chosen options (enum or multi) is in the list. */
	| { readonly field: string; readonly anyOf: readonly string[] }
	| { readonly not: Condition }
	| { readonly all: readonly Condition[] };

export interface Option {
	readonly value: string;
	readonly label: Text;
}

interface FieldBase {
	readonly id: string;
	readonly label: Text;
	readonly help?: Text;
	/** `true` always, `false` never, else only when the condition holds. */
	readonly required: boolean | Condition;
	/** Shown (and kept) only then. Absent: always. */
	readonly shownWhen?: Condition;
	/** Claim of the identity provider that prefills it. */
	readonly prefill?: 'name' | 'personalId' | 'birth' | 'sex' | 'phone';
	/** For the browser's own memory, as in the HTML standard's autocomplete tokens. */
	readonly autocomplete?: string;
}

export type Field = FieldBase &
	(
		| {
				readonly type: 'text' | 'textarea';
				readonly minLength?: number;
				readonly maxLength: number;
				/** Must match after trimming and, with `upper`, upper-casing. */
				readonly pattern?: RegExp;
				/** Matching is only advised: another value passes with a warning. */
				readonly advisedPattern?: RegExp;
				readonly example?: string;
				readonly upper?: boolean;
				readonly numeric?: boolean;
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
		| { readonly type: 'personalId' }
		| { readonly type: 'phone' }
		| { readonly type: 'email' }
		| { readonly type: 'choice' | 'choices'; readonly options: readonly Option[] }
		/** A yes; with `mustAgree` nothing else is accepted. */
		| { readonly type: 'yes'; readonly mustAgree?: boolean }
		/** Province and commune codes of the 2025 set, and the rest in words. */
		| { readonly type: 'place' }
	);

export interface FieldGroup {
	readonly id: string;
	readonly title: Text;
	readonly fields: readonly Field[];
}

/** A paper of the dossier (thành phần hồ sơ). */
export interface Component {
	readonly id: string;
	readonly name: Text;
	readonly help: Text;
	readonly required: boolean | Condition;
	readonly filesMax: number;
	/** What the content may be, told by its first bytes. */
	readonly kinds: readonly FileKind[];
}

export type FileKind = 'image/jpeg' | 'image/png' | 'application/pdf';

interface ServiceBase {
	readonly id: string;
	readonly procedureCode: string;
	/** Grows with every change of the form; a dossier keeps the version it was filled under. */
	readonly version: number;
	readonly validFrom: string;
	readonly validTo: string | null;
	readonly title: Text;
}

export interface DossierService extends ServiceBase {
	readonly kind: 'dossier';
	readonly groups: readonly FieldGroup[];
	readonly components: readonly Component[];
	/** Taken at submission; empty when the service is free. Source of the amounts: the procedure record. */
	readonly charges: readonly ChargeLine[];
	/** Time limit of the agency, from reception. */
	readonly timeLimit: { readonly quantity: number; readonly unit: 'working_day' | 'same_day' };
	readonly agency: {
		/** Which agency system receives it. */
		readonly system: string;
		/** Last block of the agency code, QCVN 102:2016. */
		readonly code: string;
		/** The deciding agency; `{province}` stands for the province of the field named in `routedBy`. */
		readonly name: Text;
		/** Id of the place field that decides the province. */
		readonly routedBy: string;
	};
}

export interface TransactionService extends ServiceBase {
	readonly kind: 'transaction';
	readonly lookup: Field;
}

export type Service = DossierService | TransactionService;
