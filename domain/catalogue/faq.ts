/** A question that people ask, with our answer, its source and the day on which the answer was true. */
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
	answeredOn: Day,
	source: z.string().check(z.minLength(3))
});
export type Faq = z.infer<typeof Faq>;
