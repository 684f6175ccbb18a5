/**
 * The way to the server: the exchange over tRPC, files over tus, results over plain HTTP. Every answer is parsed;
 * one that is not ours, like a captive portal's page, counts as no answer.
 */
import { createTRPCUntypedClient, httpLink, TRPCClientError } from '@trpc/client';
import * as z from 'zod/mini';
import { type Fault, readFault } from '../../domain/faults.ts';
import type { PersonId } from '../../domain/ids.ts';
import { requestTimeoutMs } from '../../domain/limits.ts';
import { err, type Result } from '../../domain/result.ts';
import { type Exchange, personHeader } from '../protocol.ts';
import { readReply, type TakenReply } from '../protocol/read-reply.ts';
import type { PhoneDeps } from './deps.ts';
import { callerFor, noAnswer } from './http.ts';
import type { Wire } from './loop.ts';
import { packedFetch } from './packed-fetch.ts';
import { fetchResult } from './results.ts';
import { tusServer, uploadFile } from './uploads.ts';

/** What our router puts into an error (sync/router.ts, faultShape). */
const ErrorData = z.object({ fault: z.unknown() });

/** @param origin for tests; in the browser the portal is where the page came from */
export function httpWire(personId: PersonId, deps: PhoneDeps, origin = ''): Wire {
	const caller = callerFor(personId, deps, origin);
	const server = tusServer(caller);
	const send = packedFetch((input, init) =>
		deps.fetch(input, { ...init, cache: 'no-store', redirect: 'manual' })
	);
	// Untyped: input is an Exchange by our own signature, and the answer is parsed, not believed.
	const trpc = createTRPCUntypedClient({
		links: [
			httpLink({
				url: `${origin}/trpc`,
				headers: { [personHeader]: personId },
				fetch: (input, init) => send(input as RequestInfo, init as RequestInit)
			})
		]
	});

	async function exchange(message: Exchange, signal: AbortSignal): Promise<Result<TakenReply, Fault>> {
		const bound = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
		try {
			const answer = readReply(await trpc.mutation('sync.exchange', message, { signal: bound }));
			return answer ?? err({ type: 'unavailable' });
		} catch (error) {
			if (!(error instanceof TRPCClientError)) throw error;
			const said = ErrorData.safeParse(error.data);
			return err((said.success ? readFault(said.data.fault) : null) ?? noAnswer(deps));
		}
	}

	return {
		exchange,
		upload: (file, onProgress, signal) => uploadFile(server, file, onProgress, signal),
		result: (dossierId, signal) => fetchResult(caller, dossierId, deps, signal)
	};
}
