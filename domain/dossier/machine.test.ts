import { describe, expect, it } from 'vitest';
import { apply, fold, permits, type Status, turn } from './machine.ts';
import { type Circumstances, objection } from './objection.ts';
import { type DossierEvent, Duty, type EventKind } from './schema.ts';
import { type Role, table, transition } from './transitions.ts';

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
	handed_over: { to: { name: 'a', title: 'b', unit: 'c' }, note: null },
	apologised: { reason: 'x', appointmentOn: '2026-12-04' },
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

/** Every way into every status, and where it was before it waited. */
const ways: readonly { status: Status; before?: Status; path: EventKind[] }[] = [
	{ status: 1, path: [] },
	{ status: 2, path: ['accepted'] },
	{ status: 3, path: ['refused'] },
	{ status: 4, path: ['accepted', 'processing'] },
	{ status: 5, before: 1, path: ['supplement_requested'] },
	{ status: 5, before: 2, path: ['accepted', 'supplement_requested'] },
	{ status: 5, before: 4, path: ['accepted', 'processing', 'supplement_requested'] },
	{ status: 6, before: 1, path: ['fee_requested'] },
	{ status: 6, before: 2, path: ['accepted', 'fee_requested'] },
	{ status: 6, before: 4, path: ['accepted', 'processing', 'fee_requested'] },
	{ status: 7, before: 1, path: ['withdrawal_requested'] },
	{ status: 7, before: 2, path: ['accepted', 'withdrawal_requested'] },
	{ status: 7, before: 4, path: ['accepted', 'processing', 'withdrawal_requested'] },
	{ status: 7, before: 5, path: ['accepted', 'supplement_requested', 'withdrawal_requested'] },
	{ status: 7, before: 6, path: ['accepted', 'fee_requested', 'withdrawal_requested'] },
	{ status: 7, before: 8, path: ['accepted', 'processing', 'stopped', 'withdrawal_requested'] },
	{ status: 8, path: ['accepted', 'processing', 'stopped'] },
	{ status: 9, path: ['accepted', 'processing', 'decided'] },
	{ status: 10, path: ['accepted', 'processing', 'decided', 'returned'] }
];

/**
 * What each may do, written from the law and the national list, not from the table: `status event>next`, where a
 * letter row of statuses stands for each of them; `=` stays, `<` goes back to where it was.
 */
const may: Record<Role, string> = {
	citizen: '124568 withdrawal_requested>7, 5 supplement_sent><, 9 returned>10',
	reception: `1 accepted>2, 1 refused>3, 124 supplement_requested>5, 124 fee_requested>6, 2 processing>4,
		5 supplement_sent><, 5 stopped>8, 7 withdrawal_confirmed>8, 7 withdrawal_rejected><, 24 handed_over>=,
		9 returned>10`,
	specialist: '24 supplement_requested>5, 24 fee_requested>6, 5 stopped>8, 24 apologised>=, 4 handed_over>=',
	head: '24 apologised>=, 4 handed_over>=',
	leader: '24 apologised>=, 49 handed_over>=, 4 stopped>8, 4 decided>9',
	clerk: '49 handed_over>=',
	post: '9 handed_over>=, 9 returned>10',
	supervisor: '',
	administrator: '',
	portal: `1 fee_requested>6, 5 stopped>8, 7 withdrawal_confirmed>8, 9 returned>10, 123456789t forwarded>=,
		9t result_stored>=`,
	gateway: '6 fee_paid><',
	// Its officers' words, and its own receipt of the dossier.
	agency: `1 accepted>2, 1 refused>3, 124 supplement_requested>5, 124 fee_requested>6, 2 processing>4,
		5 supplement_sent><, 45 stopped>8, 7 withdrawal_confirmed>8, 7 withdrawal_rejected><, 249 handed_over>=,
		24 apologised>=, 4 decided>9, 9 returned>10, 123456789t forwarded>=`
};

/** What an agency may still say of each status while a wish to withdraw is on its way to it. */
const beneath: Record<number, string> = {
	1: 'accepted refused supplement_requested fee_requested',
	2: 'processing supplement_requested fee_requested apologised handed_over',
	4: 'supplement_requested fee_requested apologised handed_over stopped decided',
	5: 'stopped',
	6: '',
	8: ''
};

const code = (letter: string) => (letter === 't' ? 10 : Number(letter)) as Status;
const expected = new Map(
	Object.entries(may).flatMap(([role, list]) =>
		list
			.split(',')
			.map((entry) => entry.trim())
			.filter(Boolean)
			.flatMap((entry) => {
				const [, statuses = '', kind = '', next = ''] = /^(\w+) (\w+)>(.+)$/.exec(entry) ?? [];
				return [...statuses].map((status) => [`${role} ${code(status)} ${kind}`, next] as const);
			})
	)
);

/** A day and an act to which nothing but duty and status can object. */
function favourable(kind: EventKind): Circumstances {
	return {
		today: kind === 'stopped' ? '2026-12-11' : '2026-11-24',
		appointmentOn: '2026-12-04',
		amount: 135_000
	};
}

describe('[D1] [D10] every status × event × role', () => {
	const roles = Object.keys(may) as Role[];

	it.each(ways)('$status (before: $before) answers as the law does', ({ status, before, path }) => {
		const state = walk(...path);
		expect(state.status).toBe(status);
		for (const kind of kinds)
			for (const role of roles) {
				const what = `${role}: ${kind} at ${status}`;
				const asked = path.includes('supplement_requested') && kind === 'supplement_requested';
				const early =
					status === 7 && role === 'agency' && (beneath[before ?? 0] ?? '').split(' ').includes(kind);
				const next = expected.get(`${role} ${status} ${kind}`);
				const allowed = (next !== undefined || early) && !asked;
				expect(objection(state, kind, role, favourable(kind)) === null, what).toBe(allowed);
				if (!allowed) continue;
				const after = apply(state, event(kind)).status;
				if (early) expect([3, 7, 8, 9], what).toContain(after);
				else expect(after, what).toBe(next === '<' ? before : next === '=' ? status : Number(next));
			}
	});

	it('begins with a citizen, an officer for her, or the post', () => {
		const begins = kinds.filter((kind) => transition('draft', kind));
		expect([begins, transition('draft', 'submitted')?.by, transition('draft', 'submitted')?.to]).toEqual([
			['submitted'],
			['citizen', 'reception', 'post'],
			1
		]);
	});

	it('leads from status to status along the national ways and no others', () => {
		const pairs = new Set<string>();
		for (const { status, path } of ways) {
			const state = walk(...path);
			for (const kind of kinds)
				for (const role of roles)
					if (role !== 'agency' && !objection(state, kind, role, favourable(kind)))
						pairs.add(`${status}→${apply(state, event(kind)).status}`);
		}
		const moves = [...pairs].filter((pair) => new Set(pair.split('→')).size === 2).sort();
		expect(moves).toEqual(
			`1→2 1→3 1→5 1→6 1→7 2→4 2→5 2→6 2→7 4→5 4→6 4→7 4→8 4→9 5→1 5→2 5→4 5→7 5→8 6→1 6→2 6→4 6→7
			 7→1 7→2 7→4 7→5 7→6 7→8 8→7 9→10`
				.split(/\s+/)
				.sort()
		);
	});

	it('knows every role, and every role of an agency', () => {
		expect(Duty.options.filter((duty) => !(duty in may))).toEqual([]);
		expect(new Set(table.flatMap(({ by }) => by))).toEqual(new Set(roles.filter((role) => may[role] !== '')));
	});

	it('refuses to fold what could not have happened', () => {
		for (const { path } of ways) {
			const state = walk(...path);
			for (const kind of kinds)
				if (!permits(state, kind)) expect(() => apply(state, event(kind))).toThrow('not permitted');
		}
		expect(() => fold([event('accepted')])).toThrow('begins with its submission');
	});

	it('never leaves an end', () => {
		for (const kind of kinds.filter((kind) => kind !== 'forwarded' && kind !== 'result_stored')) {
			expect(permits(walk('refused'), kind)).toBe(false);
			expect(permits(walk('accepted', 'processing', 'decided', 'returned'), kind)).toBe(false);
		}
		expect([turn(3), turn(10)]).toEqual(['nobody', 'nobody']);
	});
});

describe('[D2] waits', () => {
	it('end where they began, through two at once', () => {
		expect(walk('fee_requested', 'fee_paid').status).toBe(1);
		expect(walk('accepted', 'processing', 'supplement_requested', 'supplement_sent').status).toBe(4);
		const both = ['accepted', 'supplement_requested', 'withdrawal_requested', 'withdrawal_rejected'] as const;
		expect(walk(...both).status).toBe(5);
		expect(walk(...both, 'supplement_sent').status).toBe(2);
	});
});

describe('conditions', () => {
	const judge = (path: EventKind[], kind: EventKind, role: Role, circumstances: Circumstances) =>
		objection(walk(...path), kind, role, circumstances);

	it('[D3] a supplement is asked for once, and within three working days of reception', () => {
		const ask = (today: string, more = {}) =>
			judge(['accepted'], 'supplement_requested', 'specialist', { today, ...more });
		expect(permits(walk('accepted', 'supplement_requested', 'supplement_sent'), 'supplement_requested')).toBe(
			false
		);
		expect([ask('2026-11-27'), ask('2026-11-28'), ask('2026-12-20', { sectorAllows: true })]).toEqual([
			null,
			{ type: 'too_late', by: '2026-11-27' },
			null
		]);
		expect(judge([], 'supplement_requested', 'reception', { today: '2027-01-01' })).toBe(null);
		expect(judge(['accepted'], 'supplement_requested', 'agency', { today: '2026-12-20' })).toBe(null);
	});

	it('a dossier is stopped for want of a supplement when the day for it is over', () => {
		const stop = (today: string) =>
			judge(['accepted', 'supplement_requested'], 'stopped', 'portal', { today });
		expect([stop('2026-12-10'), stop('2026-12-11')]).toEqual([
			{ type: 'not_yet', until: '2026-12-10' },
			null
		]);
	});

	it('[D13] an apology comes before the promised day, names a later one, and comes once', () => {
		const apologise = (today: string, appointmentOn: string) =>
			judge(['accepted'], 'apologised', 'leader', { today, appointmentOn });
		expect([
			apologise('2026-11-30', '2026-12-04'),
			apologise('2026-12-01', '2026-12-04'),
			apologise('2026-11-30', '2026-12-01')
		]).toEqual([null, { type: 'too_late', by: '2026-11-30' }, { type: 'not_later', than: '2026-12-01' }]);
		const again = walk('accepted', 'processing', 'apologised');
		expect(permits(again, 'apologised')).toBe(false);
		expect(again).toMatchObject({ appointmentOn: '2026-12-04', earlierAppointments: ['2026-12-01'] });
	});

	it('[P3] a payment of another amount than is due pays nothing', () => {
		const pay = (amount: number) =>
			judge(['fee_requested'], 'fee_paid', 'gateway', { today: '2026-11-23', amount });
		expect([pay(135_000), pay(134_999)]).toEqual([null, { type: 'wrong_amount' }]);
	});

	it('[D8] what was withdrawn is not withdrawn again, what was stopped may be', () => {
		const withdraw = (path: EventKind[]) =>
			judge(path, 'withdrawal_requested', 'citizen', { today: '2026-11-23' });
		expect(withdraw(['withdrawal_requested', 'withdrawal_confirmed'])).toEqual({ type: 'not_now' });
		const stopped: EventKind[] = ['accepted', 'processing', 'stopped'];
		expect(withdraw(stopped)).toBe(null);
		expect(walk(...stopped, 'withdrawal_requested').outcome).toBe(null);
		expect(walk(...stopped, 'withdrawal_requested', 'withdrawal_rejected')).toMatchObject({
			status: 8,
			outcome: 'stopped'
		});
	});

	it('[D10] says first that it is not the moment, then that it is not the duty', () => {
		expect(judge([], 'decided', 'leader', { today: '' })).toEqual({ type: 'not_now' });
		expect(judge([], 'accepted', 'leader', { today: '' })).toEqual({ type: 'not_your_duty' });
		expect(judge(['withdrawal_requested'], 'accepted', 'reception', { today: '' })).toEqual({
			type: 'not_now'
		});
	});
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
