import { expect, test } from 'vitest';
import { InstallPrompt } from './install.svelte.ts';

test('an offer is kept until it is wanted, and used once', async () => {
	const prompt = new InstallPrompt();
	const page = new EventTarget();
	const stop = prompt.listen(page);
	let asked = 0;
	const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
		prompt: async () => ((asked += 1), { outcome: 'dismissed' })
	});
	page.dispatchEvent(offer);
	expect(offer.defaultPrevented).toBe(true);
	expect(prompt.isOffered).toBe(true);

	await prompt.install();
	await prompt.install();
	expect(asked).toBe(1);
	expect(prompt.isOffered).toBe(false);
	stop();
});

test('an app that was installed from the menu offers nothing', () => {
	const prompt = new InstallPrompt();
	const page = new EventTarget();
	prompt.listen(page);
	page.dispatchEvent(new Event('beforeinstallprompt', { cancelable: true }));
	page.dispatchEvent(new Event('appinstalled'));
	expect(prompt.isOffered).toBe(false);
});
