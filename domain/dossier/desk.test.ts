import { describe, expect, it } from 'vitest';
import { choicesOf, type DeskAct, deskActs, mayRead, queueDay } from './desk.ts';
import { fold } from './machine.ts';
import { type Duty, Duty as Duties, type NewDossierEvent } from './schema.ts';
import type { DossierEvent } from './schema.ts';
import type { Status } from './transitions.ts';

const at = '2026-11-23T02:00:00.000Z';
const today = '2026-11-23';
const agency = { role: 'agency', name: 'Lò Thị Xuân' } as const;
const citizen = { role: 'citizen' } as const;

const submitted = { kind: 'submitted', at, actor: citizen } as const;
const accepted = {
	kind: 'accepted',
	at,
	actor: agency,
	receivedOn: today,
	appointmentOn: '2026-12-02'
} as const;
const processing = { kind: 'processing', at, actor: agency, note: null } as const;
const supplement = {
	kind: 'supplement_requested',
	at,
	actor: agency,
	requestId: '11111111-1111-4111-8111-111111111111',
	items: [{ component: null, text: 'Thiếu chữ ký' }],
	until: '2026-11-20'
} as const;
const decided = { kind: 'decided', at, actor: agency, outcome: 'granted', note: null, result: null } as const;

/** The shortest way to each status. */
const ways: Readonly<Record<Status, readonly object[]>> = {
	1: [submitted],
	2: [submitted, accepted],
	3: [submitted, { kind: 'refused', at, actor: agency, reason: 'Sai nơi' }],
	4: [submitted, accepted, processing],
	5: [submitted, accepted, processing, supplement],
	6: [submitted, accepted, { kind: 'fee_requested', at, actor: agency, lines: [], amount: 0 }],
	7: [submitted, accepted, { kind: 'withdrawal_requested', at, actor: citizen, reason: 'Thôi' }],
	8: [submitted, accepted, processing, { kind: 'stopped', at, actor: agency, reason: 'Thôi' }],
	9: [submitted, accepted, processing, decided],
	10: [submitted, accepted, processing, decided, { kind: 'returned', at, actor: agency }]
};
const stateIn = (status: Status) =>
	fold(
		ways[status].map(
			(event, index) => ({ ...(event as NewDossierEvent), sequence: index + 1 }) as DossierEvent
		)
	);
const statuses = Object.keys(ways).map(Number) as Status[];

/** PORTAL.md §7.2 as the desk must offer it, written down once more by hand: act, from where, whose duty. */
const offered: readonly (readonly [DeskAct, readonly Status[], readonly Duty[]])[] = [
	['accept', [1], ['reception']],
	['supplement', [1], ['reception']],
	['supplement', [2, 4], ['reception', 'specialist']],
	['refuse', [1], ['reception']],
	['start', [2], ['reception']],
	['receive_supplement', [5], ['reception']],
	['decide', [4], ['leader']],
	['hand_over', [2], ['reception']],
	['hand_over', [4], ['reception', 'specialist', 'head', 'leader', 'clerk']],
	['hand_over', [9], ['leader', 'clerk', 'post']],
	['fee', [1], ['reception']],
	['fee', [2, 4], ['reception', 'specialist']],
	['apologise', [2, 4], ['specialist', 'head', 'leader']],
	['confirm_withdrawal', [7], ['reception']],
	['reject_withdrawal', [7], ['reception']],
	['attach', [9, 10], ['reception', 'leader', 'clerk']],
	['return', [9], ['reception', 'post']],
	['stop', [4], ['leader']],
	['stop', [5], ['reception', 'specialist']]
];

describe('[M2] what the desk offers', () => {
	it.each(statuses)('in status %i, to every duty, is what the table gives it and nothing else', (status) => {
		for (const duty of Duties.options) {
			const expected = offered
				.filter(([, from, duties]) => from.includes(status) && duties.includes(duty))
				.map(([act]) => act);
			const choices = choicesOf(stateIn(status), [duty], today);
			expect(choices.map(({ act }) => act).sort(), `${status} ${duty}`).toEqual(expected.sort());
			expect(choices.filter(({ unless }) => unless)).toEqual([]);
		}
	});

	it('to several duties is what any of them may do, each act once', () => {
		const choices = choicesOf(stateIn(4), ['reception', 'specialist', 'leader'], today);
		expect(choices.map(({ act }) => act)).toEqual([...new Set(choices.map(({ act }) => act))]);
		expect(choices.find(({ act }) => act === 'decide')?.duty).toBe('leader');
	});

	it('says so when only the day is wrong', () => {
		const choice = (act: DeskAct, on: string) =>
			choicesOf(stateIn(act === 'stop' ? 5 : 4), ['specialist'], on).find((one) => one.act === act)?.unless;
		expect(choice('supplement', '2026-11-28')).toEqual({ type: 'too_late', by: '2026-11-27' });
		expect(choice('apologise', '2026-12-01')).toBeNull();
		expect(choice('stop', '2026-11-20')).toEqual({ type: 'not_yet', until: '2026-11-20' });
	});

	it('[M8] is no apology any more once it can no longer go out', () => {
		const acts = (on: string) => choicesOf(stateIn(4), ['specialist'], on).map(({ act }) => act);
		expect(acts('2026-12-01')).toContain('apologise');
		expect(acts('2026-12-02')).not.toContain('apologise');
	});

	it('to nobody is nothing', () => {
		for (const status of statuses) expect(choicesOf(stateIn(status), [], today)).toEqual([]);
		expect(deskActs.every((act) => offered.some(([one]) => one === act))).toBe(true);
	});
});

it('[M1] whoever works on dossiers reads them all, the post what is decided, the administrator none', () => {
	for (const status of statuses) {
		expect(mayRead(['administrator'], status)).toBe(false);
		expect(mayRead([], status)).toBe(false);
		expect(mayRead(['post'], status)).toBe(status === 9 || status === 10);
		expect(mayRead(['supervisor'], status)).toBe(true);
	}
});

it('[M4] the queue’s day is that of arrival, then the promised one, then the last day of the wait', () => {
	const day = (status: Status) => queueDay(stateIn(status), '2026-11-19', today);
	expect(day(1)).toBe('2026-11-19');
	expect(day(2)).toBe('2026-12-02');
	expect(day(4)).toBe('2026-12-02');
	expect(day(5)).toBe('2026-11-20');
	expect(day(9)).toBe(today);
});
