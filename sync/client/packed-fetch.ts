/**
 * Exchanges that carry nothing but drafts go packed (sync/protocol/packing.ts), and news come so: a few dozen bytes
 * instead of some hundred, every few seconds of writing. Submissions are rare and go in JSON. To its caller it is JSON both ways. A server that knows nothing of it is spoken to in JSON from then on.
 */
import { packedCharactersMax, packedType, packText, unpackText } from '../protocol/packing.ts';

export function packedFetch(send: typeof fetch): typeof fetch {
	let isUnderstood = true;
	return async (input, init) => {
		const body = init?.body;
		if (!isUnderstood || typeof body !== 'string') return await send(input, init);
		const headers = new Headers(init?.headers);
		headers.set('accept', packedType);
		const isWorthIt =
			body.includes('"operations":[]') && body.includes('"deltas":[{') && body.length <= packedCharactersMax;
		if (isWorthIt) headers.set('content-type', packedType);
		const response = await send(input, { ...init, headers, body: isWorthIt ? packText(body) : body });
		if (isWorthIt && response.status === 415) {
			isUnderstood = false;
			return await send(input, init);
		}
		if (response.headers.get('content-type') !== packedType) return response;
		// What was cut or changed on its way is no JSON to whoever parses it.
		const text = unpackText(new Uint8Array(await response.arrayBuffer())) ?? '';
		return new Response(text, {
			status: response.status,
			headers: { 'content-type': 'application/json' }
		});
	};
}
