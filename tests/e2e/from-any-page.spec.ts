/** What she has handed in leaves this phone from whatever page is open, and a phone without work loads nothing for it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import { photo } from '../support/photos.ts';
import {
	beginHealthCard,
	binh,
	fillApplicant,
	firstVisit,
	goToReview,
	logIn,
	mai,
	next,
	submitHealthCard
} from '../support/visit.ts';

test('[S7] [U7] what was handed in without a network is sent from the home page, and the menu says that it waits', async ({
	page,
	context,
	front
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	front.down = true;
	await submitHealthCard(page, mai);
	await expect(page.getByTestId('local-reference')).toBeVisible();
	const receipt = page.url();
	await page.close();

	const home = await context.newPage();
	await home.goto('/');
	await expect(home.getByTestId('nav-waits')).toBeAttached();
	const sent = home.waitForResponse((answer) => isSubmission(answer.request().postData()));
	front.down = false;
	await home.evaluate(() => dispatchEvent(new Event('online')));
	await sent;
	await expect(home.getByTestId('nav-waits')).not.toBeAttached();
	expect(new URL(home.url()).pathname).toBe('/');

	await home.goto(receipt);
	await expect(home.getByTestId('dossier-code').first()).toBeVisible();
	await home.goto('/ho-so');
	await expect(home.getByTestId('dossier').first()).toBeVisible();
	await expect(home.getByTestId('queued')).toHaveCount(0);
});

test('[F1] an upload goes on while she walks from her pages to public ones and back', async ({
	page,
	front
}) => {
	await firstVisit(page);
	await logIn(page, binh);
	await beginHealthCard(page, 'data');
	await page.locator('#changes').fill('Ngày sinh đúng là 1/12/1978');
	await next(page);
	await fillApplicant(page, binh);
	await next(page);
	await page.getByRole('radio', { name: /Bản điện tử/ }).check();
	await next(page);
	await page.getByTestId('file-dataProof').setInputFiles(photo(1, 300_000));
	await goToReview(page);
	await page.locator('#truthPledge').check();

	let pieces = 0;
	let goOn = () => {};
	const held = new Promise<null>((resolve) => (goOn = () => resolve(null)));
	front.answer = ({ method, url }) =>
		method === 'PATCH' && url?.startsWith('/uploads/') && ++pieces === 1 ? held : null;
	const cut: string[] = [];
	page.on('requestfailed', (request) => cut.push(request.method()));
	await page.getByTestId('submit').click();
	await expect.poll(() => pieces).toBe(1);
	await walk(page, '/');
	await expect(page.getByTestId('nav-waits')).toBeAttached();
	await walk(page, '/tim-kiem');
	goOn();
	await expect(page.getByTestId('nav-waits')).not.toBeAttached();
	expect(new URL(page.url()).pathname).toBe('/tim-kiem');
	expect(cut).not.toContain('PATCH');
	await walk(page, '/ho-so');
	await expect(page.getByTestId('dossier')).toHaveCount(1);
});

test('[U6] a phone that never had work gets nothing of it on the home page', async ({ page }) => {
	const scripts: Promise<string>[] = [];
	page.on('response', (answer) => {
		if (answer.request().resourceType() === 'script') scripts.push(answer.text().catch(() => ''));
	});
	// Until the copy of the catalogue is whole: what idle time brings has been brought.
	await firstVisit(page);
	const brought = (await Promise.all(scripts)).join('\n');
	expect(brought).toContain('DexieError');
	expect(brought).not.toContain('/trpc/');
	const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
	expect(databases).not.toContain('motcua-device');
	expect(databases).not.toContain('motcua-khach');

	await page.goto('/ho-so');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	expect((await Promise.all(scripts)).join('\n')).toContain('/trpc/');
});

function isSubmission(body: string | null): boolean {
	return body?.includes('"kind":"submit"') ?? false;
}

/** By the menu, without loading anything anew. */
async function walk(page: Page, path: string): Promise<void> {
	await page.locator(`nav.bar a[href="${path}"]`).click();
	await page.waitForURL(`**${path}`);
}
