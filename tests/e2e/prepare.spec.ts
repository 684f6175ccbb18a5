/** Before she goes: what to bring, where to, and what she wants to find again. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/visited-test.ts';
import { firstVisit, licence } from '../support/visit.ts';

test('[C20] the papers of her case are ticked, remembered without a network, sent on and put into a calendar', async ({
	page,
	context
}) => {
	await firstVisit(page);
	await page.goto(`/thu-tuc/${licence}`);
	await page.getByTestId('checklist').click();
	const papers = page.getByTestId('papers');
	await papers.getByRole('checkbox').nth(1).check();
	await expect(page.getByTestId('ticked')).toContainText('Đã có 1 trên');

	await context.setOffline(true);
	await page.reload();
	await expect(papers.getByRole('checkbox').nth(1)).toBeChecked();
	await page.getByLabel('Trường hợp của bạn').selectOption('nuoc-ngoai');
	await expect(papers).toContainText('Hộ chiếu');
	await expect(papers.getByRole('checkbox').nth(1)).not.toBeChecked();
	await page.getByLabel('Trường hợp của bạn').selectOption('thuong');

	await page.getByText('Ghi vào lịch').click();
	await page.getByTestId('ics').click();
	await expect(page.getByRole('alert')).toContainText('Hãy chọn ngày hẹn');
	await page.getByTestId('day').fill('2026-12-01');
	const download = page.waitForEvent('download');
	await page.getByTestId('ics').click();
	const file = await (await download).path();
	const text = (await readFile(file, 'utf8')).replaceAll('\r\n ', '');
	expect(text).toContain('DTSTART:20261201T010000Z');
	expect(text).toContain('Ảnh chân dung');
});

test('[C21] where to hand in is found by the name that she knows, old ones and divided ones too, offline', async ({
	page,
	context
}) => {
	await firstVisit(page);
	await page.goto(`/thu-tuc/${licence}`);
	await page.getByTestId('find-office').click();
	await context.setOffline(true);
	const ask = async (name: string) => {
		await page.getByRole('searchbox').fill(name);
		await page.getByRole('searchbox').press('Enter');
	};
	await ask('xin cai');
	await expect(page.getByTestId('offices')).toContainText('Trung tâm Phục vụ hành chính công xã Sơn Vĩ');
	await expect(page.getByTestId('offices')).toContainText('trước là xã Xín Cái, huyện Mèo Vạc, Hà Giang');
	await ask('Cống Vị');
	await expect(page.getByRole('status').getByText('đã chia cho nhiều xã, phường')).toBeVisible();
	await ask('nơi không có thật');
	await expect(page.getByText('Không thấy nơi nào tên “nơi không có thật”')).toBeVisible();
});

test('[C22] what she kept and read is found again on this device, and goes at one press', async ({
	page
}) => {
	await page.goto(`/thu-tuc/${licence}`);
	await page.getByTestId('keep').click();
	await expect(page.getByTestId('keep')).toHaveAttribute('aria-pressed', 'true');
	await page.goto('/thu-tuc/1.001193');
	await expect(page.getByTestId('keep')).toBeVisible();
	await page.goto('/da-luu');
	await expect(page.getByTestId('kept')).toContainText('Đổi giấy phép lái xe');
	await expect(page.getByTestId('recent').getByRole('link')).toHaveCount(2);
	await page.getByTestId('forget').click();
	await page.reload();
	await expect(page.getByText('Chưa xem thủ tục nào')).toBeVisible();
	await page.getByTestId('kept').getByRole('button').click();
	await expect(page.getByText('Chưa lưu thủ tục nào')).toBeVisible();
});

test('[C23] filters narrow a search, with script as they are chosen and without it by a button', async ({
	page,
	browser,
	baseURL
}) => {
	await page.goto('/tim-kiem?q=giay');
	const count = page.getByRole('status').filter({ hasText: 'thủ tục' });
	const before = await count.innerText();
	await page.getByTestId('open-filters').click();
	await page.getByLabel('Tất cả đối tượng').selectOption('enterprise');
	await expect(page).toHaveURL(/doi-tuong=enterprise/);
	await expect(count).not.toHaveText(before);
	await page.getByRole('link', { name: 'Bỏ hết bộ lọc' }).click();
	await expect(count).toHaveText(before);

	const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
	const other = await plain.newPage();
	await other.goto('/tim-kiem?q=giay');
	await other.getByTestId('open-filters').click();
	await other.getByLabel('Tất cả đối tượng').selectOption('enterprise');
	await other.getByRole('button', { name: 'Lọc', exact: true }).click();
	await expect(other).toHaveURL(/doi-tuong=enterprise/);
	await expect(other.getByLabel('Tất cả đối tượng')).toHaveValue('enterprise');
	await plain.close();
});
