/**
 * A bad line between the browser and the portal: a TCP relay that can be down, slow, or cut after so many bytes in
 * either direction. The browser only ever knows the proxy's address, so the portal may die and return behind it.
 */
import net from 'node:net';

export interface Line {
	/** Nothing gets through: connections are refused at once, open ones are cut. */
	down: boolean;
	/** Added to every piece in each direction, ms. */
	delayMs: number;
	/** Cuts the connection after this many bytes up (to the portal), once each, in turn. */
	cutsUp: number[];
	/** The same for bytes down. */
	cutsDown: number[];
	/**
	 * Sees every piece before it goes on. False swallows it and cuts the connection; a number lets only so many of
	 * its bytes on and leaves the connection open. Connections are numbered as they come.
	 */
	watch: ((direction: 'up' | 'down', bytes: Buffer, connection: number) => boolean | number) | null;
}

export interface Proxy {
	readonly port: number;
	readonly line: Line;
	/** Cuts made so far, so that a test can tell that the line was bad indeed. */
	cuts(): number;
	setTarget(port: number): void;
	close(): Promise<void>;
}

/** @param port 0 for any free one */
export async function startProxy(targetPort: number, port = 0): Promise<Proxy> {
	const line: Line = { down: false, delayMs: 0, cutsUp: [], cutsDown: [], watch: null };
	const open = new Set<net.Socket>();
	let target = targetPort;
	let cutCount = 0;
	let connections = 0;

	const server = net.createServer((client) => {
		if (line.down) return void client.resetAndDestroy();
		const upstream = net.connect(target, '127.0.0.1');
		const connection = connections++;
		for (const socket of [client, upstream]) {
			open.add(socket);
			socket.on('close', () => open.delete(socket));
			socket.on('error', () => cut());
		}
		const cut = () => {
			client.destroy();
			upstream.destroy();
		};
		const watch = (direction: 'up' | 'down') => (bytes: Buffer) =>
			line.watch?.(direction, bytes, connection) ?? true;
		relay('up', client, upstream, watch('up'), cut);
		relay('down', upstream, client, watch('down'), cut);
	});

	function relay(
		direction: 'up' | 'down',
		from: net.Socket,
		to: net.Socket,
		watch: (bytes: Buffer) => boolean | number,
		cut: () => void
	) {
		let passed = 0;
		const cuts = () => (direction === 'up' ? line.cutsUp : line.cutsDown);
		from.on('data', (arrived: Buffer) => {
			const verdict = !line.down && watch(arrived);
			if (verdict === false) {
				cutCount++;
				return cut();
			}
			const bytes = verdict === true ? arrived : arrived.subarray(0, verdict);
			if (bytes.length === 0) return;
			const limit = cuts()[0];
			const deliver = (piece: Buffer, end: boolean) => {
				if (!to.writable) return;
				to.write(piece, () => end && cut());
			};
			const over = limit !== undefined && passed + bytes.length > limit;
			const piece = over ? bytes.subarray(0, limit - passed) : bytes;
			passed += bytes.length;
			if (over) {
				cuts().shift();
				cutCount++;
			}
			if (line.delayMs > 0) setTimeout(() => deliver(piece, over), line.delayMs);
			else deliver(piece, over);
		});
		from.on('end', () => to.end());
	}

	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const watchdog = setInterval(() => line.down && open.forEach((socket) => socket.destroy()), 50);
	return {
		port: (server.address() as net.AddressInfo).port,
		line,
		cuts: () => cutCount,
		setTarget: (next) => (target = next),
		async close() {
			clearInterval(watchdog);
			open.forEach((socket) => socket.destroy());
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
