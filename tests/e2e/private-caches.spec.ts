import { expect, test } from '../support/visited-test.ts';
import { firstVisit, logIn, submitHealthCard, sung } from '../support/visit.ts';

test('[O4] after a visit with a login no cache holds anything of hers', async ({ page }) => {
	await firstVisit(page);
	const kept: string[] = [];
	page.on('response', (response) => {
		const { pathname } = new URL(response.url());
		if (/^\/(trpc|files|uploads|auth)\b/.test(pathname))
			kept.push(`${pathname} ${response.headers()['cache-control'] ?? 'no rule'}`);
	});
	await logIn(page, sung);
	await submitHealthCard(page, sung);
	await expect(page.locator('[data-testid=timeline-item][data-kind=returned]')).toBeVisible({
		timeout: 60_000
	});
	await expect(page.getByTestId('result')).toBeVisible();
	await page.goto('/thanh-toan/tien-dien?ma=PB05000765432');
	await page.getByTestId('find-bills').click();
	await expect(page.getByTestId('bill-account')).toContainText('Không còn khoản nào phải trả');

	await test.step('the browser is told to keep no answer about her', () => {
		expect(kept.length).toBeGreaterThan(3);
		expect(kept.some((line) => line.startsWith('/files/result/'))).toBe(true);
		expect(kept.filter((line) => !line.endsWith(' no-store'))).toEqual([]);
	});

	await test.step('the worker keeps files of the app and nothing else', async () => {
		const held = await page.evaluate(async () => {
			const entries: { path: string; text: string }[] = [];
			for (const name of await caches.keys()) {
				const cache = await caches.open(name);
				for (const request of await cache.keys())
					entries.push({
						path: new URL(request.url).pathname,
						text: (await (await cache.match(request))?.text()) ?? ''
					});
			}
			return entries;
		});
		expect(held.length).toBeGreaterThan(5);
		const ofTheApp = /^\/(_app\/immutable\/|khung$|icons\/|manifest\.webmanifest$|robots\.txt$)/;
		expect(held.map(({ path }) => path).filter((path) => !ofTheApp.test(path))).toEqual([]);
		for (const { path, text } of held) {
			expect(text, path).not.toContain(sung.name);
			expect(text, path).not.toContain('000.00.12.G24');
		}
	});
});
