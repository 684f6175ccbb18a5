/**
 * Listens for the server's word that there is news (server/news.ts), over a fetch and not an EventSource, because a
 * phone says for whom it speaks. Open only while somebody looks and the line is good; a stream that breaks is opened
 * again after growing pauses, and until then the engine asks by itself.
 */
import { retryDelayMsMax } from '../../domain/limits.ts';
import { retryDelay } from '../engine/backoff.ts';
import type { PhoneDeps } from './deps.ts';
import type { Caller } from './http.ts';

export interface NewsDeps {
	readonly caller: Caller;
	readonly deps: Pick<PhoneDeps, 'random' | 'setTimer'>;
	/** Whether a stream is worth it now. */
	isWanted(): boolean;
	/** Where the phone's picture ends. */
	cursor(): Promise<number>;
	/** The person's picture reaches to here. */
	onTold(cursor: number): void;
	/** Begins or ends to be told. */
	onListening(isListening: boolean): void;
}

export interface NewsWatch {
	/** What decides whether it is wanted has changed. */
	look(): void;
	/** Resolves when nothing is called any more. */
	stop(): Promise<void>;
}

export function watchNews({ caller, deps, ...ports }: NewsDeps): NewsWatch {
	let stream: AbortController | null = null;
	let running: Promise<void> = Promise.resolve();
	let failures = 0;
	let cancelPause: (() => void) | null = null;
	let isStopped = false;

	function look(): void {
		if (isStopped) return;
		if (!ports.isWanted()) return close();
		if (stream || cancelPause) return;
		const opened = new AbortController();
		stream = opened;
		const ended = listen(opened.signal).then(() => {
			if (stream === opened) stream = null;
			if (opened.signal.aborted) return look();
			failures++;
			cancelPause = deps.setTimer(pauseIsOver, pauseAfter(failures, deps.random()));
		});
		running = Promise.all([running, ended]).then(() => {});
	}

	function pauseIsOver(): void {
		cancelPause = null;
		look();
	}

	/** Until the stream ends, for whatever reason. */
	async function listen(signal: AbortSignal): Promise<void> {
		let isListening = false;
		try {
			const path = `/api/news?since=${await ports.cursor()}`;
			const answer = await caller.call(path, { headers: { accept: eventStream } }, signal, Infinity);
			if (signal.aborted || !answer.ok || !isStream(answer.value)) return;
			isListening = true;
			ports.onListening(true);
			for await (const cursor of cursorsIn(answer.value, signal)) {
				if (signal.aborted) return;
				failures = 0;
				if (cursor !== null) ports.onTold(cursor);
			}
		} catch {
			// The line broke, or the phone cannot read its disk: the same as a stream that ended.
		} finally {
			if (isListening) ports.onListening(false);
		}
	}

	function close(): void {
		stream?.abort();
		stream = null;
		cancelPause?.();
		cancelPause = null;
	}

	return {
		look,
		async stop() {
			isStopped = true;
			close();
			await running;
		}
	};
}

const eventStream = 'text/event-stream';

/** A captive portal's page is none. */
function isStream(response: Response): boolean {
	return response.ok && (response.headers.get('content-type') ?? '').startsWith(eventStream);
}

/** Longer than for work that waits: asking now and then does in the meantime. */
function pauseAfter(failures: number, jitter: number): number {
	return retryDelayMsMax / 10 + 5 * retryDelay(failures, jitter);
}

/** Cursors as they come; null for a sign of life. Events of other kinds are for later apps. */
async function* cursorsIn(response: Response, signal: AbortSignal): AsyncGenerator<number | null> {
	if (!response.body) return;
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
	let text = '';
	for (;;) {
		const { value, done } = await reader.read();
		if (done) return;
		const events = (text + value).split('\n\n');
		text = (events.pop() ?? '').slice(-eventLengthMax);
		for (const event of events) {
			const cursor = /^data: (\d{1,15})$/.exec(event)?.[1];
			yield cursor === undefined ? null : Number(cursor);
		}
	}
}

const eventLengthMax = 1_000;
