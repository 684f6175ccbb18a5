import { expect, test } from '../support/browser-test.ts';

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });

	test('[D18] [U1] the look-up is one link away, and says of unknown and foreign codes the same', async ({
		page
	}) => {
		await page.goto('/');
		await page.locator('footer a[href="/tra-cuu"]').click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tra cứu tiến độ hồ sơ');
		const said: string[] = [];
		for (const code of ['000.00.12.G01-261123-9999', '03706/2026/07906']) {
			await page.getByLabel('Mã hồ sơ').fill(code);
			await page.getByRole('button', { name: 'Xem tiến độ' }).click();
			await expect(page.getByLabel('Mã hồ sơ')).toHaveValue(code);
			said.push(await page.locator('.notice').innerText());
		}
		expect(said[0]).toContain('Không thấy hồ sơ nào có mã này');
		expect(said[1]).toBe(said[0]);
	});
});

test('[D18] [O4] an answer is kept by no cache', async ({ page }) => {
	const data = await page.request.get('/api/progress?ma=000.00.12.G01-261123-9999');
	expect([data.status(), data.headers()['cache-control']]).toEqual([404, 'no-store']);
	const html = await page.request.get('/tra-cuu?ma=000.00.12.G01-261123-9999');
	expect(html.headers()['cache-control']).toBe('no-store');
	expect(await html.text()).toContain('noindex');
});
