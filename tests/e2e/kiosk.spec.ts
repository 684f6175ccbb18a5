/** A machine that anybody may use: one after another, and nothing of the one before. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openPhone } from '../support/browser.ts';
import { expect, test } from '../support/browser-test.ts';
import { photo } from '../support/photos.ts';
import { foundIn } from '../support/profile.ts';
import { beginHealthCard, fillApplicant, goToReview, identify, next, sung } from '../support/visit.ts';

/** As she goes there: by the button of her account. */
async function logInHere(page: Page) {
	await page.goto('/tai-khoan');
	await page.getByTestId('login').click();
	await identify(page, sung);
	await expect(page.getByTestId('me')).toContainText(sung.name);
}

test('[K1, K3, K6] a shared machine hands a dossier in, asks before unsent work goes, and keeps nothing of anybody', async ({
	world,
	front
}) => {
	expect(world.portal.url).toBeTruthy();
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-kiosk-'));
	const phone = await openPhone(profile, { baseURL: front.origin });
	const { page } = phone;
	const picture = photo(7, 90_000);
	const control = 'words-in-clear-0190';
	try {
		await page.goto('/may-dung-chung');
		await page.getByTestId('kiosk-on').click();
		await page.waitForURL((url) => url.pathname === '/');
		await expect(page.getByTestId('kiosk-end')).toBeVisible();

		await test.step('a dossier is handed in', async () => {
			await logInHere(page);
			await beginHealthCard(page, 'data');
			await page.locator('#changes').fill('Chữ đệm ghi sai trên thẻ cũ');
			await next(page);
			await fillApplicant(page, sung);
			await page.locator('#residence-detail').fill('Bản Nậm Loỏng, nhà thứ ba');
			await next(page);
			await page.locator('#delivery-online').check();
			await next(page);
			await page.getByTestId('file-dataProof').setInputFiles({ ...picture, name: 'giay-to-cua-sung.jpg' });
			await expect(page.getByText('giay-to-cua-sung.jpg')).toBeVisible();
			await goToReview(page);
			await page.locator('#truthPledge').check();
			await page.getByTestId('submit').click();
			await page.waitForURL('**/ho-so/*');
			await expect(page.getByTestId('dossier-code')).toBeVisible();
		});

		await test.step('another is only begun: ending asks, and says what would be gone', async () => {
			await beginHealthCard(page, 'data');
			await page.locator('#changes').fill('Ngày sinh ghi nhầm tháng');
			await page.getByTestId('kiosk-end').click();
			await expect(page.getByTestId('kiosk-unsent')).toContainText('1 bản nháp');
			await page.getByRole('button', { name: 'Ở lại để gửi' }).click();
			await page.waitForURL('**/cho-gui');
		});

		const file = await test.step('she takes it along in a file that is locked', async () => {
			await page.locator('#export-passphrase').fill('lúa chín vàng');
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				page.getByTestId('export').click()
			]);
			await expect(page.getByTestId('exported')).toContainText('Đã tạo tệp');
			return await readFile(await download.path());
		});

		await test.step('after the end the next person finds a fresh portal, by "back" too', async () => {
			await page.getByTestId('kiosk-end').click();
			await page.getByTestId('kiosk-drop').click();
			await page.waitForURL((url) => url.pathname === '/');
			await page.goto('/ho-so');
			await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
			await page.goto('/tai-khoan');
			await expect(page.getByTestId('login')).toBeVisible();
			// A page on the way may send her on before it stands.
			for (let n = 0; n < 3; n++) await page.goBack().catch(() => null);
			await expect(page.getByText(sung.name)).toHaveCount(0);
			await page.goto('/cho-gui');
			await page.locator('#import-file').setInputFiles({ name: 'a.motcua', mimeType: '', buffer: file });
			await page.locator('#import-passphrase').fill('lúa chín vàng');
			await page.getByTestId('import').click();
			await expect(page.getByTestId('import-fault')).toContainText('Hãy đăng nhập đúng người đó');
			const left = await page.evaluate(() => [
				...Object.entries(localStorage),
				...Object.entries(sessionStorage)
			]);
			expect(left.map(([name]) => name).filter((name) => name.startsWith('motcua'))).toEqual([]);
		});

		const databases = await page.evaluate(async (word) => {
			localStorage.setItem('doi-chung', word);
			return (await indexedDB.databases()).map(({ name }) => name);
		}, control);
		// The catalogue is everybody's.
		expect(databases.filter((name) => name?.startsWith('motcua-') && name !== 'motcua-catalogue')).toEqual(
			[]
		);
		await phone.close();
		const planted = [
			sung.name,
			sung.personalId,
			sung.phone,
			'Chữ đệm ghi sai',
			'Ngày sinh ghi nhầm',
			'Bản Nậm Loỏng',
			'1212345678',
			'giay-to-cua-sung',
			picture.buffer.subarray(200, 240),
			picture.buffer.subarray(80_000, 80_040)
		];
		expect(await foundIn(profile, planted)).toEqual([]);
		// So that this test can fail.
		expect(await foundIn(profile, [control])).not.toEqual([]);
	} finally {
		await phone.close();
		await rm(profile, { recursive: true, force: true });
	}
});
