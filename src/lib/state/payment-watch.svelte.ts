/**
 * Asks the server how a payment stands for as long as that may change and somebody looks. The bank may need a
 * minute, so the pauses grow; a lost line stops nothing.
 */
import type { Fault } from '$domain/faults.ts';
import type { PaymentId } from '$domain/ids.ts';
import type { Payment } from '$domain/payment/schema.ts';
import type { Result } from '$domain/result.ts';

export interface WatchDeps {
	readonly status: (paymentId: PaymentId) => Promise<Result<Payment, Fault>>;
	readonly keep: (payment: Payment) => Promise<unknown>;
	readonly isVisible: () => boolean;
}

const pauseMsMin = 2_000;
const pauseMsMax = 15_000;

export class PaymentWatch {
	readonly #paymentId: PaymentId;
	readonly #deps: WatchDeps;
	#seen: Payment | null = $state.raw(null);
	#fault: Fault | null = $state.raw(null);
	#asked = $state.raw(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#pauseMs = pauseMsMin;
	#stopped = false;
	#asking = false;

	constructor(paymentId: PaymentId, deps: WatchDeps) {
		this.#paymentId = paymentId;
		this.#deps = deps;
	}

	/** What the server said last, in this visit. */
	get seen(): Payment | null {
		return this.#seen;
	}

	/** Why the last question got no answer; null when it did. */
	get fault(): Fault | null {
		return this.#fault;
	}

	/** Whether a question has come back, with an answer or without. */
	get asked(): boolean {
		return this.#asked;
	}

	/** Begins to ask, also after it was stopped; the answer stops. */
	start(): () => void {
		this.#stopped = false;
		void this.ask();
		return () => {
			this.#stopped = true;
			clearTimeout(this.#timer);
		};
	}

	/** Asks now, and then again after a growing pause while the answer may still change. */
	async ask(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.#stopped || this.#asking) return;
		if (this.#deps.isVisible()) {
			this.#asking = true;
			const answer = await this.#deps.status(this.#paymentId);
			this.#asking = false;
			this.#asked = true;
			this.#fault = answer.ok ? null : answer.error;
			if (answer.ok) {
				// First on the disk: who sees a receipt may put the phone away at once. A disk that fails stops no question: the
				// server has it, and the next answer is kept.
				await this.#deps.keep(answer.value).catch(() => {});
				this.#seen = answer.value;
			}
		}
		if (this.#stopped || isOver(this.#seen) || this.#fault?.type === 'not_found') return;
		this.#timer = setTimeout(() => void this.ask(), this.#pauseMs);
		this.#pauseMs = Math.min(this.#pauseMs * 1.3, pauseMsMax);
	}
}

/** Nothing more is to be expected soon: over, and for bills the company has its money too. */
export function isOver(payment: Payment | null): boolean {
	if (!payment || payment.state === 'open' || payment.state === 'held') return false;
	return payment.state !== 'paid' || payment.settled !== false;
}
