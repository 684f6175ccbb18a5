/**
 * The catalogue as one ordered set of entries: a key and the row as JSON text. Everything that travels or is kept is
 * made of them: the stream of details, the blocks on the phone, the changes between two versions. Texts are compared
 * and patched letter by letter, so a row is turned into text once, by whoever publishes, and never again.
 *
 *   c:3.000347  curated procedure      q:mat-bang-lai  question      p:1.000005  as announced
 *   a: agencies                        l: places                     o: places of before July 2025
 */
import { compareText } from '../order.ts';
import { Agency } from './agency.ts';
import { Faq } from './faq.ts';
import { OldPlaces } from './old-place.ts';
import { Places } from './place.ts';
import { PublishedRecord } from './published.ts';
import { Procedure } from './record.ts';
import * as z from 'zod/mini';

export type EntryKind = 'c' | 'q' | 'a' | 'l' | 'o' | 'p';

export interface Entry {
	readonly key: string;
	readonly text: string;
}

export const curatedKey = (code: string) => `c:${code}`;
export const faqKey = (id: string) => `q:${id}`;
export const publishedKey = (code: string) => `p:${code}`;
export const agenciesKey = 'a:';
export const placesKey = 'l:';
export const oldPlacesKey = 'o:';

export const kindOf = (key: string) => key.charAt(0) as EntryKind;

/** What a catalogue is made of, before it is cut. */
export interface EntrySource {
	readonly procedures: readonly Procedure[];
	readonly published: readonly PublishedRecord[];
	readonly faqs: readonly Faq[];
	readonly agencies: readonly Agency[];
	readonly places: Places;
	readonly oldPlaces?: OldPlaces | undefined;
}

/** All entries in the order in which a phone gets them: most needed first, what was announced last, by code. */
export function entriesOf(content: EntrySource): Entry[] {
	const procedures = [...content.procedures].sort(
		(a, b) => b.popularity - a.popularity || compareText(a.code, b.code)
	);
	const faqs = [...content.faqs].sort((a, b) => compareText(a.id, b.id));
	const published = [...content.published].sort((a, b) => compareText(a.code, b.code));
	return [
		...procedures.map((row) => ({ key: curatedKey(row.code), text: JSON.stringify(row) })),
		...faqs.map((row) => ({ key: faqKey(row.id), text: JSON.stringify(row) })),
		{ key: agenciesKey, text: JSON.stringify(content.agencies) },
		{ key: placesKey, text: JSON.stringify(content.places) },
		...(content.oldPlaces ? [{ key: oldPlacesKey, text: JSON.stringify(content.oldPlaces) }] : []),
		...published.map((row) => ({ key: publishedKey(row.code), text: publishedText(row) }))
	];
}

/** What a list shows of an announced record. Travels in the list; the rest of the record follows in the stream. */
export type PublishedHead = Pick<
	PublishedRecord,
	| 'code'
	| 'name'
	| 'agency'
	| 'sectors'
	| 'subjects'
	| 'type'
	| 'status'
	| 'levels'
	| 'lifeEvents'
	| 'validFrom'
	| 'validTo'
>;

/** Head first, so that the text can be put together again from the list's part and the stream's. */
export function publishedText(record: PublishedRecord): string {
	return joinPublished(publishedHead(record), publishedRest(record));
}

export function publishedHead(record: PublishedHead): PublishedHead {
	const { code, name, agency, sectors, subjects, type, status, levels, lifeEvents, validFrom, validTo } =
		record;
	return { code, name, agency, sectors, subjects, type, status, levels, lifeEvents, validFrom, validTo };
}

/** JSON of all that the head does not have. */
export function publishedRest(record: PublishedRecord): string {
	const {
		code: _code,
		name: _name,
		agency: _agency,
		sectors: _sectors,
		subjects: _subjects,
		type: _type,
		status: _status,
		levels: _levels,
		lifeEvents: _lifeEvents,
		validFrom: _validFrom,
		validTo: _validTo,
		...rest
	} = record;
	return JSON.stringify(rest);
}

export function joinPublished(head: PublishedHead, rest: string): string {
	return `${JSON.stringify(head).slice(0, -1)},${rest.slice(1)}`;
}

export type Row =
	| { readonly kind: 'c'; readonly row: Procedure }
	| { readonly kind: 'q'; readonly row: Faq }
	| { readonly kind: 'a'; readonly row: readonly Agency[] }
	| { readonly kind: 'l'; readonly row: Places }
	| { readonly kind: 'o'; readonly row: OldPlaces }
	| { readonly kind: 'p'; readonly row: PublishedRecord };

const Agencies = z.array(Agency);

/** Reads a row and checks it against its schema. Null when it is not what its key says. */
export function readEntry({ key, text }: Entry): Row | null {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return null;
	}
	const id = key.slice(2);
	const kind = kindOf(key);
	switch (kind) {
		case 'c': {
			const read = Procedure.safeParse(json);
			return read.success && read.data.code === id ? { kind, row: read.data } : null;
		}
		case 'q': {
			const read = Faq.safeParse(json);
			return read.success && read.data.id === id ? { kind, row: read.data } : null;
		}
		case 'p': {
			const read = PublishedRecord.safeParse(json);
			return read.success && read.data.code === id ? { kind, row: read.data } : null;
		}
		case 'a': {
			const read = Agencies.safeParse(json);
			return read.success ? { kind, row: read.data } : null;
		}
		case 'l': {
			const read = Places.safeParse(json);
			return read.success ? { kind, row: read.data } : null;
		}
		case 'o': {
			const read = OldPlaces.safeParse(json);
			return read.success ? { kind, row: read.data } : null;
		}
		default:
			return null;
	}
}

/** Names have an index of their own; the others say nothing that anybody looks for. */
const notText = new Set([
	'code',
	'name',
	'id',
	'type',
	'status',
	'method',
	'unit',
	'kind',
	'currency',
	'validFrom',
	'validTo',
	'source',
	'sources',
	'service',
	'forms',
	'related',
	'lifeEvents',
	'levels',
	'audience',
	'asOf'
]);

/** All that a procedure says beyond its name, for the full-text index. In both languages, where there are two. */
export function fullText(row: Procedure | PublishedRecord): string {
	const parts: string[] = [];
	const collect = (value: unknown): void => {
		if (typeof value === 'string') parts.push(value);
		else if (Array.isArray(value)) for (const one of value) collect(one);
		else if (value !== null && typeof value === 'object')
			for (const [field, one] of Object.entries(value)) if (!isLeftOut(field, one)) collect(one);
	};
	for (const [field, value] of Object.entries(row)) if (!notText.has(field)) collect(value);
	return parts.join('\n');
}

/** Inside a record `name` is a paper's or an act's, and is looked for. */
function isLeftOut(field: string, value: unknown): boolean {
	return field !== 'name' && notText.has(field) && typeof value === 'string';
}
