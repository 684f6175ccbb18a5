/** The desks of officers, operators and editors: pages that ask the server at every step and leave nothing on a device. */
import type { Workplace } from '$domain/workplace.ts';

/** Where each begins. */
export const workplacePath: Readonly<Record<Workplace, string>> = {
	desk: '/mot-cua',
	publishing: '/bien-tap',
	operations: '/van-hanh'
};

/** Whether the address is a page of a desk, by its first segment. */
export function isDeskPage(pathname: string): boolean {
	return Object.values(workplacePath).includes(`/${pathname.split('/', 2)[1] ?? ''}`);
}
