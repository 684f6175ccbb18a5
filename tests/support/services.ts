/** Services by name, for tests that are about one of them; and the systems that all of them are decided in. */
import type { DossierService } from '../../domain/services/definition.ts';
import { dossierService, allServices } from '../../domain/services/all.ts';
import { systemsOf } from '../../domain/services/terms.ts';

/** The version, which must exist. */
export function dossier(procedureCode: string, version: number): DossierService {
	const found = dossierService(procedureCode, version);
	if (!found) throw new Error(`no dossier service ${procedureCode} in version ${version}`);
	return found;
}

export const doiGplx = dossier('3.000347', 1);
export const capLaiTheBhyt = dossier('1.002759', 1);

/** Each system once, with the last block of its offices' codes. */
export const agencySystems: readonly { readonly system: string; readonly code: string }[] = [
	...new Map(
		allServices()
			.flatMap((service) => (service.kind === 'dossier' ? systemsOf(service) : []))
			.map((one) => [one.system, one])
	).values()
];
