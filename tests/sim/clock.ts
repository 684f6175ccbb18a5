/** Virtual time: nothing waits, the next thing to happen happens. Ties go in the order of asking. */
export class Clock {
	#now: number;
	#order = 0;
	#cards: { at: number; order: number; run: () => void }[] = [];

	constructor(now: number) {
		this.#now = now;
	}

	/** Ms since 1970. */
	now(): number {
		return this.#now;
	}

	/** Calls once after the time; the answer cancels. */
	after(delayMs: number, run: () => void): () => void {
		const card = { at: this.#now + Math.max(0, Math.round(delayMs)), order: this.#order++, run };
		let low = 0;
		let high = this.#cards.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			const other = this.#cards[middle];
			if (other && other.at <= card.at) low = middle + 1;
			else high = middle;
		}
		this.#cards.splice(low, 0, card);
		return () => {
			card.run = () => {};
		};
	}

	/** Runs until the time is reached or `isOver` says so between two happenings. */
	async runUntil(limit: number, isOver: () => boolean): Promise<void> {
		for (;;) {
			// Everything that follows without waiting for time: all promises settle before the next card.
			await new Promise((resolve) => setImmediate(resolve));
			const next = this.#cards[0];
			if (!next || next.at > limit || isOver()) break;
			this.#cards.shift();
			this.#now = next.at;
			next.run();
		}
		this.#now = Math.max(this.#now, limit);
	}
}
