/**
 * Joins a question to the phone's database with runes: the answer is redrawn when any tab changes what it was read from.
 * Promises: nothing is asked before somebody reads it, and the asking stops when nobody reads it any more; a reading
 * that fails is repeated.
 */
import { liveQuery } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';

/** Between readings that fail, ms. */
const pauseMsMin = 200;
const pauseMsMax = 30_000;

export class Live<T> {
	#answer: T | undefined = undefined;
	#error: unknown = null;
	#answered = false;
	#subscribe: () => void;

	/** @param ask reads from Dexie only; it runs again whenever what it has read changes */
	constructor(ask: () => Promise<T>) {
		this.#subscribe = createSubscriber((update) => {
			let subscription: { unsubscribe(): void };
			let again: ReturnType<typeof setTimeout> | undefined;
			let pauseMs = pauseMsMin;
			const begin = () => {
				// Dexie keeps its zone over the waits of an async function only: asked by any other, a transaction now and then
				// ends before its time.
				subscription = liveQuery(async () => await ask().catch(told)).subscribe({
					next: (answer) => {
						this.#answer = answer;
						this.#error = null;
						this.#answered = true;
						pauseMs = pauseMsMin;
						update();
					},
					// The last answer stays: an old picture with a warning is better than an empty page. A reading that failed is
					// not told of changes any more, so it is begun anew.
					error: (error) => {
						this.#error = error;
						this.#answered = true;
						subscription.unsubscribe();
						again = setTimeout(begin, pauseMs);
						pauseMs = Math.min(2 * pauseMs, pauseMsMax);
						update();
					}
				});
			};
			begin();
			return () => {
				clearTimeout(again);
				subscription.unsubscribe();
			};
		});
	}

	/** The last answer; undefined until the first one. */
	get current(): T | undefined {
		this.#subscribe();
		return this.#answer;
	}

	/** What the last reading failed with; null when it succeeded. */
	get error(): unknown {
		this.#subscribe();
		return this.#error;
	}

	/** Whether there has been any answer or failure: tells "nothing there" from "not yet read". */
	get answered(): boolean {
		this.#subscribe();
		return this.#answered;
	}
}

/** Dexie keeps quiet about a reading that the browser has aborted, and would never read again. */
function told(error: unknown): never {
	throw error instanceof Error && error.name === 'AbortError'
		? new Error('the reading was aborted', { cause: error })
		: error;
}
