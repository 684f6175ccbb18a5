/**
 * The dossier-sync vocabulary in an envelope of X-Road's message protocol for REST (PR-REST 1.x): our side of it
 * is a client of its own security server, at the link's base address.
 *
 *   POST <base>/r1/<service's subsystem>/<DongBoHoSoMC | CapNhatTienDoHoSoMC>
 *   X-Road-Client: <our subsystem>      X-Road-Id: <id of the message, the same on every attempt>
 *
 * Security servers sign and time-stamp for the organisations among each other and prove it to each other with
 * X-Road-Request-Hash. Between the two information systems the body carries the same signature as the other protocol
 * (`webhook-…`): headers that X-Road does not know pass through it unchanged, so it holds with and without one.
 */
import { z } from 'zod';
import { SyncAnswer, SyncService, toSync } from '../../../domain/forwarding/dossier-sync.ts';
import { invariant } from '../../../domain/result.ts';
import { call } from '../http.ts';
import { signedHeaders } from '../webhooks.ts';
import { type Adapter, answerBytesMax, jsonOf, type Sent, sentByStatus, unclear } from './adapter.ts';

/** The body that is sent, with what its envelope needs to know of it. */
const Frozen = z.object({ service: SyncService, data: z.tuple([z.object({ MaHoSo: z.string() })]) });

export const xroad: Adapter = {
	word: (message, about) => JSON.stringify(toSync(message, about).body),
	async send(link, { messageId, text }, { now, fetcher, timeoutMs }) {
		invariant(link.xroad, 'a link over X-Road has its subsystems');
		const { service, data } = Frozen.parse(JSON.parse(text));
		const [{ MaHoSo }] = data;
		const headers = {
			...signedHeaders(link.outSecrets, messageId, text, now),
			'content-type': 'application/json; charset=utf-8',
			accept: 'application/json',
			'x-road-client': link.xroad.client,
			'x-road-id': messageId,
			'x-road-issue': MaHoSo
		};
		const address = `${link.baseUrl}/r1/${link.xroad.service}/${service}`;
		const reply = await call(
			fetcher,
			address,
			{ method: 'POST', headers, body: text },
			answerBytesMax,
			timeoutMs
		);
		// A security server in between speaks for itself: the agency may never have seen the message.
		if (reply.type === 'answered' && reply.headers.has('x-road-error'))
			return unclear(`X-Road: ${errorType(reply.headers.get('x-road-error') ?? '')}`, reply.retryAfterMs);
		const sent = sentByStatus(reply);
		if (sent || reply.type === 'silent') return sent ?? unclear('silent');
		if (reply.headers.get('x-road-id') !== messageId) return unclear('answered another message');
		const hash = reply.headers.get('x-road-request-hash');
		if (hash !== null && !/^[A-Za-z0-9+/]{86}==$/.test(hash))
			return unclear('answered with a hash that is none');
		return sentByAnswer(jsonOf(reply.body), MaHoSo);
	}
};

function sentByAnswer(body: unknown, dossierCode: string): Sent {
	const parsed = SyncAnswer.safeParse(body);
	if (!parsed.success) return unclear('answered without error_code');
	const { error_code: code, result } = parsed.data;
	// Codes are the agency's own; those written like HTTP's refusals mean them.
	if (/^4\d\d$/.test(code) && code !== '408' && code !== '429')
		return { type: 'refused', why: `refused with error_code ${code}` };
	if (code !== '0')
		return {
			type: 'unclear',
			why: `answered error_code ${code.slice(0, 20)}`,
			notBeforeMs: 0,
			isSilence: false
		};
	const [first] = result ?? [];
	if (first?.MaHoSo && first.MaHoSo !== dossierCode) return unclear('answered for another dossier');
	const reference = first?.SoBienNhan;
	return { type: 'received', reference: reference == null ? null : String(reference).slice(0, 100) };
}

/** Error types are dotted names; anything else stays out of our log. */
function errorType(text: string): string {
	return /^[A-Za-z0-9_.]{1,80}$/.test(text) ? text : 'error';
}
