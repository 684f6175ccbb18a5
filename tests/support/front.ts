/**
 * What stands before the portal in a browser test: an HTTP relay that passes everything on unchanged until a test
 * gives an answer of its own (another edition of a file, a captive portal's page) or takes the server away. The
 * browser keeps its network all the while; for cut connections there is proxy.ts.
 */
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Buffer;
}

export interface Front {
	readonly origin: string;
	/** Connections are taken and dropped: the network is there, nobody answers. */
	down: boolean;
	/** Sees every request before the portal; null lets it through. */
	answer: ((request: IncomingMessage) => Reply | null | Promise<Reply | null>) | null;
	/**
	 * Where the line of a request breaks, if it does: on its way up, where the portal never hears of it, or on the way of
	 * its answer, after so many bytes of the body. Null: nowhere.
	 */
	cut: ((request: IncomingMessage, way: 'up' | 'down') => number | null | Promise<number | null>) | null;
	setTarget(port: number): void;
	/** As it was at the start. */
	reset(): void;
	close(): Promise<void>;
}

export async function startFront(): Promise<Front> {
	let target = 0;
	const server = http.createServer((request, response) => {
		void relay().catch(() => response.destroy());

		async function relay() {
			if (front.down) return request.socket.destroy();
			const reply = await front.answer?.(request);
			if (reply) {
				request.resume();
				response.writeHead(reply.status, reply.headers).end(reply.body);
				return;
			}
			if (((await front.cut?.(request, 'up')) ?? null) !== null) return request.socket.destroy();
			const { method, url: path, rawHeaders: headers } = request;
			const onward = http.request({ host: '127.0.0.1', port: target, method, path, headers, agent: false });
			onward.on('response', (answer) => void pass(answer).catch(() => response.destroy()));
			onward.on('error', () => response.destroy());
			response.on('close', () => onward.destroy());
			request.pipe(onward);
		}

		async function pass(answer: IncomingMessage) {
			const cutAt = (await front.cut?.(request, 'down')) ?? null;
			if (cutAt === 0) return request.socket.destroy();
			response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
			answer.on('error', () => response.destroy());
			if (cutAt === null) return void answer.pipe(response);
			const body = Buffer.concat((await answer.toArray()) as Buffer[]);
			response.write(body.subarray(0, cutAt), () => request.socket.destroy());
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const front: Front = {
		origin: `http://localhost:${(server.address() as AddressInfo).port}`,
		down: false,
		answer: null,
		cut: null,
		setTarget: (port) => (target = port),
		reset() {
			front.down = false;
			front.answer = null;
			front.cut = null;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
	return front;
}

/** The portal's own answer to a GET, for a test that wants to change something in it. */
export async function fetchBehind(url: string): Promise<{ type: string; body: Buffer }> {
	const answer = await fetch(url);
	return {
		type: answer.headers.get('content-type') ?? 'application/octet-stream',
		body: Buffer.from(await answer.arrayBuffer())
	};
}
