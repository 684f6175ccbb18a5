import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../support/visited-test.ts';
import { nextVersion } from '../support/authored.ts';
import { firstVisit, ha, mai, type Person } from '../support/visit.ts';

/** Work permit for foreigners: no other test reads it. */
const sheetPath = '/bien-tap/thu-tuc/1.014199';

/** In a browser of its own, which never runs script of ours. */
async function desk(browser: Browser, baseURL: string | undefined, person: Person): Promise<Page> {
	const context = await browser.newContext({
		baseURL: baseURL ?? '',
		viewport: { width: 360, height: 640 },
		locale: 'vi-VN',
		javaScriptEnabled: false
	});
	const page = await context.newPage();
	await page.goto(`/auth/login?return=${encodeURIComponent(sheetPath)}`);
	await page.getByTestId(`eid-account-${person.personalId}`).click();
	// She is asked once; the page after the login needs script, and everything behind it does not.
	const consent = page.getByTestId('eid-consent');
	await expect
		.poll(async () => (await consent.count()) > 0 || page.url().includes('/dang-nhap/xong'))
		.toBe(true);
	if ((await consent.count()) > 0) await consent.click();
	await page.waitForURL('**/dang-nhap/xong?**');
	await page.goto(sheetPath);
	return page;
}

async function save(page: Page, summary: string, note: string): Promise<void> {
	await page.goto(sheetPath);
	await saveHere(page, summary, note);
}

async function saveHere(page: Page, summary: string, note: string): Promise<void> {
	const edit = page.getByTestId('edit');
	if (!(await edit.evaluate((element) => (element as HTMLDetailsElement).open)))
		await edit.locator('summary').first().click();
	await page.locator('[name="summary.vi"]').fill(summary);
	await page.locator('#note').fill(note);
	await page.getByTestId('save').click();
}

async function publish(page: Page, revision: string, reason: string, from = ''): Promise<void> {
	await page.locator('#publish-revision').selectOption(revision);
	await page.locator('#publish-from').fill(from);
	await page.locator('#publish-reason').fill(reason);
	await page.getByTestId('publish').click();
	await expect(page.getByTestId('publications')).toContainText(reason);
}

/** What anybody reads, once the job has made the new edition. */
async function expectShown(page: Page, words: string | RegExp, path = '/thu-tuc/1.014199'): Promise<void> {
	await expect
		.poll(async () => (await page.request.get(path)).text(), { timeout: 60_000, intervals: [500] })
		.toMatch(typeof words === 'string' ? new RegExp(words) : words);
}

test('[E1, E7] the desk is nobody’s but the editor’s: a guest logs in first, a citizen finds nothing there', async ({
	page,
	browser,
	baseURL
}) => {
	await page.goto('/bien-tap');
	await expect(page.getByTestId(`eid-account-${ha.personalId}`)).toBeVisible();
	const citizen = await desk(browser, baseURL, mai);
	for (const path of ['/bien-tap', sheetPath, `${sheetPath}/xem`, '/bien-tap/hoi-dap/bt-00000000']) {
		const answer = await citizen.goto(path);
		expect(answer?.status(), path).toBe(404);
		expect(await citizen.content()).not.toContain('Bàn biên tập</h1>');
	}
	const forced = await citizen.request.post(`${sheetPath}?/publish`, {
		form: { revision: '0', validFrom: '', reason: 'x' },
		headers: { origin: baseURL ?? '' }
	});
	expect(forced.status()).toBe(404);
	await citizen.context().close();
});

test('[E2, E3, E4, E7] an editor edits, previews, publishes, meets a colleague’s edit and rolls back', async ({
	browser,
	baseURL
}) => {
	test.setTimeout(240_000);
	const page = await desk(browser, baseURL, ha);
	await save(page, 'Giấy này nói bạn đang ở đâu.', 'nói cho dễ hiểu');
	await expect(page.getByText('Đã lưu bản 1.')).toBeVisible();
	expect(page.url()).toContain('xong=luu');
	expect(await (await page.request.get('/thu-tuc/1.014199')).text()).not.toContain(
		'Giấy này nói bạn đang ở đâu.'
	);

	await page.getByRole('link', { name: 'Xem trước' }).first().click();
	await expect(page.locator('.lead')).toHaveText('Giấy này nói bạn đang ở đâu.');
	await page.getByRole('link', { name: 'Về trang biên tập' }).click();
	await publish(page, '1', 'người dân hay hỏi');
	await expectShown(page, 'Giấy này nói bạn đang ở đâu\\.');

	await test.step('two at once', async () => {
		const slow = await page.context().newPage();
		await slow.goto(sheetPath);
		await save(page, 'Bản của người nhanh.', 'sửa trước');
		await saveHere(slow, 'Bản của người chậm.', 'sửa sau');
		await expect(slow.getByRole('alert')).toContainText('đã lưu một bản mới');
		await expect(slow.locator('[name="summary.vi"]')).toHaveValue('Bản của người chậm.');
		await slow.getByTestId('save').click();
		await expect(slow.getByTestId('revisions')).toContainText('Bản 3');
		await slow.close();
	});

	await test.step('on a later day, and called off', async () => {
		await page.goto(sheetPath);
		await publish(page, '2', 'từ năm sau', '2099-01-01');
		await page.getByTestId('publications').getByRole('button', { name: 'Huỷ lịch' }).click();
		await expect(page.getByTestId('publications')).toContainText('đã huỷ');
		expect(await (await page.request.get('/thu-tuc/1.014199')).text()).not.toContain('Bản của người nhanh.');
	});

	await publish(page, '0', 'trả về bản gốc');
	await expectShown(page, /^(?![\s\S]*Giấy này nói bạn đang ở đâu)[\s\S]*$/);
	await test.step('a form that is not right keeps its words', async () => {
		await page.goto(sheetPath);
		await saveHere(page, ' ', 'thử');
		await expect(page.getByRole('alert')).toContainText('summary.vi');
		await expect(page.locator('#note')).toHaveValue('thử');
	});
	await page.context().close();
});

test('[E5, E7] a question is written, found, and taken back; nothing scrolls sideways at 360 px', async ({
	browser,
	baseURL
}) => {
	test.setTimeout(240_000);
	const page = await desk(browser, baseURL, ha);
	await page.goto('/bien-tap?q=xac nhan');
	await expect(page.getByTestId('desk-list').getByRole('link').first()).toBeVisible();
	await fits(page);
	await page.getByTestId('new-question').click();
	await page.locator('[name="question.vi"]').fill('Giấy phép lao động dùng được bao lâu?');
	await page.locator('[name="answer.vi"]').fill('Xem ngày ghi trên giấy.');
	await page.locator('#procedureCodes').fill('1.014199');
	await page.locator('#sector').selectOption({ index: 1 });
	await page.locator('#source').fill('Nghị định 219/2025/NĐ-CP');
	await page.locator('#note').fill('hay được hỏi');
	await page.getByTestId('save').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Giấy phép lao động dùng được bao lâu?');
	await fits(page);
	const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
	await publish(page, '1', 'hay được hỏi');
	await expectShown(page, 'Xem ngày ghi trên giấy', `/hoi-dap/${id}`);

	await page.locator('#retire-note').fill('đã đổi luật');
	await page.getByTestId('retire').click();
	await publish(page, '2', 'đã đổi luật');
	await expect
		.poll(async () => (await page.request.get(`/hoi-dap/${id}`)).status(), { timeout: 60_000 })
		.toBe(404);
	await page.goto(sheetPath);
	await fits(page);
	expect((await page.request.get(sheetPath)).headers()['cache-control']).toBe('no-store');
	await page.context().close();
});

async function fits(page: Page): Promise<void> {
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(width, page.url()).toBeLessThanOrEqual(360);
}

test('[E10, E11, E12] a form is changed without a release: a draft goes over on its day, with no network', async ({
	page,
	context,
	browser,
	baseURL
}) => {
	test.setTimeout(240_000);
	const dayMs = 86_400_000;
	const dayAfter = (days: number) =>
		new Date(Date.now() + 7 * 3_600_000 + days * dayMs).toISOString().slice(0, 10);
	await firstVisit(page);
	await page.goto('/nop/1.014199');
	await page.locator('#orgName').fill('Công ty Sao Mai');
	await page.locator('#orgName').blur();
	await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
	const draft = page.url();

	const editor = await desk(browser, baseURL, ha);
	await editor.getByTestId('to-forms').click();
	await test.step('what is wrong is said, and the words stay', async () => {
		await editor.locator('#form-text').fill('{ "version": 2');
		await editor.getByTestId('form-check').click();
		await expect(editor.getByTestId('form-faults')).toContainText('không phải JSON');
		await expect(editor.locator('#form-text')).toHaveValue('{ "version": 2');
	});
	await test.step('checked, then published with a reason', async () => {
		const begun: unknown = await (await editor.request.get('/bien-tap/mau-don/1.014199/tep')).json();
		const next = nextVersion('giay-phep-lao-dong', dayAfter(0), dayAfter(1));
		expect(begun).toMatchObject({ version: { version: next.version['version'] } });
		const [first, ...others] = next.version['groups'] as { fields: object[] }[];
		const nickname = {
			id: 'nickname',
			label: { vi: 'Tên thường gọi', en: 'Everyday name' },
			required: false,
			type: 'text',
			maxLength: 40
		};
		const groups = [{ ...first, fields: [nickname, ...(first?.fields ?? [])] }, ...others];
		await editor.locator('#form-file').setInputFiles({
			name: 'mau-don.json',
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify({ ...next, version: { ...next.version, groups } }))
		});
		await editor.getByTestId('form-check').click();
		await expect(editor.getByTestId('form-changes')).toContainText('Câu hỏi thêm mới: Tên thường gọi');
		await editor.locator('#form-reason').fill('thông tư mới');
		await editor.getByTestId('form-publish').click();
		await expect(editor.getByTestId('form-published')).toBeVisible();
		await expect(editor.getByTestId('form-versions')).toContainText('thông tư mới');
	});
	await test.step('words alone, on a page of their own', async () => {
		await editor.getByTestId('to-wordings').click();
		await editor.locator('[name=version]').evaluate((input: HTMLInputElement) => (input.value = '1'));
		await editor.getByTestId('form-check').click();
		// As if a colleague had published since.
		await expect(editor.getByText('Trong lúc bạn sửa, đã có phiên bản mới')).toBeVisible();
		await fits(editor);
		await editor.goto(new URL(editor.url()).pathname);
		await editor.locator('[name="orgName.label.vi"]').fill('');
		await editor.getByTestId('form-check').click();
		await expect(editor.getByTestId('wrong-wordings')).toContainText('phải có lời bằng cả hai thứ tiếng');
		await editor.locator('[name="orgName.label.vi"]').fill('Tên trên giấy đăng ký');
		await editor.locator('#reason').fill('nói rõ hơn');
		await editor.getByTestId('form-publish').click();
		await expect(editor.getByTestId('form-versions')).toContainText('nói rõ hơn');
	});
	await editor.context().close();

	await test.step('today the form is as it was', async () => {
		await page.goto(draft);
		await expect(page.locator('#orgName')).toHaveValue('Công ty Sao Mai');
		await expect(page.locator('#nickname')).toHaveCount(0);
	});
	await test.step('on its day it is the new one, once the catalogue has come', async () => {
		await page.clock.setSystemTime(new Date(Date.now() + dayMs));
		await expect
			.poll(
				async () => {
					await page.goto(draft);
					await expect(page.locator('#orgName')).toHaveValue('Công ty Sao Mai');
					return page.getByLabel('Tên trên giấy đăng ký').count();
				},
				{ timeout: 90_000, intervals: [1_000] }
			)
			.toBe(1);
		await expect(page.getByLabel('Tên trên giấy đăng ký')).toHaveValue('Công ty Sao Mai');
		await context.setOffline(true);
		await page.reload();
		await page.locator('#nickname').fill('Dung');
		await page.locator('#nickname').blur();
		await expect(page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
		await page.reload();
		await expect(page.locator('#nickname')).toHaveValue('Dung');
		await expect(page.locator('#orgName')).toHaveValue('Công ty Sao Mai');
	});
});
