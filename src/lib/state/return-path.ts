/**
 * Where to go after signing in. The address bar is anybody's to write, so only a path of this very site is taken.
 */

const home = '/ho-so';

/**
 * The path to return to, or the list of dossiers when `raw` is missing or leads anywhere else (open redirect,
 * OWASP ASVS 5.1.5). Browsers read `\` as `/` and drop tabs and line ends: hence parsing instead of looking.
 */
export function returnPath(raw: string | null): string {
	if (!raw?.startsWith('/')) return home;
	const base = 'https://here.invalid';
	if (!URL.canParse(raw, base)) return home;
	const url = new URL(raw, base);
	const path = url.pathname + url.search + url.hash;
	if (url.origin !== base || path.startsWith('//')) return home;
	// Back to the sign-in itself would go round in circles.
	return url.pathname.startsWith('/auth/') || url.pathname.startsWith('/dang-nhap/') ? home : path;
}

/** The address that begins a sign-in and comes back to `path`. */
export function loginPath(path: string): string {
	return `/auth/login?return=${encodeURIComponent(path)}`;
}
