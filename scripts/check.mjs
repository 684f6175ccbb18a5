/**
 * `npm run check`: everything that can be said of the code without running it. All checks run, as many at once as there
 * are cores, also after one failed; the exit code is 0 only when every one was clean.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** @typedef {readonly [name: string, command: readonly string[]]} Check */

/** What the others read. @type {Check} */
const first = ['routes and types of Kit', ['svelte-kit', 'sync']];
/** The longest first. @type {Check[]} */
const rest = [
	['types (pages and rooms)', ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings']],
	['lint', ['eslint', '--max-warnings', '0', '.']],
	['format', ['prettier', '--check', '--log-level', 'warn', '.']],
	['types (service worker)', ['tsc', '-p', 'src/service-worker', '--noEmit']]
];

/**
 * Runs it and prints what it said when it is over, so that two never speak at once.
 * @param {Check} check
 * @returns {Promise<boolean>} whether it was clean
 */
function isClean([name, [command = '', ...args]]) {
	const started = Date.now();
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32'
		});
		/** @type {Buffer[]} */
		const said = [];
		child.stdout.on('data', (piece) => said.push(piece));
		child.stderr.on('data', (piece) => said.push(piece));
		child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
		child.on('close', (status) => {
			process.stdout.write(Buffer.concat(said));
			console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
			resolve(status === 0);
		});
	});
}

let clean = await isClean(first);
const waiting = [...rest];
await Promise.all(
	Array.from({ length: Math.max(1, availableParallelism()) }, async () => {
		for (let check = waiting.shift(); check; check = waiting.shift()) clean = (await isClean(check)) && clean;
	})
);
process.exitCode = clean ? 0 : 1;
