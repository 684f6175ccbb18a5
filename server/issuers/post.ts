/** One signed call to an issuer: bounded in time, redirects not followed, everything but an answer is an outage. */
import { IssuerOutage } from './issuer.ts';

export interface IssuerLine {
	readonly baseUrl: string;
	/** Bearer key. */
	readonly key: string;
	readonly timeoutMs: number;
}

/** @throws IssuerOutage when there is no answer, or none in JSON */
export async function post(
	{ baseUrl, key, timeoutMs }: IssuerLine,
	path: string,
	body: unknown
): Promise<{ readonly status: number; readonly json: unknown }> {
	try {
		const response = await fetch(`${baseUrl}${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
			redirect: 'manual',
			signal: AbortSignal.timeout(timeoutMs)
		});
		return { status: response.status, json: await response.json() };
	} catch (error) {
		throw new IssuerOutage('the issuer does not answer', { cause: error });
	}
}

/** @throws IssuerOutage when the answer is not in the issuer's words */
export function inItsWords<T>(
	schema: {
		safeParse(
			value: unknown
		): { readonly success: true; readonly data: T } | { readonly success: false; readonly error?: unknown };
	},
	json: unknown
): T {
	const read = schema.safeParse(json);
	if (read.success) return read.data;
	throw new IssuerOutage('the issuer’s answer cannot be read', { cause: read.error });
}
