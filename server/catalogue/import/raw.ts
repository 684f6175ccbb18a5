/**
 * The form in which the readers of each source hand a record on: the fields of a published record under our names,
 * with the source's own words for everything that is a list of choices, not yet cleaned.
 */
export interface RawRecord {
	readonly code: string;
	readonly name: string;
	readonly agency: string | null;
	readonly sectors: readonly string[];
	readonly subjects: readonly string[];
	readonly type: string | null;
	readonly status: string | null;
	readonly levels: readonly string[];
	readonly areLevelsGuessed: boolean;
	readonly executing: readonly string[];
	readonly lifeEvents: readonly string[];
	readonly decision: string | null;
	readonly description: string | null;
	readonly keywords: string | null;
	readonly authority: string | null;
	readonly receiving: string | null;
	readonly coordinating: string | null;
	readonly steps: string | null;
	/** Null: the source says nothing about it. */
	readonly channels: readonly RawChannel[] | null;
	readonly dossier: readonly RawCase[] | null;
	readonly results: readonly string[] | null;
	readonly requirements: string | null;
	readonly legal: readonly { readonly code: string | null; readonly name: string | null }[] | null;
	/** Day of announcement, where the source gives it. */
	readonly announcedOn: string | null;
	/** Names of fields that nobody reads. */
	readonly unknownFields: readonly string[];
}

export interface RawChannel {
	readonly method: string;
	readonly time: {
		readonly quantity: number | null;
		readonly unit: string;
		readonly text: string | null;
	} | null;
	readonly fees: readonly RawFee[] | null;
	readonly note: string | null;
}

export interface RawFee {
	readonly amount: number | null;
	readonly currency: string;
	readonly kind: string | null;
	readonly note: string | null;
}

export interface RawCase {
	readonly name: string | null;
	readonly items: readonly RawPaper[];
}

export interface RawPaper {
	readonly name: string | null;
	readonly original: number | null;
	readonly copy: number | null;
	readonly form: string | null;
}
