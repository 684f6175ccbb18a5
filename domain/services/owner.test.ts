import { describe, expect, it } from 'vitest';
import { dossierService, allServices } from './all.ts';
import { checkDefinition } from './check.ts';
import type { DossierService } from './definition.ts';
import { migrateValues } from './migrate.ts';
import { ownerOf } from './owner.ts';
import { formFaults, viewForm } from './validate.ts';
import { formInWords } from './words.ts';
import { forHerSon } from '../../tests/support/examples/example.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import type { FormValues } from './values.ts';

const today = '2026-11-22';
const card = dossierService('1.002759', 2) as DossierService;
const herSons = { ...insuranceForm(), ...forHerSon };
const faults = (form: FormValues, papers: readonly string[] = []) =>
	formFaults(
		card,
		form,
		papers.map((component) => ({ component })),
		today
	).map(({ field, rule }) => `${field}: ${rule}`);

describe('[B9] a service that may be done for somebody else', () => {
	it('asks first whom it is for; nothing chosen is for herself', () => {
		const [applicant, owner] = card.groups.slice(1);
		expect(applicant?.fields.slice(0, 2).map(({ id }) => id)).toEqual(['isOwner', 'fullName']);
		expect(owner?.fields[0]?.id).toBe('ownerName');
		const { asked } = viewForm(card, insuranceForm(), today);
		expect(owner?.fields.filter(({ id }) => asked.has(id))).toEqual([]);
		expect(faults(insuranceForm())).toEqual([]);
		expect(faults({ ...insuranceForm(), isOwner: 'self' })).toEqual([]);
		expect(ownerOf(insuranceForm())).toBe(null);
	});
	it('asks who the owner is and what she is to the owner', () => {
		expect(faults({ ...insuranceForm(), isOwner: 'other' })).toEqual([
			'ownerName: required',
			'ownerPersonalId: required',
			'ownerBirth: required',
			'ownerSex: required',
			'relation: required'
		]);
		expect(faults(herSons)).toEqual([]);
		expect(ownerOf(herSons)).toEqual({
			name: 'Nguyễn Văn Nam',
			personalId: '012216004321',
			relation: 'parent'
		});
	});
	it.each(['guardian', 'authorised'])('takes the paper of a person who is %s', (relation) => {
		expect(faults({ ...herSons, relation })).toEqual(['authorisation: file_missing']);
		expect(faults({ ...herSons, relation }, ['authorisation'])).toEqual([]);
	});
	it('says on the declaration whom it is for', () => {
		const lines = formInWords(card, herSons, today, 'vi').flatMap((section) => section.lines);
		expect(lines.find(({ id }) => id === 'ownerName')?.answer).toBe('Nguyễn Văn Nam');
		expect(lines.find(({ id }) => id === 'relation')?.answer).toBe('Cha, mẹ');
	});
	it('is otherwise as the version before, and a draft of that loses nothing', () => {
		const before = dossierService('1.002759', 1) as DossierService;
		const { groups, components, version, validFrom, validTo, from, ...rest } = card;
		expect(before).toMatchObject(rest);
		expect(components.map(({ id }) => id)).toEqual(['authorisation', 'dataProof']);
		expect([version, validFrom, validTo, from?.why.vi]).toEqual([
			2,
			before.validTo && '2026-11-22',
			null,
			from?.why.vi
		]);
		expect(groups.filter(({ id }) => id !== 'owner').map(({ id }) => id)).toEqual(
			before.groups.map(({ id }) => id)
		);
		expect(migrateValues(before, card, insuranceForm(), today)).toEqual({
			values: insuranceForm(),
			carried: []
		});
	});
	it('can be told from every definition that is offered, whichever way it asks', () => {
		const asking = allServices().filter(
			(service) =>
				service.kind === 'dossier' &&
				service.validTo === null &&
				service.groups.some(({ fields }) => fields.some(({ id }) => id === 'isOwner'))
		);
		expect(asking.map(({ id }) => id).sort()).toEqual([
			'cap-lai-the-bhyt',
			'cung-cap-dien',
			'gplx-quoc-te',
			'le-phi-truoc-ba',
			'ly-lich-tu-phap',
			'xac-nhan-hon-nhan'
		]);
		for (const service of asking) expect(checkDefinition(service)).toEqual([]);
	});
});
