/**
 * A phone whose storage runs full: Chromium's own quota, so that IndexedDB fails as it does on a real one.
 *
 * Chromium looks at the quota when a write would not fit into the room that it saw last, up to half a minute ago.
 * So the phone is small from the start, and `fill` first uses up what room it remembers.
 */
import type { Page } from '@playwright/test';

export interface SmallStorage {
	/** From now on nothing more fits. */
	fill(): Promise<void>;
	/** Somebody has deleted her videos. */
	free(): Promise<void>;
}

const smallBytes = 12 * 1024 * 1024;
/** Nobody is that large: room for everything else, and gone in a few writes. */
const pieceBytes = 512 * 1024;

/** Call before the first visit. */
export async function smallStorage(page: Page, baseURL: string | undefined): Promise<SmallStorage> {
	const devtools = await page.context().newCDPSession(page);
	const { origin } = new URL(baseURL ?? '');
	const setQuota = (quotaSize: number) =>
		devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
	await setQuota(smallBytes);
	return {
		async fill() {
			await setQuota(1);
			await page.evaluate(useUpRoom, pieceBytes);
		},
		async free() {
			await setQuota(10 * smallBytes);
		}
	};
}

/** In the page: writes until not even a byte fits. */
async function useUpRoom(pieceBytes: number): Promise<void> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const opening = indexedDB.open('videos');
		opening.onupgradeneeded = () => opening.result.createObjectStore('videos', { autoIncrement: true });
		opening.onsuccess = () => resolve(opening.result);
		opening.onerror = () => reject(opening.error);
	});
	const fits = (bytes: number) =>
		new Promise<boolean>((resolve) => {
			const transaction = db.transaction('videos', 'readwrite');
			transaction.objectStore('videos').add(new Uint8Array(bytes));
			transaction.oncomplete = () => resolve(true);
			transaction.onabort = () => resolve(false);
		});
	for (let bytes = pieceBytes; bytes >= 1; bytes = Math.floor(bytes / 8)) while (await fits(bytes));
	db.close();
}
