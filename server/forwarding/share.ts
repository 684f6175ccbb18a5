/**
 * What of a dossier its office gets. Each part of a linked service has the whole submission behind it, and its office
 * only the answers and papers that concern it (docs/SERVICES.md); everybody else gets what was sent.
 */
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import { dossierService } from '../../domain/services/all.ts';
import { concerning } from '../../domain/services/terms.ts';

/** Of a form that this release does not know nothing is left out: there is no part that says what. */
export function shareOf({
	procedureCode,
	serviceVersion,
	part,
	form,
	attachments
}: Pick<Dossier, 'procedureCode' | 'serviceVersion' | 'part' | 'form' | 'attachments'>): {
	readonly form: Dossier['form'];
	readonly attachments: AttachmentFact[];
} {
	const service = part ? dossierService(procedureCode, serviceVersion) : null;
	if (!service || !part) return { form, attachments };
	const { groups, components } = concerning(service, part.id);
	const fields = new Set(groups.flatMap((group) => group.fields.map(({ id }) => id)));
	return {
		form: Object.fromEntries(Object.entries(form).filter(([field]) => fields.has(field))),
		attachments: attachments.filter(({ component }) => components.some(({ id }) => id === component))
	};
}
