import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newestDossier, nextVersion } from '../../tests/support/authored.ts';
import { type AuthoredFault, type AuthoredProblem, judgeAuthored, type KnownForms } from './authored.ts';
import { allServices } from './all.ts';
import type { DossierService } from './definition.ts';
import type { Blocks } from './expand.ts';
import { systemsOf } from './terms.ts';

const today = '2026-11-20';
const dossiers = allServices().filter((one): one is DossierService => one.kind === 'dossier');
const blocks = JSON.parse(
	readFileSync(path.join(import.meta.dirname, 'definitions', 'blocks.json'), 'utf8')
) as Blocks;
const offices = new Map(dossiers.flatMap(systemsOf).map(({ system, code }) => [system, code]));

const known = (id: string): KnownForms => ({
	versions: dossiers.filter((one) => one.id === id),
	blocks,
	offices,
	today
});

const nextOf = (id: string) => nextVersion(id, today, '2026-12-01');

const judge = (id: string, file: unknown) =>
	judgeAuthored(typeof file === 'string' ? file : JSON.stringify(file), known(id));
const faultsOf = (id: string, file: unknown): readonly AuthoredFault[] => {
	const judged = judge(id, file);
	return judged.ok ? [] : judged.error;
};

describe('[E8] a version that is published after the release', () => {
	it.each([...new Set(dossiers.map(({ id }) => id))])('may be any form of the release, whole: %s', (id) => {
		const { version, examples } = nextOf(id);
		const judged = judge(id, { version, examples });
		expect(judged.ok ? [] : judged.error).toEqual([]);
		if (judged.ok) expect(judged.value.version).toBe(version['version']);
	});

	it('says only what is different from an earlier one, and inherits no way from before', () => {
		const { examples } = nextOf('cap-lai-the-bhyt');
		const newest = newestDossier('cap-lai-the-bhyt');
		const judged = judge('cap-lai-the-bhyt', {
			version: {
				version: newest.version + 1,
				validFrom: '2026-12-01',
				validTo: null,
				like: newest.version,
				timeLimit: { quantity: 2, unit: 'working_day' }
			},
			examples
		});
		expect(judged).toMatchObject({
			ok: true,
			value: {
				id: newest.id,
				procedureCode: newest.procedureCode,
				groups: newest.groups,
				timeLimit: { quantity: 2 }
			}
		});
		if (judged.ok) expect(judged.value.from).toBeUndefined();
	});

	it('goes the same way twice: what was published is the base of the one after it', () => {
		const id = 'doi-gplx';
		const first = judge(id, nextOf(id));
		if (!first.ok) throw new Error(JSON.stringify(first.error));
		const after = {
			...nextOf(id),
			version: {
				version: first.value.version + 1,
				validFrom: '2027-01-01',
				validTo: null,
				like: first.value.version
			}
		};
		const judged = judgeAuthored(JSON.stringify(after), {
			...known(id),
			versions: [...known(id).versions, first.value]
		});
		expect(judged).toMatchObject({ ok: true, value: { groups: first.value.groups } });
	});
});

describe('[E9] is refused with the place and the reason', () => {
	const id = 'cap-lai-the-bhyt';
	const file = nextOf(id);
	type File = typeof file;
	const withVersion = (change: Record<string, unknown>): File => ({
		...file,
		version: { ...file.version, ...change }
	});
	const groups = () => structuredClone(file.version['groups']) as { fields: Record<string, unknown>[] }[];
	const firstField = (change: Record<string, unknown>) => {
		const all = groups();
		all[0]?.fields.push({
			id: 'extra',
			label: { vi: 'Thêm', en: 'More' },
			required: false,
			type: 'text',
			maxLength: 20,
			...change
		});
		return withVersion({ groups: all });
	};

	it.each<[AuthoredProblem, string, unknown]>([
		['not_json', '', '{ version: 2'],
		['not_right', 'version', { ...file, version: undefined }],
		['not_right', 'version.basis', withVersion({ basis: [] })],
		[
			'not_right',
			`version.groups.0.fields.${groups()[0]?.fields.length}.maxLength`,
			firstField({ maxLength: 0 })
		],
		['not_right', `version.groups.0.fields.${groups()[0]?.fields.length}`, firstField({ colour: 'red' })],
		['not_right', 'examples.on', { ...file, examples: { ...file.examples, on: '2026-13-01' } }],
		['not_next', 'version.version', withVersion({ version: 9 })],
		['too_early', 'version.validFrom', withVersion({ validFrom: today })],
		['has_end', 'version.validTo', withVersion({ validTo: '2027-12-31' })],
		[
			'pattern',
			'version.groups.0.fields.' + groups()[0]?.fields.length + '.pattern',
			firstField({ pattern: '(a+)+' })
		],
		[
			'unknown',
			'version.like',
			{
				...file,
				version: { version: file.version['version'], validFrom: '2026-12-01', validTo: null, like: 7 }
			}
		],
		['unknown', 'version', withVersion({ groups: [{ use: 'nobody' }] })],
		[
			'office',
			'version.routes',
			withVersion({ routes: [{ system: 'elsewhere', code: 'G99', name: { vi: 'X', en: 'X' }, by: null }] })
		],
		[
			'contradiction',
			`version.groups.${String((groups()[0] as { id?: string }).id)}.extra.shownWhen`,
			firstField({ shownWhen: { filled: 'nothing' } })
		],
		['examples_few', 'examples.rejects', { ...file, examples: { ...file.examples, rejects: [] } }],
		['example_refused', 'examples.form', firstField({ required: true })],
		[
			'example_accepted',
			'examples.rejects.0',
			{
				...file,
				examples: {
					...file.examples,
					rejects: file.examples.rejects.map((one, index) =>
						index === 0 ? { ...one, change: {}, papers: file.examples.papers } : one
					)
				}
			}
		]
	])('%s at %s', (problem, where, text) => {
		expect(faultsOf(id, text)).toContainEqual(expect.objectContaining({ problem, where }));
	});

	it('too_large', () => {
		const judged = judgeAuthored(`"${'a'.repeat(300_000)}"`, known(id));
		expect(judged).toEqual({ ok: false, error: [{ where: '', problem: 'too_large' }] });
	});
});
