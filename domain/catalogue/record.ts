/**
 * A procedure as readers and programs meet it: what the ministry announced (the published record) and what this
 * portal adds to make it usable (the curated overlay: summary, when each paper is needed, everyday words, notes of
 * doubt), in one shape. Field names follow Decree 63/2010/NĐ-CP art. 8 and the national database.
 */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { Text } from '../text.ts';
import { PublishedForm } from './form.ts';
import { LifeEventId } from './life-event.ts';

/**
 * Official code, e.g. `3.000347`; seven to nine digits and province suffixes (`1.012753.H19`) exist in the national
 * database. `TT.` is this portal's own namespace for payments, which are services but not procedures in law.
 */
export const ProcedureCode = z
	.string()
	.check(z.regex(/^(\d\.\d{6,9}([.][0-9A-Z]{2,3})*|TT\.[A-Z]{2,}(-[A-Z]{2,})*)$/));

/** Sector (lĩnh vực) of the national database; our own short word where its code is not known to us. */
export const Sector = z.object({ code: z.string(), name: Text });
export type Sector = z.infer<typeof Sector>;

/** An agency as named in a record; the agency itself is in agency.ts. */
export const AgencyRef = z.object({ code: z.string(), name: Text });
export type AgencyRef = z.infer<typeof AgencyRef>;

export const Level = z.enum(['ministry', 'province', 'commune', 'company', 'other']);
export type Level = z.infer<typeof Level>;

/** Who may apply (đối tượng): the national list, folded to the differences that a reader feels. */
export const Audience = z.enum([
	'citizen',
	'overseas_vietnamese',
	'foreigner',
	'household_business',
	'enterprise',
	'cooperative',
	'organisation'
]);
export type Audience = z.infer<typeof Audience>;

export const Method = z.enum(['online', 'direct', 'post']);
export type Method = z.infer<typeof Method>;

/** `quantity` counts `unit`; null when the unit says it all (same_day, at_once). `text` is what a person reads. */
export const TimeLimit = z.object({
	quantity: z.nullable(z.int().check(z.positive())),
	unit: z.enum(['working_day', 'day', 'working_hour', 'hour', 'same_day', 'at_once']),
	text: Text
});
export type TimeLimit = z.infer<typeof TimeLimit>;

/**
 * `fee` phí, `charge` lệ phí, `price` giá, `none` nothing to pay. `amount` in whole VND for one ordinary case; null
 * when it depends on something that `text` names. Never compute from a null.
 */
export const Fee = z
	.object({
		kind: z.enum(['fee', 'charge', 'price', 'none']),
		amount: z.nullable(z.int().check(z.nonnegative())),
		text: Text
	})
	.check(z.refine((fee) => fee.kind !== 'none' || fee.amount === 0, 'kind none means amount 0'));
export type Fee = z.infer<typeof Fee>;

export const Channel = z.object({ method: Method, timeLimit: z.nullable(TimeLimit), fees: z.array(Fee) });
export type Channel = z.infer<typeof Channel>;

/** One paper of the dossier. `original` and `copy` are counts; both 0 means shown, not handed in. */
export const Component = z.object({
	id: z.string().check(z.regex(/^[a-z][A-Za-z0-9-]*$/)),
	/** Code in the national list of papers, where known. */
	code: z.optional(z.string()),
	name: Text,
	original: z.int().check(z.nonnegative()),
	copy: z.int().check(z.nonnegative()),
	/** Only in these circumstances; null = always. */
	when: z.nullable(Text),
	/** True when the portal's own form or a database stands in for the paper. */
	electronic: z.optional(z.boolean())
});
export type Component = z.infer<typeof Component>;

export const Case = z.object({ id: z.string(), title: Text, components: z.array(Component) });
export type Case = z.infer<typeof Case>;

export const Step = z.object({ title: Text, text: Text });
export type Step = z.infer<typeof Step>;

/** Where a statement comes from and on which day it was true. */
export const Source = z.object({ title: z.string().check(z.minLength(3)), asOf: Day });
export type Source = z.infer<typeof Source>;

/** What can be done here: fill and send a dossier, or pay. The id names a file of domain/services. */
export const OnlineService = z.object({
	id: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/)),
	kind: z.enum(['dossier', 'transaction'])
});
export type OnlineService = z.infer<typeof OnlineService>;

/**
 * How it was under an earlier rule, told in few words: dossiers and questions of that time refer to it.
 * A field is null when the source does not say.
 */
export const EarlierVersion = z.object({
	validFrom: z.nullable(Day),
	/** Last day of the rule. */
	validTo: Day,
	decision: z.nullable(z.string()),
	agency: z.nullable(Text),
	time: z.nullable(Text),
	fee: z.nullable(Text),
	papers: z.nullable(Text),
	/** What else was different, and why it changed. */
	note: z.nullable(Text),
	sources: z.array(Source).check(z.minLength(1))
});
export type EarlierVersion = z.infer<typeof EarlierVersion>;

export const Procedure = z.object({
	code: ProcedureCode,
	name: Text,
	/** Two or three plain sentences that answer "is this mine, and what do I get?" */
	summary: Text,
	/** Decision of announcement (quyết định công bố), e.g. `1025/QĐ-BCA`; null for our own payment services. */
	decision: z.nullable(z.string()),
	agency: z.object({ performing: z.array(AgencyRef).check(z.minLength(1)), deciding: z.nullable(AgencyRef) }),
	sector: Sector,
	levels: z.array(Level).check(z.minLength(1)),
	audience: z.array(Audience).check(z.minLength(1)),
	lifeEvents: z.array(LifeEventId),
	channels: z.array(Channel).check(z.minLength(1)),
	cases: z.array(Case),
	steps: z.array(Step),
	results: z.array(z.object({ code: z.optional(z.string()), name: Text })),
	conditions: z.array(Text),
	legalBasis: z.array(z.object({ code: z.string(), name: Text })),
	/** Codes of procedures that people confuse with this one or need next; may lie outside this catalogue. */
	related: z.array(ProcedureCode),
	/** Everyday words, with marks; folding is the searcher's business. */
	aliases: z.array(z.string().check(z.minLength(2))),
	validFrom: Day,
	validTo: z.nullable(Day),
	/** Newest first. */
	earlier: z.optional(z.array(EarlierVersion)),
	sources: z.array(Source).check(z.minLength(1)),
	/** What we could not confirm, in words for the reader. */
	uncertain: z.array(Text),
	/** Null when it cannot be done online here yet. */
	service: z.nullable(OnlineService),
	/** Toàn trình (Decree 42/2022, 224/2026): everything online, no visit. */
	fullOnline: z.boolean(),
	/** How often people need it, 0–100, our estimate: orders the home page and breaks ties in search. */
	popularity: z.int().check(z.minimum(0), z.maximum(100)),
	/** Versions of its form that came after the release; for phones, no page shows them. */
	forms: z.optional(z.array(PublishedForm))
});
export type Procedure = z.infer<typeof Procedure>;
