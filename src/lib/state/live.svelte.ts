/**
 * Joins a question to the phone's database with runes: the answer is redrawn when any tab changes what it was read from.
 * Promises: nothing is asked before somebody reads it, and the asking stops when nobody reads it any more.
 */
import { liveQuery } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';

export class Live<T> {
	#answer: T | undefined = undefined;
	#error: unknown = null;
	#answered = false;
	#subscribe: () => void;

	/** @param ask reads from Dexie only; it runs again whenever what it has read changes */
	constructor(ask: () => Promise<T>) {
		this.#subscribe = createSubscriber((update) => {
			const subscription = liveQuery(ask).subscribe({
				next: (answer) => {
					this.#answer = answer;
					this.#error = null;
					this.#answered = true;
					update();
				},
				// The last answer stays: an old picture with a warning is better than an empty page.
				error: (error) => {
					this.#error = error;
					this.#answered = true;
					update();
				}
			});
			return () => subscription.unsubscribe();
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
