/**
 * Decides what the phone does next. Pure.
 * Promises: one thing under way at a time; an operation leaves only when its files are with the server; what is
 * refused is set aside and holds nobody up; a fault of login, version or line loses nothing.
 * Leaves to the driver: storage, network, time, chance.
 */
import { type Fault, reaction } from '../../domain/faults.ts';
import type { OperationId } from '../../domain/ids.ts';
import {
	draftPauseMs,
	listeningPollDelayMs,
	operationsPerExchangeMax,
	pollDelayMs
} from '../../domain/limits.ts';
import { invariant, unreachable } from '../../domain/result.ts';
import { retryDelay } from './backoff.ts';
import { sendingOrder } from './sending.ts';
import type { Activity, Effect, EngineEvent, EngineState, View } from './state.ts';

export interface Step {
	readonly state: EngineState;
	readonly effects: readonly Effect[];
}

/** Before the first `start`. */
export const initialState: EngineState = {
	activity: { at: 'idle' },
	syncedAt: null,
	failures: 0,
	missed: 0,
	news: false,
	told: 0,
	probe: false,
	batchMax: operationsPerExchangeMax,
	givenUp: []
};

/**
 * @param view what is committed on the phone now, read after the event
 * @throws when the event answers something that was not asked: then the driver is broken, and going on could send
 * twice
 */
export function step(state: EngineState, event: EngineEvent, view: View): Step {
	invariant(answers(state.activity, event), `${event.type} while ${state.activity.at}`);
	const next = decide(state, event, view);
	assertSound(next, view);
	return next;
}

function decide(state: EngineState, event: EngineEvent, view: View): Step {
	const { activity } = state;
	switch (event.type) {
		case 'start':
			return advance({ ...state, news: true, givenUp: [] }, view);
		case 'wake':
			// A question that is already on its way may have been answered before the reason to ask again.
			return isBusy(activity) || activity.at === 'outdated' || isHeld(activity)
				? stay({ ...state, news: true })
				: advance({ ...state, news: true, probe: state.probe || activity.at === 'needsLogin' }, view);
		case 'queued':
			// A login that is missing is missing for the new operation too.
			return activity.at === 'idle' || (activity.at === 'waiting' && !activity.held)
				? advance(state, view)
				: stay(state);
		case 'timer':
			// A timer that was overtaken by something else.
			if (activity.at !== 'idle' && activity.at !== 'waiting') return stay(state);
			return advance({ ...state, news: true }, view);
		case 'hold':
			if (activity.at === 'uploading')
				return view.hold ? { state, effects: [{ type: 'stop' }] } : stay(state);
			return activity.at === 'idle' ? advance(state, view) : stay(state);
		case 'told': {
			const heard = { ...state, told: Math.max(state.told, event.cursor) };
			// What is on its way may bring it. A server that named a time, or asks for a login, is not asked before.
			const isFree = activity.at === 'idle' || (activity.at === 'waiting' && !activity.held);
			return isFree && isNews(heard, view) ? advance(heard, view) : stay(heard);
		}
		case 'listening':
			return activity.at === 'idle' ? advance(state, view) : stay(state);
		case 'stopped':
			return advance(state, view);
		case 'uploaded':
		case 'fetched':
			return advance({ ...state, failures: 0 }, view);
		case 'setAside':
			return advance(state, view);
		case 'exchanged':
			return exchanged(state, event, view);
		case 'failed':
			return failed(state, event, view);
		default:
			return unreachable(event);
	}
}

/** What to do now, the most useful first: ready words, then photos, then news, then results. */
function advance(state: EngineState, view: View): Step {
	if (!view.signedIn) return rest(state, { at: view.operations.length > 0 ? 'needsLogin' : 'idle' });
	const ready = view.operations.filter(({ missing }) => missing.length === 0);
	// Words are small and do not wait behind somebody else's photos.
	if (state.probe || ready.length > 0)
		return exchange(
			state,
			ready.slice(0, state.batchMax).map(({ operationId }) => operationId)
		);
	const file = sendingOrder(view.operations)[0];
	if (file && !view.hold) {
		const { attachmentId, operationId } = file;
		return {
			state: { ...state, activity: { at: 'uploading', attachmentId, operationId } },
			effects: [{ type: 'upload', attachmentId }]
		};
	}
	if (state.news || isNews(state, view)) return exchange(state, []);
	const dossierId = view.results.find((id) => !state.givenUp.includes(id));
	if (dossierId)
		return {
			state: { ...state, activity: { at: 'fetching', dossierId } },
			effects: [{ type: 'fetchResult', dossierId }]
		};
	const settled = { ...state, batchMax: operationsPerExchangeMax };
	// What she writes goes when she has paused: each edit begins the wait anew, and any exchange takes it along.
	const pollMs = view.listening ? listeningPollDelayMs : pollDelayMs;
	const delayMs = view.edits ? draftPauseMs : view.underWay && view.visible ? pollMs : null;
	return delayMs === null
		? rest(settled, { at: 'idle' })
		: { ...rest(settled, { at: 'idle' }), effects: [{ type: 'wait', delayMs }] };
}

function exchange(state: EngineState, operationIds: readonly OperationId[]): Step {
	return {
		// Whatever asks for news from now on asks for another exchange.
		state: { ...state, news: false, told: 0, activity: { at: 'exchanging', operationIds } },
		effects: [{ type: 'exchange', operationIds }]
	};
}

function exchanged(state: EngineState, event: EngineEvent & { type: 'exchanged' }, view: View): Step {
	const missed = event.missing ? state.missed + 1 : 0;
	const next: EngineState = {
		...state,
		syncedAt: view.now,
		failures: 0,
		missed,
		probe: false,
		news: state.news || event.more
	};
	// Once is a server that lost a file; again and again would be two that go round in circles at full speed.
	if (missed < 2) return advance(next, view);
	return wait(next, view, retryDelay(missed - 1, 0), 'unreachable', false);
}

function failed(state: EngineState, event: EngineEvent & { type: 'failed' }, view: View): Step {
	const { activity } = state;
	const { fault } = event;
	// What was under way was perhaps the only asking for news.
	const next: EngineState = { ...state, news: true, probe: true };
	switch (reactionTo(fault)) {
		case 'login':
			return rest(next, { at: 'needsLogin' });
		case 'update':
			return rest(next, { at: 'outdated' });
		case 'retry': {
			const failures = event.progressed ? 1 : state.failures + 1;
			const own = retryDelay(failures, event.jitter);
			const held = fault.type === 'too_many_requests';
			const delayMs = held ? Math.max(fault.retryAfterMs, own) : own;
			const why = fault.type === 'offline' ? 'offline' : 'unreachable';
			return wait({ ...next, failures }, view, delayMs, why, held);
		}
		case 'set_aside':
			break;
	}
	if (activity.at === 'uploading') return putAside(state, activity.operationId, fault);
	if (activity.at === 'fetching')
		return advance({ ...state, givenUp: [...state.givenUp, activity.dossierId] }, view);
	invariant(activity.at === 'exchanging', 'only something under way can fail');
	// The server cannot take the exchange as a whole, and does not say which operation it is about.
	const [first, ...others] = activity.operationIds;
	if (first && others.length > 0) return advance({ ...state, news: true, batchMax: 1 }, view);
	if (first) return putAside({ ...state, news: true }, first, fault);
	const failures = state.failures + 1;
	return wait({ ...next, failures }, view, retryDelay(failures, event.jitter), 'unreachable', false);
}

function putAside(state: EngineState, operationId: OperationId, fault: Fault): Step {
	return {
		state: { ...state, activity: { at: 'settingAside', operationId } },
		effects: [{ type: 'setAside', operationId, fault }]
	};
}

function wait(
	state: EngineState,
	view: View,
	delayMs: number,
	why: 'offline' | 'unreachable',
	held: boolean
): Step {
	return {
		state: { ...state, activity: { at: 'waiting', until: view.now + delayMs, why, held } },
		effects: [{ type: 'wait', delayMs }]
	};
}

function rest(state: EngineState, activity: Activity): Step {
	return { state: { ...state, activity }, effects: [] };
}

function stay(state: EngineState): Step {
	return { state, effects: [] };
}

/** A phone whose own storage stumbles tries again: the server's word about an operation is something else. */
function reactionTo(fault: Fault): ReturnType<typeof reaction> {
	return fault.type === 'storage_full' || fault.type === 'storage_failed' ? 'retry' : reaction(fault);
}

/** Whether the server has more than this phone; what the phone has brought there itself came back with its answer. */
function isNews({ told }: EngineState, { cursor }: View): boolean {
	return told > cursor;
}

function isBusy({ at }: Activity): boolean {
	return at === 'uploading' || at === 'exchanging' || at === 'fetching' || at === 'settingAside';
}

function isHeld(activity: Activity): boolean {
	return activity.at === 'waiting' && activity.held;
}

/** Whether the event can come now: an answer only to what was asked. */
function answers({ at }: Activity, event: EngineEvent): boolean {
	switch (event.type) {
		case 'start':
			return at === 'idle';
		case 'uploaded':
		case 'stopped':
			return at === 'uploading';
		case 'exchanged':
			return at === 'exchanging';
		case 'fetched':
			return at === 'fetching';
		case 'setAside':
			return at === 'settingAside';
		case 'failed':
			return isBusy({ at } as Activity);
		default:
			return true;
	}
}

/** What must hold after every step, whatever came before. */
function assertSound({ state, effects }: Step, view: View): void {
	invariant(effects.length <= 1, 'one thing at a time');
	const [effect] = effects;
	if (effect?.type === 'exchange') {
		const { operationIds } = effect;
		invariant(view.signedIn, 'nothing leaves without a person');
		invariant(operationIds.length <= operationsPerExchangeMax, 'an exchange has a bound');
		invariant(new Set(operationIds).size === operationIds.length, 'an operation goes once in an exchange');
		for (const id of operationIds) {
			const operation = view.operations.find(({ operationId }) => operationId === id);
			invariant(operation?.missing.length === 0, 'an operation leaves after its files');
		}
	}
	if (effect?.type === 'upload') {
		invariant(view.signedIn, 'nothing leaves without a person');
		invariant(!view.hold, 'no file leaves against her word');
	}
	if (effect?.type === 'stop') invariant(state.activity.at === 'uploading', 'only an upload is stopped');
	if (effect?.type === 'wait')
		invariant(state.activity.at === 'waiting' || state.activity.at === 'idle', 'who waits does nothing');
	if (state.activity.at === 'waiting') invariant(state.failures + state.missed > 0, 'a wait has a reason');
	invariant(state.batchMax >= 1 && state.batchMax <= operationsPerExchangeMax, 'a batch has a size');
}
