/**
 * The public look-up by code. Promises: what is no code, a code of another system and a code that nobody has answer
 * alike; one address asks so often a minute and no more, because codes are counted up and could be guessed.
 */
import type { Fault } from '../../domain/faults.ts';
import { readCode } from '../../domain/dossier/code.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { type DossierProgress, stageOf } from '../../domain/dossier/progress.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Lookups } from '../issuers/lookups.ts';
import type { Reader } from '../store/database.ts';
import { loadDossier } from '../store/dossiers.ts';

/** Faults: not_found, too_many_requests. @param address network address of whoever asks */
export type LookUpProgress = (address: string, text: string) => Promise<Result<DossierProgress, Fault>>;

export function createProgressLookUp(deps: {
	readonly db: Reader;
	readonly lookups: Lookups;
	readonly now: () => Date;
}): LookUpProgress {
	return async (address, text) => {
		const retryAfterMs = deps.lookups.take(address, deps.now().getTime());
		if (retryAfterMs > 0) return err({ type: 'too_many_requests', retryAfterMs });
		const code = readCode(text)?.code ?? '';
		const [row] = await deps.db.read('SELECT dossier_id FROM dossiers WHERE code = ?', [code]);
		const stored = row && (await loadDossier(deps.db, String(row['dossier_id'])));
		if (!stored) return err({ type: 'not_found' });
		return ok({ code: stored.dossier.code, stage: stageOf(fold(stored.dossier.events)) });
	};
}
