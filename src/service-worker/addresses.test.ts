import { expect, test } from 'vitest';
import { isCitizenPage, isForEverybody, isPage, revisionOf } from './addresses.ts';

test.each([
	'/',
	'/tim-kiem',
	'/thu-tuc/3.000347',
	'/thu-tuc/TT.DIEN',
	'/thu-tuc/1.012753.H19',
	'/hoi-dap/mat-bang-lai',
	'/nop/3.000347',
	'/ho-so/0b7d0f5e',
	'/khong-co'
])('%s is a page and opens offline', (path) => expect(isPage(path)).toBe(true));

test.each([
	'/trpc/sync.exchange',
	'/api/catalogue/home',
	'/uploads/1',
	'/auth/login',
	'/auth/callback',
	'/payments/vnpay/return',
	'/files/result/1',
	'/ho-so/0b7d0f5e/phieu/1.pdf',
	'/agency/callback/G01',
	'/catalogue/manifest.json',
	'/bien-tap/thu-tuc/1.001193',
	'/mot-cua/ho-so/0b7d0f5e',
	'/van-hanh',
	'/manifest.webmanifest',
	'/icons/emblem.svg',
	'/_app/version.json',
	'/service-worker.js',
	'/sitemap.xml'
])('%s always goes to the network', (path) => expect(isPage(path)).toBe(false));

test('pages whose data is on the device do not wait for the network', () => {
	for (const path of [
		'/ho-so',
		'/ho-so/1',
		'/ban-nhap/1',
		'/nop/3.000347',
		'/thanh-toan/tien-dien',
		'/tai-khoan'
	])
		expect(isCitizenPage(path)).toBe(true);
	for (const path of ['/', '/thu-tuc/3.000347', '/ho-so-cu']) expect(isCitizenPage(path)).toBe(false);
});

test('a phone keeps no file that only desks or shared machines load', () => {
	for (const file of ['nodes/6.Ab12.js', 'chunks/Cd34.js', 'assets/frame.Ef56.css', 'workers/worker-Gh78.js'])
		expect(isForEverybody(`/_app/immutable/${file}`)).toBe(true);
	for (const file of ['desk/nodes/21.Ab12.js', 'desk/Cd34.js', 'desk/21.Ef56.css', 'kiosk/Gh78.js'])
		expect(isForEverybody(`/_app/immutable/${file}`)).toBe(false);
});

test('the revision follows the files, not only the commit', () => {
	const built = revisionOf('abc', ['/a.1.js', '/b.1.js']);
	expect(revisionOf('abc', ['/a.1.js', '/b.1.js'])).toBe(built);
	expect(revisionOf('abc', ['/a.1.js', '/b.2.js'])).not.toBe(built);
	expect(revisionOf('abd', ['/a.1.js', '/b.1.js'])).not.toBe(built);
});
