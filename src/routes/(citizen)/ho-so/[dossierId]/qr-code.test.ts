// @vitest-environment jsdom
import { mount, unmount } from 'svelte';
import decodeQR from 'qr/decode.js';
import { expect, test, vi } from 'vitest';
import QrCode from './QrCode.svelte';

/** The drawing as pixels, four to a module. */
function pixels(svg: Element) {
	const modules = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
	const scale = 4;
	const size = modules * scale;
	const data = new Uint8ClampedArray(size * size * 4).fill(255);
	for (const [, x, y] of svg
		.querySelector('path')
		?.getAttribute('d')
		?.matchAll(/M(\d+) (\d+)h1v1h-1z/g) ?? [])
		for (let dy = 0; dy < scale; dy++)
			for (let dx = 0; dx < scale; dx++) {
				const at = ((Number(y) * scale + dy) * size + Number(x) * scale + dx) * 4;
				data.set([0, 0, 0], at);
			}
	return { width: size, height: size, data };
}

test('[R2] the QR code of a receipt says its address, in pixels and to who cannot see it', async () => {
	const text = 'https://cong.example/ho-so/00000000-0000-4000-8000-000000003001';
	const card = mount(QrCode, { target: document.body, props: { text, label: 'Mã QR dẫn đến hồ sơ này' } });
	const svg = await vi.waitFor(() => {
		const found = document.querySelector('[data-testid=qr]');
		if (!found) throw new Error('not drawn yet');
		return found;
	});
	expect(decodeQR(pixels(svg))).toBe(text);
	expect(svg.getAttribute('aria-label')).toBe('Mã QR dẫn đến hồ sơ này');
	await unmount(card);
});
