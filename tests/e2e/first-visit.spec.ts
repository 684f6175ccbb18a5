import { expect, test } from '../support/browser-test.ts';

test('[O6] a first visit that is cut brings the rest of the app when the line is back, and nothing twice', async ({
	page,
	context,
	front
}) => {
	const asked: string[] = [];
	let isCutting = false;
	front.cut = ({ url = '' }, way) => {
		if (way === 'down' || !url.startsWith('/_app/')) return null;
		const pack = /packs\/\d+/.exec(url)?.[0];
		if (pack) asked.push(pack);
		// The first four come, then nothing of the app any more.
		isCutting ||= asked.length > 4;
		return isCutting ? 0 : null;
	};
	await page.goto('/');
	await expect.poll(() => asked.length).toBeGreaterThan(4);
	await expect
		.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) === undefined))
		.toBe(true);
	expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();

	const come = asked.slice(0, 4);
	asked.length = 0;
	front.cut = ({ url = '' }, way) => {
		const pack = /packs\/\d+/.exec(url)?.[0];
		if (way === 'up' && pack) asked.push(pack);
		return null;
	};
	await context.setOffline(true);
	await context.setOffline(false);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	expect(asked.length).toBeGreaterThan(0);
	expect(asked.filter((pack) => come.includes(pack))).toEqual([]);
	front.down = true;
	await page.goto('/ho-so');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('[O6] on a full phone the app is not brought again and again', async ({
	page,
	context,
	front,
	baseURL
}) => {
	let packs = 0;
	front.cut = ({ url = '' }, way) => {
		if (way === 'up' && url.startsWith('/_app/packs/')) packs += 1;
		return null;
	};
	const devtools = await context.newCDPSession(page);
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: 50_000 });
	await page.goto('/');
	await page.evaluate(() =>
		navigator.serviceWorker.addEventListener('message', ({ data }) =>
			Object.assign(globalThis, { told: data })
		)
	);
	await page.waitForFunction(() => 'told' in globalThis);
	await expect
		.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) === undefined))
		.toBe(true);
	const once = packs;
	expect(once).toBeGreaterThan(0);
	await context.setOffline(true);
	await context.setOffline(false);
	// A try would begin at once.
	await page.waitForTimeout(3_000);
	expect(packs).toBe(once);
});
