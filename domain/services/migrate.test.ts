import { expect, it } from 'vitest';
import { licenceForm } from '../../tests/support/forms.ts';
import { dossier } from '../../tests/support/services.ts';
import { migrateThrough, migrateValues } from './migrate.ts';
import type { FormValues } from './values.ts';
import { formFaults } from './validate.ts';
import { versionOn } from './versions.ts';
import { loadVersions } from './registry.ts';

const today = '2026-11-22';
const launch = dossier('3.000347', 0);
const now = dossier('3.000347', 1);

it('a draft of 2020 goes over to the classes of today, and she is told', () => {
	const values = { ...licenceForm(), licenceClass: ['A2', 'B1', 'B2'] };
	const { values: carried, carried: what } = migrateValues(launch, now, values, today);
	// Both car classes became one; the motorbike above 175 cm³ is A now.
	expect(carried['licenceClass']).toEqual(['A', 'B']);
	expect(what).toContainEqual({ kind: 'changed', field: 'licenceClass' });
	expect({ ...carried, licenceClass: null }).toEqual({ ...values, licenceClass: null });
});

it('a class without a successor must be chosen again', () => {
	const { values, carried } = migrateValues(launch, now, { ...licenceForm(), licenceClass: ['A4'] }, today);
	expect(values).not.toHaveProperty('licenceClass');
	expect(carried).toContainEqual({ kind: 'dropped', field: 'licenceClass' });
	const faults = formFaults(now, values, [{ component: 'portrait' }, { component: 'oldCard' }], today);
	expect(faults).toEqual([{ field: 'licenceClass', rule: 'required', params: { asked: 'choice' } }]);
});

it('nothing is invented: going over to the same form changes nothing', () => {
	const values = licenceForm();
	expect(migrateValues(now, now, values, today)).toEqual({ values, carried: [] });
});

it('follows a field to its new name, and names what is new', () => {
	const renamed = {
		...now,
		from: { fields: { issuedBy: 'clinic' }, why: { vi: 'Đổi', en: 'Changed' } }
	};
	const { values, carried } = migrateValues(now, renamed, licenceForm(), today);
	expect(values['clinic']).toBe('Sở Giao thông vận tải Lai Châu');
	expect(carried).toContainEqual({ kind: 'moved', from: 'issuedBy', to: 'clinic' });
});

it('a draft two versions behind passes each of them, and what became of an answer is told once', () => {
	const why = { vi: 'Đổi', en: 'Changed' };
	const withField = (form: typeof now, from: string, to: string): typeof now => ({
		...form,
		groups: form.groups.map((group) => ({
			...group,
			fields: group.fields.map((field) => (field.id === from ? { ...field, id: to } : field))
		}))
	});
	const second = {
		...withField(now, 'issuedBy', 'office'),
		from: { ...now.from, fields: { issuedBy: 'office' }, why }
	};
	const third = { ...withField(second, 'office', 'clinic'), from: { fields: { office: 'clinic' }, why } };
	const answers: FormValues = { ...licenceForm(), licenceClass: ['A2', 'B1', 'B2'] };
	const { values, carried } = migrateThrough([launch, second, third], answers, today);
	const { issuedBy, ...others } = answers;
	expect(values).toEqual({ ...others, clinic: issuedBy, licenceClass: ['A', 'B'] });
	expect(carried.filter(({ kind }) => kind !== 'new')).toHaveLength(2);
	expect(carried).toContainEqual({ kind: 'changed', field: 'licenceClass' });
	expect(carried).toContainEqual({ kind: 'moved', from: 'issuedBy', to: 'clinic' });
	// The newest step alone knows nothing of the classes of 2020.
	expect(migrateValues(launch, third, answers, today).values['licenceClass']).not.toEqual(['A', 'B']);

	const without = migrateThrough([launch, second, third], { ...answers, licenceClass: ['A4'] }, today);
	expect(without.values).not.toHaveProperty('licenceClass');
	expect(without.carried.filter((one) => one.kind === 'dropped')).toEqual([
		{ kind: 'dropped', field: 'licenceClass' }
	]);
	expect(migrateThrough([now], licenceForm(), today)).toEqual({ values: licenceForm(), carried: [] });
});

it('a draft is begun under the version of its day', async () => {
	const versions = await loadVersions('3.000347');
	expect(versionOn(versions, '2020-03-01')?.version).toBe(0);
	expect(versionOn(versions, '2025-12-31')?.version).toBe(0);
	expect(versionOn(versions, '2026-01-01')?.version).toBe(1);
});
