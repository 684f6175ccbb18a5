/** Which version of a service is meant. */
import type { Blocks, RawService } from './expand.ts';
import { expand } from './expand.ts';
import { dayNumber, dayText } from '../dossier/days.ts';
import type { DossierService, Service } from './definition.ts';

/** A file of definitions/, as it is imported: checked when it was published. */
export interface ServiceFile {
	readonly id: string;
	readonly procedureCode: string;
	readonly kind: Service['kind'];
	readonly versions: readonly unknown[];
}

/** All versions of the service in a file, oldest first. */
export function versionsOf(file: ServiceFile, blocks: Blocks): Service[] {
	const { id, procedureCode, kind } = file;
	const written = file.versions as readonly { readonly version: number; readonly like?: number }[];
	return written.map((version) => {
		const { like, ...own } = version;
		// What a version does not say itself is as in the one that it is like; the way from that one is not inherited.
		const { from: _from, ...before } = { from: null, ...written.find((other) => other.version === like) };
		return expand({ ...before, ...own, id, procedureCode, kind } as unknown as RawService, blocks);
	});
}

/** The version under which a draft is begun on that day: the newest that is valid, else the newest. */
export function versionOn(versions: readonly Service[], day: string): Service | undefined {
	return (
		versions.findLast(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo)) ??
		versions.at(-1)
	);
}

/**
 * Versions of the release and those that were published after it, each until the next begins. Where both have a number
 * the published one counts: dossiers were filled under it before the release had it.
 */
export function joinVersions(released: readonly Service[], later: readonly DossierService[]): Service[] {
	if (later.length === 0) return [...released];
	const byNumber = new Map([...released, ...later].map((one) => [one.version, one]));
	const versions = [...byNumber.values()].sort((a, b) => a.version - b.version);
	return versions.map((one, index) => {
		const next = versions[index + 1];
		return next && one.validTo === null ? { ...one, validTo: dayText(dayNumber(next.validFrom) - 1) } : one;
	});
}
