/** The browser's locks of one phone: one holder a name, the next in line when it lets go or dies. */
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

interface Asking {
	readonly owner: object;
	readonly run: () => Promise<void>;
}

export class Locks {
	readonly #lines = new Map<string, Asking[]>();
	readonly #clock: Clock;
	readonly #random: Random;

	constructor(clock: Clock, random: Random) {
		this.#clock = clock;
		this.#random = random;
	}

	/** The locks as one tab sees them; of the browser's interface, what leader.ts uses. */
	of(owner: object): LockManager {
		const request = (name: string, options: { signal: AbortSignal }, lead: () => Promise<void>) =>
			new Promise<void>((resolve, reject) => {
				const asking: Asking = { owner, run: () => lead().then(resolve, reject) };
				options.signal.addEventListener('abort', () => {
					// Whoever holds it lets go by ending; whoever waits leaves the line.
					if (this.#lines.get(name)?.[0] !== asking) this.#leave(name, asking);
				});
				const line = this.#lines.get(name) ?? [];
				this.#lines.set(name, [...line, asking]);
				if (line.length === 0) this.#grant(name);
			});
		return { request } as unknown as LockManager;
	}

	/** The owner died: it holds nothing and waits for nothing. */
	release(owner: object): void {
		for (const [name, line] of this.#lines)
			for (const asking of line) if (asking.owner === owner) this.#leave(name, asking);
	}

	#grant(name: string): void {
		const first = this.#lines.get(name)?.[0];
		if (!first) return;
		// The browser grants in its own time.
		this.#clock.after(this.#random.between(0, 50), () => {
			if (this.#lines.get(name)?.[0] !== first) return;
			void first.run().finally(() => this.#leave(name, first));
		});
	}

	#leave(name: string, asking: Asking): void {
		const line = this.#lines.get(name) ?? [];
		const held = line[0] === asking;
		this.#lines.set(
			name,
			line.filter((other) => other !== asking)
		);
		if (held) this.#grant(name);
	}
}
