/** A phone whose storage is full: Chromium's own quota, so that IndexedDB fails as it does on a real one. */
import type { Page } from '@playwright/test';

/** From now on nothing more fits. Loads the page again, because Chromium believes for half a minute in room it saw. */
export async function fillStorage(page: Page): Promise<void> {
	await setQuota(page, 1);
	await page.reload();
}

/** Somebody has deleted her videos. */
export async function forgetFullStorage(page: Page): Promise<void> {
	await setQuota(page, undefined);
}

async function setQuota(page: Page, quotaSize: number | undefined): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	const { origin } = new URL(page.url());
	await devtools.send('Storage.overrideQuotaForOrigin', {
		origin,
		...(quotaSize === undefined ? {} : { quotaSize })
	});
}
