import { expect, it } from 'vitest';
import type { DossierService, Field } from '../services/definition.ts';
import { carryLate, unknownAnswers } from './older-form.ts';

const text = (id: string): Field => ({
	id,
	type: 'text',
	label: { vi: id, en: id },
	required: false,
	maxLength: 100
});

function form(fields: readonly Field[], from?: DossierService['from']): DossierService {
	const title = { vi: 'A', en: 'A' };
	return {
		groups: [{ id: 'all', title, fields }],
		components: [],
		cases: [],
		rules: [],
		...(from ? { from } : {})
	} as unknown as DossierService;
}

const earlier = form([text('name'), text('tel'), text('fax')]);
const service = form([text('name'), text('phone')], {
	fields: { tel: 'phone' },
	why: { vi: 'Gộp', en: 'Joined' }
});

it('[R20] answers given late under an earlier form find their place, or are told as dropped', () => {
	const values = { name: 'Mai', tel: '0912', fax: '1' };
	expect(unknownAnswers(service, values)).toEqual({ tel: '0912', fax: '1' });
	expect(carryLate(earlier, service, values, '2026-11-23')).toEqual({
		values: { name: 'Mai', phone: '0912' },
		carried: [
			{ kind: 'moved', from: 'tel', to: 'phone' },
			{ kind: 'dropped', field: 'fax' }
		]
	});
	expect(carryLate(earlier, service, { ...values, phone: '0987' }, '2026-11-23')).toMatchObject({
		values: { name: 'Mai', phone: '0987' },
		carried: [
			{ kind: 'dropped', field: 'tel' },
			{ kind: 'dropped', field: 'fax' }
		]
	});
});
