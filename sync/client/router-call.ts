/**
 * One call of a procedure of our tRPC router: one POST in, one answer out, as tRPC's HTTP adapter speaks
 * (https://trpc.io/docs/rpc). The contract stays the router: callers take its types from there and parse what comes.
 *
 * Own code rather than @trpc/client, whose batches, sockets, observables and proxies a phone never uses: they came to
 * 4 kB of every phone's script for one fetch (docs/decisions/0018-one-fetch-for-trpc.md).
 */
import * as z from 'zod/mini';
import { type Fault, readFault } from '../../domain/faults.ts';
import { err, ok, type Result } from '../../domain/result.ts';

export interface RouterCall {
	/** As the router knows it, `room.procedure`. */
	readonly path: string;
	/** Anything that JSON can say; undefined for a procedure without input. */
	readonly input?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
}

const Success = z.object({ result: z.object({ data: z.optional(z.unknown()) }) });
/** With what our router puts into an error (sync/router.ts, faultShape). */
const Failure = z.object({ error: z.object({ data: z.object({ fault: z.unknown() }) }) });

/**
 * What the procedure returned, not yet parsed. Fault: what our router says; null when it was not our router that
 * answered, or nobody did in time, or the answer was cut.
 * Queries go by POST too: an address may be logged, and an input may be somebody's.
 * @param send a `fetch`; what it throws counts as no answer
 * @param origin for tests; in the browser the portal is where the page came from
 */
export async function callRouter(
	send: (url: string, init: RequestInit) => Promise<Response>,
	{ path, input, headers, signal }: RouterCall,
	origin = ''
): Promise<Result<unknown, Fault | null>> {
	const body = input === undefined ? null : JSON.stringify(input);
	const request = {
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/json' },
		body,
		signal
	};
	const said: unknown = await send(`${origin}/trpc/${path}`, request)
		.then((response) => response.json())
		.catch(() => null);
	const success = Success.safeParse(said);
	if (success.success) return ok(success.data.result.data);
	const failure = Failure.safeParse(said);
	return err(failure.success ? readFault(failure.data.error.data.fault) : null);
}
