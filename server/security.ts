/**
 * What protects every answer and every request, whatever it is about: headers, and the refusal of requests that
 * another site's page makes with our cookie. The content security policy is Kit's (svelte.config.js), because only
 * Kit knows the hashes of its own scripts.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Two years, the length that browsers' preload lists ask for. */
const hstsSeconds = 63_072_000;

export interface Security {
	readonly portalOrigin: string;
	/** A proxy in front of us speaks TLS and tells the true address. */
	readonly trustProxy: boolean;
}

/**
 * Sets the headers of every answer, before anything is answered.
 * @param pathname files of the build are no documents: what protects documents would only weigh on each of them
 */
export function setSecurityHeaders(
	response: ServerResponse,
	{ portalOrigin }: Security,
	pathname: string
): void {
	response.setHeader('x-content-type-options', 'nosniff');
	if (pathname.startsWith('/_app/immutable/')) return;
	response.setHeader('x-frame-options', 'DENY');
	response.setHeader('referrer-policy', 'same-origin');
	response.setHeader(
		'permissions-policy',
		'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()'
	);
	response.setHeader('cross-origin-opener-policy', 'same-origin');
	response.setHeader('cross-origin-resource-policy', 'same-origin');
	if (portalOrigin.startsWith('https:'))
		response.setHeader('strict-transport-security', `max-age=${hstsSeconds}; includeSubDomains`);
}

/**
 * Whether another site may have caused this request. Browsers say so in `sec-fetch-site`, older ones in `origin`;
 * who sends neither is no browser and has no cookie that anybody could abuse.
 */
export function isFromAnotherSite(
	request: Pick<IncomingMessage, 'headers'>,
	{ portalOrigin }: Security
): boolean {
	const site = request.headers['sec-fetch-site'];
	if (site !== undefined) return site !== 'same-origin';
	const origin = request.headers.origin;
	return origin !== undefined && origin !== portalOrigin;
}

/** True for a method that may change something. */
export function isUnsafe(method: string | undefined): boolean {
	return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/** Network address of the visitor: the proxy's word (its own entry is the last) only when there is a proxy. */
export function visitorAddress(request: IncomingMessage, { trustProxy }: Security): string {
	const forwarded = trustProxy
		? String(request.headers['x-forwarded-for'] ?? '')
				.split(',')
				.at(-1)
				?.trim()
		: '';
	return (forwarded || request.socket.remoteAddress || '').replace(/^::ffff:/i, '');
}
