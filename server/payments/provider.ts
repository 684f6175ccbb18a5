/**
 * What the portal needs of a payment provider. A provider never decides: it makes addresses, checks signatures and
 * translates; what counts is settle.ts's business. Amounts in whole đồng.
 */
import type { PaymentId } from '../../domain/ids.ts';
import type { Vnd } from '../../domain/money.ts';
import type { ProviderEvent } from '../../domain/payment/schema.ts';
import type { Result } from '../../domain/result.ts';
import type { Locale } from '../../domain/text.ts';

/** An attempt as the provider sees it. */
export interface Order {
	readonly paymentId: PaymentId;
	readonly amount: Vnd;
	/** Purpose in letters, digits and spaces without marks: encoders of the two sides differ on all else. */
	readonly info: string;
	readonly createdAt: Date;
	readonly expiresAt: Date;
	readonly locale: Locale;
	/** Network address of the payer. */
	readonly payerAddress: string;
}

/** What it takes to ask about an order. */
export type AskedOrder = Pick<Order, 'paymentId' | 'createdAt' | 'expiresAt'>;

/** What a provider said of an order, with a valid signature. */
export interface Notice {
	/** Shop that it was meant for. */
	readonly merchant: string;
	/** Of the order, as `referenceOf` gave it. */
	readonly reference: string;
	/** In VND; null when it is not whole đồng. */
	readonly amount: Vnd | null;
	/** Stable over repeats of the same word, different for every other. */
	readonly eventId: string;
	/** Null while the provider itself has not decided, or contradicts itself. */
	readonly event: ProviderEvent | null;
	/** As it came, without its signature, for the archive. */
	readonly raw: string;
}

export type NoticeFault = 'bad_signature' | 'malformed';

export interface PaymentProvider {
	readonly name: 'vnpay';
	/** Our shop's code. */
	readonly merchant: string;
	/** Order number at the provider. */
	referenceOf(paymentId: PaymentId): string;
	/** Address of the page where the person pays. The same order gives the same address. */
	payUrl(order: Order): string;
	/** Checks and reads a notice from server to server. */
	readNotice(query: URLSearchParams, receivedAt: Date): Result<Notice, NoticeFault>;
	/** Which order a returning browser comes from; unchecked, good for nothing but finding its page. */
	returningReference(query: URLSearchParams): string | null;
	/**
	 * Asks what became of an order. `unknown`: the person never began to pay.
	 * Rejects when the provider cannot be reached or its answer cannot be trusted.
	 */
	ask(order: AskedOrder, now: Date): Promise<Notice | 'unknown'>;
}
