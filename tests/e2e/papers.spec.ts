import type { Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import { photo } from '../support/photos.ts';
import { beginHealthCard, fillApplicant, firstVisit, mai, next } from '../support/visit.ts';

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

async function goToPapers(page: Page) {
	await beginHealthCard(page, 'data');
	await page.locator('#changes').fill('Tên đúng là Nguyễn Thị Mai');
	await next(page);
	await fillApplicant(page, mai);
	await next(page);
	await page.locator('#delivery-online').check();
	await next(page);
}
