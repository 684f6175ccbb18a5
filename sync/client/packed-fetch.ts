/**
 * Exchanges that carry nothing but drafts go packed (sync/protocol/packing.ts), and news come so: a few dozen bytes
 * instead of some hundred, every few seconds of writing. Submissions are rare and go in JSON. To its caller it is JSON
 * both ways. A server that knows nothing of packing is spoken to in JSON from then on, and so is everyone by a phone
 * that cannot load it.
 */
import { packedCharactersMax, packedType } from '../protocol/packed.ts';

type Send = (url: string, init: RequestInit) => Promise<Response>;
type Packing = Pick<typeof import('../protocol/packing.ts'), 'packText' | 'unpackText'>;

/** @param load for tests; packing comes when there is something to pack */
export function packedFetch(
	send: Send,
	load: () => Promise<Packing> = () => import('../protocol/packing.ts')
): Send {
	let isUnderstood = true;
	async function packing(): Promise<Packing | null> {
		const loaded = await load().catch(() => null);
		if (!loaded) isUnderstood = false;
		return loaded;
	}

	return async (url, init) => {
		const { body } = init;
		if (!isUnderstood || typeof body !== 'string') return await send(url, init);
		const isWorthIt =
			body.includes('"operations":[]') && body.includes('"deltas":[{') && body.length <= packedCharactersMax;
		const packer = isWorthIt ? await packing() : null;
		if (isWorthIt && !packer) return await send(url, init);
		const headers = new Headers(init.headers);
		headers.set('accept', packedType);
		if (packer) headers.set('content-type', packedType);
		const response = await send(url, { ...init, headers, body: packer ? packer.packText(body) : body });
		if (packer && response.status === 415) {
			isUnderstood = false;
			return await send(url, init);
		}
		if (response.headers.get('content-type') !== packedType) return response;
		const unpacker = packer ?? (await packing());
		// What was cut or changed on its way, or cannot be read here, is no JSON to whoever parses it.
		const text = unpacker?.unpackText(new Uint8Array(await response.arrayBuffer())) ?? '';
		return new Response(text, {
			status: response.status,
			headers: { 'content-type': 'application/json' }
		});
	};
}
