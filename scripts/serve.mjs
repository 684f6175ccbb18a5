/**
 * The production entry: one Node process with the portal's own addresses in front and Kit's pages behind. Plain
 * JavaScript, imports nothing of the rooms: the build brings them (src/hooks.server.ts publishes `globalThis.portal`).
 *
 *   request ─► compression ─► portal ─┬► its own answer
 *                                     └► Kit (pages, files)
 *
 * SIGTERM or SIGINT: takes no more connections, ends streams, lets answers under way finish, ends jobs, closes storage.
 */
import { createServer } from 'node:http';
import compression from 'compression';

/** Answers under way get this long; then they are cut, and whoever asked tries again. */
const drainMsMax = 8_000;
const trustProxy = process.env.TRUST_PROXY === '1';
const port = Number(process.env.PORT || 3000);

// Without it adapter-node takes every request for https and refuses the forms of a plain http page.
process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
// The desk takes a result's file with its form: 10 MB, and what surrounds it.
process.env.BODY_SIZE_LIMIT ??= '11M';
const { handler } = await import(new URL('../build/handler.js', import.meta.url).href);
const portal = globalThis.portal;
if (!portal) throw new Error('the build has no server room; build again');

await portal.ready().catch((/** @type {unknown} */ error) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});

const compress = compression({
	// Answers in text only: packs and files come compressed, and a stream of events would be held back until its end.
	filter: (request, response) =>
		!String(response.getHeader('content-type') ?? '').startsWith('text/event-stream') &&
		compression.filter(request, response)
});

const server = createServer((request, response) => {
	// Only a proxy of ours may say how the visitor came; anybody can write a header.
	if (!trustProxy) request.headers['x-forwarded-proto'] = 'http';
	const asked = /** @type {import('express').Request} */ (/** @type {unknown} */ (request));
	const answer = /** @type {import('express').Response} */ (/** @type {unknown} */ (response));
	compress(asked, answer, () =>
		portal
			.mount(request, response, (error) =>
				error ? fail(response, error) : handler(request, response, () => fail(response))
			)
			.catch((error) => fail(response, error))
	);
});

server.listen(port, () => {
	const address = server.address();
	const at = typeof address === 'object' && address ? address.port : port;
	console.log(`portal ready http://localhost:${at}`);
});

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'])
	process.on(signal, async () => {
		if (stopping) return;
		stopping = true;
		const cut = setTimeout(() => server.closeAllConnections(), drainMsMax);
		await portal.endStreams();
		await new Promise((resolve) => {
			server.close(resolve);
			server.closeIdleConnections();
		});
		clearTimeout(cut);
		await portal.close();
		process.exit(0);
	});

/**
 * @param {import('node:http').ServerResponse} response
 * @param {unknown} [error]
 */
function fail(response, error) {
	if (error) console.error('request failed:', error instanceof Error ? error.name : 'unknown');
	if (response.headersSent) return response.destroy();
	response.statusCode = error ? 500 : 404;
	response.setHeader('content-type', 'application/json; charset=utf-8');
	response.end(JSON.stringify({ fault: { type: error ? 'unavailable' : 'not_found' } }));
}
