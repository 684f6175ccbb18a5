/**
 * Playwright's `test` with a world: each worker has one system of processes, and each test a browser context of its own
 * whose `baseURL` is that system's portal. A test that kills parts, or wants them set otherwise, calls `startWorld`
 * itself; one that kills the browser uses `openPhone` (browser.ts).
 */
import { test as base } from '@playwright/test';
import { startWorld, type World } from './world.ts';

export { expect } from '@playwright/test';

export const test = base.extend<{ said: undefined }, { world: World }>({
	world: [
		async ({}, use) => {
			const world = await startWorld();
			await use(world);
			await world.stop();
		},
		{ scope: 'worker', timeout: 120_000 }
	],
	baseURL: async ({ world }, use) => use(world.portal.url),
	/** What the parts said goes into the report of a failed test. */
	said: [
		async ({ world }, use, info) => {
			await use(undefined);
			if (info.status !== info.expectedStatus)
				await info.attach('world.log', { body: world.log(), contentType: 'text/plain' });
		},
		{ auto: true }
	]
});
