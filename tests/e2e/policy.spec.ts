import { expect, test } from '../support/browser-test.ts';
import { publicPages } from '../support/pages.ts';
import { photo } from '../support/photos.ts';
import { beginHealthCard, fillApplicant, firstVisit, mai, next } from '../support/visit.ts';

test.describe('from the server', () => {
	test.use({ serviceWorkers: 'block' });

	test('[X2] every page has a policy that lets no foreign or inline script in, and may not be framed or sniffed', async ({
		page
	}) => {
		for (const path of [...publicPages, '/ho-so', '/tai-khoan', '/khong-co-trang-nay'])
			await test.step(path, async () => {
				const headers = (await page.goto(path))?.headers() ?? {};
				expect(headers['x-frame-options']).toBe('DENY');
				expect(headers['x-content-type-options']).toBe('nosniff');
				const policy = headers['content-security-policy'] ?? '';
				keepsScriptsOut(policy);
				expect(policy).toContain("frame-ancestors 'none'");
			});
	});
});

test('[X2] the shell that opens offline carries the same policy with it', async ({ page }) => {
	await page.goto('/khung');
	const policy = page.locator('meta[http-equiv=content-security-policy i]');
	keepsScriptsOut((await policy.getAttribute('content')) ?? '');
});

function keepsScriptsOut(policy: string) {
	const scripts = /script-src ([^;]+)/.exec(policy)?.[1]?.split(' ') ?? [];
	expect(scripts).toContain("'self'");
	expect(scripts.filter((source) => !/^'(self|sha256-[\w+/=]+)'$/.test(source))).toEqual([]);
	for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'"])
		expect(policy).toContain(rule);
}

test('[X2] a walk through all of it breaks the policy nowhere, and the policy is in force', async ({
	page
}) => {
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (/content.security.policy/i.test(message.text())) complaints.push(`${page.url()} ${message.text()}`);
	});
	page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
	for (const path of publicPages) await page.goto(path);
	await firstVisit(page);
	await beginHealthCard(page, 'data');
	await page.locator('#changes').fill('Tên đúng là Nguyễn Thị Mai');
	await next(page);
	await fillApplicant(page, mai);
	await next(page);
	await page.locator('#delivery-online').check();
	await next(page);
	await page.getByTestId('file-dataProof').setInputFiles(photo(1));
	await expect(page.getByTestId('attachment-dataProof').locator('img')).toHaveJSProperty('naturalWidth', 1);
	for (const path of ['/ho-so', '/cho-gui', '/tai-khoan', '/thanh-toan/tien-dien']) {
		await page.goto(path);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	}
	expect(complaints).toEqual([]);

	await page.evaluate(() => {
		const script = document.createElement('script');
		script.textContent = 'globalThis.smuggled = true';
		document.body.append(script);
	});
	expect(await page.evaluate(() => 'smuggled' in globalThis)).toBe(false);
	expect(complaints).toHaveLength(1);
});

test('[X3] another site cannot make the phone act for her', async ({ page, world }) => {
	const answer = await page.request.post(`${world.portal.url}/auth/logout`, {
		headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
	});
	expect(answer.status()).toBe(403);
});
