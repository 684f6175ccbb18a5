/** Forms of things that are here. What reads them (forms.ts) comes with the first; the service worker keeps it. */
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { DossierService } from '../../domain/services/definition.ts';

export const forms = () => import('./forms.ts');

/** The definition under which it was filled; null when it cannot be had: it is a file, which an interrupted update may lose. */
export async function formOf({
	procedureCode,
	serviceVersion
}: Pick<Dossier, 'procedureCode' | 'serviceVersion'>): Promise<DossierService | null> {
	try {
		return await (await forms()).loadDossierService(procedureCode, serviceVersion);
	} catch {
		return null;
	}
}
