/** After one visit: no network on the phone, no server either, a browser that starts anew. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { openPhone, type PhoneBrowser } from '../support/browser.ts';
import { startFront } from '../support/front.ts';
import { fillHealthCard, firstVisit, healthCard, identify, licence, mai } from '../support/visit.ts';
import { startWorld } from '../support/world.ts';

/** Every page of the app; `expectation` is something that only the right content shows. */
interface Route {
	/** As the router knows it. */
	readonly id: string;
	readonly path: string;
	readonly shows: (page: Page) => Promise<void>;
}

const heading = (text: string | RegExp) => (page: Page) =>
	expect(page.getByRole('heading', { level: 1 })).toContainText(text);

test('[O1] every page opens from a cold start without a network, those with an id too', async () => {
	test.setTimeout(180_000);
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-profile-'));
	const front = await startFront();
	const world = await startWorld({
		frontPortal: async (port) => {
			front.setTarget(port);
			return front.origin;
		}
	});
	let phone: PhoneBrowser = await openPhone(profile, { baseURL: front.origin });
	try {
		const before = await everydayLife(phone.page);
		await phone.kill();
		front.down = true;
		await world.portal.kill();

		phone = await openPhone(profile, { baseURL: front.origin });
		await phone.context.setOffline(true);
		const routes = routesAfter(before);
		expect(routes.map(({ id }) => id).toSorted()).toEqual(await pagesOfTheApp());
		for (const route of routes)
			await test.step(route.path, async () => {
				await phone.page.goto(route.path);
				await route.shows(phone.page);
			});
	} finally {
		await phone.close();
		await world.stop();
		await front.close();
		await rm(profile, { recursive: true, force: true });
	}
});

/** A dossier that was received, a bill that was paid, and a draft: what pages with an id can be about. */
async function everydayLife(page: Page) {
	await firstVisit(page);
	await fillHealthCard(page, mai);
	await page.getByTestId('submit').click();
	await page.getByTestId('login-to-send').click();
	await identify(page, mai);
	await expect(page.getByTestId('dossier-code').first()).toBeVisible();
	const dossier = new URL(page.url()).pathname;

	await page.goto('/thanh-toan/tien-dien?ma=PE01000123456');
	await page.getByTestId('find-bills').click();
	await page.getByTestId('pay').click();
	await page.getByTestId('pay-success').click();
	await expect(page.getByTestId('receipt')).toBeVisible();
	const payment = new URL(page.url()).pathname;

	await page.goto(`/nop/${licence}`);
	await expect(page.locator('#licenceNumber')).toBeVisible();
	const draft = new URL(page.url()).pathname;
	return { payment, dossier, draft };
}

function routesAfter({
	payment,
	dossier,
	draft
}: {
	payment: string;
	dossier: string;
	draft: string;
}): Route[] {
	return [
		{ id: '/', path: '/', shows: (page) => expect(page.getByRole('searchbox').first()).toBeVisible() },
		{
			id: '/tim-kiem',
			path: '/tim-kiem?q=bang+lai',
			shows: (page) => expect(page.getByRole('link', { name: /Đổi giấy phép lái xe/ }).first()).toBeVisible()
		},
		{ id: '/thu-tuc/[code]', path: `/thu-tuc/${licence}`, shows: heading('Đổi giấy phép lái xe') },
		{
			id: '/thu-tuc/[code]/chuan-bi',
			path: `/thu-tuc/${licence}/chuan-bi`,
			shows: (page) => expect(page.getByTestId('papers')).toContainText('Ảnh chân dung')
		},
		{
			id: '/thu-tuc/[code]/noi-nop',
			path: `/thu-tuc/${licence}/noi-nop?q=Xin+Cai`,
			shows: (page) => expect(page.getByTestId('offices')).toContainText('trước là xã Xín Cái')
		},
		// Nothing was imported here: it leads to the procedure's own page.
		{
			id: '/thu-tuc/[code]/ban-cong-bo',
			path: `/thu-tuc/${licence}/ban-cong-bo`,
			shows: heading('Đổi giấy phép lái xe')
		},
		{ id: '/da-luu', path: '/da-luu', shows: (page) => expect(page.getByTestId('recent')).toBeVisible() },
		{ id: '/hoi-dap', path: '/hoi-dap', shows: heading('Hỏi đáp') },
		{ id: '/hoi-dap/[id]', path: '', shows: async (page) => openFirstQuestion(page) },
		{ id: '/may-dung-chung', path: '/may-dung-chung', shows: heading('dùng chung') },
		{ id: '/tra-cuu', path: '/tra-cuu', shows: heading('Tra cứu') },
		{ id: '/tro-giup', path: '/tro-giup', shows: heading(/Trợ giúp|Giúp/) },
		{
			id: '/nop/[code]',
			path: `/nop/${healthCard}`,
			shows: (page) => expect(page.locator('#socialInsuranceNo')).toBeVisible()
		},
		{
			id: '/ban-nhap/[draftId]',
			path: draft,
			shows: (page) => expect(page.locator('#licenceNumber')).toBeVisible()
		},
		{
			id: '/ho-so',
			path: '/ho-so',
			shows: (page) => expect(page.getByTestId('dossier')).toContainText('Cấp lại thẻ')
		},
		{
			id: '/ho-so/[dossierId]',
			path: dossier,
			shows: (page) => expect(page.getByTestId('dossier-code').first()).toContainText('000.00.12.G24')
		},
		{
			id: '/thanh-toan/[service=transaction]',
			path: '/thanh-toan/tien-dien',
			shows: (page) => expect(page.getByTestId('standing-bill')).toContainText('PE01000123456')
		},
		{
			id: '/thanh-toan',
			path: '/thanh-toan',
			shows: (page) => expect(page.getByTestId('standing-bill')).toContainText('PE01000123456')
		},
		{
			id: '/thanh-toan/[paymentId]',
			path: payment,
			shows: (page) => expect(page.getByTestId('receipt')).toBeVisible()
		},
		{ id: '/cho-gui', path: '/cho-gui', shows: heading('Việc chờ gửi') },
		{ id: '/tai-khoan/giay-to', path: '/tai-khoan/giay-to', shows: heading('Ví giấy tờ') },
		{
			id: '/tai-khoan',
			path: '/tai-khoan',
			shows: (page) => expect(page.getByTestId('me')).toContainText(mai.name)
		},
		{
			id: '/dang-nhap/xong',
			path: '/dang-nhap/xong?return=/ho-so',
			shows: (page) => expect(page.getByRole('alert').first()).toContainText('Không có mạng')
		}
	];
}

async function openFirstQuestion(page: Page) {
	await page.goto('/hoi-dap');
	const question = page.locator('main a[href^="/hoi-dap/"]').first();
	const path = (await question.getAttribute('href')) ?? '';
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\?/);
}

/**
 * What the router has: folders with a page, without the groups' names. The shell is no page that people go to, and the
 * desks of editors and officers need the server at every step.
 */
async function pagesOfTheApp(): Promise<string[]> {
	const files = await readdir('src/routes', { recursive: true });
	return files
		.filter((file) => /\+page(@.*)?\.svelte$/.test(file) && !/\((shell|editor|officer)\)/.test(file))
		.map((file) => `/${path.dirname(file)}`.replaceAll(/\/\([^)]+\)/g, '') || '/')
		.toSorted();
}
