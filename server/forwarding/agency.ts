/**
 * Sends one message to its agency, in the words that were frozen with it. Promises: every attempt has the same id and
 * the same bytes; only an answer that says "received" counts, so that a captive portal's 200 does not; what the agency
 * refuses for good is parked.
 */
import { decideForwarded } from '../../domain/dossier/decide.ts';
import { outgoingTimeoutMs } from '../../domain/limits.ts';
import { invariant } from '../../domain/result.ts';
import { applyDecision, ForwardBody, loadDossier } from '../store/dossiers.ts';
import { adapters } from './adapters/all.ts';
import type { Agencies } from './agencies.ts';
import type { Fetch } from './http.ts';
import type { Attempt, Handler } from './worker.ts';

/** Handler of `forward` jobs. */
export function forwardHandler({
	agencies,
	clock,
	fetcher = fetch,
	timeoutMs = outgoingTimeoutMs
}: {
	readonly agencies: Agencies;
	readonly clock: () => Date;
	readonly fetcher?: Fetch;
	readonly timeoutMs?: number;
}): Handler {
	return async (job): Promise<Attempt> => {
		const { system, dossierId, protocol, message } = ForwardBody.parse(job.body);
		const sent = await adapters[protocol].send(
			agencies.link(system),
			{ messageId: job.jobId, text: message },
			{ now: clock(), fetcher, timeoutMs }
		);
		if (sent.type === 'refused') return { type: 'park', why: sent.why };
		if (sent.type === 'unclear') {
			const { why, notBeforeMs, isSilence } = sent;
			return { type: 'retry', error: why, notBeforeMs, isSilence };
		}
		return {
			type: 'done',
			async effect(tx) {
				const stored = await loadDossier(tx, dossierId);
				invariant(stored, 'what was forwarded is stored');
				const unit = stored.dossier.agency.name.vi;
				const now = clock();
				const decision = decideForwarded(stored.dossier, unit, sent.reference, now);
				await applyDecision(tx, agencies, { stored, decision, now });
			}
		};
	};
}
