import { expect, test } from '../support/visited-test.ts';
import { photo } from '../support/photos.ts';
import {
	beginHealthCard,
	fillApplicant,
	firstVisit,
	goToReview,
	logIn,
	mai,
	next,
	submissionsWaiting
} from '../support/visit.ts';

test('[S6] a login that ends in the middle of sending pauses it, keeps everything, and it goes on after login', async ({
	page,
	context,
	front,
	world
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	await beginHealthCard(page, 'data');
	await page.locator('#changes').fill('Ngày sinh đúng là 17/5/1990');
	await next(page);
	await fillApplicant(page, mai);
	await next(page);
	await page.getByRole('radio', { name: /Bản điện tử/ }).check();
	await next(page);
	await page.getByTestId('file-dataProof').setInputFiles(photo(1, 300_000));
	await expect(page.getByText('anh-1.jpg')).toBeVisible();
	await goToReview(page);
	await page.locator('#truthPledge').check();

	// The session ends on the server when the second piece of the photo arrives; the phone knows nothing of it.
	let pieces = 0;
	front.answer = async ({ method, url }) => {
		if (method !== 'PATCH' || !url?.startsWith('/uploads/') || ++pieces !== 2) return null;
		const cookies = (await context.cookies(front.origin)).map(({ name, value }) => `${name}=${value}`);
		const ended = await fetch(`${world.portal.url}/auth/logout`, {
			method: 'POST',
			headers: { cookie: cookies.join('; ') }
		});
		expect(ended.status).toBe(200);
		return null;
	};
	await page.getByTestId('submit').click();
	await expect(page.getByTestId('line-badge')).toHaveAttribute('data-kind', 'needsLogin');
	await expect(page.getByTestId('local-reference')).toContainText('TẠM');
	await expect(page.getByText('Chưa gửi')).toBeVisible();
	expect(pieces).toBeGreaterThanOrEqual(2);

	await test.step('[U7] the list of what waits says why, also after a reload', async () => {
		await page.goto('/cho-gui');
		await expect(submissionsWaiting(page)).toHaveCount(1);
		await expect(page.getByText('Chờ bạn đăng nhập.')).toBeVisible();
	});

	// The e-ID still knows her, so that one press is enough.
	await page.getByTestId('login-to-send').click();
	await expect(page.getByText('Không còn gì chờ gửi')).toBeVisible();
	await page.goto('/ho-so');
	await page.getByTestId('dossier').first().getByRole('link').click();
	await expect(page.getByTestId('dossier-code').first()).toContainText('000.00.12.G24');
});
