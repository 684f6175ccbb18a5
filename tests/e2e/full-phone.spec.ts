import { expect, test } from '../support/browser-test.ts';
import { photo } from '../support/photos.ts';
import { smallStorage } from '../support/storage.ts';
import { beginHealthCard, fillApplicant, firstVisit, mai, next } from '../support/visit.ts';

test('[R4] a full phone says so, keeps the words on the screen and the earlier draft whole', async ({
	page,
	baseURL
}) => {
	const storage = await smallStorage(page, baseURL);
	await firstVisit(page);
	await beginHealthCard(page, 'data');
	await page.locator('#changes').fill('Tên đúng là Nguyễn Thị Mai');
	await next(page);
	await fillApplicant(page, mai);
	await next(page);
	await page.getByRole('radio', { name: /Bản điện tử/ }).check();
	await next(page);
	await page.getByTestId('file-dataProof').setInputFiles(photo(1));
	await expect(page.getByText('anh-1.jpg')).toBeVisible();
	await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');

	await test.step('a photo that does not fit is told at its paper', async () => {
		await storage.fill();
		await page.getByTestId('file-dataProof').setInputFiles(photo(2));
		await expect(page.getByTestId('error-dataProof')).toContainText('Bộ nhớ máy đã đầy');
		await expect(page.getByText('anh-1.jpg')).toBeVisible();
		await expect(page.getByText('anh-2.jpg')).toBeHidden();
	});

	await test.step('words that do not fit stay on the screen, and nobody says saved', async () => {
		await page.getByTestId('wizard-back').click();
		await page.getByTestId('wizard-back').click();
		await page.locator('#residence-detail').fill('Bản Nậm Loỏng');
		await page.locator('#residence-detail').blur();
		await expect(page.getByTestId('saved')).toContainText('Chưa lưu được! Đừng đóng trang này.');
		await expect(page.getByTestId('saved')).toContainText('Bộ nhớ máy đã đầy');
		await expect(page.locator('#residence-detail')).toHaveValue('Bản Nậm Loỏng');
	});

	await test.step('what was saved before is still on the disk, words and photo', async () => {
		const other = await page.context().newPage();
		await other.goto(page.url());
		await expect(other.locator('#residence-detail')).toHaveValue('Bản Tả Xin Chải');
		await expect(other.locator('#fullName')).toHaveValue(mai.name);
		await other.close();
	});

	await test.step('with room again, one press saves', async () => {
		await storage.free();
		await page.getByRole('button', { name: 'Thử lại' }).click();
		await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
		await page.reload();
		await expect(page.locator('#residence-detail')).toHaveValue('Bản Nậm Loỏng');
	});
});

test('[R4] a browser that keeps nothing says so, and the pages that need nothing kept are read all the same', async ({
	page
}) => {
	// As in private windows of some browsers: the database is there and refuses.
	await page.addInitScript(() => {
		indexedDB.open = () => {
			throw new DOMException('denied', 'SecurityError');
		};
	});
	await page.goto('/thu-tuc/1.002759');
	await expect(page.getByRole('heading', { level: 1 })).toContainText(/thẻ/i);
	await page.goto('/nop/1.002759');
	await expect(page.getByRole('alert')).toContainText('không cho lưu trên máy này');
	await expect(page.getByRole('button', { name: 'Thử lại' })).toBeVisible();
});
