/** What lies on the disk of a phone on which somebody has worked: nothing that can be read without its key. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPhone } from '../support/browser.ts';
import { expect, test } from '../support/browser-test.ts';
import { photo } from '../support/photos.ts';
import { foundIn } from '../support/profile.ts';
import {
	beginHealthCard,
	fillApplicant,
	firstVisit,
	goToReview,
	logIn,
	binh,
	next
} from '../support/visit.ts';

test('[R9] the files of the browser hold no word of hers and no byte of her photo in clear', async ({
	world,
	front
}) => {
	expect(world.portal.url).toBeTruthy();
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-profile-'));
	const phone = await openPhone(profile, { baseURL: front.origin });
	const { page } = phone;
	const picture = photo(7, 90_000);
	try {
		await firstVisit(page);
		await logIn(page, binh);
		await beginHealthCard(page, 'data');
		await page.locator('#changes').fill('Chữ đệm ghi sai trên thẻ cũ');
		await next(page);
		await fillApplicant(page, binh);
		await page.locator('#residence-detail').fill('Bản Nậm Loỏng, nhà thứ ba');
		await next(page);
		await page.getByRole('radio', { name: /Bản điện tử/ }).check();
		await next(page);
		await page.getByTestId('file-dataProof').setInputFiles({ ...picture, name: 'giay-to-cua-binh.jpg' });
		await expect(page.getByText('giay-to-cua-binh.jpg')).toBeVisible();
		front.down = true;
		await goToReview(page);
		await page.locator('#truthPledge').check();
		await page.getByTestId('submit').click();
		await expect(page.getByTestId('local-reference')).toBeVisible();
		// Another that is only begun.
		await beginHealthCard(page, 'data');
		await page.locator('#changes').fill('Ngày sinh ghi nhầm tháng');
		await page.locator('#changes').blur();
		await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
		// What an app without a cabinet would have left, so that this test can fail.
		await page.evaluate(
			([words, bytes]) =>
				new Promise<void>((resolve, reject) => {
					const opening = indexedDB.open('plain');
					opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
					opening.onsuccess = () => {
						const transaction = opening.result.transaction('rows', 'readwrite', { durability: 'strict' });
						transaction.objectStore('rows').put({ words, ascii: 'plain-words-0190', bytes }, 1);
						transaction.oncomplete = () => resolve();
						transaction.onabort = () => reject(new Error('not written'));
					};
				}),
			['Nhà máy nước Tam Đường', Array.from(photo(8).buffer.subarray(200, 240))] as const
		);
		await phone.kill();

		const storage = path.join(profile, 'Default');
		expect(
			await foundIn(path.join(storage, 'IndexedDB'), ['Nhà máy nước Tam Đường', 'plain-words-0190'])
		).toHaveLength(2);
		const planted = [
			binh.name,
			binh.personalId,
			binh.phone,
			'Chữ đệm ghi sai',
			'Ngày sinh ghi nhầm',
			'Bản Nậm Loỏng',
			'1212345678',
			'giay-to-cua-binh',
			picture.buffer.subarray(200, 240),
			picture.buffer.subarray(80_000, 80_040)
		];
		expect(await foundIn(path.join(storage, 'IndexedDB'), planted)).toEqual([]);
		// What Chromium notes of open tabs, to open them again after a crash, has the fields of their forms; no page can
		// keep it from that without keeping it from filling them in (docs/decisions/0010).
		const elsewhere = await foundIn(profile, planted);
		expect(elsewhere.filter((found) => !found.startsWith('Default/Sessions/'))).toEqual([]);
	} finally {
		await phone.close();
		await rm(profile, { recursive: true, force: true });
	}
});
