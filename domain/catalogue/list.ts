/**
 * The first pack: everything that home, lists and search need, about every procedure and question, and nothing
 * else. A phone that holds only this can already find things and say how long and how much.
 */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { Text } from '../text.ts';
import type { Faq } from './faq.ts';
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
	isCurated: z.boolean()
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

export function faqToListQuestion(faq: Faq): ListQuestion {
	return { id: faq.id, question: faq.question, procedureCodes: faq.procedureCodes };
}

const methodOrder: readonly Method[] = ['online', 'direct', 'post'];

function channelsInOrder(channels: readonly Channel[]): readonly Channel[] {
	return [...channels].sort((a, b) => methodOrder.indexOf(a.method) - methodOrder.indexOf(b.method));
}
