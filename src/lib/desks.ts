/** The desks of officers, operators and editors: pages that ask the server at every step and leave nothing on a device. */

const desks = new Set(['mot-cua', 'van-hanh', 'bien-tap']);

/** Whether the address is a page of a desk, by its first segment. */
export function isDeskPage(pathname: string): boolean {
	return desks.has(pathname.split('/', 2)[1] ?? '');
}
