import { expect, test } from '../support/visited-test.ts';
import {
	firstVisit,
	logIn,
	pressSendNow,
	submissionsWaiting,
	submitHealthCard,
	sung
} from '../support/visit.ts';

test('[S9] of two tabs one sends, once, and both show the same', async ({ page, context, front }) => {
	await firstVisit(page);
	await logIn(page, sung);
	front.down = true;
	await submitHealthCard(page, sung);
	await expect(page.getByTestId('local-reference')).toBeVisible();
	const other = await context.newPage();
	await other.goto('/cho-gui');
	await expect(submissionsWaiting(other)).toHaveCount(1);
	for (const tab of [page, other])
		await expect(tab.getByTestId('line-badge')).toHaveAttribute('data-kind', 'waiting');

	const submissions: string[] = [];
	context.on('request', (request) => {
		if (request.url().includes('sync.exchange') && request.postData()?.includes('"kind":"submit"'))
			submissions.push(request.postData() ?? '');
	});
	front.down = false;
	await pressSendNow(other);
	await expect(other.getByText('Không còn gì chờ gửi')).toBeVisible();
	await expect(page.getByTestId('dossier-code').first()).toContainText('000.00.12.G24');
	await expect(page.getByTestId('local-reference')).toBeHidden();
	expect(submissions).toHaveLength(1);

	await test.step('the sending tab goes in the middle of an exchange, the other takes over and sends again', async () => {
		const dossier = page.url();
		await other.goto('about:blank');
		front.down = true;
		await submitHealthCard(page, sung);
		await expect(page.getByTestId('local-reference')).toBeVisible();
		// Second in line.
		await other.goto('/cho-gui');
		await expect(submissionsWaiting(other)).toHaveCount(1);
		let isHeard = false;
		front.cut = async ({ url }, way) => {
			if (isHeard || way === 'up' || !url?.includes('sync.exchange')) return null;
			isHeard = true;
			await page.close();
			return 0;
		};
		front.down = false;
		await pressSendNow(other);
		await expect(other.getByText('Không còn gì chờ gửi')).toBeVisible({ timeout: 30_000 });
		expect(isHeard).toBe(true);
		await other.goto('/ho-so');
		await expect(other.getByTestId('dossier')).toHaveCount(2);
		await other.goto(dossier);
		// What the agency does next is only told by asking.
		await expect(other.locator('[data-testid=timeline-item][data-kind=decided]')).toBeVisible({
			timeout: 60_000
		});
	});
});
