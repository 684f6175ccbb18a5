/**
 * A whole system for one test (or one Playwright worker): portal and sandbox as processes of their own, on free ports,
 * with fresh folders and fresh secrets. Any part may be killed, left down, and started again with its data.
 * Promises: worlds know nothing of each other nor of a running `npm start`; none outlives its test, however that ends.
 *
 * The portal is the production build (`npm run build` first; `npm test` and `npm run e2e` see to it).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts, type Part } from '../../scripts/part.mjs';
import {
	createSystem,
	newSecrets,
	type Name,
	type Ports,
	type Secrets,
	sandboxNames
} from '../../scripts/system.mjs';

export interface World extends Readonly<Record<Name, Part>> {
	readonly ports: Ports;
	readonly secrets: Secrets;
	/** The portal's folder; the sandbox keeps its own in `sandbox/` below it. */
	readonly dataDir: string;
	/** What every part said, for the report of a failed test. */
	log(): string;
	/** Ends all parts and removes the folder. */
	stop(): Promise<void>;
}

export interface WorldOptions {
	/** More environment for single parts, e.g. `{ agency: { AGENCY_MODE: 'manual' } }`. */
	readonly env?: Partial<Record<Name, Record<string, string>>>;
	/** Parts that are not started yet: `world.agency.start()` does it later. */
	readonly down?: readonly Name[];
	/** What people type, when something stands in front of the portal (a proxy that cuts lines). */
	readonly portalOrigin?: string;
	/** Called with the ports before anything starts, to put such a thing in front. */
	readonly frontPortal?: (portalPort: number) => Promise<string>;
}

/** In tests nobody waits for an officer's coffee, nor for a notification's polite delay. */
const quick: Partial<Record<Name, Record<string, string>>> = {
	gateway: { IPN_RETRY_MS: '200,400,800,1600,3200', IPN_LATE_MS: '2000' },
	agency: { AGENCY_MODE: 'auto', AGENCY_STEP_MS: '500', AGENCY_RETRY_MS: '200,400,800,1600,3200' }
};

export async function startWorld(options: WorldOptions = {}): Promise<World> {
	const names: readonly Name[] = [...sandboxNames, 'portal'];
	const free = await freePorts(names.length);
	const ports = Object.fromEntries(names.map((name, i) => [name, free[i]])) as Ports;
	const secrets = newSecrets();
	const dataDir = await mkdtemp(path.join(tmpdir(), 'mot-cua-world-'));
	const portalOrigin = (await options.frontPortal?.(ports.portal)) ?? options.portalOrigin;

	const lines: string[] = [];
	const parts = createSystem({
		ports,
		secrets,
		dataDir,
		...(portalOrigin !== undefined && { portalOrigin }),
		env: Object.fromEntries(names.map((name) => [name, { ...quick[name], ...options.env?.[name] }])),
		onLine: (name, line) => lines.push(`${name.padEnd(7)} │ ${line}`)
	});
	const world: World = {
		...parts,
		ports,
		secrets,
		dataDir,
		log: () => lines.join('\n'),
		async stop() {
			await Promise.all(Object.values(parts).map((part) => part.kill()));
			await rm(dataDir, { recursive: true, force: true });
		}
	};
	const up = names.filter((name) => !options.down?.includes(name));
	try {
		// The sandbox first: a portal that meets no e-ID must work too, but not every test is about that.
		await Promise.all(up.filter((name) => name !== 'portal').map((name) => parts[name].start()));
		if (up.includes('portal')) await parts.portal.start();
		return world;
	} catch (error) {
		await world.stop();
		throw error;
	}
}
