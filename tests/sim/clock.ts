interface Card {
	readonly at: number;
	/** Null once it was called off. */
	run: (() => void) | null;
}

/** Virtual time: nothing waits, the next thing to happen happens. Ties go in the order of asking. */
export class Clock {
	#now: number;
	/** In the order in which they will happen. */
	readonly #cards: Card[] = [];

	constructor(now: number) {
		this.#now = now;
	}

	/** Ms since 1970. */
	now(): number {
		return this.#now;
	}

	/** Calls once after the time; the answer cancels. */
	after(delayMs: number, run: () => void): () => void {
		const card: Card = { at: this.#now + Math.max(0, Math.round(delayMs)), run };
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
			card.run = null;
		};
	}

	/**
	 * Runs until the time is reached or `isOver` says so between two happenings. All promises settle before the next
	 * thing happens; one that waits for the world outside does not, and the run goes on without it.
	 */
	runUntil(limit: number, isOver: () => boolean): Promise<void> {
		return new Promise((resolve, reject) => {
			const turn = () => {
				try {
					const next = this.#next(limit);
					if (next && !isOver()) {
						this.#now = next.at;
						this.#cards.shift();
						next.run?.();
						return settle(turn);
					}
					this.#now = Math.max(this.#now, limit);
					resolve();
				} catch (error) {
					reject(error as Error);
				}
			};
			settle(turn);
		});
	}

	/** The next that was not called off and is not after the limit. */
	#next(limit: number): Card | null {
		while (this.#cards[0]?.run === null) this.#cards.shift();
		const [next] = this.#cards;
		return next && next.at <= limit ? next : null;
	}
}

/** Calls when no promise is left to settle: Node takes what was put off to the next tick after all of them. */
function settle(then: () => void): void {
	queueMicrotask(() => process.nextTick(then));
}
