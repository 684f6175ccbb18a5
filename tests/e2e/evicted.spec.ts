/** A browser that has thrown away what it kept, and one that soon may. */
import { expect, test } from '../support/visited-test.ts';
import { beginHealthCard, firstVisit } from '../support/visit.ts';

test('[R13] what the browser has thrown away is told; who never had anything hears nothing', async ({
	page,
	baseURL
}) => {
	await firstVisit(page);
	await page.goto('/ho-so');
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await expect(page.getByTestId('evicted')).toBeHidden();
	await beginHealthCard(page);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	await page.goto('/ho-so');
	await expect(page.getByTestId('draft')).toHaveCount(1);
	await expect(page.getByTestId('evicted')).toBeHidden();

	await page.goto('about:blank');
	const devtools = await page.context().newCDPSession(page);
	const { origin } = new URL(baseURL ?? '');
	await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
	await page.goto('/ho-so');
	await expect(page.getByTestId('evicted')).toContainText('Ảnh và những gì chưa gửi đã mất');
	await page.getByRole('button', { name: 'Tôi đã đọc' }).click();
	await expect(page.getByTestId('evicted')).toBeHidden();
	await page.reload();
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await expect(page.getByTestId('evicted')).toBeHidden();
});

test('[R13] little room is told before it is none', async ({ page }) => {
	await firstVisit(page);
	await page.goto('/ho-so');
	await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
	await expect(page.getByTestId('little-room')).toBeHidden();
	// Chromium tells the same round figure whatever quota is set; others tell the truth.
	await page.addInitScript(() => {
		navigator.storage.estimate = async () => ({ usage: 50_000_000, quota: 62_000_000 });
	});
	await page.reload();
	await expect(page.getByTestId('little-room')).toBeVisible();
});

test("[R15] [R14] a draft that opens no more is told of beside the others; a newer app's work is not touched", async ({
	page
}) => {
	await firstVisit(page);
	for (const number of ['1111111111', '2222222222']) {
		await beginHealthCard(page);
		await page.locator('#socialInsuranceNo').fill(number);
		await page.locator('#socialInsuranceNo').blur();
		await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	}
	await page.goto('/ho-so');
	await expect(page.getByTestId('draft')).toHaveCount(2);
	await expect(page.getByTestId('damaged')).toBeHidden();

	await test.step('one byte on the disk is another', async () => {
		const before = await page.evaluate(damageOneDraft);
		await page.reload();
		await expect(page.getByTestId('damaged')).toContainText('1');
		await expect(page.getByTestId('draft')).toHaveCount(1);
		expect(await page.evaluate(draftRows)).toBe(before);
	});

	await test.step('a newer app was here', async () => {
		await page.goto('/icons/emblem.svg');
		await page.evaluate(upgradeGuest);
		await page.goto('/ho-so');
		await expect(page.getByTestId('newer')).toBeVisible();
		await expect(page.getByTestId('draft')).toHaveCount(0);
		await page.goto('/icons/emblem.svg');
		expect(await page.evaluate(draftRows)).toBe(2);
	});
});

/** In the page: changes a byte of what lies sealed. @returns how many drafts there are */
async function damageOneDraft(): Promise<number> {
	const opening = indexedDB.open('motcua-khach');
	const db = await new Promise<IDBDatabase>((resolve) => {
		opening.onsuccess = () => resolve(opening.result);
	});
	const transaction = db.transaction('sealedDrafts', 'readwrite');
	const store = transaction.objectStore('sealedDrafts');
	const reading = store.getAll();
	reading.onsuccess = () => {
		const row = (reading.result as { sealed: Uint8Array }[])[0]!;
		row.sealed[row.sealed.length - 1]! ^= 1;
		store.put(row);
	};
	await new Promise<void>((resolve) => {
		transaction.oncomplete = () => resolve();
	});
	db.close();
	return reading.result.length;
}

/** In the page. */
async function draftRows(): Promise<number> {
	const opening = indexedDB.open('motcua-khach');
	const db = await new Promise<IDBDatabase>((resolve) => {
		opening.onsuccess = () => resolve(opening.result);
	});
	const counting = db.transaction('sealedDrafts').objectStore('sealedDrafts').count();
	await new Promise<void>((resolve) => {
		counting.onsuccess = () => resolve();
	});
	db.close();
	return counting.result;
}

/** In a page of this origin that runs no app, so that nobody else holds the database open. */
async function upgradeGuest(): Promise<void> {
	const opening = indexedDB.open('motcua-khach', 10_000);
	await new Promise<void>((resolve, reject) => {
		opening.onsuccess = () => resolve();
		opening.onerror = () => reject(opening.error);
	});
	opening.result.close();
}
