import { describe, expect, it } from 'vitest';
import { lateness } from './lateness.ts';
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
