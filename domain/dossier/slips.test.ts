import { expect, it } from 'vitest';
import type { DossierEvent, EventKind } from './schema.ts';
import { slipEvents, slipsOf } from './slips.ts';

const events = (...kinds: EventKind[]) =>
	kinds.map((kind, index) => ({ kind, sequence: index + 1, outcome: 'refused' }) as DossierEvent);

it.each([
	[[], []],
	[['submitted', 'fee_requested', 'fee_paid'], []],
	[['submitted', 'accepted'], [1]],
	[['submitted', 'supplement_requested'], [2]],
	[['submitted', 'refused'], [3]],
	[
		['submitted', 'accepted', 'processing', 'apologised', 'handed_over'],
		[1, 4, 5]
	],
	// Refused after appraisal: a result, and form 03 with it.
	[
		['submitted', 'accepted', 'processing', 'decided'],
		[1, 3, 5]
	]
] satisfies [EventKind[], number[]][])('[D17] the events %j have the slips %j', (kinds, slips) => {
	expect(slipsOf(events(...kinds))).toEqual(slips);
});

it('[D17] slip 05 lists every hand-over, to the last', () => {
	const list = events('submitted', 'accepted', 'processing', 'handed_over', 'decided', 'returned');
	expect(slipEvents(list, 5).map(({ kind }) => kind)).toEqual(['processing', 'handed_over', 'returned']);
});
