import { describe, expect, it } from 'vitest';
import { askToBeWoken, hearWaking, wakeTag, wakeWindows } from './background.ts';

type Hear = (event: { readonly data: unknown }) => void;

/** A service worker with one window, and what was asked of the browser. */
function browser(sync?: { register(tag: string): Promise<void> }) {
	const listening = new Set<Hear>();
	const worker = {
		ready: Promise.resolve(sync ? { sync } : {}),
		addEventListener: (_type: 'message', call: Hear) => void listening.add(call),
		removeEventListener: (_type: 'message', call: Hear) => void listening.delete(call)
	};
	const page = { postMessage: (data: unknown) => listening.forEach((call) => call({ data })) };
	return { worker, page, windows: { matchAll: async () => [page] } };
}

describe('[S21] work that waits', () => {
	it('asks the browser once it may be asked, and is woken through the service worker', async () => {
		const asked: string[] = [];
		const { worker, windows } = browser({ register: async (tag) => void asked.push(tag) });
		let woken = 0;
		const stop = hearWaking(() => woken++, worker);
		await askToBeWoken(worker);
		expect(asked).toEqual([wakeTag]);
		await wakeWindows(wakeTag, windows);
		expect(woken).toBe(1);
		stop();
		await wakeWindows(wakeTag, windows);
		expect(woken).toBe(1);
	});

	it('is not woken by anything else', async () => {
		const { worker, page, windows } = browser();
		let woken = 0;
		hearWaking(() => woken++, worker);
		await wakeWindows('another', windows);
		page.postMessage({ type: 'SKIP_WAITING' });
		expect(woken).toBe(0);
	});

	it('goes on without it where the browser has none, or forbids it', async () => {
		await askToBeWoken(undefined);
		await askToBeWoken(browser().worker);
		const forbidden = browser({ register: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
		await expect(askToBeWoken(forbidden.worker)).resolves.toBeUndefined();
		await wakeWindows(wakeTag, { matchAll: async () => [] });
	});
});
