/**
 * Clients of a server under load, as light as they can be: each keeps one connection and pushes again as soon as it
 * has its answer. Plain sockets, because the generator shares two cores with whom it measures.
 */
import net from 'node:net';

/** One push, written beforehand: what the generator does while it measures is taken from whom it measures. */
export interface Push {
	readonly request: string;
	/** What the answer contains if everything is kept. */
	readonly kept: string;
}

export interface PushClient {
	/** The next push, never the same twice: a repeat costs less. */
	next(): Push;
}

export interface Load {
	readonly pushes: number;
	readonly seconds: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
}

/** Pushes until the time is over and every answer is there. */
export async function load(port: number, clients: readonly PushClient[], ms: number): Promise<Load> {
	const times: number[] = [];
	const begun = performance.now();
	await Promise.all(clients.map((client) => drive(port, client, begun + ms, times)));
	const seconds = (performance.now() - begun) / 1000;
	times.sort((a, b) => a - b);
	const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
	return { pushes: times.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function drive(port: number, client: PushClient, until: number, times: number[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = net.connect(port, '127.0.0.1');
		socket.setNoDelay(true);
		let waiting = '';
		let began = 0;
		let kept = '';

		function push(): void {
			if (performance.now() >= until) return void socket.end(resolve);
			const next = client.next();
			({ kept } = next);
			began = performance.now();
			socket.write(next.request);
		}

		socket.on('connect', push);
		socket.on('error', reject);
		socket.on('data', (part) => {
			// Latin-1 keeps one character a byte, so that lengths are those of the wire.
			waiting += part.toString('latin1');
			const answer = wholeAnswer(waiting);
			if (answer === null) return;
			waiting = '';
			times.push(performance.now() - began);
			if (!answer.startsWith('HTTP/1.1 200') || !answer.includes(kept))
				return void reject(new Error(`not kept: ${answer.slice(0, 2_000)}`));
			push();
		});
	});
}

/** Head and body once both are here; null before. */
function wholeAnswer(text: string): string | null {
	const end = text.indexOf('\r\n\r\n');
	if (end < 0) return null;
	const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end));
	if (length) return text.length >= end + 4 + Number(length[1]) ? text : null;
	return text.endsWith('0\r\n\r\n') ? text : null;
}
