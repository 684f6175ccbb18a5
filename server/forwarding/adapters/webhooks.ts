/** JSON over Standard Webhooks, as docs/INTEGRATION.md explains it: `POST <base>/dossiers`. */
import { z } from 'zod';
import { call } from '../http.ts';
import { signedHeaders } from '../webhooks.ts';
import { type Adapter, answerBytesMax, jsonOf, sentByStatus, unclear } from './adapter.ts';

const Received = z.object({ received: z.literal(true), reference: z.string().max(100).nullish() });

export const webhooks: Adapter = {
	word: (message) => JSON.stringify(message),
	async send(link, { messageId, text }, { now, fetcher, timeoutMs }) {
		const headers = signedHeaders(link.outSecrets, messageId, text, now);
		const reply = await call(
			fetcher,
			`${link.baseUrl}/dossiers`,
			{ method: 'POST', headers, body: text },
			answerBytesMax,
			timeoutMs
		);
		const sent = sentByStatus(reply);
		if (sent || reply.type === 'silent') return sent ?? unclear('silent');
		const received = Received.safeParse(jsonOf(reply.body));
		// Only who says "received" has it: a captive portal says 200 too.
		if (!received.success) return unclear(`answered ${reply.status} without a word that it was received`);
		return { type: 'received', reference: received.data.reference ?? null };
	}
};
