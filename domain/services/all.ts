/**
 * Every definition at once, for servers and tests: they answer for all services and load but once. A server adopts what
 * was published after its release (server/store/forms.ts); all that ask here see it from then on.
 */
import type { DossierService, Service } from './definition.ts';
import { loadReleased, offeredService, registry } from './registry.ts';
import { joinVersions, versionOn } from './versions.ts';

const releasedByCode: ReadonlyMap<string, readonly Service[]> = new Map(
	await Promise.all(
		registry.map(async ({ procedureCode }) => [procedureCode, await loadReleased(procedureCode)] as const)
	)
);
let versionsByCode = releasedByCode;

/**
 * Takes what was published after the release in place of what was adopted before. A version that was known stays
 * known: nothing takes one back.
 */
export function adoptLater(later: readonly DossierService[]): void {
	versionsByCode = new Map(
		[...releasedByCode].map(([code, released]) => [
			code,
			joinVersions(
				released,
				later.filter(({ procedureCode }) => procedureCode === code)
			)
		])
	);
}

/** All versions of one service, oldest first; none when there is no such service. */
export function versionsOfService(procedureCode: string): readonly Service[] {
	return versionsByCode.get(procedureCode) ?? [];
}

/** Every version of every service, offered or not. */
export function allServices(): readonly Service[] {
	return [...versionsByCode.values()].flat();
}

/** Every service as it is on that day, offered or not. */
export function servicesOn(day: string): readonly Service[] {
	return [...versionsByCode.values()].flatMap((versions) => versionOn(versions, day) ?? []);
}

/** The newest version of everything that can be done here. */
export function offeredServices(): readonly Service[] {
	return registry
		.filter(({ isOffered }) => isOffered)
		.flatMap(({ procedureCode }) => versionsByCode.get(procedureCode)?.at(-1) ?? []);
}

/** The service of a procedure as it is on that day (today's when absent: the newest); null when it cannot be done here. */
export function serviceOf(procedureCode: string, day?: string): Service | null {
	if (!offeredService(procedureCode)) return null;
	const versions = versionsOfService(procedureCode);
	return (day === undefined ? versions.at(-1) : versionOn(versions, day)) ?? null;
}

/** A dossier service in one given version; null when this server does not know it. */
export function dossierService(procedureCode: string, version: number): DossierService | null {
	const found = versionsOfService(procedureCode).find((service) => service.version === version);
	return found?.kind === 'dossier' ? found : null;
}
