/** An office without a system: its officers receive, submit for approval and decide at the desk; the phone shows it. */
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import {
	beginHealthCard,
	fillApplicant,
	firstVisit,
	goToReview,
	identify,
	logIn,
	next,
	type Person,
	sung,
	xuan
} from '../support/visit.ts';

/** Who signs in the one office that the sandbox has no system for. */
const toan: Person = {
	name: 'Quàng Văn Toàn',
	personalId: '011076007788',
	sex: 'male',
	birth: ['30', '9', '1976'],
	phone: '0916334455'
};
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

test('[M1, M2, M3] an officer accepts what a citizen sent, a leader decides, and her phone has the result', async ({
	page,
	browser,
	baseURL
}) => {
	test.setTimeout(180_000);
	await firstVisit(page);
	await logIn(page, sung);
	await beginHealthCard(page);
	await next(page);
	await fillApplicant(page, sung);
	await page.locator('#residence-province').selectOption('11');
	await page.locator('#residence-commune').selectOption({ index: 1 });
	await next(page);
	await page.locator('#delivery-online').check();
	await goToReview(page);
	await page.locator('#truthPledge').check();
	await page.getByTestId('submit').click();
	await page.waitForURL('**/ho-so/*');
	const code = page.getByTestId('dossier-code').first();
	await expect(code).toContainText(/^000\.00\.11\.G24-/, { timeout: 60_000 });
	const typed = (await code.innerText()).trim();

	await test.step('nobody else comes in: the citizen finds no such page', async () => {
		const answer = await page.request.get('/mot-cua');
		expect(answer.status()).toBe(404);
	});

	const officer = await desk(browser, baseURL, xuan);
	await test.step('the clerk scans the code, accepts with the day that stands there, and takes it up', async () => {
		await officer.locator('#ma').fill(typed.toLowerCase());
		await officer.locator('#ma').press('Enter');
		await expect(officer.getByTestId('code')).toHaveText(typed);
		await expect(officer.getByTestId('declared')).toContainText(sung.name);
		await officer.getByTestId('do-accept').click();
		await expect(officer.getByTestId('done')).toContainText('Đã tiếp nhận');
		await expect(officer.getByTestId('slip-1')).toBeVisible();
		await officer.getByTestId('do-start').click();
		await expect(officer.getByTestId('status')).toHaveAttribute('data-status', '4');
		await fits(officer);
	});

	await test.step('she submits it with the result she prepared; the leader decides with it', async () => {
		await officer.locator('#hand_over-to').selectOption({ label: 'Quàng Văn Toàn, Phó Giám đốc' });
		await officer
			.locator('#hand_over-file')
			.setInputFiles({ name: 'the-bhyt.pdf', mimeType: 'application/pdf', buffer: pdf });
		await officer.getByTestId('do-hand_over').click();
		await expect(officer.getByTestId('done')).toBeVisible();
		const leader = await desk(browser, baseURL, toan);
		await leader.getByRole('link', { name: /Tôi đang giữ/ }).click();
		await leader.getByRole('link', { name: typed }).click();
		await leader.getByLabel('Đồng ý giải quyết').check();
		await leader.getByTestId('do-decide').click();
		await expect(leader.getByTestId('status')).toHaveAttribute('data-status', '9');
		await expect(leader.getByTestId('result')).toHaveText('the-bhyt.pdf');
		expect((await leader.request.get(leader.url())).headers()['cache-control']).toBe('no-store');
		await leader.context().close();
	});

	await test.step('her phone shows each step with its officer, takes the result, and keeps both without a network', async () => {
		await page.reload();
		const step = (kind: string) => page.locator(`[data-testid=timeline-item][data-kind=${kind}]`);
		await expect(step('accepted')).toContainText(xuan.name, { timeout: 30_000 });
		await expect(step('handed_over')).toContainText(toan.name);
		await expect(step('decided')).toContainText(toan.name);
		await expect(step('returned')).toBeVisible({ timeout: 30_000 });
		await page.context().setOffline(true);
		await page.reload();
		await expect(step('decided')).toContainText(toan.name);
		await expect(page.getByTestId('result').first()).toBeVisible();
	});
	await officer.context().close();
});

/** In a browser of its own, which never runs script of ours. */
async function desk(browser: Browser, baseURL: string | undefined, person: Person): Promise<Page> {
	const context = await browser.newContext({
		baseURL: baseURL ?? '',
		viewport: { width: 360, height: 640 },
		locale: 'vi-VN',
		javaScriptEnabled: false
	});
	const page = await context.newPage();
	await page.goto('/mot-cua');
	await identify(page, person);
	await page.waitForURL('**/dang-nhap/xong?**');
	await page.goto('/mot-cua');
	await expect(page.getByTestId('officer')).toContainText(person.name);
	return page;
}

async function fits(page: Page): Promise<void> {
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	const wide = await page.evaluate(() =>
		[...document.querySelectorAll('main *')]
			.filter((element) => element.getBoundingClientRect().right > 360)
			.map((element) => element.outerHTML.slice(0, 160))
	);
	expect(width, [page.url(), ...wide].join('\n')).toBeLessThanOrEqual(360);
}
