import { wakeTag } from '../../sync/client/background.ts';
import { expect, test } from '../support/visited-test.ts';
import { firstVisit, logIn, mai, submissionsWaiting, submitHealthCard } from '../support/visit.ts';

test('[U7] [S7] the line says what waits and why, and it goes by itself when the network returns', async ({
	page,
	context
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	const line = page.getByTestId('line-badge');
	await expect(line).toHaveAttribute('data-kind', 'idle');

	await context.setOffline(true);
	await expect(page.getByText('Đang không có mạng – mọi thứ vẫn lưu trên máy')).toBeVisible();
	await submitHealthCard(page, mai);
	await expect(page.getByText('Đã lưu trên máy này. Chưa gửi.')).toBeVisible();
	await expect(line).toHaveText(/Chờ có mạng/);
	await line.click();
	await expect(submissionsWaiting(page)).toHaveCount(1);
	await expect(page.getByText('Chờ có mạng.')).toBeVisible();

	await context.setOffline(false);
	await expect(page.getByText('Không còn gì chờ gửi')).toBeVisible();
	await expect(line).toHaveText(/Đã cập nhật lúc/);
});

test('[S21] the browser tells the service worker that the line is back, and what waits goes', async ({
	page,
	context,
	front,
	baseURL
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	const devtools = await context.newCDPSession(page);
	const worker = new Promise<string>((resolve) =>
		devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const [registration] = registrations;
			if (registration) resolve(registration.registrationId);
		})
	);
	await devtools.send('ServiceWorker.enable');
	const registrationId = await worker;
	front.down = true;
	await submitHealthCard(page, mai);
	const line = page.getByTestId('line-badge');
	await expect(line).toHaveAttribute('data-kind', 'waiting');
	await page.evaluate(() =>
		navigator.serviceWorker.addEventListener('message', () => Object.assign(globalThis, { woken: true }))
	);
	front.down = false;
	await devtools.send('ServiceWorker.dispatchSyncEvent', {
		origin: baseURL ?? '',
		registrationId,
		tag: wakeTag,
		lastChance: false
	});
	await page.waitForFunction(() => 'woken' in globalThis);
	await expect(page.getByTestId('dossier-code').first()).toContainText('000.00.12');
});

test('[U7] [S10] a server that speaks a newer protocol: told to update, and everything is kept', async ({
	page,
	front
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	front.answer = ({ url }) =>
		url?.startsWith('/trpc/sync.exchange')
			? {
					status: 200,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({
						result: { data: { ok: false, error: { type: 'outdated_app' } } }
					})
				}
			: null;
	await submitHealthCard(page, mai);
	await expect(page.getByTestId('line-badge')).toHaveText(/Cần cập nhật ứng dụng để gửi/);
	await page.goto('/cho-gui');
	await expect(page.getByText('Chờ cập nhật ứng dụng.')).toBeVisible();
	await expect(submissionsWaiting(page)).toHaveCount(1);
});
