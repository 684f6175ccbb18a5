/** The definitions that ship: each file is well formed, and nothing in it contradicts itself. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDefinition, checkVersions } from '../check.ts';
import { loadVersions, registry } from '../registry.ts';
import { BlocksFile, DefinitionFile } from '../schema.ts';

const folder = import.meta.dirname;
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));

it('every file is a service of the registry, and the other way round', () => {
	const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'blocks.json');
	expect(files.sort()).toEqual(registry.map(({ id }) => `${id}.json`).sort());
});

it('the shared blocks have their shape', () => {
	expect(BlocksFile.safeParse(read('blocks.json')).error?.issues ?? []).toEqual([]);
});

describe.each(registry.map((summary) => [summary.id, summary] as const))('%s', (id, summary) => {
	it('has the shape of a definition', () => {
		const parsed = DefinitionFile.safeParse(read(`${id}.json`));
		expect(parsed.error?.issues ?? []).toEqual([]);
		expect(parsed.data).toMatchObject({ id, procedureCode: summary.procedureCode, kind: summary.kind });
	});

	it('hangs together in every version', async () => {
		const versions = await loadVersions(summary.procedureCode);
		expect(checkVersions(versions)).toEqual([]);
		for (const service of versions) expect(checkDefinition(service)).toEqual([]);
		expect(versions.at(-1)?.title).toEqual(summary.title);
	});

	it('is the same after a way through JSON', async () => {
		const versions = await loadVersions(summary.procedureCode);
		expect(JSON.parse(JSON.stringify(versions))).toEqual(versions);
	});
});
