import { describe, expect, it } from 'vitest';
import { allServices } from './all.ts';
import { changesBetween } from './changes.ts';
import type { DossierService } from './definition.ts';
import { reworded, wordingsOf } from './wording.ts';
import { newestDossier } from '../../tests/support/authored.ts';

const dossiers = allServices().filter((one): one is DossierService => one.kind === 'dossier');

describe('[E12] words and numbers of a form', () => {
	it.each(dossiers.map((one) => [`${one.id} ${one.version}`, one] as const))(
		'each has a name of its own, and with none changed it is the same form: %s',
		(_, service) => {
			const keys = wordingsOf(service).map(({ key }) => key);
			expect(new Set(keys).size).toBe(keys.length);
			expect(reworded(service, new Map())).toEqual(service);
		}
	);

	it('changes a question, a paper, an amount and a limit, and nothing else', () => {
		const service = newestDossier('doi-gplx');
		const [fee] = service.fees.filter(({ amount }) => typeof amount === 'number');
		const [paper] = service.components;
		if (!fee || !paper) throw new Error('another service is needed');
		const word = { vi: 'Mới', en: 'New' };
		const changed = reworded(
			service,
			new Map<string, typeof word | number>([
				['licenceNumber.label', word],
				[`paper.${paper.id}`, word],
				[`fee.${fee.code}.amount`, 99_000],
				['timeLimit', 3],
				['nothing.of.this', word]
			])
		);
		expect(changesBetween(service, changed)).toEqual({
			lists: [
				{ kind: 'changed', what: 'question', name: word },
				{ kind: 'changed', what: 'paper', name: word },
				{ kind: 'changed', what: 'fee', name: fee.label }
			],
			parts: ['timeLimit']
		});
		expect(changed.fees.find(({ code }) => code === fee.code)?.amount).toBe(99_000);
		expect(changed.timeLimit).toEqual({ ...service.timeLimit, quantity: 3 });
	});
});
