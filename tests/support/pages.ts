/** All pages as a test wants to look at them: the public ones by address, hers in the states that she meets them in. */
import { expect, test, type Page } from '@playwright/test';
import {
	beginHealthCard,
	fillApplicant,
	goToReview,
	healthCard,
	licence,
	logIn,
	mai,
	next
} from './visit.ts';

export const publicPages = [
	'/',
	'/tim-kiem',
	'/tim-kiem?q=bang+lai',
	'/tim-kiem?q=qqqqqqq',
	`/thu-tuc/${licence}`,
	`/thu-tuc/${licence}/chuan-bi`,
	`/thu-tuc/${licence}/noi-nop?q=Xin+Cai`,
	'/tim-kiem?q=giay&loc=1',
	'/da-luu',
	'/thu-tuc/TT.DIEN',
	'/thu-tuc/khong.co',
	'/hoi-dap',
	'/tro-giup',
	'/tra-cuu',
	'/may-dung-chung'
] as const;

/**
 * Goes through the pages of a citizen and calls `look` on each, as a step named after it. The phone has had its first
 * visit. Ends logged in, with a dossier on the phone.
 */
export async function walkCitizenPages(page: Page, look: () => Promise<void>): Promise<void> {
	const at = (name: string) => test.step(name, look);
	for (const path of ['/ho-so', '/tai-khoan', '/cho-gui', '/ban-nhap/khong-co', '/ho-so/khong-co']) {
		await page.goto(path);
		await standing(page);
		await at(`${path}, empty`);
	}

	await page.goto(`/nop/${healthCard}`);
	await expect(page.locator('#socialInsuranceNo')).toBeVisible();
	await page.getByTestId('wizard-next').click();
	await expect(page.getByTestId('error-summary')).toBeVisible();
	await at('a form with faults');
	await beginHealthCard(page);
	await next(page);
	await fillApplicant(page, mai);
	await at('a form that is filled');
	await next(page);
	await page.locator('#delivery-online').check();
	await next(page);
	await at('papers');
	await goToReview(page);
	await at('review');
	await page.locator('#truthPledge').check();
	await page.getByTestId('submit').click();
	await expect(page.getByTestId('local-reference')).toBeVisible();
	await at('provisional receipt');
	await page.goto('/cho-gui');
	await expect(page.getByTestId('waiting-item')).toBeVisible();
	await at('what waits');

	await logIn(page, mai);
	await at('account');
	await page.getByTestId('logout').click();
	await at('the question before signing out');
	await page.goto('/ho-so');
	await page.getByTestId('dossier').first().getByRole('link').click();
	await expect(page.locator('[data-testid=timeline-item][data-kind=returned]')).toBeVisible({
		timeout: 60_000
	});
	await expect(page.getByTestId('result')).toBeVisible();
	await at('dossier with a timeline');
	await page.goto('/ho-so');
	await expect(page.getByTestId('dossier').first()).toBeVisible();
	await at('list');

	await page.goto('/thanh-toan/tien-dien?ma=PA12LC0000001');
	await page.getByTestId('find-bills').click();
	await expect(page.getByTestId('bill-account')).toBeVisible();
	await at('bills');
	await page.goto('/thanh-toan/khong-co');
	await standing(page);
	await at('a payment that is not there');
}

async function standing(page: Page) {
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
