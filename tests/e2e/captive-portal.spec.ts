import type { Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import type { Reply } from '../support/front.ts';
import {
	firstVisit,
	logIn,
	pressSendNow,
	submissionsWaiting,
	submitHealthCard,
	sung
} from '../support/visit.ts';

const hotel = 'Chào mừng quý khách! Mời nhập số phòng.';
const loginPage: Reply = {
	status: 200,
	headers: { 'content-type': 'text/html; charset=utf-8' },
	body: `<!doctype html><title>WiFi</title><h1>${hotel}</h1>`
};

test('[O5] a server that is gone is no network: what was typed stays, the line says so, and it goes on', async ({
	page,
	front
}) => {
	await firstVisit(page);
	await logIn(page, sung);
	front.down = true;
	await page.goto('/thu-tuc/3.000347');
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Đổi giấy phép lái xe');
	await submitHealthCard(page, sung);
	await expect(page.getByTestId('local-reference')).toContainText('TẠM');
	await page.goto('/cho-gui');
	await expect(page.getByTestId('line-badge')).toHaveAttribute('data-kind', 'waiting');
	await expect(page.getByTestId('line-badge')).toContainText('Chưa nối được máy chủ');
	await page.reload();
	await expect(submissionsWaiting(page)).toHaveCount(1);
	front.down = false;
	await expect(page.getByText('Không còn gì chờ gửi')).toBeVisible({ timeout: 60_000 });
});

test('[O5] a captive portal that answers everything with its page changes nothing on the phone', async ({
	page,
	front
}) => {
	await firstVisit(page);
	await logIn(page, sung);
	await submitHealthCard(page, sung);
	await expect(page.getByTestId('dossier-code').first()).toBeVisible();
	const dossier = page.url();
	const caches = await cached(page);

	let asked = 0;
	front.answer = ({ url }) => {
		if (url?.startsWith('/trpc/sync.')) asked += 1;
		return loginPage;
	};
	await submitHealthCard(page, sung);
	await expect(page.getByTestId('local-reference')).toContainText('TẠM');
	await page.goto('/cho-gui');
	await expect(submissionsWaiting(page)).toHaveCount(1);
	await test.step('it is not asked again and again', async () => {
		const before = asked;
		await page.waitForTimeout(3_000);
		// Half a second is the shortest pause, and the pauses grow.
		expect(asked - before).toBeLessThan(7);
	});
	await expect(page.locator('[data-testid=waiting-item][data-state=set_aside]')).toHaveCount(0);
	await expect(page.getByTestId('line-badge')).toHaveAttribute('data-kind', 'waiting');
	await expect(page.getByTestId('line-badge')).toContainText('Chưa nối được máy chủ');

	await test.step('what the phone has is still there, and still hers', async () => {
		await page.goto(dossier);
		await expect(page.getByTestId('dossier-code').first()).toBeVisible();
		await page.goto('/tai-khoan');
		await expect(page.getByTestId('me')).toContainText(sung.name);
	});

	await test.step('a question that needs the network gets an answer in plain words', async () => {
		await page.goto('/thanh-toan/tien-dien');
		await page.locator('#customerCode').fill('PE01000123456');
		await page.getByTestId('find-bills').click();
		await expect(page.getByRole('alert')).toContainText('Máy chủ chưa trả lời được');
	});

	await test.step('nothing of its page is kept', async () => {
		await page.evaluate(
			async () => void (await (await navigator.serviceWorker.ready).update().catch(() => null))
		);
		expect(await cached(page)).toEqual(caches);
		front.answer = null;
		await page.goto('/cho-gui');
		await expect(submissionsWaiting(page).or(page.getByText('Không còn gì chờ gửi'))).toBeVisible();
		await pressSendNow(page);
		await expect(page.getByText('Không còn gì chờ gửi')).toBeVisible({ timeout: 60_000 });
		await page.goto('/');
		await expect(page.getByTestId('replica')).not.toBeEmpty();
		await expect(page.getByText(hotel)).toHaveCount(0);
	});
});

/** Address and size of everything in the worker's caches. */
async function cached(page: Page): Promise<string[]> {
	return await page.evaluate(async () => {
		const found: string[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				const size = (await (await cache.match(request))?.arrayBuffer())?.byteLength;
				found.push(`${request.url} ${size}`);
			}
		}
		return found.toSorted();
	});
}
