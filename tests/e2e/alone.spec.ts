import { expect, test } from '@playwright/test';
import { startWorld } from '../support/world.ts';

test('[X5] the portal works while nothing of the outside world is there', async ({ page }) => {
	const world = await startWorld({ down: ['eid', 'gateway', 'agency', 'power', 'issuers'] });
	try {
		await page.goto(world.portal.url);
		await expect(page.locator('h1')).toBeVisible();
		const answer = await page.goto(`${world.portal.url}/thu-tuc/3.000347`);
		expect(answer?.status()).toBe(200);
		// Logging in cannot work; it says so and leaves the portal standing.
		const login = await page.request.get(`${world.portal.url}/auth/login`, { maxRedirects: 0 });
		expect(login.status()).toBeLessThan(500);
		expect((await page.goto(world.portal.url))?.status()).toBe(200);
	} finally {
		await world.stop();
	}
});
