/** Whether an application says what all devices of the person agree on. Pure. */
import { canonicalJson } from '../canonical.ts';
import type { Fault } from '../faults.ts';
import type { DossierService } from '../services/definition.ts';
import { viewForm } from '../services/validate.ts';
import type { FormValues } from '../services/values.ts';
import { conflictsOf, formIdOf } from './conflicts.ts';
import { type DraftDocument } from './document.ts';
import { valuesOf, versionOf } from './form.ts';

/** Fields and cells of open conflicts in what the form asks now. */
export function conflictingFields(document: DraftDocument, service: DossierService, today: string): string[] {
	const { asked } = viewForm(service, valuesOf(document), today);
	const fields = conflictsOf(document)
		.map(({ path }) => formIdOf(document, path))
		.filter((id) => asked.has(id));
	return [...new Set(fields)];
}

/**
 * The fault of an application under whose draft another device has written what it does not say: she decides first.
 * @param form cleaned on that day
 */
export function draftFault(
	document: DraftDocument,
	service: DossierService,
	form: FormValues,
	today: string
): Fault | null {
	const conflicting = conflictingFields(document, service, today);
	if (conflicting.length > 0) return { type: 'draft_conflict', fields: conflicting };
	if ((versionOf(document) ?? service.version) !== service.version) return null;
	const { clean } = viewForm(service, valuesOf(document), today);
	const typed = service.groups.flatMap((group) => group.fields).filter(({ type }) => type !== 'computed');
	const other = typed.filter(
		({ id }) => canonicalJson(clean[id] ?? null) !== canonicalJson(form[id] ?? null)
	);
	return other.length > 0 ? { type: 'draft_conflict', fields: other.map(({ id }) => id) } : null;
}
