/**
 * The whole journey, on the production build with the sandbox as processes of its own: a line that is cut and bad, a
 * browser that is killed and opened again on its profile, a portal that is dead meanwhile.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { openPhone, type PhoneBrowser } from '../support/browser.ts';
import { photo } from '../support/photos.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let proxy: Proxy;
let origin: string;
let profile: string;
let phone: PhoneBrowser;

test.beforeEach(async () => {
	profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-profile-'));
	world = await startWorld({
		frontPortal: async (port) => {
			proxy = await startProxy(port);
			return (origin = `http://localhost:${proxy.port}`);
		}
	});
	phone = await openPhone(profile);
});

test.afterEach(async ({}, info) => {
	if (info.status !== info.expectedStatus) {
		await info.attach('world.log', { body: world.log(), contentType: 'text/plain' });
		const picture = await phone.page.screenshot().catch(() => undefined);
		if (picture) await info.attach('phone.png', { body: picture, contentType: 'image/png' });
	}
	await phone.close();
	await world.stop();
	await proxy.close();
	await rm(profile, { recursive: true, force: true });
});

test('[J1] [O1] [R1] [R2] [S3] [S13] exchange of a driving licence, from a search without a network to the result', async () => {
	test.setTimeout(240_000);

	await test.step('the first visit brings shell and catalogue', () => firstVisit());

	await cutEverything();
	await test.step('offline: search, read, draft, two photos, killed', async () => {
		const { page } = phone;
		await page.goto(`${origin}/`);
		await page.getByRole('searchbox').first().fill('bang lai');
		await page.getByRole('searchbox').first().press('Enter');
		await page
			.getByRole('link', { name: /Đổi giấy phép lái xe/ })
			.first()
			.click();
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Đổi giấy phép lái xe');
		await page.getByRole('link', { name: /Nộp/ }).first().click();
		await fillLicence(page);
		await next(page); // health: nothing asked for a motorbike
		if (await page.locator('#fullName').isHidden()) await next(page);
		await fillApplicant(page);
		await next(page);
		await fillDelivery(page);
		await next(page);
		await page.getByTestId('file-portrait').setInputFiles(photo(1, 180_000));
		await page.getByTestId('file-oldCard').setInputFiles(photo(2, 240_000));
		await expect(page.getByText('anh-1.jpg')).toBeVisible();
		await expect(page.getByText('anh-2.jpg')).toBeVisible();
		await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
		await phone.kill();
	});

	await test.step('opened again, still offline: every word and both photos', async () => {
		phone = await openPhone(profile);
		await phone.context.setOffline(true);
		const { page } = phone;
		await page.goto(`${origin}/ho-so`);
		await page
			.getByRole('link', { name: /Đổi giấy phép lái xe/ })
			.first()
			.click();
		await expect(page.getByText('anh-1.jpg')).toBeVisible();
		await expect(page.getByText('anh-2.jpg')).toBeVisible();
		for (let i = 0; i < 5 && (await page.locator('#licenceNumber').isHidden()); i++)
			await page.getByTestId('wizard-back').click();
		await expect(page.locator('#licenceNumber')).toHaveValue('120190001234');
		await expect(page.locator('#issuedBy')).toHaveValue('Sở Giao thông vận tải Lai Châu');
	});

	await test.step('she submits: a provisional receipt', async () => {
		await submit(phone.page);
		await expect(phone.page.getByTestId('local-reference')).toContainText('TẠM');
		await expect(phone.page.getByText('Chưa gửi')).toBeVisible();
		await expect(phone.page.getByTestId('qr')).toBeVisible();
	});

	await test.step('the network returns, badly; she logs in; it is received', async () => {
		await world.portal.start();
		proxy.line.cutsUp.push(90_000, 120_000, 60_000);
		proxy.line.delayMs = 20;
		proxy.line.down = false;
		await phone.context.setOffline(false);
		const { page } = phone;
		await page.getByTestId('login-to-send').click();
		await logIn(page);
		await expect(page.getByTestId('dossier-code').first()).toContainText(/000\.00\.12\.G01-\d{6}-0001/, {
			timeout: 60_000
		});
		expect(proxy.cuts()).toBeGreaterThan(0);
		expect(proxy.line.cutsUp).toEqual([]);
		proxy.line.delayMs = 0;
	});

	await test.step('[P1] [P8] the fee: the notification decides', async () => {
		const { page } = phone;
		await page.getByTestId('pay').click();
		await page.getByTestId('pay-success').click();
		await expect(page.getByTestId('receipt').first()).toContainText('135.000', { timeout: 30_000 });
		await page.goto(`${origin}/ho-so`);
		await page
			.getByRole('link', { name: /Đổi giấy phép lái xe/ })
			.first()
			.click();
	});

	await test.step('[D7] the agency accepts and asks once for a supplement; she sends it', async () => {
		const { page } = phone;
		await expect(page.locator('[data-testid=timeline-item][data-kind=accepted]')).toBeVisible({
			timeout: 60_000
		});
		await expect(page.locator('[data-testid=timeline-item][data-kind=supplement_requested]')).toBeVisible({
			timeout: 60_000
		});
		await page.getByTestId('file-portrait').setInputFiles(photo(3, 90_000));
		await expect(page.getByText('anh-3.jpg')).toBeVisible();
		await page.getByTestId('supplement-send').click();
	});

	await test.step('[D9] decided; the result is on the phone', async () => {
		const { page } = phone;
		await expect(page.locator('[data-testid=timeline-item][data-kind=decided]')).toBeVisible({
			timeout: 60_000
		});
		await expect(page.getByTestId('result').first()).toBeVisible({ timeout: 60_000 });
		await expect(page.locator('[data-testid=timeline-item][data-kind=returned]')).toBeVisible({
			timeout: 60_000
		});
	});

	await test.step('the same offline, from a cold start', async () => {
		const url = phone.page.url();
		await cutEverything();
		await phone.kill();
		phone = await openPhone(profile);
		await phone.context.setOffline(true);
		await phone.page.goto(url);
		await expect(phone.page.getByTestId('dossier-code').first()).toContainText('000.00.12.G01');
		// Of the submission and of the supplement, both checked by the key that came with the app.
		const receipts = phone.page.getByTestId('signed-receipt');
		await expect(receipts).toHaveCount(2);
		for (const receipt of await receipts.all()) {
			await expect(receipt).toHaveAttribute('data-holds', 'verified');
			await expect(receipt).toContainText('Biên nhận có chữ ký – đã kiểm tra trên máy này');
		}
		for (const kind of [
			'submitted',
			'fee_paid',
			'accepted',
			'supplement_requested',
			'supplement_sent',
			'decided'
		])
			await expect(
				phone.page.locator(`[data-testid=timeline-item][data-kind=${kind}]`).first()
			).toBeVisible();
		await expect(phone.page.getByTestId('result').first()).toBeVisible();
	});
});

test('[J2] reissue of a health-insurance card, free, from a draft without a network to the result', async () => {
	test.setTimeout(180_000);
	await firstVisit();
	await cutEverything();
	const { page } = phone;
	await page.goto(`${origin}/tim-kiem?q=the+bao+hiem`);
	await page
		.getByRole('link', { name: /thẻ B(HYT|ảo hiểm y tế)/i })
		.first()
		.click();
	// Results, too, say "Nộp".
	await page.waitForURL('**/thu-tuc/**');
	await page.getByRole('link', { name: /Nộp/ }).first().click();
	await page.locator('#socialInsuranceNo').fill('1212345678');
	await page.getByRole('radio', { name: 'Hộ gia đình' }).check();
	await page.getByRole('radio', { name: 'Mất thẻ' }).check();
	await next(page);
	await fillApplicant(page);
	await next(page);
	await fillDelivery(page);
	await submit(page);
	await expect(page.getByTestId('local-reference')).toContainText('TẠM');
	await phone.kill();

	phone = await openPhone(profile);
	await world.portal.start();
	proxy.line.down = false;
	await phone.page.goto(`${origin}/ho-so`);
	await phone.page
		.getByRole('link', { name: /thẻ B(HYT|ảo hiểm y tế)/i })
		.first()
		.click();
	await phone.page.getByTestId('login-to-send').click();
	await logIn(phone.page);
	await expect(phone.page.getByTestId('dossier-code').first()).toContainText(/000\.00\.12\.G24-\d{6}-0001/, {
		timeout: 60_000
	});
	await expect(phone.page.locator('[data-testid=timeline-item][data-kind=returned]')).toBeVisible({
		timeout: 60_000
	});
	await expect(phone.page.locator('[data-testid=timeline-item][data-kind=fee_requested]')).toHaveCount(0);
	await expect(phone.page.getByTestId('result').first()).toBeVisible();
});

test('[J3] [P9] an electricity bill, from the customer code to the receipt, without an account', async () => {
	await firstVisit();
	const { page } = phone;
	await page.goto(`${origin}/tim-kiem?q=tien+dien`);
	await page
		.getByRole('link', { name: /tiền điện/i })
		.first()
		.click();
	await page.waitForURL('**/thu-tuc/**');
	await page.getByRole('link', { name: 'Trả tiền', exact: true }).click();
	await page.locator('#customerCode').fill('XX99');
	await page.locator('#customerCode').press('Enter');
	await expect(page.getByRole('alert').first()).toBeVisible();
	await page.locator('#customerCode').fill('pe01 0001 23456');
	await page.locator('#customerCode').press('Enter');
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-success').click();
	await expect(page.getByTestId('receipt').first()).toBeVisible({ timeout: 30_000 });
	// The company is told after the receipt is there.
	await expect
		.poll(async () => await (await fetch(`${world.power.url}/_sandbox/settlements`)).text())
		.toContain('PE01000123456');

	const url = page.url();
	await cutEverything();
	await page.goto(url);
	await expect(page.getByTestId('receipt').first()).toBeVisible();
});

/** Waits until the app says that all is on the phone and the worker controls the page. */
async function firstVisit() {
	const { page } = phone;
	proxy.line.delayMs = 60;
	await page.goto(`${origin}/`);
	await expect(page.getByRole('progressbar')).toBeVisible();
	await expect(page.getByText(/[\d,]+ [kK]B.*\d+\s?%/)).toBeVisible();
	proxy.line.delayMs = 0;
	await expect(page.getByTestId('replica')).not.toBeEmpty({ timeout: 60_000 });
	await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
	await page.reload();
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** No network on the phone, nobody at the other end either. */
async function cutEverything() {
	await phone.context.setOffline(true);
	proxy.line.down = true;
	await world.portal.kill();
}

async function next(page: Page) {
	await page.getByTestId('wizard-next').click();
}

async function fillDay(page: Page, field: string, day: string) {
	const whole = page.locator(`#${field}`);
	if ((await whole.count()) && (await whole.getAttribute('type')) === 'date') return whole.fill(day);
	const [year, month, date] = day.split('-');
	await page.locator(`#${field}-day`).fill(date ?? '');
	await page.locator(`#${field}-month`).fill(month ?? '');
	await page.locator(`#${field}-year`).fill(year ?? '');
}

async function fillLicence(page: Page) {
	await page.locator('#licenceNumber').fill('120190001234');
	await page.getByRole('checkbox', { name: 'A1', exact: true }).check();
	await fillDay(page, 'issueDate', '2012-03-20');
	await page.locator('#issuedBy').fill('Sở Giao thông vận tải Lai Châu');
	await page.getByRole('checkbox', { name: 'Không thời hạn' }).check();
	await page.getByRole('radio', { name: /Đổi bằng giấy/ }).check();
}

async function fillApplicant(page: Page) {
	await page.locator('#fullName').fill('Nguyễn Thị Mai');
	await page.locator('#personalId').fill('012190001234');
	await fillDay(page, 'birth', '1990-05-17');
	await page.getByRole('radio', { name: 'Nữ' }).check();
	await page.locator('#phone').fill('0912345678');
	await page.locator('#residence-province').selectOption('12');
	await page.locator('#residence-commune').selectOption('03408');
	await page.locator('#residence-detail').fill('Bản Tả Xin Chải');
}

async function fillDelivery(page: Page) {
	await page.getByRole('radio', { name: /Bản điện tử/ }).check();
}

/** Goes on to the review, pledges, and presses the button. */
async function submit(page: Page) {
	for (let i = 0; i < 8 && (await page.getByTestId('submit').isHidden()); i++) {
		const pledge = page.locator('#truthPledge');
		if (await pledge.isVisible()) await pledge.check();
		await next(page);
	}
	const pledge = page.locator('#truthPledge');
	if ((await pledge.isVisible()) && !(await pledge.isChecked())) await pledge.check();
	await page.getByTestId('submit').click();
}

async function logIn(page: Page) {
	await page.getByTestId('eid-account-012190001234').click();
	const consent = page.getByTestId('eid-consent');
	await consent.click({ timeout: 15_000 });
}
