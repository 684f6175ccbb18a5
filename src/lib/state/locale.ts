/**
 * Which language a page is in: what the address asks (`?lang=`), else the cookie `lang`, else Vietnamese.
 *
 * A `+layout.server.ts` could read the cookie, but then every page would need the server and none would open
 * offline. So the one universal layout asks here: on the server hooks.server.ts has decided already and
 * `locals.locale` says so; in the browser the cookie is readable, also under the offline shell, whose HTML is
 * the same for everybody and therefore says nothing about this reader.
 */
import type { Locale } from '$domain/text.ts';

export async function currentLocale(url: URL): Promise<Locale> {
	if (import.meta.env.SSR) {
		// Vite makes the condition a constant, so the browser's bundle never sees this import.
		const { getRequestEvent } = await import('$app/server');
		return getRequestEvent().locals.locale;
	}
	return chosenLocale(url.searchParams.get('lang'), document.cookie, document.documentElement.lang);
}

/** `asked` from the address, `cookies` as `document.cookie`, `shown` the language of the page as it arrived. */
export function chosenLocale(asked: string | null, cookies: string, shown: string): Locale {
	const kept = /(?:^|;\s*)lang=(\w+)/.exec(cookies)?.[1];
	for (const wish of [asked, kept, shown]) if (wish === 'vi' || wish === 'en') return wish;
	return 'vi';
}

/** The query of the same page in another language: `?q=x` becomes `?q=x&lang=en`. */
export function searchIn(locale: Locale, search: string): string {
	const query = new URLSearchParams(search);
	query.set('lang', locale);
	return `?${query}`;
}

/** A year: nobody should have to choose twice. The server reads it, so it is a cookie and not localStorage. */
export function keepLocale(locale: Locale): void {
	document.cookie = `lang=${locale}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
}
