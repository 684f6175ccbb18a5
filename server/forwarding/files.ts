/**
 * Files for agencies, behind signed addresses: `/agency/files/<attachmentId>?dossier=&agency=&exp=&sig=`.
 * Promises: only a file of a dossier that lies with that office; anything else, and any wrong or old signature,
 * answers like nothing there.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import { AttachmentId, DossierId } from '../../domain/ids.ts';
import type { Reader } from '../store/database.ts';
import { loadDossier } from '../store/dossiers.ts';
import { type FileVault, sendFile } from '../uploads/files.ts';
import type { Agencies } from './agencies.ts';

export function createAgencyFiles({
	db,
	agencies,
	vault,
	clock
}: {
	readonly db: Reader;
	readonly agencies: Agencies;
	readonly vault: FileVault;
	readonly clock: () => Date;
}): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
	async function entitled(url: URL): Promise<AttachmentFact | null> {
		const attachmentId = AttachmentId.safeParse(url.pathname.split('/').at(-1));
		const dossierId = DossierId.safeParse(url.searchParams.get('dossier'));
		const [agency, exp, sig] = ['agency', 'exp', 'sig'].map((name) => url.searchParams.get(name) ?? '');
		if (!attachmentId.success || !dossierId.success || !agency || !exp || !sig) return null;
		const link = { attachmentId: attachmentId.data, dossierId: dossierId.data, agency };
		if (!agencies.isFileUrlValid(link, { exp, sig }, clock())) return null;
		const stored = await loadDossier(db, dossierId.data);
		if (stored?.dossier.agency.code !== agency) return null;
		return filesOf(stored.dossier).find((fact) => fact.attachmentId === attachmentId.data) ?? null;
	}

	return async (req, res) => {
		const fact = await entitled(new URL(req.url ?? '/', 'http://portal'));
		if (!fact) {
			res.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}');
			return;
		}
		await sendFile(res, vault, fact);
	};
}

/** All files of a dossier, those of its supplement too. */
function filesOf(dossier: Dossier): AttachmentFact[] {
	const later = dossier.events.flatMap((event) =>
		event.kind === 'supplement_sent' ? event.attachments : []
	);
	return [...dossier.attachments, ...later];
}
