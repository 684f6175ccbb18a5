/**
 * Where Chromium is: CHROMIUM_PATH, the system's package, or nothing, which means Playwright's own download.
 * Shared by bootstrap (does it have to be installed?) and by the browser tests (what do they start?).
 */
import { existsSync } from 'node:fs';

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Path of an installed Chromium.
 * @returns {string | undefined} `undefined` when Playwright should use its own
 */
export function chromiumPath() {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names a file that does not exist: ${named}`);
		return named;
	}
	return systemPaths.find((path) => existsSync(path));
}

/**
 * A container has no user namespaces and a tiny /dev/shm; and the tests' network is this machine alone, so the browser
 * must not talk to anybody by itself.
 */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-dev-shm-usage',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
