import type { Page } from '@playwright/test';
import { transactionPath } from '../../domain/services/addresses.ts';
import { transactions } from '../../domain/services/transaction.ts';
import { expect, test } from '../support/visited-test.ts';
import { walkForms } from '../support/forms-to-look-at.ts';
import { looksRight } from '../support/looks.ts';
import { publicPages, walkCitizenPages } from '../support/pages.ts';
import { firstVisit, ha, healthCard, licence, logIn, xuan } from '../support/visit.ts';

// One walk for both: the way to a page costs more than looking at it.

test('[U2] [U3] every public page passes axe, in light and in dark, and fits the narrow screen', async ({
	page
}) => {
	test.setTimeout(240_000);
	for (const path of publicPages)
		await test.step(path, async () => {
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await looksRight(page);
		});
});

test('[U2] [U3] every page of hers too: forms with and without faults, receipts, a timeline', async ({
	page
}) => {
	test.setTimeout(240_000);
	await firstVisit(page);
	await walkCitizenPages(page, () => looksRight(page));
});

test('[U2] [U3] every kind of question too', async ({ page }) => {
	test.setTimeout(300_000);
	await firstVisit(page);
	await walkForms(page, () => looksRight(page));
});

test('[U2] [U3] what can be paid, and the desks of those who work here, too', async ({ page }) => {
	test.setTimeout(240_000);
	const at = async (path: string, look: () => Promise<void> = () => looksRight(page)) =>
		await test.step(path, async () => {
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await look();
		});
	await firstVisit(page);
	await at('/thanh-toan');
	for (const { id } of transactions) await at(transactionPath(id));
	await logIn(page, xuan);
	await at('/mot-cua');
	await at(`/mot-cua/nop-tai-quay?thu-tuc=${healthCard}`);
	await at('/mot-cua/so-theo-doi');
	await page.goto('/tai-khoan');
	await page.getByTestId('logout').click();
	await logIn(page, ha);
	await at('/bien-tap');
	await at(`/bien-tap/thu-tuc/${healthCard}`);
	await at('/bien-tap/hoi-dap/bt-00000000');
	await at(`/bien-tap/mau-don/${healthCard}/loi-chu`);
	await at(`/bien-tap/mau-don/${healthCard}`, async () => {
		await page.locator('#form-text').fill('{}');
		await page.getByTestId('form-check').click();
		await expect(page.getByTestId('form-faults')).toBeVisible();
		await looksRight(page);
	});
});

test('[U2] with the keyboard alone: home, search, procedure, start, first answer', async ({ page }) => {
	await page.goto('/');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Đến nội dung chính' })).toBeFocused();
	await expect(page.getByRole('link', { name: 'Đến nội dung chính' })).toBeInViewport();
	await page.keyboard.press('Enter');
	await tabTo(page, (element) => element.matches('input[type=search]'));
	await page.keyboard.type('bang lai');
	await page.keyboard.press('Enter');
	await page.waitForURL(/tim-kiem/);
	await tabTo(page, (element) => element.matches('main a[href="/thu-tuc/3.000347"]'));
	await page.keyboard.press('Enter');
	await page.waitForURL(`**/thu-tuc/${licence}`);
	await tabTo(page, (element) => element.matches('a[href="/nop/3.000347"]'));
	await page.keyboard.press('Enter');
	await expect(page.locator('#licenceNumber')).toBeVisible();
	await tabTo(page, (element) => element.id === 'licenceNumber');
	await page.keyboard.type('120190001234');
	await expect(page.locator('#licenceNumber')).toHaveValue('120190001234');
	await tabTo(page, (element) => element.matches('[name=classes], [type=checkbox]'));
	await page.keyboard.press('Space');
	await expect(page.locator(':focus')).toBeChecked();
});

/** Presses Tab until the focus is there, and sees it on the way: a focus that cannot be seen is none. */
async function tabTo(page: Page, isThere: (element: Element) => boolean) {
	for (let i = 0; i < 60; i++) {
		const focus = page.locator(':focus');
		if ((await focus.count()) > 0 && (await focus.evaluate(isThere))) {
			await expect(focus).toBeInViewport();
			const { style, width } = await focus.evaluate((element) => {
				const shown = element.matches('.tile input') ? (element.closest('.tile') ?? element) : element;
				const both = [getComputedStyle(element), getComputedStyle(shown)];
				const ring = both.find(({ outlineStyle }) => outlineStyle !== 'none') ?? both[0]!;
				return { style: ring.outlineStyle, width: parseFloat(ring.outlineWidth) };
			});
			expect(style).not.toBe('none');
			expect(width).toBeGreaterThanOrEqual(2);
			return;
		}
		await page.keyboard.press('Tab');
	}
	throw new Error(`the keyboard does not reach ${isThere.toString()} on ${page.url()}`);
}
