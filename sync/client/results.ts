/** Fetches the result file of a dossier. The loop checks it against its announced hash before it is kept. */
import type { Fault } from '../../domain/faults.ts';
import type { DossierId } from '../../domain/ids.ts';
import { requestTimeoutMs } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type PhoneDeps } from './deps.ts';
import { type Caller, faultOf, noAnswer } from './http.ts';

/** A result on the slowest line takes minutes: patience counts from the last bytes, not from the first. */
export async function fetchResult(
	caller: Caller,
	dossierId: DossierId,
	deps: Pick<PhoneDeps, 'setTimer' | 'isOnline'>,
	signal: AbortSignal
): Promise<Result<Blob, Fault>> {
	const stalled = new AbortController();
	const bound = AbortSignal.any([signal, stalled.signal]);
	const wholeMs = 60 * 60_000;
	let cancel = deps.setTimer(() => stalled.abort(), requestTimeoutMs);
	try {
		const asked = await caller.call(`/files/result/${dossierId}`, {}, bound, wholeMs);
		if (!asked.ok) return asked;
		const response = asked.value;
		if (response.status === 404) return err({ type: 'not_found' });
		if (!response.ok || !response.body) return err(await faultOf(response));
		const parts: Uint8Array<ArrayBuffer>[] = [];
		for (const reader = response.body.getReader(); ;) {
			const { done, value } = await reader.read();
			if (done) break;
			parts.push(value);
			cancel();
			cancel = deps.setTimer(() => stalled.abort(), requestTimeoutMs);
		}
		return ok(new Blob(parts, { type: response.headers.get('content-type') ?? '' }));
	} catch {
		return err(noAnswer(deps));
	} finally {
		cancel();
	}
}
