/** The enterprise's tax declaration. What speaks against its file: domain/tax and server/declarations. */
import type { Example } from './example.ts';
import { pledged, submitter } from './example.ts';

/** A quarter that is over, two quarters before the day's: `Q1/2026` in the third. */
function quarterBefore(today: string): string {
	const quarters = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3) - 2;
	return `Q${(quarters % 4) + 1}/${Math.floor(quarters / 4)}`;
}

const lastYear = (today: string) => String(Number(today.slice(0, 4)) - 1);

export const taxExamples: readonly Example[] = [
	{
		id: 'khai-thue-doanh-nghiep',
		form: (today) => ({
			...submitter,
			...pledged,
			taxCode: '0100109106',
			orgName: 'Công ty TNHH Sao Mai',
			taxProvince: '12',
			form: '01/GTGT',
			period: quarterBefore(today),
			turn: 'first'
		}),
		files: ['declarationFile'],
		fee: 0,
		accepts: [
			['a month', (today) => ({ period: `09/${lastYear(today)}` })],
			['wages of a month', (today) => ({ form: '05/KK-TNCN', period: `01/${lastYear(today)}` })],
			['a year', (today) => ({ form: '03/TNDN', period: lastYear(today) })],
			['the year of wages', (today) => ({ form: '05/QTT-TNCN', period: lastYear(today) })],
			['a correction', { turn: 'additional', reason: 'Ghi thiếu một hóa đơn mua vào' }],
			['a branch', { taxCode: '0100109106-001' }],
			['a quarter in small letters', (today) => ({ period: quarterBefore(today).toLowerCase() })],
			['a period that is not over, with a doubt', (today) => ({ period: `12/${today.slice(0, 4)}` })]
		],
		rejects: [
			[(today) => ({ period: lastYear(today) }), 'period: broken_rule'],
			[{ form: '03/TNDN' }, 'period: broken_rule'],
			[(today) => ({ form: '05/QTT-TNCN', period: `09/${lastYear(today)}` }), 'period: broken_rule'],
			[{ period: '13/2026' }, 'period: pattern'],
			[{ period: 'Q5/2026' }, 'period: pattern'],
			[{ period: '9/2026' }, 'period: pattern'],
			[{ period: '09/2096' }, 'period: broken_rule'],
			[{ form: '01/LPMB' }, 'form: not_an_option'],
			[{ turn: 'additional' }, 'reason: required'],
			[{ taxCode: '0100109107' }, 'taxCode: check_digit'],
			[{ taxProvince: undefined }, 'taxProvince: required'],
			[{ truthPledge: false }, 'truthPledge: must_agree'],
			[{}, 'declarationFile: file_missing', []]
		]
	}
];
