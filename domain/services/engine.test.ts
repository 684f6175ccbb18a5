/** The engine on a small service of its own: each test says what it needs of it. */
import { describe, expect, it } from 'vitest';
import { checkDefinition } from './check.ts';
import { amountOf, holds, type Scope } from './conditions.ts';
import type { Amount, Condition, DossierService, Field } from './definition.ts';
import { chargesOf, destinationOf, timeLimitOf } from './terms.ts';
import { cleanValues, formFaults, formWarnings, viewForm } from './validate.ts';
import type { FormValues } from './values.ts';
import { formInWords, labelOf } from './words.ts';

const today = '2026-11-22';
const text = (vi: string) => ({ vi, en: `${vi} (en)` });
const option = (value: string, shownWhen?: Condition) => ({
	value,
	label: text(value),
	...(shownWhen ? { shownWhen } : {})
});
const base = (id: string, change: object = {}) => ({ id, label: text(id), required: false, ...change });
const field = (id: string, type: string, change: object = {}) => ({ ...base(id, change), type }) as Field;

function service(fields: readonly Field[], change: Partial<DossierService> = {}): DossierService {
	return {
		id: 'thu',
		procedureCode: '0.000000',
		kind: 'dossier',
		nature: 'decision',
		version: 1,
		validFrom: '2026-01-01',
		validTo: null,
		title: text('Thử'),
		basis: ['test'],
		groups: [
			{ id: 'all', title: text('Tất cả'), fields: [...fields, field('home', 'place', { required: true })] }
		],
		components: [],
		rules: [],
		fees: [],
		cases: [{ id: 'only', title: text('Một') }],
		timeLimit: { quantity: 3, unit: 'working_day' },
		routes: [{ system: 'thu', code: 'X01', name: text('Nơi {province}'), by: 'home' }],
		results: [],
		...change
	};
}
const home = { province: '12', commune: '03408', text: 'Tân Phong', detail: '', codeSet: '2025-07' };
const faults = (one: DossierService, values: FormValues) =>
	formFaults(one, { home, ...values }, [], today).map((fault) => `${fault.field}: ${fault.rule}`);

describe('[B3] kinds of answers', () => {
	const kinds: readonly (readonly [type: string, change: object, right: unknown[], wrong: unknown[]])[] = [
		[
			'taxCode',
			{},
			['0100109106', '0100109106-001', '0100109106001', ' 0100 109 106'],
			['0100109107', '010010910', '012190001234']
		],
		['taxCode', { personal: true }, ['012190001234'], ['01219000123']],
		['money', {}, ['1.500.000', '1500000 đ', '0'], ['một triệu', '1,5', '-5', '999999999999']],
		['money', { min: 1000 }, ['1000'], ['999']],
		['number', { min: 1, max: 10 }, ['1', '10'], ['0', '11', '2,5', 'x']],
		['number', { decimals: 1 }, ['2,5', '2.5', '1.234,5'], ['2,55', '1.2.3']],
		['month', { notAfterToday: true }, ['2020-03', '2026-11'], ['2020-13', '2026-12', '2020', '2020-00']],
		['time', {}, ['8:30', '08:30', '8g30'], ['25:00', '8', '08:60']],
		['plate', {}, ['12B1 123.45', '29A-123.45', '30k12345'], ['ABC', '1A12345', '29A123']],
		['bankAccount', {}, ['0011 0012 34567'], ['12', 'a/b']],
		['country', { except: ['VN'] }, ['LA'], ['VN', 'XX', 'Lào']],
		['province', {}, ['12'], ['00', '97', 'Lai Châu']],
		['provinces', {}, [['12', '01']], [['12', '12'], ['99'], '12']],
		['day', {}, ['2026-02-28'], ['2026-02-30', '30/02/2026', 12, true]],
		['email', {}, ['mai@example.vn'], ['mai@', 'a b@c.vn']]
	];
	for (const [type, change, right, wrong] of kinds)
		describe(`${type} ${JSON.stringify(change)}`, () => {
			const one = service([field('it', type, change)]);
			it.each(right.map((value) => [value]))('takes %j', (value) => {
				expect(faults(one, { it: value } as FormValues)).toEqual([]);
			});
			it.each(wrong.map((value) => [value]))('does not take %j', (value) => {
				expect(faults(one, { it: value } as FormValues)).toEqual([expect.stringMatching(/^it: /)]);
			});
		});

	it('writes numbers in one way', () => {
		const one = service([field('a', 'money'), field('b', 'number', { decimals: 2 }), field('c', 'taxCode')]);
		const clean = cleanValues(one, { a: '1.500.000 đ', b: '12,5', c: '0100109106 001' }, today);
		expect(clean).toEqual({ a: '1500000', b: '12.5', c: '0100109106-001' });
	});
});

describe('what is hidden', () => {
	const chain = service([
		field('kind', 'choice', { options: [option('a'), option('b')] }),
		field('detail', 'yes', { shownWhen: { field: 'kind', is: 'a' } }),
		field('why', 'text', { maxLength: 50, required: true, shownWhen: { field: 'detail', is: true } })
	]);

	it('hides what hangs on it, whatever was answered before', () => {
		const values: FormValues = { kind: 'b', detail: true, why: 'vì thế', home };
		expect(cleanValues(chain, values, today)).toEqual({ kind: 'b', home });
		expect(faults(chain, { kind: 'b', detail: true })).toEqual([]);
		expect(faults(chain, { kind: 'a', detail: true })).toEqual(['why: required']);
	});

	it('takes an option with it', () => {
		const one = service([
			field('old', 'yes'),
			field('way', 'choice', { options: [option('post'), option('visit', { field: 'old', is: true })] })
		]);
		expect(faults(one, { way: 'visit' })).toEqual(['way: not_an_option']);
		expect(faults(one, { old: true, way: 'visit' })).toEqual([]);
	});
});

describe('a list', () => {
	const members = field('members', 'rows', {
		required: true,
		rowsMin: 1,
		rowsMax: 3,
		rowName: text('Thành viên'),
		columns: [
			field('name', 'text', { maxLength: 50, required: true }),
			field('personalId', 'personalId'),
			field('birth', 'birth'),
			field('isChild', 'yes'),
			field('school', 'text', { maxLength: 50, required: true, shownWhen: { field: 'isChild', is: true } }),
			field('share', 'number', { min: 0, max: 100 })
		]
	});
	const one = service([members], {
		rules: [
			{
				id: 'shares',
				field: 'members',
				must: { amount: { each: 'members', sum: { of: 'share' } }, op: '=', than: 100 },
				say: text('Tổng phải là 100')
			},
			{
				id: 'born',
				each: 'members',
				field: 'birth',
				must: { day: 'birth', op: '<', than: '2026-01-01' },
				say: text('Sinh trước 2026')
			},
			{
				id: 'once',
				field: 'members',
				must: { distinct: 'members', by: 'personalId' },
				say: text('Mỗi người một lần')
			}
		]
	});

	it('is judged row by row, at its cells', () => {
		expect(checkDefinition(one)).toEqual([]);
		expect(faults(one, {})).toEqual(['members: required']);
		expect(faults(one, { members: [{ name: 'Mai', share: '100' }] })).toEqual([]);
		expect(
			faults(one, {
				members: [
					{ share: '60', personalId: '1' },
					{ name: 'A', isChild: true, share: '40' }
				]
			})
		).toEqual(['members-0-name: required', 'members-0-personalId: pattern', 'members-1-school: required']);
	});

	it('leaves blank rows out, and names the others by where they stand', () => {
		const values: FormValues = { members: [{}, { name: 'Mai', share: '1oo' }] };
		expect(faults(one, values)).toEqual(['members-1-share: not_a_number', 'members: broken_rule']);
		expect(cleanValues(one, values, today)['members']).toEqual([{ name: 'Mai', share: '1oo' }]);
		expect(labelOf(one, 'members-1-share')?.vi).toBe('Thành viên 2, share');
	});

	it('keeps its rules: sums, each row, no doubles, not too many', () => {
		const row = { name: 'Mai', share: '50', personalId: '012190001234' };
		expect(faults(one, { members: [row] })).toEqual(['members: broken_rule']);
		expect(faults(one, { members: [row, row] })).toEqual(['members: broken_rule']);
		expect(faults(one, { members: [{ ...row, share: '100', birth: '2026-02-01' }] })).toEqual([
			'members-0-birth: broken_rule'
		]);
		expect(faults(one, { members: [{ ...row, share: '100', hobby: 'cờ' }] })).toEqual([
			'members-0-hobby: unknown_field'
		]);
		expect(faults(one, { members: Array.from({ length: 4 }, () => ({ name: 'A', share: '25' })) })).toEqual([
			'members: too_many_rows'
		]);
	});

	it('doubts at the cell when a number tells another year', () => {
		const warnings = formWarnings(
			one,
			{ home, members: [{ name: 'Mai', share: '100', personalId: '012190001234', birth: '1991' }] },
			today
		);
		expect(warnings).toEqual([{ field: 'members-0-birth', doubt: 'id_unlike_birth' }]);
	});

	it('reads back in words', () => {
		const [section] = formInWords(one, { home, members: [{ name: 'Mai', share: '100' }] }, today, 'vi');
		expect(section?.lines[0]?.rows).toEqual([
			[
				{ id: 'name', label: 'name', answer: 'Mai' },
				{ id: 'share', label: 'share', answer: '100' }
			]
		]);
	});
});

describe('amounts', () => {
	const scope = (values: FormValues): Scope => ({ values, today });
	const amounts: readonly (readonly [amount: Amount, values: FormValues, is: number])[] = [
		[{ times: [8000, { of: 'copies' }] }, { copies: '3' }, 24_000],
		[{ times: [8000, { of: 'copies' }] }, {}, 0],
		[{ from: { of: 'copies' }, less: 2 }, { copies: '1' }, 0],
		[{ table: 'group', values: { poor: 0, other: 200_000 } }, { group: 'other' }, 200_000],
		[{ table: 'home', values: { '12': 5 }, else: 9 }, { home }, 5],
		[{ table: 'home', values: { '01': 5 }, else: 9 }, { home }, 9],
		[
			{
				since: [
					['2019-01-01', 1],
					['2025-01-01', 2],
					['2027-01-01', 3]
				]
			},
			{},
			2
		],
		[{ round: { times: [{ of: 'price' }, 0.02] }, to: 1000 }, { price: '20149999' }, 403_000],
		[{ least: [{ of: 'a' }, 5] }, { a: '9' }, 5],
		[{ most: [{ of: 'a' }, 5] }, { a: '9' }, 9],
		[{ count: 'classes' }, { classes: ['A', 'B'] }, 2],
		[{ when: { field: 'x', is: true }, then: 1, else: 2 }, { x: true }, 1],
		[{ span: 'day', after: '2026-11-20', until: 'today' }, {}, 2],
		[{ span: 'year', after: 'birth', until: 'today' }, { birth: '2008-11-23' }, 17],
		[{ span: 'year', after: 'birth', until: 'today' }, { birth: '2008' }, 18],
		[
			{ span: 'month', after: { of: 'birth', plus: 1, unit: 'month' }, until: 'today' },
			{ birth: '2026-01-31' },
			8
		]
	];
	it.each(amounts)('%j of %j', (amount, values, is) => {
		expect(amountOf(amount, scope(values))).toBe(is);
	});

	it('of a row, by its place', () => {
		const reduced: Amount = {
			each: 'members',
			sum: { when: { amount: { row: 'number' }, op: '=', than: 1 }, then: 100, else: 70 }
		};
		expect(amountOf(reduced, scope({ members: [{ a: 'x' }, { a: 'y' }, { a: 'z' }] }))).toBe(240);
	});

	it('stay finite whatever stands in the answers', () => {
		for (const value of ['', 'x', '1e999', 'Infinity', true, ['1'], home] as FormValues[string][])
			expect(Number.isFinite(amountOf({ times: [{ of: 'a' }, 1e308, 1e308] }, scope({ a: value })))).toBe(
				true
			);
	});
});

describe('days', () => {
	const is = (condition: Condition, values: FormValues) => holds(condition, { values, today });
	it('are compared once both are known', () => {
		const late: Condition = { day: { of: 'born', plus: 60, unit: 'day' }, op: '<', than: 'today' };
		expect(is(late, {})).toBe(false);
		expect(is(late, { born: '2026-09-22' })).toBe(true);
		expect(is(late, { born: '2026-09-23' })).toBe(false);
	});
	it('count working days as offices do', () => {
		const inTime: Condition = { day: 'start', op: '>=', than: { of: 'today', plus: 3, unit: 'working_day' } };
		// Sunday: Monday, then three working days, one of which (24 November) is a day off.
		expect(is(inTime, { start: '2026-11-26' })).toBe(false);
		expect(is(inTime, { start: '2026-11-27' })).toBe(true);
	});
	it('have no holes in a history', () => {
		const whole: Condition = { continuous: 'stays', from: 'from', to: 'to' };
		const stays = (...rows: [string, string?][]) => ({
			stays: rows.map(([from, to]) => ({ from, ...(to ? { to } : {}) }))
		});
		expect(is(whole, stays(['2010-01', '2015-06'], ['2015-07']))).toBe(true);
		expect(is(whole, stays(['2015-07'], ['2010-01', '2015-06']))).toBe(true);
		expect(is(whole, stays(['2010-01', '2015-06'], ['2015-09']))).toBe(false);
		expect(is(whole, stays(['2010-01-01', '2015-06-30'], ['2015-07-01']))).toBe(true);
		expect(is(whole, stays(['2010-01', '2020-01'], ['2012-01', '2013-01'], ['2020-02']))).toBe(true);
	});
});

describe('terms follow from the answers', () => {
	const one = service(
		[
			field('kind', 'choice', { required: true, options: [option('plain'), option('hard')] }),
			field('copies', 'number', { min: 0 })
		],
		{
			cases: [
				{
					id: 'hard',
					title: text('Khó'),
					when: { field: 'kind', is: 'hard' },
					timeLimit: { quantity: 15, unit: 'working_day' }
				},
				{ id: 'plain', title: text('Dễ') }
			],
			fees: [
				{ code: 'P1', kind: 'fee', label: text('Phí'), amount: { times: [8000, { of: 'copies' }] } },
				{ code: 'P2', kind: 'charge', label: text('Lệ phí'), amount: 50_000, when: { case: 'hard' } }
			],
			routes: [
				{ system: 'bo', code: 'X02', name: text('Bộ'), by: null, when: { case: 'hard' } },
				{ system: 'thu', code: 'X01', name: text('Nơi {province}'), by: 'home' }
			],
			components: [
				{
					id: 'proof',
					name: text('Giấy'),
					help: text('Giấy'),
					required: { case: 'hard' },
					filesMax: 1,
					kinds: ['image/jpeg']
				}
			]
		}
	);
	it('passes the checker', () => expect(checkDefinition(one)).toEqual([]));
	it('case, papers, fee, time and office', () => {
		const easy: FormValues = { kind: 'plain', copies: '2', home };
		const hard: FormValues = { kind: 'hard', home };
		expect(chargesOf(one, easy, today)).toEqual([
			{ code: 'P1', kind: 'fee', label: text('Phí'), amount: 16_000 }
		]);
		expect(chargesOf(one, hard, today).map(({ code }) => code)).toEqual(['P2']);
		expect(timeLimitOf(one, easy, today).quantity).toBe(3);
		expect(timeLimitOf(one, hard, today).quantity).toBe(15);
		expect(destinationOf(one, easy, today)).toMatchObject({
			system: 'thu',
			province: '12',
			commune: '03408'
		});
		expect(destinationOf(one, hard, today)).toMatchObject({ system: 'bo', province: '00', commune: null });
		expect([...viewForm(one, hard, today).required]).toContain('proof');
		expect(formFaults(one, hard, [], today)).toEqual([{ field: 'proof', rule: 'file_missing' }]);
	});
});

describe('a rule', () => {
	const one = service(
		[
			field('phone', 'phone'),
			field('email', 'email'),
			field('from', 'day'),
			field('to', 'day'),
			field('forms', 'choices', { options: [option('gift'), option('luck')] })
		],
		{
			rules: [
				{
					id: 'reach',
					field: 'phone',
					evenEmpty: true,
					must: { any: [{ filled: 'phone' }, { filled: 'email' }] },
					say: text('Cần một trong hai')
				},
				{ id: 'order', field: 'to', must: { day: 'to', op: '>=', than: 'from' }, say: text('Ngược') },
				{
					id: 'luck',
					field: 'forms',
					must: { not: { field: 'forms', anyOf: ['luck'] } },
					say: text('Thủ tục khác'),
					offer: '2.000138'
				},
				{
					id: 'far',
					field: 'to',
					doubt: true,
					must: { day: 'to', op: '<=', than: { of: 'from', plus: 1, unit: 'year' } },
					say: text('Lâu quá')
				}
			]
		}
	);
	it('is told at its field in its own words, with the right procedure', () => {
		expect(formFaults(one, { home, phone: '0912345678', forms: ['luck'] }, [], today)).toEqual([
			{
				field: 'forms',
				rule: 'broken_rule',
				params: { vi: 'Thủ tục khác', en: 'Thủ tục khác (en)', offer: '2.000138' }
			}
		]);
	});
	it('waits until all that it looks at is answered, or judges at once', () => {
		expect(faults(one, {})).toEqual(['phone: broken_rule']);
		expect(faults(one, { email: 'a@b.vn', to: '2020-01-01' })).toEqual([]);
		expect(faults(one, { email: 'a@b.vn', from: '2020-01-02', to: '2020-01-01' })).toEqual([
			'to: broken_rule'
		]);
	});
	it('of doubt stops nobody', () => {
		const values: FormValues = { home, phone: '0912345678', from: '2020-01-01', to: '2022-01-01' };
		expect(formFaults(one, values, [], today)).toEqual([]);
		expect(formWarnings(one, values, today)).toEqual([
			{ field: 'to', doubt: 'advised', say: text('Lâu quá') }
		]);
	});
});

describe('the checker tells', () => {
	const choice = field('kind', 'choice', { required: true, options: [option('a'), option('b')] });
	const problems = (one: DossierService) =>
		checkDefinition(one).map(({ where, problem }) => `${where}: ${problem}`);
	const shown = (shownWhen: Condition) => field('x', 'yes', { shownWhen });
	const cases: readonly (readonly [string, DossierService, RegExp])[] = [
		['an unknown field', service([shown({ field: 'nobody', is: true })]), /unknown field nobody/],
		['an unknown option', service([choice, shown({ field: 'kind', is: 'c' })]), /kind has no option c/],
		[
			'an unknown option of a table',
			service([choice], {
				fees: [
					{
						code: 'P',
						kind: 'fee',
						label: text('P'),
						amount: { table: 'kind', values: { a: 1, b: 2, c: 3 } }
					}
				]
			}),
			/no option c/
		],
		['a field that hangs on itself', service([shown({ field: 'x', is: true })]), /asked only later/],
		[
			'a circle',
			service([
				field('a', 'yes', { shownWhen: { field: 'b', is: true } }),
				field('b', 'yes', { shownWhen: { field: 'a', is: true } })
			]),
			/asked only later/
		],
		[
			'a field that can never be shown',
			service([
				choice,
				shown({
					all: [
						{ field: 'kind', is: 'a' },
						{ field: 'kind', is: 'b' }
					]
				})
			]),
			/groups\.all\.x: can never be shown/
		],
		[
			'a field below one that is never shown with it',
			service([
				choice,
				field('y', 'yes', { shownWhen: { field: 'kind', is: 'a' } }),
				shown({
					all: [
						{ field: 'y', is: true },
						{ field: 'kind', is: 'b' }
					]
				})
			]),
			/groups\.all\.x: can never be shown/
		],
		[
			'an option that can never be chosen',
			service([
				choice,
				field('way', 'choice', {
					shownWhen: { field: 'kind', is: 'a' },
					options: [option('w'), option('v', { field: 'kind', is: 'b' })]
				})
			]),
			/way\.v: can never be chosen/
		],
		[
			'a fee without a case',
			service([choice], {
				fees: [{ code: 'P', kind: 'fee', label: text('P'), amount: { table: 'kind', values: { a: 1 } } }]
			}),
			/no amount for b of kind/
		],
		[
			'a fee by province without the others',
			service([], {
				fees: [{ code: 'P', kind: 'fee', label: text('P'), amount: { table: 'home', values: { '01': 1 } } }]
			}),
			/needs an else/
		],
		[
			'an amount of a word',
			service([field('w', 'text', { maxLength: 9 })], {
				fees: [{ code: 'P', kind: 'fee', label: text('P'), amount: { of: 'w' } }]
			}),
			/w is no number/
		],
		['two of one name', service([field('a', 'yes'), field('a', 'yes')]), /a stands twice/],
		['an unknown case', service([field('a', 'yes', { required: { case: 'none' } })]), /unknown case none/],
		[
			'a case after the last',
			service([choice], {
				cases: [
					{ id: 'x', title: text('x') },
					{ id: 'y', title: text('y'), when: { field: 'kind', is: 'a' } }
				]
			}),
			/all but the last have a condition/
		],
		[
			'a route without a place',
			service([], { routes: [{ system: 's', code: 'X', name: text('{province}'), by: null }] }),
			/names a place/
		],
		[
			'a paper that can never be required',
			service([choice], {
				components: [
					{
						id: 'p',
						name: text('p'),
						help: text('p'),
						required: { all: [{ field: 'kind', is: 'a' }, { not: { field: 'kind', is: 'a' } }] },
						filesMax: 1,
						kinds: ['image/png']
					}
				]
			}),
			/components\.p: can never be required/
		],
		[
			'an example that its own pattern refuses',
			service([field('t', 'text', { maxLength: 9, pattern: '^\\d+$', example: 'abc' })]),
			/the example does not match/
		],
		[
			'a column that is not there',
			service([field('l', 'rows', { rowsMax: 2, rowName: text('l'), columns: [field('c', 'yes')] })], {
				rules: [{ id: 'r', field: 'l', must: { distinct: 'l', by: 'd' }, say: text('r') }]
			}),
			/l has no column d/
		]
	];
	it.each(cases)('%s', (_name, one, problem) => {
		expect(problems(one)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
	});
	it('nothing when all is well', () => expect(problems(service([choice]))).toEqual([]));
});
