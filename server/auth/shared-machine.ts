/**
 * A machine that anybody may use says so itself, with a cookie that its office has set (src/lib/kiosk/device.ts).
 * Whoever forges it gets less: a login that is asked for again, and a session that ends sooner.
 */
export function isSharedMachine(cookies: string | undefined): boolean {
	return /(?:^|;\s*)may-dung-chung=1(?:;|$)/.test(cookies ?? '');
}
