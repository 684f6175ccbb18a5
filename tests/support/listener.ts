/** Somebody else's HTTP server, on a free port of this machine, who answers as the test says and remembers what came. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Heard {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

export interface Listener {
	readonly url: string;
	readonly heard: Heard[];
	stop(): Promise<void>;
}

export async function startListener(
	answer: (heard: Heard, res: ServerResponse, req: IncomingMessage) => void
): Promise<Listener> {
	const heard: Heard[] = [];
	const server = createServer(async (req, res) => {
		const parts: Buffer[] = [];
		for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
		const one: Heard = {
			method: req.method ?? '',
			path: req.url ?? '',
			headers: req.headers,
			body: Buffer.concat(parts).toString('utf8')
		};
		heard.push(one);
		answer(one, res, req);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (typeof address !== 'object' || !address) throw new Error('no port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		heard,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
}
