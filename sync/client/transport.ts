/**
 * The way to the server: the exchange over tRPC, files over tus, results over plain HTTP. Every answer is parsed;
 * one that is not ours, like a captive portal's page, counts as no answer.
 */
import type { Fault } from '../../domain/faults.ts';
import type { PersonId } from '../../domain/ids.ts';
import { requestTimeoutMs } from '../../domain/limits.ts';
import { err, type Result } from '../../domain/result.ts';
import { type Exchange, personHeader } from '../protocol.ts';
import { readReply, type TakenReply } from '../protocol/read-reply.ts';
import type { PhoneDeps } from './deps.ts';
import { callerFor, noAnswer } from './http.ts';
import type { Wire } from './loop.ts';
import { packedFetch } from './packed-fetch.ts';
import { callRouter } from './router-call.ts';

/** @param origin for tests; in the browser the portal is where the page came from */
export function httpWire(personId: PersonId, deps: PhoneDeps, origin = ''): Wire {
	const caller = callerFor(personId, deps, origin);
	const send = packedFetch((input, init) =>
		deps.fetch(input, { ...init, cache: 'no-store', redirect: 'manual' })
	);
	async function exchange(message: Exchange, signal: AbortSignal): Promise<Result<TakenReply, Fault>> {
		const call = {
			path: 'sync.exchange',
			input: message,
			headers: { [personHeader]: personId },
			signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)])
		};
		const answer = await callRouter(send, call, origin);
		if (!answer.ok) return err(answer.error ?? noAnswer(deps));
		return readReply(answer.value) ?? err({ type: 'unavailable' });
	}

	return {
		exchange,
		async upload(file, onProgress, signal) {
			// Words go without it. The service worker keeps it; where that is not there yet, the engine tries again.
			const tus = await import('./uploads.ts').catch(() => null);
			return tus
				? await tus.uploadFile(tus.tusServer(caller), file, onProgress, signal)
				: err(noAnswer(deps));
		},
		async result(dossierId, signal) {
			const results = await import('./results.ts').catch(() => null);
			return results ? await results.fetchResult(caller, dossierId, deps, signal) : err(noAnswer(deps));
		}
	};
}
