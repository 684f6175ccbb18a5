import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser-test.ts';
import { fetchBehind, type Front } from '../support/front.ts';
import { smallStorage } from '../support/storage.ts';
import { beginHealthCard, firstVisit } from '../support/visit.ts';

const offer = 'Có bản mới của Một Cửa.';

test('[O3] a new version waits until the person takes it, and then it is there', async ({ page, front }) => {
	await firstVisit(page);
	await release(page, front);
	await markThisLoad(page);
	await lookForUpdate(page);

	await page.getByRole('button', { name: 'Để sau' }).click();
	await expect(page.getByText(offer)).toBeHidden();
	expect(await isSameLoad(page)).toBe(true);
	expect(await waits(page)).toBe(true);

	// The next page of the app offers it again.
	const silence = untilSilent(front);
	await page.goto('/tro-giup');
	await silence;
	await markThisLoad(page);
	await page.getByRole('button', { name: 'Cập nhật' }).click();
	await page.waitForFunction(() => !('thisLoad' in globalThis));
	await untilItRuns(page);
	await expect(page.getByText(offer)).toBeHidden();
});

test('[O3] words that are not saved hold it back until they are', async ({ page, front, baseURL }) => {
	const storage = await smallStorage(page, baseURL);
	await firstVisit(page);
	await beginHealthCard(page);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	await storage.fill();
	await release(page, front);
	await markThisLoad(page);
	await lookForUpdate(page);

	await page.locator('#socialInsuranceNo').fill('7777777777');
	await page.locator('#socialInsuranceNo').blur();
	await expect(page.getByTestId('saved')).toContainText('Chưa lưu được');
	await page.getByRole('button', { name: 'Cập nhật' }).click();
	await expect(page.getByText('khi phần bạn đang gõ đã lưu xong')).toBeVisible();
	expect(await isSameLoad(page)).toBe(true);
	expect(await waits(page)).toBe(true);
	await expect(page.locator('#socialInsuranceNo')).toHaveValue('7777777777');

	await storage.free();
	await page.getByRole('button', { name: 'Thử lại' }).click();
	await page.waitForFunction(() => !('thisLoad' in globalThis));
	await expect(page.locator('#socialInsuranceNo')).toHaveValue('7777777777');
	await untilItRuns(page);
});

test('[O3] another tab that takes it does not take words from this one', async ({
	page,
	front,
	context,
	baseURL
}) => {
	const storage = await smallStorage(page, baseURL);
	await firstVisit(page);
	await beginHealthCard(page);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	const other = await context.newPage();
	await other.goto('/tro-giup');
	await other.waitForFunction(() => navigator.serviceWorker.controller !== null);

	await storage.fill();
	await release(page, front);
	await markThisLoad(page);
	await lookForUpdate(page);
	await page.locator('#socialInsuranceNo').fill('8888888888');
	await expect(page.getByTestId('saved')).toContainText('Chưa lưu được');

	await other.getByRole('button', { name: 'Cập nhật' }).click();
	await untilItRuns(other);
	await expect(page.getByText('khi phần bạn đang gõ đã lưu xong')).toBeVisible();
	expect(await isSameLoad(page)).toBe(true);

	await storage.free();
	await page.getByRole('button', { name: 'Thử lại' }).click();
	await page.waitForFunction(() => !('thisLoad' in globalThis));
	await expect(page.locator('#socialInsuranceNo')).toHaveValue('8888888888');
});

/** From now on the server has another worker. */
async function release(page: Page, front: Front) {
	const { type, body } = await fetchBehind(new URL('/service-worker.js', page.url()).href);
	front.answer = ({ url }) =>
		url === '/service-worker.js'
			? {
					status: 200,
					headers: { 'content-type': type, 'cache-control': 'no-cache' },
					body: `${body.toString()}\n// the next edition`
				}
			: null;
}

/**
 * The next page has asked for its catalogue, the last that it wants. A worker that is asked for something while it ends
 * is started anew, and under a debugger, which Playwright is, it then keeps the new one out for good.
 */
async function untilSilent(front: Front): Promise<void> {
	const { answer } = front;
	await new Promise<void>((resolve) => {
		front.answer = (request) => {
			if (request.url === '/catalogue/layouts/2/manifest') resolve();
			return answer?.(request) ?? null;
		};
	});
}

async function lookForUpdate(page: Page) {
	await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
	await expect(page.getByText(offer)).toBeVisible();
}

/** Whether the new worker stands aside still. */
async function waits(page: Page): Promise<boolean> {
	return await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);
}

async function untilItRuns(page: Page) {
	await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting === null);
}

async function markThisLoad(page: Page) {
	await page.evaluate(() => Object.assign(globalThis, { thisLoad: true }));
}

async function isSameLoad(page: Page): Promise<boolean> {
	return await page.evaluate(() => 'thisLoad' in globalThis);
}
