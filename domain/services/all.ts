/** Every definition at once, for servers and tests: they answer for all services and load but once. */
import type { DossierService, Service } from './definition.ts';
import { loadVersions, offeredService, registry } from './registry.ts';
import { versionOn } from './versions.ts';

const versionsByCode = new Map<string, readonly Service[]>(
	await Promise.all(
		registry.map(async ({ procedureCode }) => [procedureCode, await loadVersions(procedureCode)] as const)
	)
);

/** Every version of every service, offered or not. */
export const services: readonly Service[] = [...versionsByCode.values()].flat();

/** The newest version of everything that can be done here. */
export const offeredServices: readonly Service[] = registry
	.filter(({ isOffered }) => isOffered)
	.flatMap(({ procedureCode }) => versionsByCode.get(procedureCode)?.at(-1) ?? []);

/** The service of a procedure as it is on that day (today's when absent: the newest); null when it cannot be done here. */
export function serviceOf(procedureCode: string, day?: string): Service | null {
	if (!offeredService(procedureCode)) return null;
	const versions = versionsByCode.get(procedureCode) ?? [];
	return (day === undefined ? versions.at(-1) : versionOn(versions, day)) ?? null;
}

/** A dossier service in one given version; null when this release does not know it. */
export function dossierService(procedureCode: string, version: number): DossierService | null {
	const found = versionsByCode.get(procedureCode)?.find((service) => service.version === version);
	return found?.kind === 'dossier' ? found : null;
}
