/** Words to an agency, and words of one draft in two tabs: what was called saved is there afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPhone } from '../support/browser.ts';
import { expect, test } from '../support/visited-test.ts';
import {
	beginHealthCard,
	fillApplicant,
	firstVisit,
	identify,
	logIn,
	mai,
	next,
	submitHealthCard
} from '../support/visit.ts';
import { startWorld } from '../support/world.ts';

test('[R1] [D8] the note of a supplement and the reason of a withdrawal survive a killed browser', async () => {
	test.setTimeout(180_000);
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-profile-'));
	const world = await startWorld({ env: { agency: { AGENCY_MODE: 'manual' } } });
	const baseURL = world.portal.url;
	let phone = await openPhone(profile, { baseURL });
	try {
		await firstVisit(phone.page);
		await logIn(phone.page, mai);
		await submitHealthCard(phone.page, mai);
		await expect(phone.page.getByTestId('dossier-code').first()).toBeVisible();
		const dossier = new URL(phone.page.url()).pathname;
		const dossierId = dossier.split('/').at(-1) ?? '';
		const act = async (action: string, fields: object) => {
			const answer = await fetch(`${world.agency.url}/_sandbox/dossiers/${dossierId}/${action}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(fields)
			});
			return answer.status;
		};
		await expect.poll(() => act('accept', {})).toBe(200);
		expect(
			await act('request-supplement', { items: [{ component: null, text: 'Ảnh giấy tờ rõ hơn' }] })
		).toBe(200);
		const note = '#supplement-note';
		await expect(phone.page.locator(note)).toBeVisible({ timeout: 60_000 });
		await expect(phone.page.locator('label[for=supplement-note]')).toContainText('cơ quan (không bắt buộc)');

		await phone.page.locator(note).fill('Ảnh chụp lại ở trạm xá, anh xem giúp');
		await expect(phone.page.getByTestId('saved')).toContainText('Đã lưu trên máy này');
		await phone.kill();
		phone = await openPhone(profile, { baseURL });
		await phone.page.goto(dossier);
		await expect(phone.page.locator(note)).toHaveValue('Ảnh chụp lại ở trạm xá, anh xem giúp');

		await test.step('the reason of a withdrawal too', async () => {
			await phone.page.getByTestId('withdraw').click();
			await phone.page.locator('#withdraw-reason').fill('Đã tìm thấy thẻ cũ');
			await expect(phone.page.getByRole('dialog').getByTestId('saved')).toContainText('Đã lưu');
			await phone.kill();
			phone = await openPhone(profile, { baseURL });
			// A killed browser may have forgotten the session; here it surely has.
			await phone.context.clearCookies();
			await phone.page.goto(dossier);
			await phone.page.getByTestId('withdraw').click();
			await expect(phone.page.locator('#withdraw-reason')).toHaveValue('Đã tìm thấy thẻ cũ');
			await phone.page.keyboard.press('Escape');
		});

		await phone.page.getByTestId('supplement-send').click();
		await expect(phone.page.getByTestId('waiting-here')).toBeVisible();
		await expect(phone.page.locator(note)).toBeHidden();
		await phone.page.getByTestId('login-to-send').click();
		await identify(phone.page, mai);
		await expect(phone.page.locator('[data-testid=timeline-item][data-kind=supplement_sent]')).toBeVisible();
	} finally {
		await phone.close();
		await world.stop();
		await rm(profile, { recursive: true, force: true });
	}
});

test('[R1] two tabs of one draft: each keeps what was typed in it, and takes the rest from the other', async ({
	page,
	context
}) => {
	await firstVisit(page);
	await beginHealthCard(page);
	await next(page);
	await fillApplicant(page, mai);
	await expect(page.getByTestId('saved')).toContainText('Đã lưu');
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(other.locator('#fullName')).toHaveValue(mai.name);

	await other.locator('#phone').fill('0987654321');
	await other.locator('#phone').blur();
	await expect(page.locator('#phone')).toHaveValue('0987654321');
	await page.locator('#fullName').fill('Nguyễn Thị Mai Hoa');
	await page.locator('#fullName').blur();
	await expect(other.locator('#fullName')).toHaveValue('Nguyễn Thị Mai Hoa');

	await page.reload();
	await expect(page.locator('#fullName')).toHaveValue('Nguyễn Thị Mai Hoa');
	await expect(page.locator('#phone')).toHaveValue('0987654321');
});
