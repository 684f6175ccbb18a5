/** A browser that has thrown away what it kept, and one that soon may. */
import { expect, test } from '../support/visited-test.ts';
import { beginHealthCard, firstVisit } from '../support/visit.ts';

test('[R13] what the browser has thrown away is told; who never had anything hears nothing', async ({
	page,
	baseURL
}) => {
	await firstVisit(page);
	await page.goto('/ho-so');
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await expect(page.getByTestId('evicted')).toBeHidden();
	await beginHealthCard(page);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	await page.goto('/ho-so');
	await expect(page.getByTestId('draft')).toHaveCount(1);
	await expect(page.getByTestId('evicted')).toBeHidden();

	await page.goto('about:blank');
	const devtools = await page.context().newCDPSession(page);
	const { origin } = new URL(baseURL ?? '');
	await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
	await page.goto('/ho-so');
	await expect(page.getByTestId('evicted')).toContainText('Ảnh và những gì chưa gửi đã mất');
	await page.getByRole('button', { name: 'Tôi đã đọc' }).click();
	await expect(page.getByTestId('evicted')).toBeHidden();
	await page.reload();
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await expect(page.getByTestId('evicted')).toBeHidden();
});

test('[R13] little room is told before it is none', async ({ page }) => {
	await firstVisit(page);
	await page.goto('/ho-so');
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await expect(page.getByTestId('little-room')).toBeHidden();
	// Chromium tells the same round figure whatever quota is set; others tell the truth.
	await page.addInitScript(() => {
		navigator.storage.estimate = async () => ({ usage: 50_000_000, quota: 62_000_000 });
	});
	await page.reload();
	await expect(page.getByTestId('little-room')).toBeVisible();
});
