/**
 * Everything that home, lists and search need, about every procedure and question, and nothing else. A phone that
 * holds only this can already find things. Imported procedures and curated ones stand in one list, each code once.
 */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { compareText } from '../order.ts';
import { Text } from '../text.ts';
import type { PublishedHead } from './entry.ts';
import type { Faq } from './faq.ts';
import type { ListParts } from './heads.ts';
import { LifeEventId } from './life-event.ts';
import {
	AgencyRef,
	Audience,
	Fee,
	Level,
	OnlineService,
	ProcedureCode,
	Sector,
	TimeLimit,
	type Channel,
	type Method,
	type Procedure
} from './record.ts';
import { fold } from './words.ts';

export const ListItem = z.object({
	code: ProcedureCode,
	name: Text,
	aliases: z.array(z.string()),
	summary: Text,
	/** First of the performing agencies. */
	agency: AgencyRef,
	sector: Sector,
	levels: z.array(Level),
	audience: z.array(Audience),
	lifeEvents: z.array(LifeEventId),
	/** Of the first channel that says it: online before the counter before post. */
	time: z.nullable(TimeLimit),
	fee: z.nullable(Fee),
	service: z.nullable(OnlineService),
	fullOnline: z.boolean(),
	popularity: z.int(),
	validFrom: Day,
	validTo: z.nullable(Day),
	/** False: only as announced, without summary, aliases, time and fee. */
	isCurated: z.boolean(),
	/** Once announced, no longer in the public catalogue. */
	isWithdrawn: z.optional(z.boolean())
});
export type ListItem = z.infer<typeof ListItem>;

export const ListQuestion = z.object({
	id: z.string(),
	question: Text,
	procedureCodes: z.array(ProcedureCode)
});
export type ListQuestion = z.infer<typeof ListQuestion>;

/** Items come most needed first. */
export const List = z.object({ items: z.array(ListItem), questions: z.array(ListQuestion) });
export type List = z.infer<typeof List>;

export function procedureToListItem(procedure: Procedure): ListItem {
	const channels = channelsInOrder(procedure.channels);
	return {
		code: procedure.code,
		name: procedure.name,
		aliases: procedure.aliases,
		summary: procedure.summary,
		agency: procedure.agency.performing[0] as AgencyRef,
		sector: procedure.sector,
		levels: procedure.levels,
		audience: procedure.audience,
		lifeEvents: procedure.lifeEvents,
		time: channels.find((channel) => channel.timeLimit !== null)?.timeLimit ?? null,
		fee: channels.find((channel) => channel.fees.length > 0)?.fees[0] ?? null,
		service: procedure.service,
		fullOnline: procedure.fullOnline,
		popularity: procedure.popularity,
		validFrom: procedure.validFrom,
		validTo: procedure.validTo,
		isCurated: true
	};
}

/**
 * One list of both layers: a curated procedure stands above the announced one of the same code. Most needed first,
 * then by code. An announced record names agency and sector in words; where a curated procedure or the agencies know
 * the same name, it gets their code, so that filters find both; else the name, folded, is its code.
 */
export function composeList({ published, curated, questions, agencies }: ListParts): List {
	const agencyOf = byName(agencies);
	const sectorOf = byName(curated.map((item) => item.sector));
	// Rows of one column share its values.
	const audiences = new Map<readonly string[], Audience[]>();
	const audienceOf = (subjects: readonly string[]): Audience[] => {
		const audience = audiences.get(subjects) ?? subjectsToAudience(subjects);
		audiences.set(subjects, audience);
		return audience;
	};
	const above = new Set(curated.map((item) => item.code));
	const items = [
		...curated,
		...published
			.filter(({ code }) => !above.has(code))
			.map((head) => headToListItem(head, agencyOf, sectorOf, audienceOf))
	];
	return {
		items: items.sort((a, b) => b.popularity - a.popularity || compareText(a.code, b.code)),
		questions: [...questions]
	};
}

type Named = { readonly code: string; readonly name: Text };

/** Finds by Vietnamese name, and makes what it does not find: one object for each name, however many rows have it. */
function byName(known: readonly Named[]): (name: string) => Named {
	const found = new Map(known.map((row) => [row.name.vi, row]));
	return (name) => {
		const row = found.get(name) ?? { code: nameToCode(name), name: { vi: name, en: '' } };
		found.set(name, row);
		return row;
	};
}

/** `Ủy ban nhân dân cấp xã` → `uy-ban-nhan-dan-cap-xa` */
function nameToCode(name: string): string {
	return (
		fold(name)
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-|-$/g, '') || 'khac'
	);
}

function headToListItem(
	head: PublishedHead,
	agencyOf: (name: string) => Named,
	sectorOf: (name: string) => Named,
	audienceOf: (subjects: readonly string[]) => Audience[]
): ListItem {
	return {
		code: head.code,
		name: { vi: head.name, en: '' },
		aliases: [],
		summary: { vi: '', en: '' },
		agency: agencyOf(head.agency ?? ''),
		sector: sectorOf(head.sectors[0] ?? ''),
		levels: head.levels,
		audience: audienceOf(head.subjects),
		lifeEvents: head.lifeEvents,
		time: null,
		fee: null,
		service: null,
		fullOnline: false,
		popularity: 0,
		validFrom: head.validFrom,
		validTo: head.validTo,
		isCurated: false,
		...(head.status === 'withdrawn' && { isWithdrawn: true })
	};
}

/** Words of the national list of subjects, looked for in this order; a subject that is none of them is a citizen's. */
const subjectWords: readonly (readonly [RegExp, Audience])[] = [
	[/định cư ở nước ngoài/i, 'overseas_vietnamese'],
	[/^người nước ngoài/i, 'foreigner'],
	[/không bao gồm doanh nghiệp|^(tổ chức|cơ quan)/i, 'organisation'],
	[/hợp tác xã/i, 'cooperative'],
	[/hộ kinh doanh/i, 'household_business'],
	[/doanh nghiệp/i, 'enterprise']
];

/** đối tượng thực hiện → the differences that a reader feels. */
export function subjectsToAudience(subjects: readonly string[]): Audience[] {
	return [
		...new Set(
			subjects.map((subject) => subjectWords.find(([words]) => words.test(subject))?.[1] ?? 'citizen')
		)
	];
}

export function faqToListQuestion(faq: Faq): ListQuestion {
	return { id: faq.id, question: faq.question, procedureCodes: faq.procedureCodes };
}

const methodOrder: readonly Method[] = ['online', 'direct', 'post'];

function channelsInOrder(channels: readonly Channel[]): readonly Channel[] {
	return [...channels].sort((a, b) => methodOrder.indexOf(a.method) - methodOrder.indexOf(b.method));
}
