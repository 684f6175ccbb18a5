/**
 * `GET /files/result/<dossierId>`: the result's bytes, for the dossier's owner. Whoever takes one leaves a line in the
 * audit. Faults: login_required, not_found.
 */
import type { ServerResponse } from 'node:http';
import type { Fault } from '../../domain/faults.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { DossierId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { audit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { sendFile, type FileVault } from '../uploads/files.ts';
import { ownDossier, type Visitor } from './guard.ts';

/** Sends the file, or answers why not and sends nothing. */
export async function sendResultFile(
	deps: { readonly db: Database; readonly vault: FileVault; readonly now: () => Date },
	visitor: Visitor,
	dossierId: string,
	response: ServerResponse
): Promise<Result<null, Fault>> {
	if (!DossierId.safeParse(dossierId).success) return err({ type: 'not_found' });
	const own = await ownDossier(deps.db, visitor, dossierId);
	if (!own.ok) return own;
	const { result } = fold(own.value.dossier.events);
	if (!result || (await deps.vault.size(result.sha256)) === null) return err({ type: 'not_found' });
	await deps.db.write((tx) =>
		audit(tx, {
			at: deps.now(),
			actor: `citizen:${own.value.personId}`,
			action: 'result.read',
			subject: dossierId,
			detail: {}
		})
	);
	await sendFile(response, deps.vault, result);
	return ok(null);
}
