/**
 * One call to our server, with a time limit, and what a failed one means. Shared by uploads, results and the
 * exchange, so that "offline", "unreachable" and "login needed" mean the same everywhere.
 */
import * as z from 'zod/mini';
import { type Fault, readFault } from '../../domain/faults.ts';
import type { PersonId } from '../../domain/ids.ts';
import { requestTimeoutMs } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { personHeader } from '../protocol.ts';
import type { PhoneDeps } from './deps.ts';

export interface Caller {
	/** The response, whatever its status; a fault when there was none in time. `Infinity` for one that lasts. */
	call(
		path: string,
		init: RequestInit,
		signal: AbortSignal,
		timeoutMs?: number
	): Promise<Result<Response, Fault>>;
}

/** @param origin for tests; in the browser the portal is where the page came from */
export function callerFor(
	personId: PersonId,
	deps: Pick<PhoneDeps, 'fetch' | 'isOnline'>,
	origin = ''
): Caller {
	return {
		async call(path, init, signal, timeoutMs = requestTimeoutMs) {
			const headers = new Headers(init.headers);
			headers.set(personHeader, personId);
			const request: RequestInit = {
				...init,
				headers,
				cache: 'no-store',
				// A redirect is a captive portal's, or a login page's: neither is an answer.
				redirect: 'manual',
				signal: timeoutMs === Infinity ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
			};
			try {
				return ok(await deps.fetch(origin + path, request));
			} catch {
				return err(noAnswer(deps));
			}
		}
	};
}

/** A fetch, or the reading of its body, that failed. */
export function noAnswer(deps: Pick<PhoneDeps, 'isOnline'>): Fault {
	return { type: deps.isOnline() ? 'unavailable' : 'offline' };
}

const FaultBody = z.object({ fault: z.unknown() });

/** What a response that is not a success means. Only our own words count: a portal's HTML is no answer at all. */
export async function faultOf(response: Response): Promise<Fault> {
	const said = FaultBody.safeParse(await response.json().catch(() => null));
	const fault = said.success ? readFault(said.data.fault) : null;
	if (fault) return fault;
	switch (response.status) {
		case 401:
			return { type: 'login_required' };
		case 429: {
			const seconds = Number(response.headers.get('retry-after'));
			return { type: 'too_many_requests', retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
		}
		default:
			return { type: 'unavailable' };
	}
}
