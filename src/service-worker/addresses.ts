/** Which addresses the service worker answers, and from where. */
import { isDeskPage } from '../lib/desks.ts';

/** A public page is worth waiting for this long; then the reader gets it from the device. */
export const networkMsMax = 3_000;

/** First segments of what is no page: data, files, logins and what banks and agencies call. Always the network's. */
const notPages = new Set([
	'trpc',
	'api',
	'uploads',
	'auth',
	'payments',
	'files',
	'agency',
	'catalogue',
	'health',
	'sitemap.xml',
	'robots.txt'
]);

/** First segments of pages whose data is on the device: they never wait for the network. */
const citizenPages = new Set(['nop', 'ban-nhap', 'ho-so', 'thanh-toan', 'cho-gui', 'tai-khoan', 'dang-nhap']);

/** A page that is on the device, or can be. */
export function isPage(pathname: string): boolean {
	return !notPages.has(firstSegment(pathname)) && !isDeskPage(pathname) && !isFile(pathname);
}

export function isCitizenPage(pathname: string): boolean {
	return citizenPages.has(firstSegment(pathname));
}

/** Files of the build, static ones and slips of a dossier; codes of procedures have dots too, but only below `/thu-tuc`. */
function isFile(pathname: string): boolean {
	return (
		pathname.startsWith('/_app/') ||
		/^\/ho-so\/[^/]+\/phieu\//.test(pathname) ||
		/^\/(icons\/)?[\w-]+\.(png|svg|ico|webmanifest|txt|js)$/.test(pathname)
	);
}

/**
 * Whether every device keeps this file of the build. What only shared machines or desks load lies in folders of its own
 * (vite.config.ts): they fetch it when they load it, and the browser's own cache holds it from then on, because its
 * name changes with its content.
 */
export function isForEverybody(file: string): boolean {
	return !/^\/_app\/immutable\/(kiosk|desk)\//.test(file);
}

/** Changes with the build: `version` alone is the commit, and a build from changed files has the same. */
export function revisionOf(version: string, build: readonly string[]): string {
	let hash = 0;
	for (const char of build.join('\n')) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) | 0;
	return `${version}-${(hash >>> 0).toString(36)}`;
}

function firstSegment(pathname: string): string {
	return pathname.split('/', 2)[1] ?? '';
}
