import { expect, it } from 'vitest';
import type { DossierService } from './definition.ts';
import { joinVersions, versionOn } from './versions.ts';

const version = (number: number, validFrom: string, validTo: string | null = null) =>
	({ kind: 'dossier', version: number, validFrom, validTo }) as DossierService;
const told = (versions: readonly { version: number; validTo: string | null }[]) =>
	versions.map((one) => [one.version, one.validTo]);

const released = [version(1, '2019-12-09', '2025-06-30'), version(2, '2025-07-01')];

it('what was published ends the version before it on the day before its own', () => {
	const joined = joinVersions(released, [version(3, '2026-12-01')]);
	expect(told(joined)).toEqual([
		[1, '2025-06-30'],
		[2, '2026-11-30'],
		[3, null]
	]);
	expect(versionOn(joined, '2026-11-30')?.version).toBe(2);
	expect(versionOn(joined, '2026-12-01')?.version).toBe(3);
});

it('one that begins on the same day takes its place', () => {
	const joined = joinVersions(released, [version(3, '2026-12-01'), version(4, '2026-12-01')]);
	expect(versionOn(joined, '2026-11-30')?.version).toBe(2);
	expect(versionOn(joined, '2026-12-01')?.version).toBe(4);
});

it('a number that the release has too is the published one’s, which dossiers were filled under', () => {
	const published = version(2, '2025-08-01');
	expect(joinVersions(released, [published])[1]).toBe(published);
});

it('without any it is the release', () => {
	expect(joinVersions(released, [])).toEqual(released);
});
