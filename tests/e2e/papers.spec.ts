import type { Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import { photo } from '../support/photos.ts';
import {
	beginHealthCard,
	fillApplicant,
	firstVisit,
	goToReview,
	identify,
	logIn,
	mai,
	next,
	sung,
	xuan
} from '../support/visit.ts';

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

test('[F2] what is no photo, is empty or is too large is told at the paper, and good ones stay', async ({
	page
}) => {
	await firstVisit(page);
	await goToPapers(page);
	const paper = page.getByTestId('file-dataProof');
	const told = page.getByTestId('error-dataProof');
	const kept = page.getByTestId('attachment-dataProof');
	await paper.setInputFiles(photo(1));
	await expect(kept).toHaveCount(1);

	await paper.setInputFiles(file('anh.jpg', 'image/jpeg', Buffer.from('MZ\x90\0 this is a program')));
	await expect(told).toContainText('Tệp anh.jpg không đúng loại');
	await paper.setInputFiles(file('trong.jpg', 'image/jpeg', Buffer.alloc(0)));
	await expect(told).toContainText('Tệp trong.jpg trống');
	// A photo of that size would be made small; nobody can do that with a document.
	const scanned = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(10 * 1024 * 1024, 32)]);
	await paper.setInputFiles(file('to.pdf', 'application/pdf', scanned));
	await expect(told).toContainText(/Tệp to\.pdf lớn quá\. Mỗi tệp tối đa 10([.,]\d)? MB/);
	await expect(kept).toHaveCount(1);
	await expect(paper).toHaveAttribute('aria-invalid', 'true');
	await expect(paper).toHaveAccessibleDescription(/lớn quá/);

	await test.step('a good one clears the complaint', async () => {
		await paper.setInputFiles(photo(3));
		await expect(kept).toHaveCount(2);
		await expect(told).toBeEmpty();
	});

	await test.step('one more than the paper takes is refused, the others of the same pick are kept', async () => {
		// Photos would become the pages of one file; documents cannot.
		const pdf = (name: string) => file(name, 'application/pdf', Buffer.from(`%PDF-1.4 ${name}`));
		await paper.setInputFiles([pdf('a.pdf'), pdf('b.pdf')]);
		await expect(kept).toHaveCount(3);
		await expect(told).toContainText('tối đa 3 tệp');
	});
});

test('[R40] a paper out of the wallet answers a request for supplement', async ({
	page,
	browser,
	baseURL
}) => {
	test.setTimeout(180_000);
	await firstVisit(page);
	await logIn(page, sung);
	await beginHealthCard(page);
	await next(page);
	await page.locator('#isOwner-other').check();
	await fillApplicant(page, sung);
	// The office that works at the desk.
	await page.locator('#residence-province').selectOption('11');
	await page.locator('#residence-commune').selectOption({ index: 1 });
	await next(page);
	await page.locator('#ownerName').fill('Vàng Thị Súa');
	await page.locator('#ownerPersonalId').fill('011190004321');
	await page.locator('#ownerBirth-year').fill('1990');
	await page.locator('#ownerSex-female').check();
	await choose(page, 'relation', 'authorised');
	await next(page);
	await page.locator('#delivery-online').check();
	await next(page);

	const paper = (kind: string) => page.getByTestId(`${kind}-authorisation`);
	await test.step('she keeps one authorisation in the wallet and sends another', async () => {
		await paper('file').setInputFiles(photo(1));
		await paper('keep').click();
		await expect(paper('kept')).toBeVisible();
		await paper('attachment').getByRole('button', { name: /anh-1/ }).click();
		await page.getByTestId('remove-confirm').click();
		await expect(paper('wallet')).toBeVisible();
		await paper('file').setInputFiles(photo(2));
		await expect(paper('attachment')).toHaveCount(1);
		await goToReview(page);
		await page.locator('#truthPledge').check();
		await page.getByTestId('submit').click();
		await page.waitForURL('**/ho-so/*');
		await expect(page.getByTestId('dossier-code').first()).toContainText('G24-', { timeout: 60_000 });
	});

	await test.step('the office asks for it anew', async () => {
		const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: false });
		const officer = await context.newPage();
		await officer.goto('/mot-cua');
		await identify(officer, xuan);
		await officer.waitForURL('**/dang-nhap/xong?**');
		const code = await page.getByTestId('dossier-code').first().innerText();
		await officer.goto(`/mot-cua?ma=${encodeURIComponent(code.trim())}`);
		await officer.getByTestId('other-supplement').locator('summary').click();
		await officer.locator('[name=paper-authorisation]').check();
		await officer.locator('[name=text-authorisation]').fill('Ảnh mờ');
		await officer.getByTestId('do-supplement').click();
		await expect(officer.getByTestId('done')).toBeVisible();
		await context.close();
	});

	await test.step('what lies in the wallet is offered, and goes', async () => {
		await page.reload();
		await paper('wallet').click({ timeout: 60_000 });
		await expect(paper('attachment')).toHaveCount(1);
		await page.getByTestId('supplement-send').click();
		await expect(page.locator('[data-testid=timeline-item][data-kind=supplement_sent]')).toBeVisible({
			timeout: 60_000
		});
	});
});

/** Many options are a list, few are tiles. */
async function choose(page: Page, id: string, value: string): Promise<void> {
	const list = page.locator(`select#${id}`);
	if ((await list.count()) > 0) await list.selectOption(value);
	else await page.locator(`#${id}-${value}`).check();
}

async function goToPapers(page: Page) {
	await beginHealthCard(page, 'data');
	await page.locator('#changes').fill('Tên đúng là Nguyễn Thị Mai');
	await next(page);
	await fillApplicant(page, mai);
	await next(page);
	await page.locator('#delivery-online').check();
	await next(page);
}
