/** Tells the addresses of transaction services from those of payments, which are UUIDs. */
export function match(param: string): boolean {
	return /^(tien-dien|(nop|thu-tuc)-[a-z-]+)$/.test(param);
}
