/** A question that people ask, with an answer, its source and the day on which the answer was true. Imported ones have no English (`en: ''`). */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { Text } from '../text.ts';
import { ProcedureCode, Sector } from './record.ts';

export const Faq = z.object({
	id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]*$/)),
	question: Text,
	answer: Text,
	/** What it is about, most important first. */
	procedureCodes: z.array(ProcedureCode),
	sector: Sector,
	/** Null for an imported answer whose source gives no date: the reader is told so. */
	answeredOn: z.nullable(Day),
	source: z.string().check(z.minLength(3)),
	/** What could not be confirmed, in words for the reader. */
	uncertain: z.optional(Text)
});
export type Faq = z.infer<typeof Faq>;
