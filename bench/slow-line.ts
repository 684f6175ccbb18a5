/**
 * A slow line in front of a server: every byte waits its turn and travels half a round trip; a new connection costs a
 * whole one first. All connections share the line, as on a phone. Kinder than a real line in that TCP's slow start and
 * lost packets are left out, and equally so to everyone who is measured.
 */
import net from 'node:net';

export interface LineShape {
	readonly roundTripMs: number;
	/** In each direction. */
	readonly bitsPerSecond: number;
}

/** Working 2G, as WebPageTest and Chromium's "Slow 2G" of old had it, a little slower. */
export const twoG: LineShape = { roundTripMs: 1_400, bitsPerSecond: 70_000 };

export interface SlowLine {
	readonly url: string;
	/** Bytes that came down so far, HTTP heads included. */
	bytesDown(): number;
	close(): Promise<void>;
}

/** One packet's worth: small, so that parallel answers share the line as packets do. */
const pieceBytes = 1_460;

export async function startSlowLine(serverPort: number, shape: LineShape): Promise<SlowLine> {
	const open = new Set<net.Socket>();
	const lanes = { up: createLane(shape), down: createLane(shape) };
	let down = 0;

	const server = net.createServer({ allowHalfOpen: true }, (phone) => {
		const portal = net.connect({ port: serverPort, host: 'localhost', allowHalfOpen: true });
		const cut = () => {
			phone.destroy();
			portal.destroy();
		};
		for (const socket of [phone, portal]) {
			open.add(socket);
			socket.setNoDelay(true);
			socket.on('error', cut);
			socket.on('close', () => open.delete(socket));
		}
		carry(phone, portal, lanes.up, performance.now() + shape.roundTripMs);
		carry(portal, phone, lanes.down, 0, (bytes) => (down += bytes));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://localhost:${(server.address() as net.AddressInfo).port}`,
		bytesDown: () => down,
		async close() {
			open.forEach((socket) => socket.destroy());
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

interface Lane {
	/** Calls back when the last of these bytes has arrived at the other end. */
	send(bytes: number, notBefore: number, arrived: () => void): void;
}

function createLane({ roundTripMs, bitsPerSecond }: LineShape): Lane {
	let freeAt = 0;
	return {
		send(bytes, notBefore, arrived) {
			const now = performance.now();
			freeAt = Math.max(freeAt, now) + (bytes * 8_000) / bitsPerSecond;
			setTimeout(arrived, Math.max(freeAt, notBefore) + roundTripMs / 2 - now);
		}
	};
}

/** Carries one direction of one connection, in order, and its end after the last byte. */
function carry(
	from: net.Socket,
	to: net.Socket,
	lane: Lane,
	openAt: number,
	count: (bytes: number) => void = () => undefined
): void {
	// In order, whatever the clock: two timers of nearly the same end may ring the wrong way round.
	const onTheWay: (() => void)[] = [];
	const arrive = () => onTheWay.shift()?.();
	from.on('data', (bytes) => {
		for (let at = 0; at < bytes.length; at += pieceBytes) {
			const piece = bytes.subarray(at, at + pieceBytes);
			onTheWay.push(() => {
				count(piece.length);
				if (to.writable) to.write(piece);
			});
			lane.send(piece.length, openAt, arrive);
		}
	});
	from.on('end', () => {
		onTheWay.push(() => to.end());
		lane.send(0, openAt, arrive);
	});
}
