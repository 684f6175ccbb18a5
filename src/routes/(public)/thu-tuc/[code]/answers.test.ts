import { expect, test } from 'vitest';
import type { Channel, Procedure } from '$domain/catalogue/record.ts';
import { feeAnswers, timeAnswers, usualPapers } from './answers.ts';
import { governmentService } from './government-service.ts';

const text = (vi: string) => ({ vi, en: vi });
const days = (quantity: number) => ({
	quantity,
	unit: 'working_day' as const,
	text: text(`${quantity} ngày`)
});
const charge = (amount: number) => ({ kind: 'charge' as const, amount, text: text(`${amount} đ`) });

function procedure(channels: Channel[]): Procedure {
	return {
		code: '1.000001',
		name: text('Cấp giấy </script><b>'),
		summary: text('Tóm tắt'),
		decision: null,
		agency: { performing: [{ code: 'A', name: text('Cơ quan') }], deciding: null },
		sector: { code: 'S', name: text('Lĩnh vực') },
		levels: ['commune'],
		audience: ['citizen'],
		lifeEvents: [],
		channels,
		cases: [],
		steps: [],
		results: [],
		conditions: [],
		legalBasis: [],
		related: [],
		aliases: [],
		validFrom: '2026-01-01',
		validTo: null,
		sources: [{ title: 'Nguồn', asOf: '2026-01-01' }],
		uncertain: [],
		service: null,
		fullOnline: false,
		popularity: 1
	};
}

test('an answer that holds for every way is said once, without naming the ways', () => {
	const same = procedure([
		{ method: 'online', timeLimit: days(5), fees: [charge(1000)] },
		{ method: 'direct', timeLimit: days(5), fees: [charge(1000)] }
	]);
	expect(timeAnswers(same)).toEqual([{ methods: null, value: days(5) }]);
	expect(feeAnswers(same)).toEqual([{ methods: null, value: charge(1000) }]);
});

test('answers that differ name the ways for which they hold', () => {
	const differing = procedure([
		{ method: 'online', timeLimit: days(3), fees: [charge(500)] },
		{ method: 'direct', timeLimit: days(5), fees: [charge(1000)] },
		{ method: 'post', timeLimit: days(5), fees: [] }
	]);
	expect(timeAnswers(differing).map(({ methods }) => methods)).toEqual([['online'], ['direct', 'post']]);
	expect(feeAnswers(differing).map(({ methods }) => methods)).toEqual([['online'], ['direct']]);
	expect(usualPapers(differing)).toEqual([]);
});

test('the description for search engines cannot end its own script element', () => {
	const json = governmentService(
		procedure([{ method: 'online', timeLimit: null, fees: [charge(1000)] }]),
		'vi',
		'u'
	);
	expect(json).not.toContain('<');
	expect(JSON.parse(json)).toMatchObject({
		'@type': 'GovernmentService',
		name: 'Cấp giấy </script><b>',
		offers: [{ price: 1000, priceCurrency: 'VND' }]
	});
});
