/**
 * Saves what is being typed: after a pause, soon after a finished answer, and at once when asked.
 * Promises: `saved` is told only after the writing of exactly what is on the screen has succeeded; writings never
 * overtake one another; a failed one is tried again with the next change.
 */
import type { Fault } from '$domain/faults.ts';
import type { Result } from '$domain/result.ts';

export type Saving =
	| { readonly kind: 'saved' }
	| { readonly kind: 'saving' }
	/** What was typed is on the screen only. */
	| { readonly kind: 'failed'; readonly fault: Fault };

/** Time for a frame or two, even on a slow phone. */
const soonMs = 100;

export class Autosave {
	readonly #write: () => Promise<Result<unknown, Fault>>;
	readonly #pauseMs: number;
	#saving: Saving = $state.raw({ kind: 'saved' });
	#edition = 0;
	#savedEdition = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** A finished answer waits to be written: what is typed meanwhile does not put that off. */
	#isSoon = false;
	#writing: Promise<void> | null = null;

	/**
	 * @param write writes what is on the screen durably, or says why not; a throw counts as failed storage
	 * @param pauseMs how long a pause in typing is
	 */
	constructor(write: () => Promise<Result<unknown, Fault>>, pauseMs = 400) {
		this.#write = write;
		this.#pauseMs = pauseMs;
	}

	get saving(): Saving {
		return this.#saving;
	}

	/** Grows with every change: tells whether anything was typed in between. */
	get edition(): number {
		return this.#edition;
	}

	/** Something was typed. */
	changed(): void {
		this.#edition++;
		if (this.#saving.kind !== 'saving') this.#saving = { kind: 'saving' };
		if (!this.#isSoon) this.#flushIn(this.#pauseMs);
	}

	/** An answer is finished. What the screen does about it is drawn first: a tap that ends it may open the next page. */
	soon(): void {
		if (this.#isSoon || this.#savedEdition === this.#edition) return;
		this.#isSoon = true;
		this.#flushIn(Math.min(soonMs, this.#pauseMs));
	}

	/** Saves now. Resolves when nothing is left to write or the writing has failed; look at `saving`. */
	flush(): Promise<void> {
		this.#stopWaiting();
		this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
		return this.#writing;
	}

	/** What is on the screen went another way; nothing of it is to be written any more. */
	drop(): void {
		this.#stopWaiting();
		this.#savedEdition = this.#edition;
		this.#saving = { kind: 'saved' };
	}

	#flushIn(ms: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), ms);
	}

	#stopWaiting(): void {
		clearTimeout(this.#timer);
		this.#isSoon = false;
	}

	async #writeAll(): Promise<void> {
		while (this.#savedEdition < this.#edition) {
			const edition = this.#edition;
			this.#saving = { kind: 'saving' };
			const result = await this.#write().catch(
				() => ({ ok: false, error: { type: 'storage_failed' } }) as const
			);
			if (!result.ok) {
				this.#saving = { kind: 'failed', fault: result.error };
				return;
			}
			this.#savedEdition = Math.max(edition, this.#savedEdition);
		}
		this.#saving = { kind: 'saved' };
	}
}
