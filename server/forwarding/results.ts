/**
 * Fetches result files that agencies announce. Promises: only from the agency's own address, redirects not
 * followed; only bytes of the announced size and hash are kept, and the dossier says so in the same transaction.
 */
import { createHash } from 'node:crypto';
import { decideResultStored } from '../../domain/dossier/decide.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { invariant } from '../../domain/result.ts';
import { applyDecision, FetchResultBody, loadDossier } from '../store/dossiers.ts';
import type { FileVault } from '../uploads/files.ts';
import type { Agencies } from './agencies.ts';
import { call, type Fetch } from './http.ts';
import type { Attempt, Handler } from './worker.ts';

/** A signed PDF of a few pages; twice what people may send. */
export const resultBytesMax = 20 * 1024 * 1024;

/** Handler of `fetch_result` jobs. Every failure is tried again: agencies announce files before they publish them. */
export function fetchResultHandler({
	agencies,
	vault,
	clock,
	fetcher = fetch
}: {
	readonly agencies: Agencies;
	readonly vault: FileVault;
	readonly clock: () => Date;
	readonly fetcher?: Fetch;
}): Handler {
	return async (job): Promise<Attempt> => {
		const { dossierId, url, result } = FetchResultBody.parse(job.body);
		if (!isUnder(agencies.link(job.queue).baseUrl, url)) return { type: 'park', why: 'foreign address' };
		if (result.size > resultBytesMax) return { type: 'park', why: 'too large' };
		const reply = await call(
			fetcher,
			url,
			{ method: 'GET', headers: { 'x-correlation-id': job.jobId } },
			result.size
		);
		if (reply.type === 'silent') return { type: 'retry', error: reply.why, isSilence: true };
		if (reply.status !== 200)
			return {
				type: 'retry',
				error: `answered ${reply.status}`,
				notBeforeMs: reply.retryAfterMs,
				isSilence: reply.status >= 500
			};
		const sha256 = createHash('sha256').update(reply.body).digest('hex');
		if (reply.body.length !== result.size || sha256 !== result.sha256)
			return { type: 'retry', error: 'other content than announced' };
		await vault.put(reply.body);
		return {
			type: 'done',
			async effect(tx) {
				const stored = await loadDossier(tx, dossierId);
				invariant(stored, 'a result is of a dossier that exists');
				if (fold(stored.dossier.events).result) return;
				const now = clock();
				await tx.run(
					'INSERT INTO results (dossier_id, name, type, size, sha256, stored_at) VALUES (?, ?, ?, ?, ?, ?)',
					[dossierId, result.name, result.type, result.size, result.sha256, now.toISOString()]
				);
				await applyDecision(tx, agencies, { stored, decision: decideResultStored(result, now), now });
			}
		};
	};
}

/** Whether an address lies under a base: same origin, and below its path. */
export function isUnder(baseUrl: string, url: string): boolean {
	if (!URL.canParse(url)) return false;
	const base = new URL(baseUrl);
	const { origin, pathname, username, password } = new URL(url);
	const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
	return origin === base.origin && pathname.startsWith(folder) && username === '' && password === '';
}
