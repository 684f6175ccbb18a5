/** A phone with a PIN: what it hides, who opens it, and that what waits is safe behind it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import {
	beginHealthCard,
	firstVisit,
	logIn,
	mai,
	pressSendNow,
	submissionsWaiting,
	submitHealthCard
} from '../support/visit.ts';

const pin = '271190';

async function setPin(page: Page) {
	await page.goto('/tai-khoan');
	await page.getByTestId('pin-set').click();
	await expect(page.getByTestId('pin-warning')).toContainText('những gì CHƯA GỬI sẽ mất');
	await page.locator('#pin-new').fill('1234');
	await page.locator('#pin-again').fill('1234');
	await page.getByTestId('pin-keep').click();
	await expect(page.locator('#pin-new-error')).toContainText('6 chữ số');
	await page.locator('#pin-new').fill(pin);
	await page.locator('#pin-again').fill(pin);
	await page.getByTestId('pin-keep').click();
	await expect(page.getByTestId('lock-now')).toBeVisible();
}

async function enter(page: Page, digits: string) {
	await page.locator('#pin').fill(digits);
	await page.getByTestId('unlock').click();
}

test('[R11] locked, a phone shows nothing of hers in any tab and sends nothing; her PIN opens it without a network', async ({
	page,
	context,
	front
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	front.down = true;
	await submitHealthCard(page, mai);
	await beginHealthCard(page);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	await setPin(page);

	const other = await context.newPage();
	await test.step('another tab is handed the key', async () => {
		await other.goto('/ho-so');
		await expect(other.getByTestId('draft').first()).toBeVisible();
	});

	await test.step('locked in one, locked in both, and nothing goes out', async () => {
		await page.getByTestId('lock-now').click();
		for (const tab of [page, other]) {
			await expect(tab.getByTestId('locked')).toBeVisible();
			await expect(tab.getByText(mai.name)).toBeHidden();
		}
		const sent: string[] = [];
		context.on('request', (request) => {
			if (request.url().includes('sync.exchange')) sent.push(request.url());
		});
		front.down = false;
		await page.reload();
		await expect(page.getByTestId('locked')).toBeVisible();
		expect(sent).toEqual([]);
		front.down = true;
	});

	await test.step('a wrong PIN does not open it', async () => {
		for (let n = 0; n < 2; n++) {
			await enter(page, '000000');
			await expect(page.getByTestId('unlock')).toBeEnabled();
			await expect(page.locator('#pin-error')).toContainText('Mã PIN không đúng');
		}
		await enter(page, pin);
		await expect(page.getByTestId('lock-now')).toBeVisible();
		await expect(other.getByTestId('draft').first()).toBeVisible();
	});

	await test.step('what waited goes out when it is open', async () => {
		await other.goto('/cho-gui');
		await expect(submissionsWaiting(other)).toHaveCount(1);
		front.down = false;
		await pressSendNow(other);
		await expect(other.getByText('Không còn gì chờ gửi')).toBeVisible();
	});

	await test.step('away for longer than she said, it locks by itself', async () => {
		await other.close();
		await page.evaluate(() => {
			const show = (state: DocumentVisibilityState) => {
				Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
				document.dispatchEvent(new Event('visibilitychange'));
			};
			show('hidden');
			const { now } = Date;
			Date.now = () => now() + 6 * 60_000;
			show('visible');
		});
		await expect(page.getByTestId('locked')).toBeVisible();
	});

	await test.step('forgotten: gone from this phone, and what was received is there after logging in', async () => {
		await page.getByRole('button', { name: 'Quên mã PIN' }).click();
		await page.getByTestId('pin-wipe').click();
		await page.waitForURL((url) => url.pathname === '/');
		await page.goto('/ho-so');
		await expect(page.getByText('Chưa có hồ sơ nào trên máy này')).toBeVisible();
		await expect(page.getByTestId('draft')).toHaveCount(0);
		await logIn(page, mai);
		await page.goto('/ho-so');
		await expect(page.getByTestId('dossier').first()).toBeVisible();
	});
});

test('[R16] a phone is locked with a passkey, and opened by it alone, without a network', async ({
	page,
	context,
	front
}) => {
	await firstVisit(page);
	await logIn(page, mai);
	await expect(page.getByTestId('pin-set')).toBeVisible();
	await expect(page.getByTestId('passkey-set')).toHaveCount(0);

	const devtools = await context.newCDPSession(page);
	await devtools.send('WebAuthn.enable');
	const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			ctap2Version: 'ctap2_1',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			hasPrf: true
		}
	});
	await page.reload();
	await page.getByTestId('passkey-set').click();
	await expect(page.getByTestId('passkey-warning')).toContainText('những gì CHƯA GỬI sẽ mất');
	await page.getByTestId('passkey-keep').click();
	await expect(page.getByTestId('lock-now')).toBeVisible();
	await expect(page.getByTestId('me')).toContainText(mai.name);

	front.down = true;
	await page.getByTestId('lock-now').click();
	await expect(page.getByTestId('locked')).toBeVisible();
	await expect(page.getByText(mai.name)).toBeHidden();
	await page.getByTestId('unlock-passkey').click();
	await expect(page.getByTestId('me')).toContainText(mai.name);

	await page.getByTestId('lock-now').click();
	await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
	await page.getByTestId('unlock-passkey').click();
	await expect(page.getByText('máy không xác nhận')).toBeVisible();
	await expect(page.getByText(mai.name)).toBeHidden();
	await page.getByRole('button', { name: 'Không mở được nữa' }).click();
	await page.getByTestId('pin-wipe').click();
	await page.waitForURL((url) => url.pathname === '/');
});
