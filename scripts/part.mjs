/**
 * One process of a running system (the portal, the e-ID, an agency …) as seen from outside: start it, know when it
 * answers, read what it said, end it kindly or not. `npm start`, the browser tests and the crash tests all use this.
 * A part never outlives the process that started it (leash.mjs).
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const leash = path.join(root, 'scripts', 'leash.mjs');
const readyMsMax = 60_000;
const linesKept = 2_000;

/**
 * @typedef {object} PartPlan
 * @property {string} name
 * @property {string[]} command script and its arguments, run by this Node
 * @property {Record<string, string>} env added to PATH, HOME and the like; nothing else of ours is inherited
 * @property {string} url where it answers HTTP once it is ready; any answer counts
 * @property {(line: string) => void} [onLine] gets each line that it writes
 */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} url
 * @property {() => string} log everything it said, over restarts (the last 2,000 lines)
 * @property {() => boolean} isRunning
 * @property {(env?: Record<string, string>) => Promise<void>} start resolves when it answers; rejects, with its log, when it ends before
 * @property {(signal?: NodeJS.Signals) => Promise<void>} kill resolves when it is gone; SIGKILL unless told otherwise
 * @property {(env?: Record<string, string>) => Promise<void>} restart SIGTERM and start
 * @property {Promise<number | null>} ended exit code of the process started last
 */

/**
 * A part that is not started yet.
 * @param {PartPlan} plan
 * @returns {Part}
 */
export function createPart(plan) {
	/** @type {import('node:child_process').ChildProcess | undefined} */
	let child;
	/** @type {string[]} */
	const lines = [];
	let ended = Promise.resolve(/** @type {number | null} */ (null));
	const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

	/** @type {Part} */
	const part = {
		name: plan.name,
		url: plan.url,
		log: () => lines.join('\n'),
		isRunning,
		get ended() {
			return ended;
		},
		async start(env = {}) {
			if (isRunning()) throw new Error(`${plan.name} runs already`);
			const started = spawn(process.execPath, ['--import', leash, ...plan.command], {
				cwd: root,
				env: { ...inherited(), ...plan.env, ...env },
				stdio: ['ignore', 'pipe', 'pipe', 'ipc']
			});
			child = started;
			for (const stream of [started.stdout, started.stderr])
				eachLine(/** @type {import('node:stream').Readable} */ (stream), (line) => {
					lines.push(line);
					if (lines.length > linesKept) lines.shift();
					plan.onLine?.(line);
				});
			ended = new Promise((resolve) => {
				started.once('error', () => resolve(null));
				started.once('close', (code) => resolve(code));
			});
			await answering(plan.url, isRunning, () => `${plan.name} does not start:\n${part.log()}`);
		},
		async kill(signal = 'SIGKILL') {
			if (isRunning()) child?.kill(signal);
			await ended;
		},
		async restart(env) {
			await part.kill('SIGTERM');
			await part.start(env);
		}
	};
	return part;
}

/**
 * Free loopback ports, all different. Another process may take one before it is used; that shows as a failed start.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer();
			await new Promise((resolve, reject) => {
				server.once('error', reject);
				server.listen(0, '127.0.0.1', () => resolve(undefined));
			});
			return server;
		})
	);
	const ports = servers.map(
		(server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port
	);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

/**
 * Whether something listens on a port of this machine.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isTaken(port) {
	const server = createServer();
	return new Promise((resolve) => {
		server.once('error', () => resolve(true));
		server.listen(port, () => server.close(() => resolve(false)));
	});
}

/**
 * Resolves when the address answers anything over HTTP.
 * @param {string} url
 * @param {() => boolean} isRunning
 * @param {() => string} explain
 */
async function answering(url, isRunning, explain) {
	const until = Date.now() + readyMsMax;
	while (Date.now() < until) {
		if (!isRunning()) throw new Error(explain());
		try {
			const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
			await answer.arrayBuffer();
			// Another process that held the port would have answered too; ours would have ended by now.
			if (isRunning()) return;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
	throw new Error(explain());
}

/** What a part may know of the machine. Variables of ours would make one test's world depend on who runs it. */
function inherited() {
	/** @type {Record<string, string>} */
	const env = {};
	for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'SystemRoot', 'NODE_EXTRA_CA_CERTS'])
		if (process.env[name] !== undefined) env[name] = process.env[name];
	return env;
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} take
 */
function eachLine(stream, take) {
	let rest = '';
	stream.setEncoding('utf8');
	stream.on('data', (text) => {
		const parts = (rest + text).split('\n');
		rest = parts.pop() ?? '';
		parts.forEach(take);
	});
	stream.on('end', () => rest && take(rest));
}
