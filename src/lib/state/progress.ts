/** Asks the server how far a dossier is; there is nothing about it on the device. */
import * as z from 'zod/mini';
import { DossierProgress } from '$domain/dossier/progress.ts';
import { err, ok, type Result } from '$domain/result.ts';

/** `busy`: asked too often, to be tried again after so many seconds. */
export type ProgressFailure =
	| { readonly type: 'not_found' }
	| { readonly type: 'unreachable' }
	| { readonly type: 'busy'; readonly seconds: number };

const Busy = z.object({ fault: z.object({ retryAfterMs: z.number() }) });

/** `fetch` is the one that SvelteKit gives to `load`. An answer of somebody else's is no answer. */
export async function askProgress(
	text: string,
	fetch: typeof globalThis.fetch
): Promise<Result<DossierProgress, ProgressFailure>> {
	try {
		const response = await fetch(`/api/progress?ma=${encodeURIComponent(text)}`);
		const body: unknown = await response.json();
		if (response.status === 404) return err({ type: 'not_found' });
		if (response.status === 429) {
			const busy = Busy.safeParse(body);
			return err({
				type: 'busy',
				seconds: Math.ceil((busy.success ? busy.data.fault.retryAfterMs : 60_000) / 1000)
			});
		}
		const found = DossierProgress.safeParse(body);
		return found.success ? ok(found.data) : err({ type: 'unreachable' });
	} catch {
		return err({ type: 'unreachable' });
	}
}
