/** Each service accepts and refuses what its rules say, and charges what its table says. */
import { describe, expect, it } from 'vitest';
import { changed, type Change, type Example } from '../../../tests/support/examples/example.ts';
import { examples } from '../../../tests/support/examples/all.ts';
import { allServices } from '../all.ts';
import type { DossierService } from '../definition.ts';
import { total } from '../../money.ts';
import { chargesOf, destinationOf } from '../terms.ts';
import { cleanValues, formFaults } from '../validate.ts';
import { FormValues } from '../values.ts';

/** A Friday; two days later it is Sunday, and the 24th is a day off. */
const today = '2026-11-20';

function newest(id: string): DossierService {
	const found = allServices().findLast((service) => service.id === id);
	if (found?.kind !== 'dossier') throw new Error(`no dossier service ${id}`);
	return found;
}

function faults(example: Example, change: Change, files: readonly string[] = example.files): string[] {
	const facts = files.map((component) => ({ component }));
	return formFaults(newest(example.id), changed(example, change, today), facts, today).map(
		(fault) => `${fault.field}: ${fault.rule}`
	);
}

it('every dossier service has its examples', () => {
	const dossiers = new Set(
		allServices()
			.filter(({ kind }) => kind === 'dossier')
			.map(({ id }) => id)
	);
	expect(examples.map(({ id }) => id).sort()).toEqual([...dossiers].sort());
	for (const { accepts, rejects } of examples) {
		expect(accepts.length).toBeGreaterThanOrEqual(4);
		expect(rejects.length).toBeGreaterThanOrEqual(8);
	}
});

describe.each(examples.map((example) => [example.id, example] as const))('[B3] %s', (_, example) => {
	it('accepts a whole form, and knows its charge and its office', () => {
		expect(faults(example, {})).toEqual([]);
		const service = newest(example.id);
		const clean = cleanValues(service, example.form(today), today);
		expect(FormValues.safeParse(clean).success).toBe(true);
		expect(total(chargesOf(service, clean, today))).toBe(example.fee);
		expect(destinationOf(service, clean, today).province).toMatch(/^\d{2}$/);
	});
	it.each(example.accepts.map(([why, change, files]) => ({ why, change, files })))(
		'accepts $why',
		({ change, files }) => {
			expect(faults(example, change, files)).toEqual([]);
		}
	);
	it.each(example.rejects.map(([change, fault, files]) => ({ change, fault, files })))(
		'refuses $fault: $change',
		({ change, fault, files }) => {
			expect(faults(example, change, files)).toContain(fault);
		}
	);
});

describe('what it comes to', () => {
	const charge = (id: string, change: Change, day = today) => {
		const example = examples.find((one) => one.id === id) as Example;
		return total(chargesOf(newest(id), changed(example, change, day), day));
	};
	const estimate = (change: Change) => {
		const example = examples.find(({ id }) => id === 'le-phi-truoc-ba') as Example;
		return cleanValues(newest('le-phi-truoc-ba'), changed(example, change, today), today)['estimate'];
	};
	const hanoi = { province: '01', commune: '00004', text: '', detail: '', codeSet: '' };

	it('a motorbike of 20 million: 2 % in the hills, 5 % in Hà Nội, 1 % the second time, nothing within the family', () => {
		expect(estimate({})).toBe('400000');
		expect(estimate({ registerPlace: hanoi })).toBe('1000000');
		expect(estimate({ turn: 'again', registerPlace: hanoi })).toBe('200000');
		expect(estimate({ exemptReason: 'inheritance' })).toBe('0');
	});
	it('a car of 500 million: 10 %, electric nothing the first time', () => {
		const car = { vehicleKind: 'car', seats: '5', price: '500000000' };
		expect(estimate(car)).toBe('50000000');
		expect(estimate({ ...car, vehicleKind: 'pickup' })).toBe('30000000');
		expect(estimate({ ...car, electric: true })).toBe('0');
		expect(estimate({ ...car, turn: 'again' })).toBe('10000000');
	});
	it.each([
		['2019-12-09', 804_600, 563_220, 482_760, 402_300, 321_840],
		['2023-07-01', 972_000, 680_400, 583_200, 486_000, 388_800],
		['2024-07-01', 1_263_600, 884_520, 758_160, 631_800, 505_440],
		['2026-11-20', 1_366_200, 956_340, 819_720, 683_100, 546_480]
	])('health insurance of a household in %s', (day, ...each) => {
		const member = (n: number) => ({ fullName: `Mai ${n}`, months: '12' });
		for (const [index, amount] of each.entries())
			expect(charge('gia-han-bhyt', { alreadyInsured: String(index), members: [member(1)] }, day)).toBe(
				amount
			);
		const all = each.map((_, index) => member(index));
		const sum = each.reduce((one, other) => one + other, 0);
		expect(charge('gia-han-bhyt', { members: all }, day)).toBe(sum);
	});
	it('a judicial record: full, half, free, and 5,000 from the third', () => {
		expect(charge('ly-lich-tu-phap', { copies: '2' })).toBe(200_000);
		expect(charge('ly-lich-tu-phap', { copies: '4' })).toBe(210_000);
		expect(charge('ly-lich-tu-phap', { feeGroup: 'student' })).toBe(100_000);
		expect(charge('ly-lich-tu-phap', { feeGroup: 'poor' })).toBe(0);
	});
	it('certified copies: by page, at most 200,000 each', () => {
		expect(charge('chung-thuc-ban-sao', { pages: '1', copies: '1' })).toBe(2000);
		expect(charge('chung-thuc-ban-sao', { pages: '3', copies: '1' })).toBe(5000);
		expect(charge('chung-thuc-ban-sao', { pages: '900', copies: '2' })).toBe(400_000);
	});
	it('a licence: 135,000, and 115,000 online in its time', () => {
		expect(charge('gplx-quoc-te', {}, '2020-01-01')).toBe(135_000);
		expect(charge('gplx-quoc-te', {}, '2024-06-01')).toBe(115_000);
		expect(charge('gplx-quoc-te', {}, '2026-06-01')).toBe(135_000);
	});
	it('a promotion goes to the ministry from two provinces on', () => {
		const example = examples.find(({ id }) => id === 'dang-ky-khuyen-mai') as Example;
		const to = (provinces: string[]) =>
			destinationOf(newest(example.id), changed(example, { provinces }, today), today);
		expect(to(['12', '14']).province).toBe('00');
		expect(to(['12']).province).toBe('12');
	});
});
