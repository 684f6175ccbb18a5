/** Addresses of transaction services; without the registry, so that public pages can link to them. */

/** Short names of addresses that people know. */
const idsByShort: Readonly<Record<string, string>> = { 'tien-dien': 'thanh-toan-tien-dien' };

/** Address of a transaction's page. @param id its definition's id */
export function transactionPath(id: string): string {
	const short = Object.entries(idsByShort).find(([, whole]) => whole === id)?.[0];
	return `/thanh-toan/${short ?? id}`;
}

/** The id behind an address' last part, whether or not there is such a service. */
export function transactionId(slug: string): string {
	return idsByShort[slug] ?? slug;
}
