/**
 * `npm run check`: everything that can be said of the code without running it. All checks run, also after one failed;
 * the exit code is 0 only when every one was clean.
 */
import { spawnSync } from 'node:child_process';

/** @type {[string, string[]][]} */
const checks = [
	['routes and types of Kit', ['svelte-kit', 'sync']],
	['types (pages and rooms)', ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings']],
	['types (service worker)', ['tsc', '-p', 'src/service-worker', '--noEmit']],
	['lint', ['eslint', '--max-warnings', '0', '.']],
	['format', ['prettier', '--check', '--log-level', 'warn', '.']]
];

const failed = checks.filter(([name, [command = '', ...args]]) => {
	const started = Date.now();
	const { status } = spawnSync(command, args, {
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32'
	});
	console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
	return status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
