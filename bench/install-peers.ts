/** The peers' own packages, in a folder of their own: nothing of them is installed with the portal. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const peersFolder = path.join(import.meta.dirname, 'peers');

/** Installs them when they are not there. False without a network: then a measurement goes on without those peers. */
export function installPeers(): boolean {
	if (existsSync(path.join(peersFolder, 'node_modules', 'yjs'))) return true;
	const options = ['ci', '--no-audit', '--no-fund', '--ignore-scripts'];
	// What npm says is nothing of the report.
	return spawnSync('npm', options, { cwd: peersFolder, stdio: ['ignore', 2, 2] }).status === 0;
}
