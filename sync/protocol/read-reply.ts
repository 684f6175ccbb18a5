/**
 * Reads what a server answers that may be newer than this app. The envelope must be ours; of what lies in it, one thing
 * that is not understood breaks nothing else: an unknown fault becomes a general one, an unknown change is left out and
 * counted. Left out is not lost: the next version of the protocol begins again with the first change (`PhoneStore`).
 */
import * as z from 'zod/mini';
import { DraftsDown } from '../../domain/drafts/delta.ts';
import { type Fault, readFault } from '../../domain/faults.ts';
import { OperationId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { Change, type ExchangeReply, Outcome } from '../protocol.ts';

/** A reply with how many of its changes this app could not read. */
export interface TakenReply extends ExchangeReply {
	readonly unread?: number;
}

const Answer = z.discriminatedUnion('ok', [
	z.object({
		ok: z.literal(true),
		value: z.object({
			outcomes: z.array(z.unknown()),
			changes: z.array(z.unknown()),
			cursor: z.int(),
			more: z.boolean(),
			serverTime: z.number(),
			drafts: z.optional(z.unknown())
		})
	}),
	z.object({ ok: z.literal(false), error: z.unknown() })
]);
const AnyRefusal = z.object({ type: z.literal('refused'), operationId: OperationId, fault: z.unknown() });

/** Null when it is not an answer of ours at all: a captive portal's page, or an outcome that says nothing we know. */
export function readReply(value: unknown): Result<TakenReply, Fault> | null {
	const answer = Answer.safeParse(value);
	if (!answer.success) return null;
	if (!answer.data.ok) {
		const fault = readFault(answer.data.error);
		return fault && err(fault);
	}
	const { outcomes, changes, drafts, ...rest } = answer.data.value;
	const read = outcomes.map(readOutcome).filter((outcome) => outcome !== null);
	// Which operation it was about cannot be told by its place alone.
	if (read.length < outcomes.length) return null;
	const known = changes.map((change) => Change.safeParse(change)).filter(({ success }) => success);
	// What is not taken is not acknowledged: both sides say it again next time.
	const words = DraftsDown.safeParse(drafts);
	const unread = changes.length - known.length + (drafts !== undefined && !words.success ? 1 : 0);
	return ok({
		...rest,
		outcomes: read,
		changes: known.flatMap(({ data }) => data ?? []),
		...(words.success ? { drafts: words.data } : {}),
		...(unread > 0 ? { unread } : {})
	});
}

function readOutcome(value: unknown): Outcome | null {
	const known = Outcome.safeParse(value);
	if (known.success) return known.data;
	const refusal = AnyRefusal.safeParse(value);
	const fault = refusal.success ? readFault(refusal.data.fault) : null;
	return refusal.success && fault ? { ...refusal.data, fault } : null;
}
