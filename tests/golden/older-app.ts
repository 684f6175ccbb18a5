/**
 * What an app of an older protocol sends, and what it can read: operations as it wrote them and the shape of its
 * replies, one file for each version that was released. Recorded once; what was released does not change.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Operation } from '../../sync/protocol.ts';

const Recorded = z.object({
	protocol: z.int(),
	operations: z.object({
		/** With a fee and two files. */
		licence: z.unknown(),
		/** Free and without papers. */
		free: z.unknown(),
		/** To the licence, with a file. */
		supplement: z.unknown(),
		/** Of the free one. */
		withdraw: z.unknown(),
		/** Of the licence. */
		take: z.unknown()
	}),
	/** JSON Schema. */
	reply: z.record(z.string(), z.unknown())
});

export interface OlderApp {
	readonly protocol: number;
	/** As they were recorded, not as today's app would write them. */
	readonly operations: Record<keyof z.infer<typeof Recorded>['operations'], Operation>;
	/** Null when the app reads this reply; else what it stumbles over. */
	stumblesOver(reply: unknown): string | null;
}

export function olderApp(protocol: number): OlderApp {
	const file = new URL(`protocol-${protocol}.json`, import.meta.url);
	const recorded = Recorded.parse(JSON.parse(readFileSync(file, 'utf8')));
	const reply = z.fromJSONSchema(recorded.reply as z.core.JSONSchema.JSONSchema);
	return {
		protocol: recorded.protocol,
		operations: recorded.operations as OlderApp['operations'],
		stumblesOver(value) {
			const read = reply.safeParse(value);
			return read.success ? null : z.prettifyError(read.error);
		}
	};
}
