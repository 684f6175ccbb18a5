/** Which version of a service is meant. */
import type { Blocks, RawService } from './expand.ts';
import { expand } from './expand.ts';
import type { Service } from './definition.ts';

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
