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

test('[O6] a page that is opened while the app is being brought goes on with it too', async ({
	page,
	context,
	front
}) => {
	let isCut: Promise<boolean> | null = null;
	let cutNow: (isCut: boolean) => void = () => {};
	let held = 0;
	front.cut = async ({ url = '' }, way) => {
		if (way === 'down' || !url.startsWith('/_app/packs/')) return null;
		isCut ??= new Promise((resolve) => (cutNow = resolve));
		held += 1;
		return (await isCut) ? 0 : null;
	};
	await page.addInitScript(() => {
		const { register } = ServiceWorkerContainer.prototype;
		ServiceWorkerContainer.prototype.register = async function (...parts) {
			const registration = await register.apply(this, parts);
			setTimeout(() => Object.assign(globalThis, { hasRegistered: true }));
			return registration;
		};
	});
	await page.goto('/');
	await expect.poll(() => held).toBeGreaterThan(0);
	await page.goto('/hoi-dap');
	await page.waitForFunction(() => 'hasRegistered' in globalThis);
	front.down = true;
	cutNow(true);
	await expect
		.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) === undefined))
		.toBe(true);

	front.reset();
	await context.setOffline(true);
	await context.setOffline(false);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
});

test('[O6] a page that was loaded past the app’s own files has them when the line goes', async ({
	page,
	context
}) => {
	await page.goto('/');
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	const devtools = await context.newCDPSession(page);
	await page.evaluate(() => Object.assign(globalThis, { isBefore: true }));
	await devtools.send('Page.reload', { ignoreCache: true });
	await page.waitForFunction(
		() => !('isBefore' in globalThis) && navigator.serviceWorker.controller !== null
	);
});
