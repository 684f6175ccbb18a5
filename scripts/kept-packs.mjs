/**
 * The files that every phone keeps, a second time, several in one: 160 small files are as many round trips of a 2G line,
 * and compress worse each by itself. The build writes the packs (vite.config.ts), a first visit brings them
 * (src/service-worker); later versions bring only what is new in them.
 */

/** A cut costs no more than one of them. */
const packsCount = 8;

/** Where they lie; the service worker adds a query that tells them from another build's. */
export const packAddresses = Array.from({ length: packsCount }, (_, number) => `/_app/packs/${number}.json`);

/**
 * Packs of about the same size, in the order of the files, which keeps what belongs together together.
 * @param {readonly (readonly [address: string, text: string])[]} files
 * @returns {Record<string, string>[]} of each pack the texts by address
 */
export function packsOf(files) {
	const all = files.reduce((sum, [, { length }]) => sum + length, 0);
	/** @type {Record<string, string>[]} */
	const packs = packAddresses.map(() => ({}));
	let done = 0;
	for (const [address, text] of files) {
		const pack = packs[Math.min(packsCount - 1, Math.floor((done * packsCount) / Math.max(1, all)))];
		if (pack) pack[address] = text;
		done += text.length;
	}
	return packs;
}
