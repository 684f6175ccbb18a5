import type { Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import type { World } from '../support/world.ts';

const state = (page: Page) => page.getByTestId('payment-state');

test('[P7] a payment that failed is told with its reason, and the next attempt is paid', async ({ page }) => {
	await findBills(page, 'PE01000123456');
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-fail').click();
	await expect(state(page)).toHaveAttribute('data-state', 'failed');
	await expect(state(page)).toContainText('Tài khoản không đủ tiền. Tiền không bị trừ.');
	const failed = page.url();

	await page.getByTestId('pay-again').click();
	await page.getByTestId('pay-cancel').click();
	await expect(state(page)).toContainText('Bạn đã hủy trả tiền.');

	await page.getByTestId('pay-again').click();
	await page.getByTestId('pay-success').click();
	await expect(page.getByTestId('receipt')).toBeVisible();
	expect(page.url()).not.toBe(failed);

	await test.step('the list shows all three for what they are', async () => {
		await page.goto('/ho-so');
		const payments = page.getByTestId('payment');
		await expect(payments).toHaveCount(3);
		await expect(payments.filter({ hasText: 'Đã trả' })).toHaveCount(1);
		await expect(payments.filter({ hasText: 'Chưa trả được' })).toHaveCount(2);
	});
});

test('[P5] an abandoned attempt is gone on with, also from another phone, and never a second one opened', async ({
	page,
	browser,
	world,
	baseURL
}) => {
	await findBills(page, 'PA12LC0000001');
	await choose(page, 0);
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-abandon').click();
	await page.goto('/ho-so');
	await page.getByTestId('payment').getByRole('link').click();
	await expect(state(page)).toHaveAttribute('data-state', 'open');
	await expect(state(page)).toContainText('Chưa thấy tiền');
	const attempt = page.url();

	await test.step('pressing pay once more on the bill leads to the same attempt', async () => {
		await findBills(page, 'PA12LC0000001');
		await choose(page, 0);
		await page.getByTestId('pay').click();
		await expect(page.getByTestId('pay-success')).toBeVisible();
	});

	const elsewhere = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
	await test.step('a neighbour who wants to pay the same bill is led to the open attempt', async () => {
		await findBills(elsewhere, 'PA12LC0000001');
		await choose(elsewhere, 0);
		await elsewhere.getByTestId('pay').click();
		await elsewhere.waitForURL(attempt);
		await expect(state(elsewhere)).toHaveAttribute('data-state', 'open');
	});

	await test.step('[P2] finished, and told three times, it is paid once', async () => {
		await page.goto(attempt);
		await page.getByRole('link', { name: 'Trả tiếp lần này' }).click();
		await page.getByTestId('pay-repeat').click();
		await expect(page.getByTestId('receipt')).toHaveCount(1);
		await expect(state(elsewhere)).toHaveAttribute('data-state', 'paid');
		await expect(state(elsewhere)).toContainText('Nơi thu đã xác nhận khoản này.', { timeout: 30_000 });
		expect(await settlementsOf(world, 'PA12LC0000001')).toHaveLength(1);
		await page.goto('/ho-so');
		await expect(page.getByTestId('payment')).toHaveCount(1);
	});
	await elsewhere.context().close();
});

test('[P1] [P6] back before the notification, it is being confirmed; when that comes, it is paid', async ({
	page,
	context
}) => {
	await findBills(page, 'PA12LC0000001');
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-late').click();
	await expect(state(page)).toHaveAttribute('data-state', 'open');
	await expect(page.getByTestId('receipt')).toBeHidden();
	await expect(page.getByTestId('receipt')).toBeVisible();

	await test.step('[P8] the receipt has number, amount, time and purpose, and opens without a network', async () => {
		const number = await page.getByTestId('receipt-number').innerText();
		await page.waitForFunction(
			async () => (await navigator.serviceWorker.ready).active?.state === 'activated'
		);
		await context.setOffline(true);
		await page.goto(page.url());
		const receipt = page.getByTestId('receipt');
		await expect(receipt).toContainText(number);
		await expect(receipt).toContainText(/247\.\d{3}\sđ/);
		await expect(receipt).toContainText('Tiền điện tháng');
		await expect(receipt).toContainText(String(new Date().getFullYear()));
	});
});

test('[P6] [P10] no way back and a troubled company: paid all the same, settled later, once', async ({
	page,
	world
}) => {
	await page.goto('/thanh-toan/tien-dien');
	await page.locator('#customerCode').fill('PC01000500500');
	// The company is out of order twice.
	for (const _ of ['first', 'second']) {
		await page.getByTestId('find-bills').click();
		await expect(page.getByRole('alert')).toContainText('Máy chủ chưa trả lời được');
	}
	await page.getByTestId('find-bills').click();
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-noreturn').click();
	await expect(page.getByTestId('pay-done')).toBeVisible();
	await page.goto('/ho-so');
	await page.getByTestId('payment').getByRole('link').click();
	await expect(page.getByTestId('receipt')).toBeVisible();
	await expect(state(page)).toContainText('Nơi thu đã xác nhận khoản này.', { timeout: 60_000 });
	expect(await settlementsOf(world, 'PC01000500500')).toHaveLength(1);
});

test('[P11] a bill that somebody else pays meanwhile is said to have changed and charged to nobody twice', async ({
	page,
	world
}) => {
	await findBills(page, 'PD01000999999');
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-success').click();
	await expect(state(page)).toHaveAttribute('data-state', 'paid');
	await expect(state(page)).toContainText('sẽ hoàn lại', { timeout: 30_000 });
	await findBills(page, 'PD01000999999');
	await expect(page.getByTestId('bill-account')).toContainText('Không còn khoản nào phải trả');
	await expect(page.getByTestId('pay')).toBeHidden();
	expect(await settlementsOf(world, 'PD01000999999')).toHaveLength(0);
});

async function findBills(page: Page, customerCode: string) {
	await page.goto(`/thanh-toan/tien-dien?ma=${customerCode}`);
	await page.getByTestId('find-bills').click();
	await expect(page.getByTestId('bill-account')).toBeVisible();
	await expect(page.getByTestId('bill-stale')).toBeHidden();
}

/** Leaves only that one of the unpaid bills chosen. */
async function choose(page: Page, index: number) {
	const bills = page.getByRole('checkbox');
	for (let i = 0; i < (await bills.count()); i++) await bills.nth(i).setChecked(i === index);
}

interface Settlement {
	readonly request: { readonly customerCode: string };
}

async function settlementsOf(world: World, customerCode: string): Promise<Settlement[]> {
	const answer = await fetch(`${world.power.url}/_sandbox/settlements`);
	return ((await answer.json()) as Settlement[]).filter(
		({ request }) => request.customerCode === customerCode
	);
}
