/**
 * A procedure as its ministry or province announced it: the lower of the two layers of the database. It is never
 * edited here; a new announcement is a new revision. What this portal adds for the reader (plain words, when each
 * paper is needed, the form) is the curated layer, `Procedure` in record.ts, and stands above it.
 * An absent field means that the source did not say; never "nothing is needed". Vietnamese only, as announced.
 * Shape after Decree 63/2010/NĐ-CP art. 8 and the pages of the national database.
 */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { LifeEventId } from './life-event.ts';
import { Level, Method, ProcedureCode, Source } from './record.ts';

const Words = z.string().check(z.minLength(1));

export const PublishedTime = z.object({
	/** Null when only the text says it. */
	quantity: z.nullable(z.number().check(z.nonnegative())),
	/** `unspecified`: the source gave a number without a unit. Never compute from it. */
	unit: z.enum(['working_day', 'day', 'working_hour', 'hour', 'month', 'year', 'unspecified']),
	text: z.optional(Words)
});
export type PublishedTime = z.infer<typeof PublishedTime>;

export const PublishedFee = z.object({
	/** In whole `currency` units; null when only the note says it. 0 beside a note with an amount is a known fault. */
	amount: z.nullable(z.number().check(z.nonnegative())),
	currency: z.enum(['VND', 'USD']),
	/** phí, lệ phí, giá; absent where the source mixes them. */
	kind: z.optional(z.enum(['fee', 'charge', 'price'])),
	note: z.optional(Words)
});
export type PublishedFee = z.infer<typeof PublishedFee>;

export const PublishedChannel = z.object({
	method: Method,
	time: z.optional(PublishedTime),
	fees: z.optional(z.array(PublishedFee)),
	note: z.optional(Words)
});
export type PublishedChannel = z.infer<typeof PublishedChannel>;

export const PublishedPaper = z.object({
	name: Words,
	/** Counts; absent where the source has none. */
	original: z.optional(z.int().check(z.nonnegative())),
	copy: z.optional(z.int().check(z.nonnegative())),
	/** File name of the blank form (mẫu đơn, tờ khai). */
	form: z.optional(Words)
});

export const PublishedRecord = z.object({
	code: ProcedureCode,
	name: Words,
	/** Who announced it (cơ quan công bố); null in a few rows. */
	agency: z.nullable(Words),
	/** lĩnh vực */
	sectors: z.array(Words),
	/** đối tượng thực hiện */
	subjects: z.array(Words),
	/** Assigned nationwide, of one province only, or between agencies; null where the source does not say. */
	type: z.nullable(z.enum(['standard', 'specific', 'standard_internal'])),
	/** `withdrawn`: once announced, no longer in the public catalogue. */
	status: z.enum(['active', 'withdrawn']),
	levels: z.array(Level),
	/** cơ quan thực hiện */
	executing: z.array(Words),
	lifeEvents: z.array(LifeEventId),
	decision: z.optional(Words),
	description: z.optional(Words),
	keywords: z.optional(Words),
	/** cơ quan có thẩm quyền, nơi tiếp nhận, cơ quan phối hợp */
	authority: z.optional(Words),
	receiving: z.optional(Words),
	coordinating: z.optional(Words),
	/** trình tự thực hiện, with line breaks */
	steps: z.optional(Words),
	channels: z.optional(z.array(PublishedChannel)),
	dossier: z.optional(z.array(z.object({ case: z.optional(Words), items: z.array(PublishedPaper) }))),
	results: z.optional(z.array(Words)),
	requirements: z.optional(Words),
	legal: z.optional(z.array(z.object({ code: z.optional(Words), name: z.optional(Words) }))),
	/** First day on which this revision was seen or announced; the day after its last, once another replaced it. */
	validFrom: Day,
	validTo: z.nullable(Day),
	source: Source
});
export type PublishedRecord = z.infer<typeof PublishedRecord>;
