import { describe, expect, it } from 'vitest';
import { insuranceForm, licenceForm } from '../../tests/support/forms.ts';
import { capLaiTheBhyt, doiGplx } from '../../tests/support/services.ts';
import { offeredServices, serviceOf } from './all.ts';
import { judged, loadTransaction } from './transaction.ts';
import { cleanValues, formFaults, formWarnings } from './validate.ts';

const today = '2026-11-22';
const photos = [{ component: 'portrait' }, { component: 'oldCard' }];
const faults = (values: object, files = photos) =>
	formFaults(doiGplx, { ...licenceForm(), ...values }, files, today).map(
		(fault) => `${fault.field}: ${fault.rule}`
	);

describe('[B3] a form that breaks a rule is told at the field', () => {
	it('accepts the whole forms', () => {
		expect(faults({})).toEqual([]);
		expect(formFaults(capLaiTheBhyt, insuranceForm(), [], today)).toEqual([]);
	});

	it('names each missing answer, in the order of the form', () => {
		expect(formFaults(doiGplx, {}, [], today).map((fault) => fault.field)).toEqual([
			'licenceNumber',
			'licenceClass',
			'issueDate',
			'issuedBy',
			'expiryDate',
			'reason',
			'fullName',
			'personalId',
			'birth',
			'sex',
			'phone',
			'residence',
			'delivery',
			'truthPledge',
			'portrait',
			'oldCard'
		]);
	});

	it.each([
		[{ personalId: '01219000123' }, 'personalId: pattern'],
		[{ phone: '0112345678' }, 'phone: pattern'],
		[{ issueDate: '2026-02-30' }, 'issueDate: not_a_day'],
		[{ issueDate: '2026-11-23' }, 'issueDate: in_future'],
		[{ birth: '2027' }, 'birth: in_future'],
		[{ licenceClass: ['Z9'] }, 'licenceClass: not_an_option'],
		[{ licenceClass: 'A1' }, 'licenceClass: wrong_type'],
		[{ reason: 'boredom' }, 'reason: not_an_option'],
		[{ fullName: '<script>' }, 'fullName: pattern'],
		[{ truthPledge: false }, 'truthPledge: must_agree'],
		[{ unlimited: false }, 'expiryDate: required'],
		[{ unlimited: false, expiryDate: '2012-03-19' }, 'expiryDate: before_issue'],
		[{ reason: 'data' }, 'changedData: required'],
		[{ licenceClass: ['B'] }, 'healthCertNo: required'],
		[{ delivery: 'post' }, 'receiverName: required'],
		[{ hobby: 'chess' }, 'hobby: unknown_field'],
		[{ email: 'mai@' }, 'email: pattern']
	])('refuses %j', (change, fault) => {
		expect(faults(change)).toContain(fault);
	});

	it.each([
		[{ birth: '1950' }],
		[{ fullName: 'Y' + ' Blô Ê-ban' }],
		[{ personalId: '012 190 001 234' }],
		[{ phone: '0912.345.678' }],
		[{ licenceNumber: 'AB 12345' }]
	])('accepts %j', (change) => {
		expect(faults(change)).toEqual([]);
	});

	it('counts the papers', () => {
		expect(faults({}, [{ component: 'portrait' }])).toEqual(['oldCard: file_missing']);
		expect(faults({}, [...photos, ...photos])).toEqual(['portrait: too_many_files']);
		expect(faults({}, [...photos, { component: 'poem' }])).toEqual(['poem: unknown_field']);
	});

	it('asks for a commune of the province', () => {
		const known = (province: string) => province === '99';
		expect(formFaults(doiGplx, licenceForm(), photos, today, known)).toEqual([
			{ field: 'residence', rule: 'unknown_place' }
		]);
	});
});

it('[B6] keeps only answers that are asked for, tidied', () => {
	const typed = {
		...licenceForm(),
		fullName: '  Nguyễn   Thị Mai ',
		expiryDate: '2030-01-01',
		personalId: '012 190 001 234'
	};
	const clean = cleanValues(doiGplx, typed, today);
	expect(clean.fullName).toBe('Nguyễn Thị Mai');
	expect(clean.personalId).toBe('012190001234');
	expect(clean).not.toHaveProperty('expiryDate');
});

it('[B3] doubts without stopping when the personal number tells another sex or year', () => {
	const doubts = (change: object) =>
		formWarnings(doiGplx, { ...licenceForm(), ...change }, today).map((warning) => warning.doubt);
	expect(doubts({})).toEqual([]);
	expect(doubts({ sex: 'male' })).toEqual(['id_unlike_sex']);
	expect(doubts({ birth: '1991' })).toEqual(['id_unlike_birth']);
	expect(doubts({ unlimited: false, expiryDate: '2026-11-21' })).toEqual(['paper_expired']);
	expect(doubts({ unlimited: false, expiryDate: '2026-11-22' })).toEqual([]);
	expect(doubts({ licenceNumber: 'AB12345' })).toEqual(['licence_number_unusual']);
});

it('finds a service by its procedure, and none for others', () => {
	for (const service of offeredServices()) expect(serviceOf(service.procedureCode)).toBe(service);
	expect(serviceOf('9.999999')).toBeNull();
});

it('[P9] [B6] takes a customer code however it is typed', async () => {
	const power = await loadTransaction('thanh-toan-tien-dien', today);
	const asked = (customerCode: string) => judged(power?.lookup ?? [], { customerCode }, today);
	expect(asked(' pe01 0001 23456 ')).toEqual({ ok: true, value: { customerCode: 'PE01000123456' } });
	for (const typed of ['', 'PE0100012345', 'XE01000123456', 'PE01000123456789', '💡'])
		expect(asked(typed).ok).toBe(false);
});
