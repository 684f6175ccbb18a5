import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/visited-test.ts';
import { readPdf, readQr } from '../support/pdf.ts';
import { firstVisit, logIn, submitHealthCard, sung } from '../support/visit.ts';

test('[D17] [D18] the owner keeps her receipt as PDF; its QR code opens how far the dossier is, for anybody', async ({
	page,
	browser
}) => {
	await firstVisit(page);
	await logIn(page, sung);
	await submitHealthCard(page, sung);
	await expect(page.locator('[data-testid=timeline-item][data-kind=returned]')).toBeVisible({
		timeout: 60_000
	});
	const code = (await page.getByTestId('dossier-code').first().innerText()).trim();

	// The worker has the page by now, and must let the file through.
	const downloading = page.waitForEvent('download');
	await page.getByTestId('slips').getByRole('link', { name: 'Giấy tiếp nhận và hẹn trả kết quả' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/^phieu-01-.*\.pdf$/);
	const [first] = readPdf(await readFile(await download.path()));
	if (!first) throw new Error('the slip has no page');
	expect(first.text).toContain(sung.name);
	expect(first.text).toContain(code);

	const stranger = await browser.newContext();
	const other = await stranger.newPage();
	const { pathname, search } = new URL(readQr(first));
	await other.goto(new URL(pathname + search, page.url()).href);
	await expect(other.getByTestId('progress')).toHaveAttribute('data-stage', 'finished');
	const shown = await other.getByTestId('progress').innerText();
	expect(shown).toContain(code);
	expect(shown).not.toContain(sung.name);
	await stranger.close();
});
