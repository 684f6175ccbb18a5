/**
 * Sends one message to its agency. Promises: every attempt has the same id and the same bytes; only an answer that
 * says "received" counts, so that a captive portal's 200 does not; what the agency refuses for good is parked.
 */
import { z } from 'zod';
import { decideForwarded } from '../../domain/dossier/decide.ts';
import { invariant } from '../../domain/result.ts';
import { applyDecision, ForwardBody, loadDossier } from '../store/dossiers.ts';
import type { Agencies } from './agencies.ts';
import { call, type Fetch, isFinal } from './http.ts';
import { signedHeaders } from './webhooks.ts';
import type { Attempt, Handler } from './worker.ts';

const Received = z.object({ received: z.literal(true), reference: z.string().max(100).nullish() });
const answerBytesMax = 64 * 1024;

/** Handler of `forward` jobs. */
export function forwardHandler({
	agencies,
	clock,
	fetcher = fetch
}: {
	readonly agencies: Agencies;
	readonly clock: () => Date;
	readonly fetcher?: Fetch;
}): Handler {
	return async (job): Promise<Attempt> => {
		const { system, dossierId, message } = ForwardBody.parse(job.body);
		const link = agencies.link(system);
		const headers = signedHeaders(link.outSecrets, job.jobId, message, clock());
		const reply = await call(
			fetcher,
			`${link.baseUrl}/dossiers`,
			{ method: 'POST', headers, body: message },
			answerBytesMax
		);
		if (reply.type === 'silent') return { type: 'retry', error: reply.why };
		if (isFinal(reply.status)) return { type: 'park', why: `refused with ${reply.status}` };
		const received = reply.status >= 200 && reply.status < 300 ? parsed(reply.body) : null;
		if (!received) return { type: 'retry', error: `answered ${reply.status}` };
		return {
			type: 'done',
			async effect(tx) {
				const stored = await loadDossier(tx, dossierId);
				invariant(stored, 'what was forwarded is stored');
				const unit = stored.dossier.agency.name.vi;
				const now = clock();
				const decision = decideForwarded(stored.dossier, unit, received.reference ?? null, now);
				await applyDecision(tx, agencies, { stored, decision, now });
			}
		};
	};
}

function parsed(body: Buffer): z.infer<typeof Received> | null {
	try {
		return Received.parse(JSON.parse(body.toString('utf8')));
	} catch {
		return null;
	}
}
