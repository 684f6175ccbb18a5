/** Stops a dossier whose supplement did not come by its day (5 → 8); one that came, or ended meanwhile, stays as it is. */
import { z } from 'zod';
import { decideUnanswered } from '../../domain/dossier/decide.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import type { Handler } from '../forwarding/worker.ts';
import { applyDecision, loadDossier } from '../store/dossiers.ts';

const Body = z.object({ dossierId: z.string() });

/** Handler of `stop_unanswered` jobs. */
export function stopUnansweredHandler({
	agencies,
	clock
}: {
	readonly agencies: Agencies;
	readonly clock: () => Date;
}): Handler {
	return async (job) => ({
		type: 'done',
		async effect(tx) {
			const now = clock();
			const stored = await loadDossier(tx, Body.parse(job.body).dossierId);
			const decision = stored && decideUnanswered(stored.dossier, now);
			if (stored && decision) await applyDecision(tx, agencies, { stored, decision, now });
		}
	});
}
