import { expect, it } from 'vitest';
import { licenceForm } from '../../tests/support/forms.ts';
import { dossier } from '../../tests/support/services.ts';
import { migrateValues } from './migrate.ts';
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

it('a draft is begun under the version of its day', async () => {
	const versions = await loadVersions('3.000347');
	expect(versionOn(versions, '2020-03-01')?.version).toBe(0);
	expect(versionOn(versions, '2025-12-31')?.version).toBe(0);
	expect(versionOn(versions, '2026-01-01')?.version).toBe(1);
});
