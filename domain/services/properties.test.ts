/** What holds for any answers to any form: seeded, so that a failure comes back with its number. */
import { describe, expect, it } from 'vitest';
import { allServices } from './all.ts';
import type { DossierService, Field } from './definition.ts';
import { chargesOf, destinationOf, timeLimitOf } from './terms.ts';
import { cleanValues, formFaults, formWarnings, viewForm } from './validate.ts';
import { FormValues, type FieldValue } from './values.ts';
import { formInWords } from './words.ts';

const today = '2026-11-22';
const dossiers = allServices().filter((service): service is DossierService => service.kind === 'dossier');

/** Mulberry32. */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Rubbish, near misses and right answers. */
function anything(random: () => number, field: Field, depth = 0): FieldValue {
	const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	if (random() < 0.75) {
		if (field.type === 'choice') return one(field.options).value;
		if (field.type === 'choices') return field.options.filter(() => random() < 0.3).map(({ value }) => value);
		if (field.type === 'yes') return random() < 0.6;
		if (field.type === 'place')
			return {
				province: one(['01', '12', '']),
				commune: one(['03408', '00004', '']),
				text: 'x',
				detail: ' a ',
				codeSet: ''
			};
		if (field.type === 'rows' && depth === 0)
			return Array.from({ length: Math.floor(random() * 4) }, () =>
				Object.fromEntries(
					field.columns
						.filter(() => random() < 0.7)
						.map((column) => [column.id, anything(random, column, 1) as string])
				)
			);
	}
	return one<FieldValue>([
		'',
		'  Nguyễn   Thị\u0301 Mai ',
		'2026-11-22',
		'2026-02-30',
		'1956',
		'2020-03',
		'012190001234',
		'012 190 001 234',
		'0912.345.678',
		'1.500.000 đ đ',
		'12,5',
		'1.2.3',
		'-0',
		'0100109106 001',
		'12b1 123.45',
		'8g30',
		'ﬁ ß ŉ ΐ',
		'💡',
		'__proto__',
		'VN',
		'12',
		true,
		false,
		[],
		['A', 'A'],
		['12'],
		{ province: '12', commune: '03408', text: '', detail: '', codeSet: '' }
	]);
}

function anyForm(random: () => number, service: DossierService): FormValues {
	const values: FormValues = {};
	for (const field of service.groups.flatMap(({ fields }) => fields))
		if (random() < 0.85) values[field.id] = anything(random, field);
	if (random() < 0.1) values['hobby'] = 'cờ';
	return values;
}

describe.each(dossiers.map((service) => [`${service.id} ${service.version}`, service] as const))(
	'%s',
	(_, service) => {
		it.each(Array.from({ length: 40 }, (_, seed) => [seed]))('seed %i', (seed) => {
			const values = anyForm(randomOf(seed), service);
			const before = structuredClone(values);
			const view = viewForm(service, values, today);
			const faults = formFaults(service, values, [], today);
			const clean = cleanValues(service, values, today);

			expect(values, 'what is judged is not changed').toEqual(before);
			expect(cleanValues(service, clean, today), 'cleaning twice is cleaning once').toEqual(clean);
			expect(viewForm(service, clean, today).asked.has('truthPledge')).toBe(view.asked.has('truthPledge'));
			const papers = new Set(service.components.map(({ id }) => id));
			for (const id of view.required)
				if (!papers.has(id)) expect(view.asked.has(id), `${id} is asked`).toBe(true);
			for (const fault of faults)
				if (fault.rule !== 'unknown_field' && fault.rule !== 'file_missing')
					expect(view.asked.has(fault.field), `${fault.field} is asked`).toBe(true);
			for (const id of Object.keys(clean)) expect(view.asked.has(id), `${id} is asked`).toBe(true);
			for (const warning of formWarnings(service, values, today))
				expect(view.asked.has(warning.field), `${warning.field} is asked`).toBe(true);
			for (const line of chargesOf(service, values, today)) expect(line.amount).toBeGreaterThan(0);
			expect(timeLimitOf(service, values, today).quantity).toBeGreaterThanOrEqual(0);
			expect(destinationOf(service, values, today).system).not.toBe('');
			for (const locale of ['vi', 'en'] as const)
				for (const section of formInWords(service, values, today, locale))
					expect(section.lines.length).toBeGreaterThan(0);
			if (faults.length === 0) expect(FormValues.safeParse(clean).success).toBe(true);
		});
	}
);
