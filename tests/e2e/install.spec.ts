import { expect, test } from '../support/browser-test.ts';
import { firstVisit } from '../support/visit.ts';

interface Manifest {
	readonly name: string;
	readonly short_name: string;
	readonly start_url: string;
	readonly display: string;
	readonly icons: readonly { src: string; sizes: string; purpose: string }[];
	readonly shortcuts: readonly { url: string }[];
}

test('[O2] the app can be installed: the browser itself finds nothing that hinders it', async ({
	page,
	context
}) => {
	await firstVisit(page);
	const devtools = await context.newCDPSession(page);
	const { installabilityErrors } = (await devtools.send('Page.getInstallabilityErrors')) as {
		installabilityErrors: { errorId: string }[];
	};
	// Windows of a test have no history of their own, which browsers take for a private window.
	expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('[O2] name, start page, icons in all sizes and shortcuts are there', async ({ page }) => {
	await page.goto('/');
	const address = await page.locator('link[rel=manifest]').getAttribute('href');
	const response = await page.request.get(address ?? '');
	expect(response.headers()['content-type']).toContain('application/manifest+json');
	const manifest = (await response.json()) as Manifest;
	expect(manifest).toMatchObject({ name: 'Một Cửa', start_url: '/', display: 'standalone' });
	expect(manifest.short_name.length).toBeLessThanOrEqual(12);

	const sizes = await page.evaluate(
		async (icons) =>
			await Promise.all(
				icons.map(async ({ src, sizes }) => {
					const image = new Image();
					image.src = src;
					await image.decode();
					return sizes === 'any' ? 'any' : `${image.naturalWidth}x${image.naturalHeight}`;
				})
			),
		manifest.icons
	);
	expect(sizes).toEqual(manifest.icons.map((icon) => icon.sizes));
	expect(manifest.icons.map(({ purpose, sizes }) => `${purpose} ${sizes}`)).toEqual(
		expect.arrayContaining(['any 192x192', 'any 512x512', 'maskable 512x512'])
	);
	for (const { url } of manifest.shortcuts) expect((await page.request.get(url)).status()).toBe(200);
});
