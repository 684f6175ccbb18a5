/** Calls to agencies: bounded in time and size, redirects not followed. */
import { outgoingTimeoutMs } from '../../domain/limits.ts';

export type Fetch = typeof fetch;

export type Reply =
	| {
			readonly type: 'answered';
			readonly status: number;
			readonly headers: Headers;
			readonly body: Buffer;
			/** What Retry-After asks for, in ms; 0 without it. */
			readonly retryAfterMs: number;
	  }
	/** Nobody there, too slow, or longer than allowed. */
	| { readonly type: 'silent'; readonly why: 'unreachable' | 'timeout' | 'too_large' };

export async function call(
	fetcher: Fetch,
	url: string,
	init: {
		readonly method: 'GET' | 'POST';
		readonly headers?: Record<string, string>;
		readonly body?: string;
	},
	bytesMax: number,
	timeoutMs = outgoingTimeoutMs
): Promise<Reply> {
	const signal = AbortSignal.timeout(timeoutMs);
	try {
		const response = await fetcher(url, { ...init, redirect: 'manual', signal });
		const body = await boundedBody(response, bytesMax);
		if (!body) return { type: 'silent', why: 'too_large' };
		const { status, headers: heard } = response;
		return { type: 'answered', status, headers: heard, body, retryAfterMs: retryAfterMs(heard) };
	} catch {
		return { type: 'silent', why: signal.aborted ? 'timeout' : 'unreachable' };
	}
}

async function boundedBody(response: Response, bytesMax: number): Promise<Buffer | null> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
		bytes += part.byteLength;
		// Leaving the loop cancels the body.
		if (bytes > bytesMax) return null;
		parts.push(part);
	}
	return Buffer.concat(parts);
}

/** Seconds only: a date would need the other's clock. */
function retryAfterMs(headers: Headers): number {
	const text = headers.get('retry-after') ?? '';
	return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : 0;
}

/** Refusals that another attempt will not change; 408 and 429 only ask for time. */
export function isFinal(status: number): boolean {
	return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
