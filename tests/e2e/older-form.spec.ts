/** What was begun or remembered before the rules changed: an older form, an old name of a place. */
import { expect, test } from '../support/visited-test.ts';
import { firstVisit } from '../support/visit.ts';

test('[B7] a draft begun under an older form goes over to the new one, and says what changed', async ({
	page
}) => {
	await firstVisit(page);
	await page.clock.setSystemTime(new Date('2020-03-02T03:00:00Z'));
	await page.goto('/nop/3.000347');
	await page.locator('#licenceNumber').fill('790123456789');
	await page.locator('#licenceClass-A2').check();
	await page.locator('#issuedBy').fill('Sở Giao thông vận tải Lai Châu');
	await page.locator('#issuedBy').blur();
	await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
	const draft = page.url();

	await page.clock.setSystemTime(new Date());
	await page.goto(draft);
	await expect(page.getByTestId('carried')).toContainText('Hạng');
	await expect(page.getByTestId('carried')).toContainText('A2 nay là A');
	await expect(page.locator('#licenceClass-A')).toBeChecked();
	await expect(page.locator('#licenceClass-A2')).toHaveCount(0);
	await expect(page.locator('#licenceNumber')).toHaveValue('790123456789');

	await test.step('said once: it is a draft of the new form now', async () => {
		await page.reload();
		await expect(page.locator('#licenceClass-A')).toBeChecked();
		await expect(page.getByTestId('carried')).toHaveCount(0);
	});
});

test('[B8] an old name of a commune leads to the one that it belongs to now', async ({ page }) => {
	await firstVisit(page);
	await page.goto('/nop/2.000635');
	await page.getByTestId('registerPlace-old').locator('summary').click();
	await page.locator('#registerPlace-formerly').fill('son vi, meo vac');
	await page
		.getByTestId('registerPlace-old')
		.getByRole('button', { name: /Sơn Vĩ.*Tuyên Quang/ })
		.click();
	await expect(page.locator('#registerPlace-province')).toHaveValue('08');
	await expect(page.locator('#registerPlace-commune option:checked')).toHaveText(/Sơn Vĩ/);
});
