/**
 * The list as it travels and as it is kept: a column for each field, because a column of likes packs far better than
 * rows of unlikes (5,780 names, agencies and sectors in about 100 kB). One column holds its different values once and
 * says for each row which of them it is.
 */
import * as z from 'zod/mini';
import { err, invariant, ok, type Result } from '../result.ts';
import type { PublishedHead } from './entry.ts';
import { ListItem, ListQuestion } from './list.ts';
import { PublishedRecord } from './published.ts';
import { AgencyRef } from './record.ts';

/** What the list is composed of (`composeList`). On the wire `questions` and `agencies` are empty: they follow. */
export interface ListParts {
	readonly published: readonly PublishedHead[];
	readonly curated: readonly ListItem[];
	readonly questions: readonly ListQuestion[];
	readonly agencies: readonly AgencyRef[];
}

/** Fields whose values repeat; `name` and `code` have columns of their own. */
const repeating = [
	'agency',
	'sectors',
	'subjects',
	'type',
	'status',
	'levels',
	'lifeEvents',
	'validFrom',
	'validTo'
] as const;
type Repeating = (typeof repeating)[number];

const Column = z.object({ values: z.array(z.unknown()), at: z.string() });

const Packed = z.object({
	/** In rising order: the step from the code before where both are ordinary, else the code itself. */
	codes: z.array(z.union([z.int(), z.string()])),
	/** One a line, breaks within a name as U+2028. */
	names: z.string(),
	columns: z.record(z.enum(repeating), Column),
	curated: z.array(ListItem),
	questions: z.array(ListQuestion),
	agencies: z.array(AgencyRef)
});

export function packList({ published, curated, questions, agencies }: ListParts): string {
	let before = 0;
	return JSON.stringify({
		codes: published.map(({ code }) => {
			const number = codeNumber(code);
			if (number === null) return code;
			const step = number - before;
			before = number;
			return step;
		}),
		names: published.map(({ name }) => name.replaceAll('\n', '\u2028')).join('\n'),
		columns: Object.fromEntries(
			repeating.map((field) => [field, packColumn(published.map((row) => row[field]))])
		),
		curated,
		questions,
		agencies
	});
}

/** Fault: it is not a list, or a row in it breaks the schema. */
export function unpackList(text: string): Result<ListParts, 'malformed'> {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return err('malformed');
	}
	const read = Packed.safeParse(json);
	const parts = read.success ? partsOf(read.data) : null;
	if (!parts?.published.every((head) => Head.safeParse(head).success)) return err('malformed');
	return ok(parts);
}

/** A list that was unpacked and found right before, and lay in one's own storage since. */
export function unpackOwnList(text: string): ListParts {
	const parts = partsOf(JSON.parse(text) as z.infer<typeof Packed>);
	invariant(parts, 'the list is what was stored');
	return parts;
}

function partsOf({
	codes,
	names,
	columns,
	curated,
	questions,
	agencies
}: z.infer<typeof Packed>): ListParts | null {
	const lines = names === '' && codes.length === 0 ? [] : names.split('\n');
	const column = (field: Repeating) => unpackColumn(columns[field]);
	const cells: Record<Repeating, readonly unknown[] | null> = {
		agency: column('agency'),
		sectors: column('sectors'),
		subjects: column('subjects'),
		type: column('type'),
		status: column('status'),
		levels: column('levels'),
		lifeEvents: column('lifeEvents'),
		validFrom: column('validFrom'),
		validTo: column('validTo')
	};
	if (lines.length !== codes.length || Object.values(cells).some((rows) => rows?.length !== codes.length))
		return null;
	let before = 0;
	const published = codes.map((step, i) => {
		if (typeof step === 'number') before += step;
		const head: Record<Repeating | 'code' | 'name', unknown> = {
			code: typeof step === 'number' ? numberCode(before) : step,
			name: lines[i]?.replaceAll('\u2028', '\n'),
			agency: cells.agency?.[i],
			sectors: cells.sectors?.[i],
			subjects: cells.subjects?.[i],
			type: cells.type?.[i],
			status: cells.status?.[i],
			levels: cells.levels?.[i],
			lifeEvents: cells.lifeEvents?.[i],
			validFrom: cells.validFrom?.[i],
			validTo: cells.validTo?.[i]
		};
		return head as PublishedHead;
	});
	return { published, curated, questions, agencies };
}

const Head = z.pick(PublishedRecord, {
	code: true,
	name: true,
	agency: true,
	sectors: true,
	subjects: true,
	type: true,
	status: true,
	levels: true,
	lifeEvents: true,
	validFrom: true,
	validTo: true
});

/** Indexes as characters from `!` on: half of all columns need one byte a row that way. */
const firstIndex = 0x21;
const surrogates = 0xd800;
const afterSurrogates = 0xe000;

function packColumn(values: readonly unknown[]): z.infer<typeof Column> {
	const places = new Map<string, number>();
	for (const value of values) {
		const text = JSON.stringify(value);
		places.set(text, (places.get(text) ?? 0) + 1);
	}
	// The most frequent gets the shortest character.
	const ordered = [...places].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([text]) => text);
	const index = new Map(ordered.map((text, i) => [text, i]));
	return {
		values: ordered.map((text) => JSON.parse(text) as unknown),
		at: values.map((value) => indexToChar(index.get(JSON.stringify(value)) ?? 0)).join('')
	};
}

function unpackColumn({ values, at }: z.infer<typeof Column>): readonly unknown[] | null {
	const rows: unknown[] = [];
	for (let i = 0; i < at.length; i++) {
		const index = unitToIndex(at.charCodeAt(i));
		if (index < 0 || index >= values.length) return null;
		rows.push(values[index]);
	}
	return rows;
}

/** Leaves out the quote and the backslash, which JSON would double, and what is no character alone. */
function indexToChar(index: number): string {
	let unit = firstIndex + index;
	if (unit >= 0x22) unit++;
	if (unit >= 0x5c) unit++;
	return String.fromCharCode(unit >= surrogates ? unit + afterSurrogates - surrogates : unit);
}

function unitToIndex(unit: number): number {
	if (unit >= afterSurrogates) unit -= afterSurrogates - surrogates;
	if (unit > 0x5c) unit--;
	if (unit > 0x22) unit--;
	return unit - firstIndex;
}

/** `1.000005` → 1000005; null for the few codes of another length or with a suffix. */
function codeNumber(code: string): number | null {
	return /^[1-9]\.\d{6}$/.test(code) ? Number(code.replace('.', '')) : null;
}

function numberCode(number: number): string {
	const digits = String(number);
	return `${digits.charAt(0)}.${digits.slice(1)}`;
}
