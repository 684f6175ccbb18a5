import { expect, test } from 'vitest';
import { loginPath, returnPath } from './return-path.ts';

test('a path of this site is kept, with its query', () => {
	expect(returnPath('/ho-so/0190?x=1#y')).toBe('/ho-so/0190?x=1#y');
	expect(returnPath(new URL(loginPath('/ban-nhap/1?buoc=2'), 'http://a').searchParams.get('return'))).toBe(
		'/ban-nhap/1?buoc=2'
	);
});

test.each([
	null,
	'',
	'ho-so',
	'https://evil.example/',
	'//evil.example',
	'/\\evil.example',
	'/\t/evil.example',
	'/%09/../..//evil.example',
	'javascript:alert(1)',
	'/.//evil.example',
	'/auth/login?return=/',
	'/dang-nhap/xong'
])('%j does not lead out of this site nor round in circles', (raw) => {
	const path = returnPath(raw);
	const url = new URL(path, 'https://motcua.example');
	expect(url.origin).toBe('https://motcua.example');
	expect(path.startsWith('//')).toBe(false);
	expect(path).not.toMatch(/^\/(auth|dang-nhap)\//);
});
