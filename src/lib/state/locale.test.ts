import { expect, test } from 'vitest';
import { chosenLocale, searchIn } from './locale.ts';

test.each([
	{ asked: 'en', cookies: 'lang=vi', shown: 'vi', locale: 'en' },
	{ asked: null, cookies: 'a=1; lang=en', shown: 'vi', locale: 'en' },
	{ asked: null, cookies: 'slang=en', shown: 'vi', locale: 'vi' },
	{ asked: 'fr', cookies: 'lang=fr', shown: 'en', locale: 'en' },
	{ asked: null, cookies: '', shown: '', locale: 'vi' }
])('address $asked, cookies "$cookies", page $shown: $locale', ({ asked, cookies, shown, locale }) => {
	expect(chosenLocale(asked, cookies, shown)).toBe(locale);
});

test('the switch keeps what was searched for', () => {
	expect(searchIn('en', '?q=bang+lai&lang=vi')).toBe('?q=bang+lai&lang=en');
	expect(searchIn('vi', '')).toBe('?lang=vi');
});
