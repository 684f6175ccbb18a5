/**
 * Files for officers: `/mot-cua/ho-so/<dossierId>/tep/<attachmentId>`, `…/phieu/<1–5>.pdf`, `…/ket-qua`, and `…/du-thao`,
 * the result that a specialist prepared. Only of a dossier that the officer may read; each taking is noted. Always as
 * something to keep, never run in the portal's name.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fold } from '../../domain/dossier/machine.ts';
import type { ResultFile } from '../../domain/dossier/schema.ts';
import type { SlipForm } from '../../domain/dossier/slips.ts';
import type { Fault } from '../../domain/faults.ts';
import { DossierId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sessions } from '../auth/session.ts';
import { shareOf } from '../forwarding/share.ts';
import { sendSlipFile } from '../slips/send.ts';
import { audit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { type FileVault, sendFile } from '../uploads/files.ts';
import { deskDossier, preparedFile } from './act.ts';
import { filesOf } from './desk.ts';
import { officerOf } from './officers.ts';

/** Addresses of the desk's files. */
export const officerFilePath =
	/^\/mot-cua\/ho-so\/([^/]+)\/(?:tep\/([^/]+)|phieu\/([1-5])\.pdf|(ket-qua)|(du-thao))$/;

export type SendOfficerFile = (
	request: IncomingMessage,
	pathname: string,
	response: ServerResponse
) => Promise<Result<null, Fault>>;

export function createOfficerFiles(deps: {
	readonly db: Database;
	readonly sessions: Pick<Sessions, 'read'>;
	readonly vault: FileVault;
	readonly now: () => Date;
	readonly portalOrigin: string;
}): SendOfficerFile {
	const { db, vault, now } = deps;
	return async (request, pathname, response) => {
		const session = await deps.sessions.read(request.headers.cookie);
		if (!session) return err({ type: 'login_required' });
		const officer = await officerOf(db, session.person.personalId);
		const [, dossierId = '', attachmentId, slip, result, draft] = officerFilePath.exec(pathname) ?? [];
		if (!officer || !DossierId.safeParse(dossierId).success) return err({ type: 'not_found' });
		const found = await deskDossier(db, officer, dossierId);
		if (!found) return err({ type: 'not_found' });
		const { dossier } = found.stored;
		const noted = (what: string) =>
			db.write((tx) =>
				audit(tx, {
					at: now(),
					actor: `officer:${officer.officerId}`,
					action: 'desk.file_read',
					subject: dossierId,
					detail: { what }
				})
			);

		if (slip) {
			const form = Number(slip) as SlipForm;
			return sendSlipFile(dossier, form, deps.portalOrigin, response, () => noted(`slip ${form}`));
		}
		let file: ResultFile | null = null;
		if (attachmentId)
			file =
				filesOf({ ...dossier, ...shareOf(dossier) }).find((fact) => fact.attachmentId === attachmentId) ??
				null;
		else if (result) file = fold(dossier.events).result;
		else if (draft) file = (await preparedFile(db, dossierId))?.file ?? null;
		if (!file || (await vault.size(file.sha256)) === null) return err({ type: 'not_found' });
		await noted(attachmentId ? `file ${attachmentId}` : result ? 'result' : 'prepared result');
		await sendFile(response, vault, file);
		return ok(null);
	};
}
