import { expect, test } from '../support/visited-test.ts';
import { binh, firstVisit, goToReview, logIn, mai, submitHealthCard } from '../support/visit.ts';

test('[S5] a refused application is set aside with its reason, the others go, and mended it goes too', async ({
	page,
	front
}) => {
	await firstVisit(page);
	await logIn(page, binh);
	front.down = true;
	// The first names somebody else, which only the server can know: she changed what was filled in for her.
	await submitHealthCard(page, { ...binh, personalId: mai.personalId });
	await submitHealthCard(page, binh);
	front.down = false;

	await page.goto('/cho-gui');
	const refused = page.locator('[data-testid=waiting-item][data-state=set_aside]');
	await expect(refused).toHaveCount(1);
	await expect(page.getByTestId('waiting-item')).toHaveCount(1);
	await expect(refused).toContainText('Máy chủ không nhận');
	await expect(refused.locator('.fault')).toContainText('1 chỗ trong đơn cần sửa');

	await page.goto('/ho-so');
	await expect(page.getByTestId('dossier')).toHaveCount(1);
	await expect(page.getByTestId('draft')).toHaveCount(1);

	await test.step('the draft says what was wrong; with her own number it is received', async () => {
		await page.goto('/cho-gui');
		await refused.getByRole('link', { name: 'Sửa và gửi lại' }).click();
		await expect(page.getByText('Hồ sơ chưa được nhận')).toBeVisible();
		// The page of the field that is wrong, not the first.
		await expect(page).toHaveURL(/\?buoc=2$/);
		await page.locator('#personalId').fill(binh.personalId);
		await page.locator('#personalId').blur();
		await expect(page.getByTestId('saved')).toContainText('Đã lưu');
		await goToReview(page);
		await page.getByTestId('submit').click();
		await expect(page.getByTestId('dossier-code').first()).toContainText('000.00.12.G24');
		await page.goto('/ho-so');
		await expect(page.getByTestId('dossier')).toHaveCount(2);
		await expect(page.getByTestId('draft')).toHaveCount(0);
	});
});
