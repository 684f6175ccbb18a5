/**
 * Whether this device is a machine that anybody may use (a kiosk of a commune's office). A setting of the device, nothing
 * about a person. The server reads it too, for logins (server/auth/routes.ts): hence a cookie.
 */

const name = 'may-dung-chung';
/** Longer than browsers allow; they take their longest, and every visit renews it. */
const keptSeconds = 10 * 365 * 86_400;

export function isKiosk(cookies = typeof document === 'undefined' ? '' : document.cookie): boolean {
	return new RegExp(`(?:^|;\\s*)${name}=1(?:;|$)`).test(cookies);
}

/** Says what this device is; also to renew it. */
export function setKiosk(on: boolean): void {
	const secure = location.protocol === 'https:' ? '; secure' : '';
	document.cookie = `${name}=${on ? 1 : 0}; path=/; max-age=${on ? keptSeconds : 0}; samesite=lax${secure}`;
}
