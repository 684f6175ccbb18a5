/** Who performs and decides. Agencies change: each has a validity and, when it ended, a successor. */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { Text } from '../text.ts';
import { Level } from './record.ts';

export const Agency = z.object({
	/** Identifier of QCVN 102:2016/BTTTT (`G01`) where one is known, else our own short word (`UBND-XA`: every commune). */
	code: z.string().check(z.regex(/^[A-Z0-9][A-Z0-9.-]*$/)),
	name: Text,
	level: Level,
	/** Code of the agency above; null at the top. */
	parent: z.nullable(z.string()),
	validFrom: Day,
	validTo: z.nullable(Day),
	successor: z.nullable(z.string())
});
export type Agency = z.infer<typeof Agency>;
