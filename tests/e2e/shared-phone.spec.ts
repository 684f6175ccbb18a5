import { expect, test } from '../support/visited-test.ts';
import {
	beginHealthCard,
	fillHealthCard,
	firstVisit,
	healthCard,
	identify,
	logIn,
	mai,
	next,
	sung
} from '../support/visit.ts';

test('[R5] a draft under her own number becomes hers at login; one under another is offered, not taken', async ({
	page
}) => {
	await firstVisit(page);
	await fillHealthCard(page, sung);
	await fillHealthCard(page, mai);
	await logIn(page, mai);

	await page.goto('/ho-so');
	await expect(page.getByTestId('draft')).toHaveCount(1);
	await expect(page.getByTestId('unsure-draft')).toHaveCount(1);
	await page.getByTestId('draft').getByRole('link').click();
	await page.waitForURL(/\/ban-nhap\//);
	await page.goto(`${new URL(page.url()).pathname}?buoc=2`);
	await expect(page.locator('#fullName')).toHaveValue(mai.name);

	await test.step('not hers: it stays with the guest', async () => {
		await page.goto('/ho-so');
		await page.getByTestId('unsure-draft').getByRole('button', { name: 'Không phải' }).click();
		await expect(page.getByTestId('unsure-draft')).toHaveCount(0);
		await expect(page.getByTestId('draft')).toHaveCount(1);
	});

	await test.step('hers after all: it comes over, words and all', async () => {
		await page.reload();
		await page.getByTestId('adopt').click();
		await expect(page.getByTestId('draft')).toHaveCount(2);
		await page.reload();
		await expect(page.getByTestId('draft')).toHaveCount(2);
		await expect(page.getByTestId('unsure-draft')).toHaveCount(0);
	});
});

test('[R6] two people on one phone do not see each other’s work, nor does a guest', async ({ page }) => {
	await firstVisit(page);
	await logIn(page, mai);
	await beginHealthCard(page);
	const draftOfMai = page.url();
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');

	// Not logged out: he simply logs in on her phone.
	await logIn(page, sung);
	await page.goto('/ho-so');
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await page.goto(draftOfMai);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Không thấy bản nháp này trên máy');
	await beginHealthCard(page);
	await next(page);
	// Filled from his own account, not with what she typed.
	await expect(page.locator('#fullName')).toHaveValue(sung.name);

	await test.step('she comes back and finds hers alone', async () => {
		await logIn(page, mai);
		await page.goto('/ho-so');
		await expect(page.getByTestId('draft')).toHaveCount(1);
		await page.goto(draftOfMai);
		await expect(page.locator('#socialInsuranceNo')).toHaveValue('1212345678');
	});
});

test('[R6] another tab follows when somebody else logs in', async ({ page, context }) => {
	await firstVisit(page);
	await logIn(page, mai);
	await page.goto('/tai-khoan');
	await expect(page.getByTestId('me')).toContainText(mai.name);

	const other = await context.newPage();
	await logIn(other, sung);
	await expect(page.getByTestId('me')).toContainText(sung.name);
	await expect(page.getByTestId('me')).not.toContainText(mai.name);
});

test('[R7] signing out with unsent work asks first, and what was asked about is gone after yes', async ({
	page
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	await beginHealthCard(page);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');

	await page.goto('/tai-khoan');
	await page.getByTestId('logout').click();
	await expect(page.getByTestId('unsent-warning')).toContainText('Còn 1 việc CHƯA GỬI');
	await page.getByRole('button', { name: 'Ở lại để gửi' }).click();
	await page.goto('/ho-so');
	await expect(page.getByTestId('draft')).toHaveCount(1);

	await page.goto(`/thu-tuc/${healthCard}`);
	await page.getByTestId('keep').click();
	await page.goto('/tai-khoan');
	await page.getByTestId('logout').click();
	await page.getByTestId('logout-confirm').click();
	await page.waitForURL((url) => url.pathname === '/');
	await page.goto('/da-luu');
	await expect(page.getByText('Chưa lưu thủ tục nào')).toBeVisible();
	await expect(page.getByText('Chưa xem thủ tục nào')).toBeVisible();
	const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
	expect(databases.filter((name) => name?.match(/^motcua-[0-9a-f]{8}-/))).toEqual([]);
	await page.goto('/ho-so');
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();

	await test.step('and the e-ID asks again who it is', async () => {
		await page.goto('/auth/login?return=/tai-khoan');
		await identify(page, sung);
		await expect(page.getByTestId('me')).toContainText(sung.name);
	});
});
