/** What a phone says when it cannot load what packs; with it, transport.test.ts speaks to a real server. */
import { expect, test } from 'vitest';
import { packedType } from '../protocol/packed.ts';
import { packText } from '../protocol/packing.ts';
import { packedFetch } from './packed-fetch.ts';

const drafts = '{"operations":[],"drafts":{"deltas":[{"draft":1}]}}';
const plain = '{"operations":[]}';
const request = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });

/** A server that answers packed to whoever accepts it, and notes how it was spoken to. */
function listener() {
	const heard: (readonly [type: string | null, accepts: string | null])[] = [];
	const send = async (_url: string, { headers }: RequestInit) => {
		const read = new Headers(headers);
		heard.push([read.get('content-type'), read.get('accept')]);
		return read.get('accept') === packedType
			? new Response(packText('{"news":1}') as Uint8Array<ArrayBuffer>, {
					headers: { 'content-type': packedType }
				})
			: Response.json({ news: 1 });
	};
	return { heard, send };
}

test('[S30] what is packed on the way is JSON to its caller, and is loaded when there is something to pack', async () => {
	const { heard, send } = listener();
	let loads = 0;
	const fetched = packedFetch(send, async () => {
		loads++;
		return await import('../protocol/packing.ts');
	});
	expect(loads).toBe(0);
	expect(await (await fetched('/x', request(drafts))).json()).toEqual({ news: 1 });
	expect(loads).toBe(1);
	expect(heard).toEqual([[packedType, packedType]]);
});

test('[S30] a phone that cannot load it speaks JSON from then on, and loses one answer at most', async () => {
	const { heard, send } = listener();
	const fetched = packedFetch(send, () => Promise.reject(new Error('no such file')));
	// Nothing to pack up; the news come packed and cannot be read: to the engine that is no answer.
	expect(await (await fetched('/x', request(plain))).text()).toBe('');
	expect(await (await fetched('/x', request(plain))).json()).toEqual({ news: 1 });
	expect(await (await fetched('/x', request(drafts))).json()).toEqual({ news: 1 });
	expect(heard.slice(1)).toEqual([
		['application/json', null],
		['application/json', null]
	]);

	const other = listener();
	const first = packedFetch(other.send, () => Promise.reject(new Error('no such file')));
	expect(await (await first('/x', request(drafts))).json()).toEqual({ news: 1 });
	expect(other.heard).toEqual([['application/json', null]]);
});
