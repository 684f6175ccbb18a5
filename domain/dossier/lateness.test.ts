import { describe, expect, it } from 'vitest';
import { lateness, needsApology, proposedDay } from './lateness.ts';
import { type DossierState, fold } from './machine.ts';
import type { DossierEvent } from './schema.ts';

const begun = fold([
	{ kind: 'submitted', sequence: 1, at: '2026-11-23T02:00:00.000Z', actor: { role: 'citizen' } }
] satisfies DossierEvent[]);
const state = (change: Partial<DossierState>): DossierState => ({
	...begun,
	status: 4,
	appointmentOn: '2026-12-01',
	...change
});

describe('[D11] lateness', () => {
	it('is nothing before a day is promised, and nothing for what ended without a decision', () => {
		expect(lateness(begun, '2026-12-20')).toBe(null);
		expect(lateness(state({ status: 3 }), '2026-12-20')).toBe(null);
		expect(lateness(state({ status: 8 }), '2026-12-20')).toBe(null);
	});
	it.each([
		['2026-11-26', 'on_time'],
		// Friday 27: Monday and Tuesday are left.
		['2026-11-27', 'due_soon'],
		['2026-11-29', 'due_soon'],
		['2026-12-01', 'due_soon'],
		['2026-12-02', 'late']
	])('on %s is %s for what was promised for Tuesday 1 December', (today, expected) => {
		expect(lateness(state({}), today)).toBe(expected);
		expect(lateness(state({ status: 2 }), today)).toBe(expected);
	});
	it.each([5, 6, 7] as const)('pauses in status %i, however long', (status) => {
		expect(lateness(state({ status }), '2027-06-01')).toBe('paused');
	});
	it('of what is decided is that of the decision, not of the collecting', () => {
		const decided = (decidedOn: string) => lateness(state({ status: 9, decidedOn }), '2027-06-01');
		expect([decided('2026-12-01'), decided('2026-12-02')]).toEqual(['on_time', 'late']);
	});
});

describe('[M8] an apology', () => {
	const soon = { appointmentOn: '2026-12-01', apologised: false };
	it.each([
		['2026-11-26', false],
		['2026-11-27', true],
		['2026-11-30', true],
		// From the promised day on it is too late for one.
		['2026-12-01', false],
		['2026-12-02', false]
	])('on %s is to be thought of: %s, for what was promised for 1 December', (today, expected) => {
		expect(needsApology(state(soon), today)).toBe(expected);
		expect(needsApology(state({ ...soon, status: 2 }), today)).toBe(expected);
	});
	it('is not asked for twice, nor while the citizen is waited for, nor before a day is promised', () => {
		expect(needsApology(state({ ...soon, apologised: true }), '2026-11-30')).toBe(false);
		expect(needsApology(state({ ...soon, status: 5 }), '2026-11-30')).toBe(false);
		expect(needsApology(begun, '2026-11-30')).toBe(false);
	});
	it.each([
		// Five working days were promised: three more.
		['2026-11-20', '2026-11-30', '2026-12-03'],
		['2026-11-30', '2026-11-30', '2026-12-01'],
		// Six, half of them over a weekend.
		['2026-12-03', '2026-12-11', '2026-12-16']
	])('of what was received on %s for %s proposes %s', (received, promised, expected) => {
		expect(proposedDay(received, promised)).toBe(expected);
	});
});
