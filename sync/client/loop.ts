/**
 * Performs what the engine asks for: reads the view, steps, carries out the one effect, reports how it went.
 * The same loop runs in the browser (driver.ts) and in the simulator (tests/sim).
 *
 *   send(event) ─► queue ─► view ─► step ─► effect ─► send(what came of it)
 *
 * Promises: events are taken one by one; at most one effect runs; after `stop` nothing is sent or written.
 * Leaves every decision to sync/engine/step.ts.
 */
import type { Fault } from '../../domain/faults.ts';
import { type AttachmentId, type DossierId, OperationId } from '../../domain/ids.ts';
import { retryDelayMsMin } from '../../domain/limits.ts';
import { err, ok, type Result, unreachable } from '../../domain/result.ts';
import {
	type Effect,
	type EngineEvent,
	type EngineState,
	lineOf,
	type LineState,
	type View
} from '../engine/state.ts';
import { bytesOf, type Hold } from '../engine/sending.ts';
import { initialState, step } from '../engine/step.ts';
import { type Exchange, protocolVersion } from '../protocol.ts';
import type { TakenReply } from '../protocol/read-reply.ts';
import type { PhoneStore, Work } from '../store/phone.ts';
import type { PhoneDeps } from './deps.ts';
import type { UploadFile } from './uploads.ts';

/** The way to the server. Each answers with a value or a fault; an exception is a bug. */
export interface Wire {
	exchange(exchange: Exchange, signal: AbortSignal): Promise<Result<TakenReply, Fault>>;
	/** @param onProgress bytes that the server holds by now; called first with what it held before */
	upload(
		file: UploadFile,
		onProgress: (storedBytes: number) => void,
		signal: AbortSignal
	): Promise<Result<null, Fault>>;
	result(dossierId: DossierId, signal: AbortSignal): Promise<Result<Blob, Fault>>;
}

export interface LoopPorts {
	readonly store: PhoneStore;
	readonly wire: Wire;
	readonly deps: Pick<PhoneDeps, 'now' | 'uuid' | 'random' | 'isVisible' | 'sha256' | 'setTimer'>;
	/** Whether the owner of the store is who is logged in on this phone. */
	isSignedIn(): Promise<boolean>;
	/** Why no file may go up now. Absent: nothing ever holds them. */
	hold?(work: Work): Promise<Hold | null>;
	/** Whether the server says by itself when there is news. Absent: it never does. */
	isListening?(): boolean;
	/** What a failed read or write means; rethrows what is not about storage. */
	storageFault(error: unknown): Fault;
	onLine(line: LineState): void;
	/** Something that must not happen happened; the loop has stopped. */
	onBroken(error: unknown): void;
}

export interface Loop {
	/** The events from outside. */
	send(
		event:
			| { readonly type: 'start' | 'wake' | 'queued' | 'hold' | 'listening' }
			| { readonly type: 'told'; readonly cursor: number }
	): void;
	/** Resolves when what was under way has ended; nothing of it is written after this call. */
	stop(): Promise<void>;
}

export function startLoop({ store, wire, deps, ...ports }: LoopPorts): Loop {
	const ending = new AbortController();
	const { signal } = ending;
	let state: EngineState = initialState;
	let queue: Promise<void> = Promise.resolve();
	let running: Promise<void> = Promise.resolve();
	let cancelTimer = () => {};
	/** Sizes of files that went up since the line was last quiet, so that the bar does not jump back. */
	let doneBytes = 0;
	let fileBytes = 0;
	let leftBytes = 0;
	let hold: Hold | null = null;
	let stopUpload = () => {};

	function send(event: EngineEvent): void {
		queue = queue.then(() => take(event)).catch(broken);
	}

	async function take(event: EngineEvent): Promise<void> {
		if (signal.aborted) return;
		const view = await look(event);
		if (!view || signal.aborted) return;
		const next = step(state, event, view);
		state = next.state;
		leftBytes = bytesOf(view.operations.flatMap(({ missing }) => missing));
		hold = view.hold;
		// An upload that goes on has what it has.
		if (next.effects.length > 0 && next.effects[0]?.type !== 'stop') fileBytes = 0;
		if (state.activity.at === 'idle') doneBytes = 0;
		tell();
		for (const effect of next.effects) perform(effect);
	}

	/**
	 * A phone that cannot read its own disk now looks again soon; the event is not lost. A beginning comes back as a wake:
	 * something else may have begun the work meanwhile, and only the first event may be a start.
	 */
	async function look(event: EngineEvent): Promise<View | null> {
		try {
			const work = await store.work();
			const signedIn = await ports.isSignedIn();
			const held = (await ports.hold?.(work)) ?? null;
			const listening = ports.isListening?.() ?? false;
			return { ...work, signedIn, hold: held, listening, visible: deps.isVisible(), now: deps.now() };
		} catch (error) {
			ports.storageFault(error);
			const again: EngineEvent = event.type === 'start' ? { type: 'wake' } : event;
			deps.setTimer(() => send(again), retryDelayMsMin);
			return null;
		}
	}

	function perform(effect: Effect): void {
		if (effect.type === 'stop') return stopUpload();
		cancelTimer();
		if (effect.type === 'wait') {
			cancelTimer = deps.setTimer(() => send({ type: 'timer' }), effect.delayMs);
			return;
		}
		let progressed = false;
		const onProgress = () => (progressed = true);
		running = carryOut(effect, onProgress)
			.catch((error: unknown): Result<EngineEvent, Fault> => err(ports.storageFault(error)))
			.then((done) => {
				const failure = (fault: Fault): EngineEvent => ({
					type: 'failed',
					fault,
					jitter: deps.random(),
					progressed
				});
				send(done.ok ? done.value : failure(done.error));
			})
			.catch(broken);
	}

	async function carryOut(
		effect: Exclude<Effect, { type: 'wait' | 'stop' }>,
		onProgress: () => void
	): Promise<Result<EngineEvent, Fault>> {
		switch (effect.type) {
			case 'upload':
				return await upload(effect.attachmentId, onProgress);
			case 'exchange':
				return await exchange(effect.operationIds);
			case 'fetchResult':
				return await fetchResult(effect.dossierId);
			case 'setAside':
				await store.setAside(effect.operationId, effect.fault);
				return ok({ type: 'setAside' });
			default:
				return unreachable(effect);
		}
	}

	async function upload(
		attachmentId: AttachmentId,
		onProgress: () => void
	): Promise<Result<EngineEvent, Fault>> {
		const file = await store.file(attachmentId);
		if (!file) return err({ type: 'not_found' });
		let first: number | null = null;
		const stopping = new AbortController();
		stopUpload = () => stopping.abort();
		if (signal.aborted) stopUpload();
		const sent = await wire.upload(
			file,
			(storedBytes) => {
				first ??= storedBytes;
				if (storedBytes > first) onProgress();
				fileBytes = storedBytes;
				tell();
			},
			stopping.signal
		);
		if (!sent.ok) return stopping.signal.aborted && !signal.aborted ? ok({ type: 'stopped' }) : sent;
		if (signal.aborted) return err({ type: 'unavailable' });
		await store.markStored(attachmentId);
		doneBytes += file.fact.size;
		fileBytes = 0;
		return ok({ type: 'uploaded' });
	}

	async function exchange(operationIds: readonly OperationId[]): Promise<Result<EngineEvent, Fault>> {
		const payload = await store.exchangeFor(operationIds);
		const reply = await wire.exchange({ protocol: protocolVersion, ...payload }, signal);
		if (!reply.ok) return reply;
		if (signal.aborted) return err({ type: 'unavailable' });
		const { outcomes } = reply.value;
		const more = reply.value.more || (reply.value.drafts?.more ?? false);
		// An answer to something else than was asked settles nothing.
		const fits =
			outcomes.length === payload.operations.length &&
			outcomes.every(({ operationId }, index) => operationId === payload.operations[index]?.operationId);
		if (!fits) return err({ type: 'unavailable' });
		await store.settle(reply.value);
		return ok({ type: 'exchanged', more, missing: outcomes.some(({ type }) => type === 'files_missing') });
	}

	async function fetchResult(dossierId: DossierId): Promise<Result<EngineEvent, Fault>> {
		const file = await store.resultFile(dossierId);
		if (!file) return ok({ type: 'fetched' });
		const got = await wire.result(dossierId, signal);
		if (!got.ok) return got;
		const whole =
			got.value.size === file.size && (await deps.sha256(await got.value.arrayBuffer())) === file.sha256;
		// Cut or mangled on the way: what is announced and what came differ, and only the announced may be kept.
		if (!whole || signal.aborted) return err({ type: 'unavailable' });
		await store.keepResult(dossierId, file, got.value, OperationId.parse(deps.uuid()));
		return ok({ type: 'fetched' });
	}

	function tell(): void {
		const totalBytes = doneBytes + leftBytes;
		const sentBytes = Math.min(doneBytes + fileBytes, totalBytes);
		ports.onLine(lineOf(state, { doneBytes: sentBytes, totalBytes, fileBytes, hold }));
	}

	function broken(error: unknown): void {
		if (signal.aborted) return;
		end();
		ports.onBroken(error);
	}

	function end(): void {
		cancelTimer();
		ending.abort();
		stopUpload();
	}

	return {
		send,
		async stop() {
			end();
			await Promise.allSettled([queue, running]);
		}
	};
}
