/**
 * Playwright's `test` with a world: each worker has one system of processes with a front before it, and each test a
 * browser context of its own whose `baseURL` is that front; whoever logs in is new to the portal. A test that kills
 * parts, or wants them set otherwise, calls `startWorld` itself; one that kills the browser uses `openPhone`
 * (browser.ts).
 */
import { test as base } from '@playwright/test';
import { type Front, startFront } from './front.ts';
import { startWorld, type World } from './world.ts';

export { expect } from '@playwright/test';

export const test = base.extend<{ said: undefined }, { front: Front; world: World }>({
	front: [
		async ({}, use) => {
			const front = await startFront();
			await use(front);
			await front.close();
		},
		{ scope: 'worker' }
	],
	world: [
		async ({ front }, use) => {
			const world = await startWorld({
				frontPortal: async (port) => {
					front.setTarget(port);
					return front.origin;
				}
			});
			await use(world);
			await world.stop();
		},
		{ scope: 'worker', timeout: 120_000 }
	],
	baseURL: async ({ world, front }, use) => use(world.portal.url && front.origin),
	/** What the parts said goes into the report of a failed test; the next one finds the front as it was. */
	said: [
		async ({ world, front }, use, info) => {
			// What the same person did in another test is not hers in this one.
			await fetch(`${world.eid.url}/_sandbox/strangers`, { method: 'POST' });
			await use(undefined);
			front.reset();
			if (info.status !== info.expectedStatus)
				await info.attach('world.log', { body: world.log(), contentType: 'text/plain' });
		},
		{ auto: true }
	]
});
