import { expect, test } from '../support/browser-test.ts';
import { licence } from '../support/visit.ts';

test.use({ javaScriptEnabled: false });

test('[U1] without JavaScript: from the front page by search to a procedure, all of it readable', async ({
	page
}) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Làm thủ tục ngay trên điện thoại');
	await expect(page.getByRole('link', { name: /Đổi giấy phép lái xe/ }).first()).toBeVisible();

	await page.getByRole('searchbox').first().fill('bang lai');
	await page.getByRole('searchbox').first().press('Enter');
	await expect(page).toHaveURL(/\/tim-kiem\?q=bang\+lai/);
	await expect(page.getByRole('searchbox').first()).toHaveValue('bang lai');
	await page
		.getByRole('link', { name: /Đổi giấy phép lái xe/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Đổi giấy phép lái xe');
	for (const name of ['Cần mang gì', 'Các bước', 'Căn cứ pháp lý'])
		await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
	await expect(page.getByText('135.000').first()).toBeVisible();
});

test('[U1] without JavaScript: a group of procedures, the questions, and a question with its answer', async ({
	page
}) => {
	await page.goto('/');
	await page.locator('main a[href*="/tim-kiem?"]').first().click();
	expect(await page.locator('main a[href^="/thu-tuc/"]').count()).toBeGreaterThan(0);

	await page.goto('/hoi-dap');
	const question = page.locator('main a[href^="/hoi-dap/"]').first();
	const asked = await question.innerText();
	await question.click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(asked.trim());
	expect((await page.locator('main').innerText()).length).toBeGreaterThan(200);
	await page.goto('/tro-giup');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('[U1] [U5] without JavaScript: the other language is one link away and stays', async ({ page }) => {
	await page.goto(`/thu-tuc/${licence}`);
	await page.getByRole('link', { name: 'Switch to English' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page.getByRole('heading', { level: 1 })).toContainText(/driving licence/i);
	await page.goto('/');
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('[U1] without JavaScript: pages that need it say so instead of staying empty', async ({ page }) => {
	await page.goto('/ho-so');
	const said = page.locator('.needs-script');
	await expect(said).toBeVisible();
	await expect(said).toContainText('Trang này cần JavaScript.');
	await said.locator('a').click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(said).toBeHidden();
});

test('[U1] [M1] without JavaScript: an officer logs in and goes on to her desk', async ({ page }) => {
	await page.goto('/auth/login?return=/mot-cua');
	await page.getByTestId('eid-account-011184004455').click();
	const consent = page.getByTestId('eid-consent');
	await expect(consent.or(page.locator('.needs-script'))).toBeVisible();
	if (await consent.isVisible()) await consent.click();
	await page.getByRole('link', { name: 'Tiếp tục' }).click();
	await page.waitForURL('**/mot-cua');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.locator('.needs-script')).toBeHidden();
});
