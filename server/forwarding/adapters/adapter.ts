/**
 * The port between the queue of messages and an agency's system. An adapter knows one way of speaking; everything that
 * is promised about messages (one id, one text, delays, parking, order) is the queue's and the same for all of them.
 */
import type { Dossier } from '../../../domain/dossier/schema.ts';
import type { AgencyMessage } from '../../../domain/forwarding/messages.ts';
import type { AgencyLink } from '../agencies.ts';
import { type Fetch, isFinal, type Reply } from '../http.ts';

export interface Adapter {
	/** The words for a message: frozen with its job, and sent by every attempt as they are. Pure. */
	word(message: AgencyMessage, about: { readonly dossier: Dossier; readonly now: Date }): string;
	/** One attempt. Bounded in time and size; throws nothing that the agency could cause. */
	send(link: AgencyLink, frozen: Frozen, world: SendWorld): Promise<Sent>;
}

export interface SendWorld {
	readonly now: Date;
	readonly fetcher: Fetch;
	/** How long one call may take, whole, in ms. */
	readonly timeoutMs: number;
}

export interface Frozen {
	/** Names the message on every attempt; also its correlation id. */
	readonly messageId: string;
	readonly text: string;
}

export type Sent =
	/** It is safely there. `reference`: the agency's own number for it. */
	| { readonly type: 'received'; readonly reference: string | null }
	/** It is there and will not be taken, however often it comes. */
	| { readonly type: 'refused'; readonly why: string }
	/** Nobody there, an outage or nonsense: it may be there or not. */
	| {
			readonly type: 'unclear';
			readonly why: string;
			readonly notBeforeMs: number;
			/** False when somebody who understands us asked for patience with this message alone. */
			readonly isSilence: boolean;
	  };

export const answerBytesMax = 64 * 1024;

/** What holds for every adapter: no answer, refusals and outages by status. Null for a 2xx, whose body decides. */
export function sentByStatus(reply: Reply): Sent | null {
	if (reply.type === 'silent') return unclear(reply.why);
	const { status } = reply;
	if (isFinal(status)) return { type: 'refused', why: `refused with ${status}` };
	if (status < 200 || status >= 300) return unclear(`answered ${status}`, reply.retryAfterMs);
	return null;
}

export function unclear(why: string, notBeforeMs = 0): Sent {
	return { type: 'unclear', why, notBeforeMs, isSilence: true };
}

/** The body as JSON; undefined when it is none, such as a captive portal's page. */
export function jsonOf(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		return undefined;
	}
}
