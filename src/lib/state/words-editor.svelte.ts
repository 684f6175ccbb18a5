/**
 * A note while it is being written: what is on the screen, and whether it is saved. Opens with what was written
 * before; once it is sent the operation carries it, and nothing is written any more.
 */
import type { Fault } from '$domain/faults.ts';
import type { Result } from '$domain/result.ts';
import { Autosave, type Saving } from './autosave.svelte.ts';

export interface WordsDeps {
	/** What was kept; empty when nothing. */
	readonly read: () => Promise<string>;
	/** Writes durably, or says why not; a throw counts as failed storage. */
	readonly save: (text: string) => Promise<Result<unknown, Fault>>;
	/** How long a pause in typing is, ms. */
	readonly pauseMs?: number;
}

export class WordsEditor {
	readonly #autosave: Autosave;
	#text = $state.raw('');

	constructor({ read, save, pauseMs }: WordsDeps) {
		this.#autosave = new Autosave(() => save(this.#text), pauseMs);
		// What cannot be read is an empty field: she writes anew, and saving tells what is wrong with the disk.
		void read().then(
			(kept) => {
				if (this.#autosave.edition === 0) this.#text = kept;
			},
			() => {}
		);
	}

	get text(): string {
		return this.#text;
	}

	set text(text: string) {
		this.#text = text;
		this.#autosave.changed();
	}

	get saving(): Saving {
		return this.#autosave.saving;
	}

	/** Saves now. */
	flush(): Promise<void> {
		return this.#autosave.flush();
	}

	/** It has been queued with what it belongs to. */
	sent(): void {
		this.#autosave.drop();
		this.#text = '';
	}
}
