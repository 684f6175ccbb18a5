import { expect, test } from 'vitest';
import { askProgress } from './progress.ts';

const answering = (status: number, body: unknown) => async () =>
	new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
const progress = { code: '000.00.12.G01-261123-0007', stage: 'accepted' };

test('[D18] asks with what was typed, and takes what fits', async () => {
	let asked = '';
	const found = await askProgress('a b&c', async (address) => {
		asked = String(address);
		return answering(200, progress)();
	});
	expect([asked, found]).toEqual(['/api/progress?ma=a%20b%26c', { ok: true, value: progress }]);
});

test.each([
	[404, { fault: { type: 'not_found' } }, { type: 'not_found' }],
	[429, { fault: { type: 'too_many_requests', retryAfterMs: 12_001 } }, { type: 'busy', seconds: 13 }],
	[429, {}, { type: 'busy', seconds: 60 }],
	[200, { code: 1 }, { type: 'unreachable' }],
	[500, { message: 'x' }, { type: 'unreachable' }],
	[200, '<html>Wi-Fi</html>', { type: 'unreachable' }]
])('[O5] an answer %i %j is told as %j', async (status, body, error) => {
	expect(await askProgress('x', answering(status, body))).toEqual({ ok: false, error });
});

test('[D18] without a network says that it is out of reach', async () => {
	const cut = async () => {
		throw new TypeError('network');
	};
	expect(await askProgress('x', cut)).toEqual({ ok: false, error: { type: 'unreachable' } });
});
