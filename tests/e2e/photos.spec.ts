/** Photos as phones take them, from the picker to the server's disk. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { fileKind } from '../../domain/files.ts';
import type { FileKind } from '../../domain/services/definition.ts';
import { readHeader } from '../../sync/client/photos/header.ts';
import { pdfOf } from '../../sync/client/photos/pages.ts';
import { photoBytesLight } from '../../sync/client/photos/plan.ts';
import { expect, test } from '../support/visited-test.ts';
import { exifWords, photo, withExif } from '../support/photos.ts';
import { likeness, takePhoto } from '../support/photographer.ts';
import {
	beginHealthCard,
	fillApplicant,
	firstVisit,
	goToReview,
	logIn,
	mai,
	next
} from '../support/visit.ts';

test('[F5] a photo of 12 megapixels goes up small, readable, and without place and device', async ({
	page,
	world
}) => {
	await firstVisit(page);
	const taken = withExif(await takePhoto(page, 3000, 4000));
	expect(taken.length).toBeGreaterThan(2_000_000);
	await logIn(page, mai);
	await goToPapers(page);
	await page
		.getByTestId('file-dataProof')
		.setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: taken });
	await expect(page.getByTestId('photo-shrunk')).toContainText('thu nhỏ từ');
	const before = await filesAt(world.dataDir, 'image/jpeg');
	await handIn(page);

	const after = await filesAt(world.dataDir, 'image/jpeg');
	const [bytes = Buffer.alloc(0), ...others] = after.filter(
		(file) => !before.some((old) => old.equals(file))
	);
	expect(others).toHaveLength(0);
	test.info().annotations.push({ type: 'bytes', description: `${taken.length} → ${bytes.length}` });
	expect(readHeader(bytes)).toMatchObject({ width: 1200, height: 1600, orientation: 1, carriesMore: false });
	expect(bytes.length).toBeLessThanOrEqual(photoBytesLight);
	for (const word of Object.values(exifWords)) expect(bytes.includes(word)).toBe(false);
	// 30 dB: strokes of print as they were, beside the sensor's grain.
	expect(await likeness(page, taken, bytes)).toBeGreaterThan(30);
});

test('[F6] a shaken photo is doubted and used anyway; a browser that draws only on its page does the same', async ({
	page
}) => {
	// As browsers without OffscreenCanvas are: the page's own canvas has to do.
	await page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'Worker'));
	await page.goto('/');
	const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
	const shaken = withExif(await takePhoto(page, 1500, 2000, { blur: 9 }), 6);
	const still = await takePhoto(page, 1500, 2000, { seed: 2 });
	await goToPapers(page);
	const paper = page.getByTestId('file-dataProof');
	const doubt = page.getByTestId('photo-doubt');
	await paper.setInputFiles([jpeg('still.jpg', still), jpeg('shaken.jpg', shaken)]);
	await expect(page.getByTestId('attachment-dataProof')).toHaveCount(2);
	await expect(page.getByTestId('photo-shrunk')).toHaveCount(2);
	await expect(doubt).toHaveCount(1);
	await expect(doubt).toContainText('bị nhòe');
	const turned = page.getByTestId('attachment-dataProof').filter({ hasText: 'shaken.jpg' }).locator('img');
	expect(await turned.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([
		1600, 1200
	]);
	await page.getByTestId('photo-use').click();
	await expect(doubt).toHaveCount(0);
	await next(page);
	await expect(page.getByText('2 tệp')).toBeVisible();
});

test('[F7] [F8] paused papers stay over a restart and go on afterwards; the same photo goes up once', async ({
	page,
	front
}) => {
	let bytesUp = 0;
	front.answer = (request) => {
		if (request.method === 'PATCH' && request.url?.startsWith('/uploads/'))
			bytesUp += Number(request.headers['content-length']);
		return null;
	};
	await firstVisit(page);
	await logIn(page, mai);
	const { buffer } = photo(7, 300_000);
	await goToPapers(page);
	const twice = ['mặt trước.jpg', 'lần nữa.jpg'].map((name) => ({ name, mimeType: 'image/jpeg', buffer }));
	await page.getByTestId('file-dataProof').setInputFiles(twice);
	await expect(page.getByTestId('attachment-dataProof')).toHaveCount(2);
	await goToReview(page);
	await expect(page.getByTestId('data-cost')).toContainText(/300 kB|0,3 MB|293 kB/);
	await page.locator('#truthPledge').check();
	await page.context().setOffline(true);
	await page.getByTestId('submit').click();
	await page.waitForURL('**/ho-so/*');
	await page.goto('/cho-gui');
	await expect(page.getByTestId('file-to-send')).toHaveCount(2);
	await page.getByTestId('files-pause').click();
	await expect(page.getByTestId('files-pause')).toHaveAttribute('aria-pressed', 'true');

	await page.context().setOffline(false);
	await page.reload();
	await expect(page.getByTestId('line-badge')).toHaveAttribute('data-kind', 'held');
	await expect(page.getByTestId('line-badge')).toContainText('tạm dừng');
	expect(bytesUp).toBe(0);

	await page.getByTestId('files-pause').click();
	await expect(page.getByText('Không còn gì chờ gửi')).toBeVisible();
	expect(bytesUp).toBe(buffer.length);
});

test('[F8] on a dear line many papers wait for her word, few do not', async ({ page }) => {
	await page.addInitScript(() =>
		Object.defineProperty(navigator, 'connection', {
			value: Object.assign(new EventTarget(), { type: 'cellular' })
		})
	);
	await firstVisit(page);
	await logIn(page, mai);
	await goToPapers(page);
	await page.getByTestId('file-dataProof').setInputFiles([1, 2, 3].map((seed) => photo(seed, 390_000)));
	await expect(page.getByTestId('attachment-dataProof')).toHaveCount(3);
	await goToReview(page);
	await page.locator('#truthPledge').check();
	await page.getByTestId('submit').click();
	await page.waitForURL('**/ho-so/*');
	await page.getByTestId('line-badge').click();
	await expect(page.getByTestId('line-badge')).toHaveAttribute('data-kind', 'held');
	await expect(page.getByTestId('data-cost')).toContainText('1,2 MB');
	await page.getByTestId('files-allow').click();
	await expect(page.getByText('Không còn gì chờ gửi')).toBeVisible();
});

test('[F9] photos become one PDF in her order; more than the paper takes do so by themselves', async ({
	page,
	world
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	await goToPapers(page);
	const paper = page.getByTestId('file-dataProof');
	const kept = page.getByTestId('attachment-dataProof');
	const [one, two, three, four] = [11, 12, 13, 14].map((seed) => photo(seed, 20_000));
	if (!one || !two || !three || !four) throw new Error('four photos');
	await paper.setInputFiles([one, two, three, four]);
	await expect(kept).toHaveCount(1);
	await expect(kept).toContainText('.pdf');
	await paper.setInputFiles(photo(15, 20_000));
	await expect(kept).toHaveCount(2);

	await page.getByTestId('pages-dataProof').click();
	await expect(page.getByTestId('page')).toHaveCount(5);
	await page.getByRole('button', { name: 'Chuyển trang 2 lên trước' }).click();
	await page.getByRole('button', { name: 'Bỏ trang 5' }).click();
	await page.getByTestId('pages-make').click();
	await expect(kept).toHaveCount(1);
	await page.reload();
	await expect(kept).toHaveCount(1);
	await handIn(page);
	const made = pdfOf([two, one, three, four].map(({ buffer }) => buffer));
	const sent = await filesAt(world.dataDir, 'application/pdf');
	expect(sent.some((bytes) => bytes.equals(made))).toBe(true);
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

/** Hands it in and waits until the server has it all. */
async function handIn(page: Page) {
	await goToReview(page);
	await page.locator('#truthPledge').check();
	await page.getByTestId('submit').click();
	await expect(page.getByTestId('dossier-code')).toBeVisible({ timeout: 60_000 });
}

/** The files of a kind that people sent or were given, as they lie on the portal's disk. */
async function filesAt(dataDir: string, kind: FileKind): Promise<Buffer[]> {
	const vault = path.join(dataDir, 'files');
	// Made with the first file.
	if (!existsSync(vault)) return [];
	const entries = await readdir(vault, { recursive: true, withFileTypes: true });
	const files = await Promise.all(
		entries
			.filter((entry) => entry.isFile())
			.map((entry) => readFile(path.join(entry.parentPath, entry.name)))
	);
	return files.filter((bytes) => fileKind(bytes) === kind);
}
