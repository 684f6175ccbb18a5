// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { ok } from '$domain/result.ts';
import type { WalletPaper } from '$sync/client/papers.ts';
import { Wallet } from './wallet.svelte.ts';

const paper = (sha256: string, change: Partial<WalletPaper> = {}): WalletPaper => ({
	paperId: sha256,
	code: 'GT.CAN-CUOC',
	title: { vi: 'Căn cước', en: 'ID card' },
	name: 'can-cuoc.jpg',
	type: 'image/jpeg',
	sha256,
	bytes: new Blob(['x']),
	keptAt: 1,
	from: 'kept',
	...change
});
const component = { code: 'GT.CAN-CUOC', kinds: ['image/jpeg'] as const };

test('[R40] offers at a question what answers it, newest first, and not what lies there or was sent before', async () => {
	const papers = [
		paper('a'),
		paper('b', { keptAt: 2 }),
		paper('c', { code: 'GT.KHAC' }),
		paper('d', { type: 'application/pdf' }),
		paper('e')
	];
	const keepPaper = vi.fn(async () => ok(null));
	let wallet!: Wallet;
	let offered: string[] = [];
	const stop = $effect.root(() => {
		wallet = new Wallet({ wallet: async () => papers }, { keepPaper });
		$effect(() => {
			offered = wallet.offersFor(component, [{ sha256: 'e' }]).map(({ sha256 }) => sha256);
		});
	});
	await vi.waitFor(() => {
		flushSync();
		expect(offered).toEqual(['b', 'a']);
	});
	expect(wallet.has({ sha256: 'c' })).toBe(true);
	expect(wallet.has({ sha256: 'z' })).toBe(false);
	stop();
});
