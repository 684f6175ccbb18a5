import { describe, expect, it } from 'vitest';
import type { Fault } from '../../domain/faults.ts';
import { AttachmentId, DossierId, OperationId } from '../../domain/ids.ts';
import {
	draftPauseMs,
	listeningPollDelayMs,
	operationsPerExchangeMax,
	pollDelayMs,
	retryDelayMsMax,
	retryDelayMsMin
} from '../../domain/limits.ts';
import type { WaitingOperation } from '../store/phone.ts';
import type { Activity, Effect, EngineEvent, EngineState, View } from './state.ts';
import { lineOf } from './state.ts';
import { initialState, step } from './step.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const operationId = OperationId.parse(uuid(1));
const laterId = OperationId.parse(uuid(2));
const attachmentId = AttachmentId.parse(uuid(3));
const dossierId = DossierId.parse(uuid(4));
const now = 1_000_000;

const ready: WaitingOperation = { operationId, missing: [] };
const later: WaitingOperation = { operationId: laterId, missing: [] };
const withPhoto: WaitingOperation = { operationId, missing: [{ attachmentId, size: 1000 }] };

const view = (part: Partial<View> = {}): View => ({
	operations: [],
	results: [],
	underWay: false,
	cursor: 0,
	listening: false,
	edits: false,
	now,
	signedIn: true,
	visible: true,
	hold: null,
	...part
});
const at = (activity: Activity, part: Partial<EngineState> = {}): EngineState => ({
	...initialState,
	failures: activity.at === 'waiting' ? 1 : 0,
	activity,
	...part
});
const idle = at({ at: 'idle' });
const exchanging = at({ at: 'exchanging', operationIds: [operationId] });
const uploading = at({ at: 'uploading', attachmentId, operationId });
const fetching = at({ at: 'fetching', dossierId });
const settingAside = at({ at: 'settingAside', operationId });
const waiting = at({ at: 'waiting', until: now, why: 'unreachable', held: false });
const held = at({ at: 'waiting', until: now, why: 'unreachable', held: true });
const needsLogin = at({ at: 'needsLogin' });
const outdated = at({ at: 'outdated' });

const failed = (fault: Fault, part: Partial<EngineEvent & { type: 'failed' }> = {}): EngineEvent => ({
	type: 'failed',
	fault,
	jitter: 0,
	progressed: false,
	...part
});
const exchanged: EngineEvent = { type: 'exchanged', more: false, missing: false };

/** What a state does on an event with one ready operation, a photo of a second one and a result to fetch. */
const full = view({
	operations: [later, withPhoto],
	results: [dossierId],
	underWay: true
});

describe('every state × event', () => {
	const states: Record<string, EngineState> = {
		idle,
		uploading,
		exchanging,
		fetching,
		settingAside,
		waiting,
		held,
		needsLogin,
		outdated
	};
	const events: Record<string, EngineEvent> = {
		start: { type: 'start' },
		wake: { type: 'wake' },
		queued: { type: 'queued' },
		timer: { type: 'timer' },
		hold: { type: 'hold' },
		told: { type: 'told', cursor: 7 },
		listening: { type: 'listening' },
		uploaded: { type: 'uploaded' },
		stopped: { type: 'stopped' },
		exchanged,
		fetched: { type: 'fetched' },
		setAside: { type: 'setAside' },
		'no answer': failed({ type: 'unavailable' }),
		'no network': failed({ type: 'offline' }),
		busy: failed({ type: 'too_many_requests', retryAfterMs: 5000 }),
		'no login': failed({ type: 'login_required' }),
		'old app': failed({ type: 'outdated_app' }),
		'full disk': failed({ type: 'storage_full' }),
		refusal: failed({ type: 'file_kind', name: 'a' })
	};
	/** `state: event → activity afterwards`; `!` throws. An activity with a star asks for an effect. */
	const table: Record<string, Record<string, string>> = {};
	for (const [name, state] of Object.entries(states)) {
		table[name] = {};
		for (const [event, value] of Object.entries(events)) {
			try {
				const next = step(state, value, full);
				table[name][event] = next.state.activity.at + (next.effects.length > 0 ? '*' : '');
			} catch {
				table[name][event] = '!';
			}
		}
	}
	const busy = { start: '!', wake: '', queued: '', timer: '', hold: '', told: '', listening: '' };
	const failures = {
		'no answer': 'waiting*',
		'no network': 'waiting*',
		busy: 'waiting*',
		'no login': 'needsLogin',
		'old app': 'outdated',
		'full disk': 'waiting*'
	};
	const noAnswers = Object.fromEntries(
		Object.keys(events)
			.slice(7)
			.map((event) => [event, '!'])
	);
	const stays = (name: string) =>
		Object.fromEntries(Object.entries(busy).map(([event, what]) => [event, what || name]));

	it('answers as written here', () => {
		expect(table).toEqual({
			idle: {
				start: 'exchanging*',
				wake: 'exchanging*',
				queued: 'exchanging*',
				timer: 'exchanging*',
				hold: 'exchanging*',
				told: 'exchanging*',
				listening: 'exchanging*',
				...noAnswers
			},
			uploading: {
				...noAnswers,
				...stays('uploading'),
				uploaded: 'exchanging*',
				stopped: 'exchanging*',
				...failures,
				refusal: 'settingAside*'
			},
			exchanging: {
				...noAnswers,
				...stays('exchanging'),
				exchanged: 'exchanging*',
				...failures,
				refusal: 'settingAside*'
			},
			fetching: {
				...noAnswers,
				...stays('fetching'),
				fetched: 'exchanging*',
				...failures,
				refusal: 'exchanging*'
			},
			settingAside: {
				...noAnswers,
				...stays('settingAside'),
				setAside: 'exchanging*',
				...failures,
				refusal: '!'
			},
			waiting: {
				start: '!',
				wake: 'exchanging*',
				queued: 'exchanging*',
				timer: 'exchanging*',
				hold: 'waiting',
				told: 'exchanging*',
				listening: 'waiting',
				...noAnswers
			},
			held: {
				start: '!',
				wake: 'waiting',
				queued: 'waiting',
				timer: 'exchanging*',
				hold: 'waiting',
				told: 'waiting',
				listening: 'waiting',
				...noAnswers
			},
			needsLogin: {
				start: '!',
				wake: 'exchanging*',
				queued: 'needsLogin',
				timer: 'needsLogin',
				hold: 'needsLogin',
				told: 'needsLogin',
				listening: 'needsLogin',
				...noAnswers
			},
			outdated: {
				start: '!',
				wake: 'outdated',
				queued: 'outdated',
				timer: 'outdated',
				hold: 'outdated',
				told: 'outdated',
				listening: 'outdated',
				...noAnswers
			}
		});
	});
});

/** Feeds events one after the other, each with its view, and answers the last step. */
function walk(state: EngineState, ...events: [EngineEvent, View][]) {
	return events.reduce<{ state: EngineState; effects: readonly Effect[] }>(
		(before, [event, seen]) => step(before.state, event, seen),
		{ state, effects: [] }
	);
}

describe('order of work', () => {
	it('[S3] sends the files of an operation before the operation', () => {
		expect(step(idle, { type: 'queued' }, view({ operations: [withPhoto] })).effects).toEqual([
			{ type: 'upload', attachmentId }
		]);
		expect(step(uploading, { type: 'uploaded' }, view({ operations: [ready] })).effects).toEqual([
			{ type: 'exchange', operationIds: [operationId] }
		]);
	});

	it('lets words that are ready pass photos that are not', () => {
		const operations = [withPhoto, later];
		expect(step(idle, { type: 'queued' }, view({ operations })).effects).toEqual([
			{ type: 'exchange', operationIds: [laterId] }
		]);
	});

	it('asks for news with nothing to send, and goes on while there is more', () => {
		expect(step(idle, { type: 'start' }, view()).effects).toEqual([{ type: 'exchange', operationIds: [] }]);
		const more = step(exchanging, { ...exchanged, more: true }, view());
		expect(more.effects).toEqual([{ type: 'exchange', operationIds: [] }]);
		expect(step(more.state, exchanged, view()).state.activity.at).toBe('idle');
	});

	it('asks again when the reason to ask came while it was asking', () => {
		const { effects } = walk(exchanging, [{ type: 'wake' }, view()], [exchanged, view()]);
		expect(effects).toEqual([{ type: 'exchange', operationIds: [] }]);
	});

	it('fetches results last, and polls only while something is under way and somebody looks', () => {
		expect(step(exchanging, exchanged, view({ results: [dossierId] })).effects).toEqual([
			{ type: 'fetchResult', dossierId }
		]);
		const poll: Effect = { type: 'wait', delayMs: pollDelayMs };
		expect(step(exchanging, exchanged, view({ underWay: true })).effects).toEqual([poll]);
		expect(step(exchanging, exchanged, view({ underWay: true, visible: false })).effects).toEqual([]);
		expect(step(exchanging, exchanged, view()).effects).toEqual([]);
	});

	it('bounds an exchange', () => {
		const operations = Array.from({ length: operationsPerExchangeMax + 1 }, (_, n) => ({
			operationId: OperationId.parse(uuid(100 + n)),
			missing: []
		}));
		const [effect] = step(idle, { type: 'queued' }, view({ operations })).effects;
		expect(effect?.type === 'exchange' && effect.operationIds.length).toBe(operationsPerExchangeMax);
	});
});

describe('[S20] news that the server tells', () => {
	const ask: Effect = { type: 'exchange', operationIds: [] };
	const told = (cursor: number): EngineEvent => ({ type: 'told', cursor });

	it('is fetched when it is more than this phone has, and not again', () => {
		expect(step(idle, told(8), view({ cursor: 7 })).effects).toEqual([ask]);
		expect(step(idle, told(7), view({ cursor: 7 })).effects).toEqual([]);
		// Even if the answer does not bring what was told.
		expect(walk(idle, [told(8), view({ cursor: 7 })], [exchanged, view({ cursor: 7 })]).effects).toEqual([]);
	});

	it('of what this phone has just brought there is none', () => {
		const { effects } = walk(exchanging, [told(8), view({ cursor: 7 })], [exchanged, view({ cursor: 8 })]);
		expect(effects).toEqual([]);
	});

	it('that came while it asked is fetched after it', () => {
		const { effects } = walk(exchanging, [told(9), view({ cursor: 7 })], [exchanged, view({ cursor: 8 })]);
		expect(effects).toEqual([ask]);
	});

	it('makes asking by itself rare, and often again when it ends', () => {
		const looked = { underWay: true, visible: true };
		const seldom = step(exchanging, exchanged, view({ ...looked, listening: true }));
		expect(seldom.effects).toEqual([{ type: 'wait', delayMs: listeningPollDelayMs }]);
		expect(step(seldom.state, { type: 'listening' }, view({ ...looked, listening: false })).effects).toEqual([
			{ type: 'wait', delayMs: pollDelayMs }
		]);
	});
});

describe('[F8] files that stay for now', () => {
	const held = view({ operations: [withPhoto], hold: 'paused' });

	it('hold up neither words nor news nor results', () => {
		const operations = [withPhoto, later];
		expect(step(idle, { type: 'queued' }, { ...held, operations }).effects).toEqual([
			{ type: 'exchange', operationIds: [laterId] }
		]);
		expect(step(idle, { type: 'start' }, held).effects).toEqual([{ type: 'exchange', operationIds: [] }]);
		expect(step(exchanging, exchanged, { ...held, results: [dossierId] }).effects).toEqual([
			{ type: 'fetchResult', dossierId }
		]);
		expect(step(exchanging, exchanged, held)).toMatchObject({
			state: { activity: { at: 'idle' } },
			effects: []
		});
	});

	it('end the upload that is under way, and go on where it was when she says so', () => {
		expect(step(uploading, { type: 'hold' }, held).effects).toEqual([{ type: 'stop' }]);
		const stopped = step(uploading, { type: 'stopped' }, held);
		expect(stopped.state).toMatchObject({ activity: { at: 'idle' }, failures: 0 });
		expect(step(stopped.state, { type: 'hold' }, view({ operations: [withPhoto] })).effects).toEqual([
			{ type: 'upload', attachmentId }
		]);
	});

	it('change nothing for an upload that may go on', () => {
		expect(step(uploading, { type: 'hold' }, view({ operations: [withPhoto] }))).toEqual({
			state: uploading,
			effects: []
		});
	});

	it('do not end a wait that has another reason', () => {
		expect(step(waiting, { type: 'hold' }, view({ operations: [withPhoto] })).effects).toEqual([]);
	});
});

describe('faults', () => {
	it('[S7] waits longer with every failure and at once no more when something got through', () => {
		const delays: number[] = [];
		let state = exchanging;
		for (let round = 0; round < 9; round++) {
			const after = step(state, failed({ type: 'unavailable' }, { jitter: 0.999999 }), view());
			const [effect] = after.effects;
			if (effect?.type === 'wait') delays.push(effect.delayMs);
			state = step(after.state, { type: 'timer' }, view()).state;
		}
		expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1000));
		const moved = step(
			{ ...uploading, failures: 8 },
			failed({ type: 'offline' }, { progressed: true }),
			view()
		);
		expect(moved.effects).toEqual([{ type: 'wait', delayMs: retryDelayMsMin / 2 }]);
	});

	it('[S7] goes at once when woken, except when the server named the time', () => {
		expect(step(waiting, { type: 'wake' }, view()).effects).toHaveLength(1);
		const busy = step(exchanging, failed({ type: 'too_many_requests', retryAfterMs: 90_000 }), view());
		expect(busy.effects).toEqual([{ type: 'wait', delayMs: 90_000 }]);
		expect(step(busy.state, { type: 'wake' }, view()).effects).toEqual([]);
		expect(step(busy.state, { type: 'timer' }, view()).effects).toHaveLength(1);
	});

	it('asks the server a cheap question before it sends a photo again', () => {
		const operations = [withPhoto];
		const after = walk(
			uploading,
			[failed({ type: 'unavailable' }), view({ operations })],
			[{ type: 'timer' }, view({ operations })]
		);
		expect(after.effects).toEqual([{ type: 'exchange', operationIds: [] }]);
		expect(step(after.state, exchanged, view({ operations })).effects).toEqual([
			{ type: 'upload', attachmentId }
		]);
	});

	it('[S6] pauses without a login, keeps the work, and goes on when woken', () => {
		const operations = [ready];
		const paused = step(exchanging, failed({ type: 'login_required' }), view({ operations }));
		expect(paused.state.activity.at).toBe('needsLogin');
		expect(step(paused.state, { type: 'timer' }, view({ operations })).effects).toEqual([]);
		expect(step(paused.state, { type: 'wake' }, view({ operations })).effects).toEqual([
			{ type: 'exchange', operationIds: [operationId] }
		]);
	});

	it('[R6] sends nothing for a guest', () => {
		const guest = view({ operations: [ready], signedIn: false });
		for (const type of ['start', 'wake', 'queued', 'timer'] as const) {
			const { state, effects } = step(idle, { type }, guest);
			expect([state.activity.at, effects]).toEqual(['needsLogin', []]);
		}
		expect(step(idle, { type: 'start' }, view({ signedIn: false })).state.activity.at).toBe('idle');
	});

	it('[S10] stops for an update, whatever wakes it', () => {
		const old = step(exchanging, failed({ type: 'outdated_app' }), view({ operations: [ready] }));
		for (const type of ['wake', 'queued', 'timer'] as const)
			expect(step(old.state, { type }, view({ operations: [ready] })).state.activity.at).toBe('outdated');
	});

	it('[S5] sets a refused file’s operation aside and goes on with the others', () => {
		const fault: Fault = { type: 'file_hash', attachmentId };
		const aside = step(uploading, failed(fault), view({ operations: [withPhoto, later] }));
		expect(aside.effects).toEqual([{ type: 'setAside', operationId, fault }]);
		expect(step(aside.state, { type: 'setAside' }, view({ operations: [later] })).effects).toEqual([
			{ type: 'exchange', operationIds: [laterId] }
		]);
	});

	it('[S5] finds the one operation that the server cannot read, and sets only that aside', () => {
		const fault: Fault = { type: 'malformed' };
		const both = at({ at: 'exchanging', operationIds: [operationId, laterId] });
		const alone = step(both, failed(fault), view({ operations: [ready, later] }));
		expect(alone.effects).toEqual([{ type: 'exchange', operationIds: [operationId] }]);
		const aside = step(alone.state, failed(fault), view({ operations: [ready, later] }));
		expect(aside.effects).toEqual([{ type: 'setAside', operationId, fault }]);
		const next = step(aside.state, { type: 'setAside' }, view({ operations: [later] }));
		expect(next.effects).toEqual([{ type: 'exchange', operationIds: [laterId] }]);
		expect(next.state.batchMax).toBe(1);
		expect(step(next.state, exchanged, view()).state.batchMax).toBe(operationsPerExchangeMax);
	});

	it('uploads again once when the server lost a file, and does not go round in circles', () => {
		const missing: EngineEvent = { ...exchanged, missing: true };
		const operations = [withPhoto];
		const again = step(exchanging, missing, view({ operations }));
		expect(again.effects).toEqual([{ type: 'upload', attachmentId }]);
		const circle = walk(
			again.state,
			[{ type: 'uploaded' }, view({ operations: [ready] })],
			[missing, view({ operations })]
		);
		expect(circle.effects).toEqual([{ type: 'wait', delayMs: retryDelayMsMin / 2 }]);
	});

	it('gives a result up that the server does not give, until the next start', () => {
		const results = [dossierId];
		const { state } = step(fetching, failed({ type: 'not_found' }), view({ results }));
		expect(state.activity.at).toBe('idle');
		expect(step(state, { type: 'queued' }, view({ results })).effects).toEqual([]);
		const restart = step(state, { type: 'start' }, view({ results }));
		expect(step(restart.state, exchanged, view({ results })).effects).toEqual([
			{ type: 'fetchResult', dossierId }
		]);
	});

	it('never waits longer than the longest pause by its own choice', () => {
		const { effects } = step({ ...exchanging, failures: 1000 }, failed({ type: 'offline' }), view());
		expect(effects).toEqual([{ type: 'wait', delayMs: retryDelayMsMax / 2 }]);
	});
});

describe('[U6] the line', () => {
	const progress = { doneBytes: 1, totalBytes: 2, fileBytes: 1, hold: null };
	it('tells each activity', () => {
		expect(lineOf({ ...idle, syncedAt: 0 }, progress)).toEqual({
			kind: 'idle',
			syncedAt: '1970-01-01T00:00:00.000Z'
		});
		expect(lineOf(idle, { ...progress, hold: 'paused' })).toEqual({
			kind: 'held',
			why: 'paused',
			leftBytes: 1
		});
		expect(lineOf(idle, { ...progress, doneBytes: 2, hold: 'paused' }).kind).toBe('idle');
		expect(lineOf(uploading, progress)).toEqual({
			kind: 'working',
			doing: 'uploading',
			doneBytes: 1,
			totalBytes: 2,
			file: { attachmentId, bytes: 1 }
		});
		expect(lineOf(exchanging, progress)).toMatchObject({ kind: 'working', doing: 'exchanging' });
		expect(lineOf(waiting, progress)).toEqual({ kind: 'waiting', until: now, why: 'unreachable' });
		expect([lineOf(needsLogin, progress).kind, lineOf(outdated, progress).kind]).toEqual([
			'needsLogin',
			'outdated'
		]);
	});
});

describe('what she writes in a draft', () => {
	const edits = view({ edits: true });

	it('[R20] goes after a pause, which each edit begins anew, and with whatever goes before', () => {
		const pause = { type: 'wait', delayMs: draftPauseMs };
		const waits = step(idle, { type: 'queued' }, edits);
		expect(waits).toEqual({ state: idle, effects: [pause] });
		expect(step(waits.state, { type: 'queued' }, edits).effects).toEqual([pause]);
		expect(step(waits.state, { type: 'timer' }, edits).effects).toEqual([
			{ type: 'exchange', operationIds: [] }
		]);
		const withWords = step(idle, { type: 'queued' }, view({ edits: true, operations: [ready] }));
		expect(withWords.effects).toEqual([{ type: 'exchange', operationIds: [operationId] }]);
	});

	it('[R24] is not sent again and again when the server does not take it', () => {
		const { effects } = step(exchanging, exchanged, edits);
		expect(effects).toEqual([{ type: 'wait', delayMs: draftPauseMs }]);
	});

	it('[R5] of a guest goes nowhere, and asks for nothing', () => {
		const guest = view({ edits: true, signedIn: false });
		expect(step(idle, { type: 'queued' }, guest)).toEqual({ state: idle, effects: [] });
	});
});
