/**
 * Sends the agency's news to the portal, signed as Standard Webhooks. Promises: every news leaves at least once, under
 * one id with one body; of one dossier the next leaves only after the one before was taken; a slow or refusing portal
 * is asked again for ever. News wait in the dossier's record, so that a restart goes on with the same queue.
 */
import { Webhook } from 'standardwebhooks';
import type { Duties } from '../worker.ts';
import type { Callback, Dossier } from './dossier.ts';
import { delayAfter } from './retry.ts';
import type { AgencyStore } from './store.ts';
import { newsToCall } from './xroad.ts';

export interface CallbackOptions {
	readonly store: AgencyStore;
	/** whsec_…, the agency's own. */
	readonly secret: string;
	/** Waits (ms) after failed tries; the last one repeats. */
	readonly delays: readonly number[];
	readonly now: () => number;
	/** True while a test holds the news back. */
	readonly isHeld: () => boolean;
}

const callbackPatienceMs = 10_000;

export function callbackDuties({ store, secret, delays, now, isHeld }: CallbackOptions): Duties {
	const heads = () =>
		isHeld()
			? []
			: store.all().flatMap((dossier) => {
					const callback = dossier.callbacks.find(({ state }) => state === 'due');
					return callback ? [{ dossier, callback }] : [];
				});
	return {
		nextDueAt() {
			const moments = heads().map(({ callback }) => callback.dueAt);
			return moments.length > 0 ? Math.min(...moments) : undefined;
		},
		async work(at, stopping) {
			const due = heads().filter(({ callback }) => callback.dueAt <= at);
			await Promise.all(
				due.map(async ({ dossier, callback }) => {
					const { status } = await sendCallback(dossier, callback, secret, now(), stopping);
					if (stopping.aborted) return;
					await noteAnswer(store, dossier.dossierId, callback.id, (sent) => ({
						...sent,
						state: status >= 200 && status < 300 ? 'settled' : 'due',
						tries: sent.tries + 1,
						dueAt: now() + delayAfter(sent.tries, delays),
						lastAnswer: String(status)
					}));
				})
			);
		}
	};
}

/** One delivery with a fresh timestamp. Status 0 stands for no answer at all. Redirects are not followed. */
export async function sendCallback(
	dossier: Dossier,
	callback: Callback,
	secret: string,
	now: number,
	stopping?: AbortSignal
): Promise<{ status: number; body: string }> {
	const patience = AbortSignal.timeout(callbackPatienceMs);
	const at = new Date(now);
	const { callbackUrl } = dossier.message;
	const call = dossier.road && newsToCall(dossier, callback.body, dossier.road);
	const body = call?.body ?? callback.body;
	try {
		const response = await fetch(call ? `${callbackUrl}/${call.service}` : callbackUrl, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(dossier.road ? { 'x-road-client': dossier.road.agency, 'x-road-id': callback.id } : {}),
				'webhook-id': callback.id,
				'webhook-timestamp': String(Math.floor(now / 1000)),
				'webhook-signature': new Webhook(secret).sign(callback.id, at, body)
			},
			body,
			redirect: 'manual',
			signal: stopping ? AbortSignal.any([stopping, patience]) : patience
		});
		return { status: response.status, body: await response.text() };
	} catch {
		return { status: 0, body: '' };
	}
}

function noteAnswer(store: AgencyStore, dossierId: string, id: string, change: (sent: Callback) => Callback) {
	return store.update(dossierId, (dossier) => ({
		...dossier,
		callbacks: dossier.callbacks.map((one) => (one.id === id ? change(one) : one))
	}));
}
