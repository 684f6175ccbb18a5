/** The services that can be done here, found by procedure code; a draft keeps the version it was begun under. */
import { capLaiTheBhyt } from './cap-lai-the-bhyt.ts';
import type { DossierService, Service } from './definition.ts';
import { doiGplx } from './doi-gplx.ts';
import { thanhToanTienDien } from './thanh-toan-tien-dien.ts';

export const services: readonly Service[] = [doiGplx, capLaiTheBhyt, thanhToanTienDien];

/** The service of a procedure in its newest version; null when it cannot be done here. */
export function serviceOf(procedureCode: string): Service | null {
	return services.find((service) => service.procedureCode === procedureCode) ?? null;
}

/** A dossier service in one given version; null when this release does not know it. */
export function dossierService(procedureCode: string, version: number): DossierService | null {
	const found = services.find(
		(service) =>
			service.procedureCode === procedureCode && service.version === version && service.kind === 'dossier'
	);
	return found?.kind === 'dossier' ? found : null;
}
