/** Each transaction accepts and refuses in its look-up and before paying what its issuer's rules say. */
import { describe, expect, it } from 'vitest';
import { allServices } from '../all.ts';
import type { TransactionService } from '../definition.ts';
import { judged } from '../transaction.ts';
import type { FormValues } from '../values.ts';

const today = '2026-11-20';
const payerName = 'Nguyễn Thị Mai';
const returnAddress = { province: '12', commune: '03388', text: '', detail: 'Bản Nà Củng', codeSet: '' };

interface Example {
	/** All that is asked. */
	readonly answers: FormValues;
	/** What of it may be otherwise. */
	readonly accepts: readonly FormValues[];
	/** What may not, and what is then said of the field. */
	readonly rejects: readonly (readonly [change: FormValues, fault: string])[];
}

/** A payer is named as on her bank account: letters of any script, no digits. */
const payer: Example['rejects'] = [
	[{ payerName: '' }, 'payerName: required'],
	[{ payerName: 'A' }, 'payerName: too_short'],
	[{ payerName: '0912345678' }, 'payerName: pattern'],
	[{ payerName: 'x'.repeat(101) }, 'payerName: too_long']
];

const examples: Readonly<Record<string, Example>> = {
	'thanh-toan-tien-dien': {
		answers: { customerCode: 'PE01000123456' },
		// As it stands on paper bills and as it is typed.
		accepts: [
			{ customerCode: 'pe01000123456' },
			{ customerCode: 'PE01 0001 23456' },
			{ customerCode: 'PA01AB0012345' }
		],
		rejects: [
			[{ customerCode: '' }, 'customerCode: required'],
			[{ customerCode: 'PE0100012345' }, 'customerCode: pattern'],
			[{ customerCode: 'PE010001234567' }, 'customerCode: too_long'],
			[{ customerCode: 'QE01000123456' }, 'customerCode: pattern'],
			[{ customerCode: '0912345678' }, 'customerCode: pattern'],
			[{ meter: '1' }, 'meter: unknown_field']
		]
	},
	'nop-thue-ca-nhan': {
		answers: { taxCode: '012190001234', payerName },
		// A person's number, or the ten digits that she had before it took their place.
		accepts: [{ taxCode: '0100109106' }, { taxCode: '0100 109 106' }, { payerName: 'Y Blang Niê' }],
		rejects: [
			[{ taxCode: '' }, 'taxCode: required'],
			[{ taxCode: '0100109107' }, 'taxCode: check_digit'],
			[{ taxCode: '01219000123' }, 'taxCode: pattern'],
			...payer
		]
	},
	'nop-thue-doanh-nghiep': {
		answers: { taxCode: '0100109106', payerName },
		accepts: [{ taxCode: '0100109106-001' }, { taxCode: '0100109106001' }, { taxCode: '0100.109.106' }],
		rejects: [
			[{ taxCode: '' }, 'taxCode: required'],
			[{ taxCode: '0100109107' }, 'taxCode: check_digit'],
			// An enterprise has no personal number.
			[{ taxCode: '012190001234' }, 'taxCode: pattern'],
			[{ taxCode: '0100109106-1' }, 'taxCode: pattern'],
			...payer
		]
	},
	'nop-phat-giao-thong': {
		answers: {
			decisionNo: '0012345/QĐ-XPHC',
			violatorName: 'Vàng A Sùng',
			violatorKey: '25B1-123.45',
			payerName,
			returnBy: 'unit'
		},
		accepts: [
			{ violatorKey: '25b1 12345' },
			{ payerName: 'Vàng A Sùng' },
			{ returnBy: 'post', returnPhone: '0912 345 678', returnAddress }
		],
		rejects: [
			[{ decisionNo: '' }, 'decisionNo: required'],
			[{ decisionNo: '1'.repeat(41) }, 'decisionNo: too_long'],
			[{ violatorName: '25B1' }, 'violatorName: pattern'],
			[{ violatorKey: '' }, 'violatorKey: required'],
			[{ returnBy: '' }, 'returnBy: required'],
			[{ returnBy: 'pigeon' }, 'returnBy: not_an_option'],
			[{ returnBy: 'post', returnAddress }, 'returnPhone: required'],
			[{ returnBy: 'post', returnPhone: '12345', returnAddress }, 'returnPhone: pattern'],
			[{ returnBy: 'post', returnPhone: '0912345678' }, 'returnAddress: required'],
			...payer
		]
	},
	'nop-le-phi-truoc-ba': {
		answers: { noticeNo: 'TB260000012345', ownerId: '012190001234', payerName },
		accepts: [{ noticeNo: 'tb 2600 0001 2345' }, { ownerId: '0100109106' }, { ownerId: '012 190 001 234' }],
		rejects: [
			[{ noticeNo: '' }, 'noticeNo: required'],
			[{ noticeNo: '260000012345' }, 'noticeNo: pattern'],
			[{ noticeNo: 'TB26000001234' }, 'noticeNo: pattern'],
			[{ ownerId: '' }, 'ownerId: required'],
			[{ ownerId: '0100109107' }, 'ownerId: check_digit'],
			...payer
		]
	},
	'thu-tuc-hai-quan': {
		answers: { declarationNo: '105123456789', taxCode: '0100109106', payerName },
		accepts: [
			{ declarationNo: '105 123 456 789' },
			{ taxCode: '0100109106-001' },
			{ payerName: 'Hoàng Văn Thái' }
		],
		rejects: [
			[{ declarationNo: '' }, 'declarationNo: required'],
			[{ declarationNo: '10512345678' }, 'declarationNo: pattern'],
			[{ declarationNo: '1051234567890' }, 'declarationNo: too_long'],
			[{ declarationNo: '10512345678A' }, 'declarationNo: pattern'],
			[{ taxCode: '012190001234' }, 'taxCode: pattern'],
			...payer
		]
	}
};

const transactions = allServices().filter(
	(service): service is TransactionService => service.kind === 'transaction'
);

it('every transaction has its examples', () => {
	expect(Object.keys(examples).sort()).toEqual([...new Set(transactions.map(({ id }) => id))].sort());
});

describe.each(Object.entries(examples))('[B3] %s', (id, { answers, accepts, rejects }) => {
	const service = transactions.findLast((one) => one.id === id);
	const faults = (change: FormValues): string[] => {
		const columns = [...(service?.lookup ?? []), ...(service?.details ?? [])];
		const found = judged(columns, { ...answers, ...change }, today);
		return found.ok ? [] : found.error.map(({ field, rule }) => `${field}: ${rule}`);
	};

	it('accepts what is asked, as people write it', () => {
		for (const change of [{}, ...accepts]) expect(faults(change)).toEqual([]);
	});
	it.each(rejects.map(([change, fault]) => ({ change, fault })))(
		'refuses $fault: $change',
		({ change, fault }) => {
			expect(faults(change)).toContain(fault);
		}
	);
});
