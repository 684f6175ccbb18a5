import { describe, expect, it } from 'vitest';
import { apply, fold, permits, type Status, transitions, turn } from './machine.ts';
import type { DossierEvent, EventKind } from './schema.ts';

const at = '2026-11-23T02:00:00.000Z';
const actor = { role: 'agency' } as const;
/** One event of each kind, filled with anything lawful. */
const sample: Record<EventKind, Record<string, unknown>> = {
	submitted: {},
	fee_requested: { lines: [], amount: 135_000 },
	fee_paid: { paymentId: 'p', receiptNumber: 'r', amount: 135_000 },
	forwarded: { reference: null },
	accepted: { receivedOn: '2026-11-23', appointmentOn: '2026-12-01' },
	processing: { note: null },
	supplement_requested: { requestId: 'q', items: [], until: '2026-12-10' },
	supplement_sent: { requestId: 'q', note: '', attachments: [], appointmentOn: null },
	refused: { reason: 'x' },
	decided: { outcome: 'granted', note: null, result: null },
	result_stored: { result: { name: 'a.pdf', type: 'application/pdf', size: 1, sha256: 'x' } },
	returned: {},
	withdrawal_requested: { reason: 'x' },
	withdrawal_confirmed: {},
	withdrawal_rejected: { reason: 'x' },
	stopped: { reason: 'x' }
};
const kinds = Object.keys(sample) as EventKind[];
const event = (kind: EventKind, sequence = 1) =>
	({ kind, sequence, at, actor, ...sample[kind] }) as DossierEvent;
const walk = (...path: EventKind[]) =>
	fold(['submitted' as const, ...path].map((kind, i) => event(kind, i + 1)));

/** A way to reach each status. */
const ways: Record<Status, EventKind[]> = {
	1: [],
	2: ['accepted'],
	3: ['refused'],
	4: ['accepted', 'processing'],
	5: ['accepted', 'supplement_requested'],
	6: ['fee_requested'],
	7: ['withdrawal_requested'],
	8: ['accepted', 'processing', 'stopped'],
	9: ['accepted', 'processing', 'decided'],
	10: ['accepted', 'processing', 'decided', 'returned']
};

describe('[D1] the ten statuses', () => {
	it('reaches every status', () => {
		for (const [status, way] of Object.entries(ways)) expect(walk(...way).status).toBe(Number(status));
	});

	it('answers every status × event as the table says', () => {
		for (const [status, way] of Object.entries(ways))
			for (const kind of kinds) {
				const state = walk(...way);
				const row = transitions[Number(status) as Status] as Partial<Record<EventKind, unknown>>;
				const trace = kind === 'forwarded' || kind === 'result_stored';
				const second = kind === 'supplement_requested' && state.supplement !== null;
				// The sample of 7 was asked for at 1, so what the agency may say at 1 counts beneath it.
				const beneath = status === '7' && ['accepted', 'refused', 'supplement_requested'].includes(kind);
				const allowed = trace || ((kind in row || beneath) && !second);
				expect(permits(state, kind), `${kind} at ${status}`).toBe(allowed);
				if (allowed) expect(apply(state, event(kind)).status).toBeTypeOf('number');
				else expect(() => apply(state, event(kind))).toThrow('not permitted');
			}
	});

	it('[D2] goes back to where it waited, through two waits at once', () => {
		expect(walk('fee_requested', 'fee_paid').status).toBe(1);
		expect(walk('accepted', 'processing', 'supplement_requested', 'supplement_sent').status).toBe(4);
		expect(
			walk('accepted', 'supplement_requested', 'withdrawal_requested', 'withdrawal_rejected').status
		).toBe(5);
		expect(
			walk(
				'accepted',
				'supplement_requested',
				'withdrawal_requested',
				'withdrawal_rejected',
				'supplement_sent'
			).status
		).toBe(2);
	});

	it('[D3] asks for a supplement once', () => {
		expect(permits(walk('accepted', 'supplement_requested', 'supplement_sent'), 'supplement_requested')).toBe(
			false
		);
	});

	it('[D8] keeps what the agency says while it does not know of the wish to withdraw', () => {
		const asked = walk('withdrawal_requested', 'accepted', 'processing');
		expect(asked.status).toBe(7);
		expect(apply(asked, event('withdrawal_rejected')).status).toBe(4);
		expect(walk('withdrawal_requested', 'refused').status).toBe(3);
		expect(walk('accepted', 'processing', 'withdrawal_requested', 'decided').status).toBe(9);
		const both = walk('accepted', 'withdrawal_requested', 'supplement_requested');
		expect(both.status).toBe(7);
		expect(apply(apply(both, event('withdrawal_rejected')), event('supplement_sent')).status).toBe(2);
	});

	it('never leaves an end', () => {
		for (const kind of kinds.filter((kind) => kind !== 'forwarded' && kind !== 'result_stored')) {
			expect(permits(walk('refused'), kind)).toBe(false);
			expect(permits(walk(...ways[10]), kind)).toBe(false);
		}
		expect([turn(3), turn(10)]).toEqual(['nobody', 'nobody']);
	});
});
