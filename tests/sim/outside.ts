/** The gateway and the agency: each decides once and repeats itself until it is heard. */
import type { AgencyCallback, AgencyMessage, CallbackAnswer } from '../../domain/forwarding/messages.ts';
import { type DossierId, type PaymentId, RequestId } from '../../domain/ids.ts';
import type { ProviderEvent } from '../../domain/payment/schema.ts';
import type { Clock } from './clock.ts';
import { Content } from './content.ts';
import { Killed, type Weather } from './faults.ts';
import type { Network } from './network.ts';
import type { Random } from './random.ts';

export interface OutsideDeps {
	readonly clock: Clock;
	readonly random: Random;
	readonly weather: Weather;
	readonly network: Network;
}

export class Gateway {
	/** What it decided about each attempt; money moves once an attempt. */
	readonly decided = new Map<PaymentId, ProviderEvent>();
	readonly #deps: OutsideDeps;
	/** The portal's address for notifications. */
	notify: (paymentId: PaymentId, event: ProviderEvent) => Promise<void> = async () => {};

	constructor(deps: OutsideDeps) {
		this.#deps = deps;
	}

	/** Somebody pays, fails to, or walks away from the page. */
	visit(paymentId: PaymentId, expiresAt: number): void {
		const { clock, random, weather } = this.#deps;
		if (this.decided.has(paymentId) || clock.now() > expiresAt) return;
		const mood = weather.storm ? random.next() : 0;
		if (mood > 0.85) return;
		const at = new Date(clock.now()).toISOString();
		const event: ProviderEvent =
			mood < 0.65
				? { kind: 'settled', at, transactionNo: `T${this.decided.size + 1}`, bank: 'NCB' }
				: { kind: 'failed', at, code: '51' };
		this.decided.set(paymentId, event);
		if (weather.strikes('notification_never')) return;
		this.#tell(paymentId, event, 0);
		if (weather.strikes('notification_repeated'))
			clock.after(random.between(0, 60_000), () => this.#tell(paymentId, event, 0));
	}

	/** Its answer to the portal's own question; null when it knows of no payment. */
	query(paymentId: PaymentId): ProviderEvent | null {
		return this.decided.get(paymentId) ?? null;
	}

	#tell(paymentId: PaymentId, event: ProviderEvent, attempt: number): void {
		const { clock, random, network } = this.#deps;
		clock.after(random.between(10, 2_000) * (attempt + 1), async () => {
			const heard = await network.call(() => this.notify(paymentId, event));
			if (!heard && attempt < 10) this.#tell(paymentId, event, attempt + 1);
		});
	}
}

interface Case {
	sequence: number;
	/** Nothing more will be said. */
	closed: boolean;
}

export class Agency {
	/** Every message it stored, by its id: a repeat is the same message. */
	readonly received = new Map<
		string,
		{ readonly type: AgencyMessage['type']; readonly dossierId: DossierId }
	>();
	readonly #cases = new Map<DossierId, Case>();
	readonly #deps: OutsideDeps;
	#downUntil = 0;
	/** The portal's address for callbacks. */
	call: (word: AgencyCallback) => Promise<CallbackAnswer> = async () => ({ applied: false });

	constructor(deps: OutsideDeps) {
		this.#deps = deps;
	}

	static resultOf(dossierId: DossierId): Content {
		return Content.text(`Kết quả của ${dossierId}`);
	}

	async receive(messageId: string, type: AgencyMessage['type'], dossierId: DossierId): Promise<string> {
		const { clock, random, weather } = this.#deps;
		if (clock.now() < this.#downUntil) throw new Killed('agency');
		if (weather.strikes('agency_down')) {
			this.#downUntil = clock.now() + random.between(1_000, 60_000);
			throw new Killed('agency');
		}
		const reference = `CQ-${dossierId.slice(0, 8)}`;
		if (this.received.has(messageId)) return reference;
		this.received.set(messageId, { type, dossierId });
		this.#think(type, dossierId);
		return reference;
	}

	#think(type: AgencyMessage['type'], dossierId: DossierId): void {
		const { random } = this.#deps;
		switch (type) {
			case 'dossier.submitted': {
				this.#cases.set(dossierId, { sequence: 0, closed: false });
				if (random.chance(0.1))
					return this.#later(dossierId, { type: 'refused', reason: 'Ngoài thẩm quyền' }, true);
				this.#later(dossierId, { type: 'accepted' });
				this.#later(dossierId, { type: 'processing' });
				if (!random.chance(0.4)) return this.#decide(dossierId);
				const requestId = RequestId.parse(random.uuid());
				const items = [{ component: null, text: 'Bổ sung ảnh rõ hơn' }];
				return this.#later(dossierId, {
					type: 'supplement_requested',
					requestId,
					items,
					until: '2026-12-31'
				});
			}
			case 'dossier.supplemented':
				return this.#decide(dossierId);
			case 'dossier.withdrawal_requested':
				// Also when it has closed the file meanwhile: the citizen waits for an answer.
				Object.assign(this.#cases.get(dossierId) ?? {}, { closed: false });
				return this.#later(dossierId, { type: 'withdrawal_confirmed' }, true);
			case 'dossier.paid':
				return;
		}
	}

	#decide(dossierId: DossierId): void {
		const content = Agency.resultOf(dossierId);
		const result = {
			name: 'ket-qua.pdf',
			type: 'application/pdf',
			size: content.size,
			sha256: content.sha256,
			url: 'http://agency/result'
		};
		const granted = this.#deps.random.chance(0.8);
		this.#later(dossierId, {
			type: 'decided',
			outcome: granted ? 'granted' : 'refused',
			result: granted ? result : null
		});
		if (!granted) this.#say(dossierId, { type: 'returned' });
	}

	/** @param closes nothing is said after it */
	#later(dossierId: DossierId, word: Word, closes = false): void {
		this.#say(dossierId, word);
		const file = this.#cases.get(dossierId);
		if (file && closes) file.closed = true;
	}

	#say(dossierId: DossierId, word: Word): void {
		const { clock, random, weather } = this.#deps;
		const file = this.#cases.get(dossierId);
		if (!file || file.closed) return;
		const said = {
			...word,
			dossierId,
			sequence: ++file.sequence,
			at: new Date(clock.now()).toISOString(),
			officer: { name: 'Lê Văn Hùng', title: 'Cán bộ tiếp nhận', unit: 'Phòng CSGT' }
		} as AgencyCallback;
		// Words are sent each by itself: a slow one is overtaken by those after it.
		const overtaken = weather.strikes('word_overtaken') ? 20_000 : 0;
		this.#deliver(said, overtaken + file.sequence * random.between(200, 5_000));
		if (weather.strikes('word_repeated')) this.#deliver(said, random.between(0, 60_000));
	}

	#deliver(word: AgencyCallback, delayMs: number): void {
		const { clock, random, network } = this.#deps;
		clock.after(delayMs, async () => {
			const heard = await network.call(() => this.call(word));
			if (!heard) this.#deliver(word, random.between(500, 10_000));
		});
	}
}

/** What is said, without the envelope. */
type Word = AgencyCallback extends infer C
	? C extends AgencyCallback
		? Omit<C, 'dossierId' | 'sequence' | 'at' | 'officer'>
		: never
	: never;
