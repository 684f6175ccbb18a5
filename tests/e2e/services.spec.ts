/** Every service that is offered, from the search to the result in hand, with the form that its example fills. */
import type { Page } from '@playwright/test';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { offeredServices } from '../../domain/services/all.ts';
import { transactionPath } from '../../domain/services/addresses.ts';
import { cleanValues } from '../../domain/services/validate.ts';
import { expect, test } from '../support/visited-test.ts';
import { examples } from '../support/examples/all.ts';
import { fillForm } from '../support/filling.ts';
import { photo } from '../support/photos.ts';
import { declarationFrom } from '../support/tax-files.ts';
import { transactionExamples } from '../support/transactions.ts';
import { firstVisit, logIn, mai } from '../support/visit.ts';

/** One person with one phone does all of them, one after the other: the first visit and the login are no part of this. */
let page: Page;
test.beforeAll(async ({ browser, front, world }) => {
	expect(world.portal.url).toBeTruthy();
	page = await (await browser.newContext({ baseURL: front.origin })).newPage();
	await firstVisit(page);
	await logIn(page, mai);
});
test.afterAll(() => page.context().close());

for (const service of offeredServices()) {
	if (service.kind !== 'dossier') continue;
	test(`[J5] ${service.id}: search, form, agency, result`, async ({ world }) => {
		test.setTimeout(180_000);
		const example = examples.find(({ id }) => id === service.id);
		if (!example) throw new Error(`no example for ${service.id}`);
		const today = dayOf(new Date());
		const form = example.form(today);
		await test.step('found by its code, begun from its page', async () => {
			await page.goto(`/tim-kiem?q=${service.procedureCode}`);
			await page.locator(`a[href="/thu-tuc/${service.procedureCode}"]`).first().click();
			await page.locator(`a[href="/nop/${service.procedureCode}"]`).first().click();
			await page.waitForURL('**/ban-nhap/**');
		});
		await test.step('filled and handed in', async () => {
			const declares = service.components.some((component) => component.declares);
			const declaration = declares ? await declarationFrom(world.agency.url, form) : undefined;
			await fillForm(page, service, form, example.files, today, undefined, declaration);
			if (example.fee > 0)
				await expect(page.getByTestId('fee')).toHaveText(
					new RegExp(new Intl.NumberFormat('vi-VN').format(example.fee))
				);
			await page.getByTestId('submit').click();
			await page.waitForURL('**/ho-so/*');
			await expect(page.getByTestId('dossier-code')).toBeVisible({ timeout: 60_000 });
		});
		const address = page.url();
		if (example.fee > 0)
			await test.step('paid', async () => {
				await page.getByTestId('pay').click();
				await page.getByTestId('pay-success').click();
				await expect(page.getByTestId('receipt').first()).toBeVisible({ timeout: 30_000 });
				await page.goto(address);
			});
		if (service.id === 'doi-gplx')
			await test.step('supplemented', async () => {
				await page.getByTestId('file-portrait').setInputFiles(photo(9, 60_000));
				await expect(page.getByTestId('attachment-portrait')).toBeVisible();
				await page.getByTestId('supplement-send').click();
			});
		await test.step('decided; the result is in hand', async () => {
			await expect(page.locator('[data-testid=timeline-item][data-kind=decided]')).toBeVisible({
				timeout: 60_000
			});
			await expect(page.getByTestId('result').first()).toBeVisible({ timeout: 60_000 });
		});
		const { next } = service;
		if (next)
			await test.step('[J6] what comes next is one tap away, with what is looked up there', async () => {
				const link = page.getByTestId('next').getByRole('link');
				await expect(link).toHaveAttribute('href', new RegExp(`\\?ma=${String(form[next.ask])}$`));
			});
		const parts = service.parts?.length ?? 0;
		if (parts > 0)
			await test.step('[D30] the page shows every dossier of the submission, all of them decided', async () => {
				await expect(page.getByTestId('part')).toHaveCount(parts);
				await expect(page.locator('[data-testid=part][data-outcome=granted]')).toHaveCount(parts, {
					timeout: 60_000
				});
			});
		await test.step('the agency has what she answered, and nothing else', async () => {
			const dossiers = (await (await fetch(`${world.agency.url}/_sandbox/dossiers`)).json()) as {
				dossierId: string;
				procedureCode: string;
				form: unknown;
				attachments: { component: string }[];
			}[];
			const there = dossiers.find(({ dossierId }) => address.endsWith(dossierId));
			expect(there?.procedureCode).toBe(service.procedureCode);
			expect(withoutNames(there?.form)).toEqual(withoutNames(cleanValues(service, form, today)));
			for (const component of example.files)
				expect(there?.attachments.map((file) => file.component)).toContain(component);
		});
	});
}

for (const { id, asked, details } of transactionExamples) {
	test(`[J5] ${id}: look up, choose, pay, receipt`, async ({ world }) => {
		await page.goto(transactionPath(id));
		for (const [field, answer] of Object.entries(asked)) await page.locator(`#${field}`).fill(answer);
		await page.getByTestId('find-bills').click();
		await expect(page.getByTestId('bill-account')).toBeVisible();
		await expect(page.getByTestId('bill-stale')).toBeHidden();
		for (const press of details) await page.locator(press).check();
		await page.getByTestId('pay').click();
		await page.getByTestId('pay-success').click();
		await expect(page.getByTestId('receipt')).toBeVisible({ timeout: 30_000 });
		await expect(page.getByTestId('payment-state')).toContainText('Nơi thu đã xác nhận', { timeout: 30_000 });
		const told = await (await fetch(`${world.issuers.url}/_sandbox/settlements`)).text();
		const paymentId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
		expect(told.split(paymentId)).toHaveLength(2);
		// What was paid here is not shown as owed, without asking anybody.
		await page.goto('/thanh-toan');
		await expect(
			page.getByTestId('standing-bill').filter({ hasText: Object.values(asked)[0] ?? '' })
		).toContainText('Không còn khoản nào phải trả');
	});
}

test('[P14] [P11] a fine is noted without a network, and paid by one press with one', async () => {
	const context = page.context();
	await page.goto('/thanh-toan/nop-phat-giao-thong');
	await page.locator('#decisionNo').fill('0098765/QĐ-XPHC');
	await page.locator('#violatorName').fill('Vàng A Sùng');
	await page.locator('#violatorKey').fill('011085005678');
	await page.getByTestId('find-bills').click();
	await expect(page.getByTestId('pay')).toBeVisible();
	await context.setOffline(true);
	await page.locator('#returnBy-unit').check();
	await page.getByTestId('plan-pay').click();
	await expect(page.getByTestId('plan')).toContainText('Chưa trả');
	await page.goto('/cho-gui');
	await expect(page.getByTestId('plan')).toContainText('Chưa trả');
	await context.setOffline(false);
	await page.getByTestId('pay-planned').click();
	await page.getByTestId('pay-success').click();
	await expect(page.getByTestId('receipt')).toBeVisible({ timeout: 30_000 });
});

/** Names of places are those of the tables of the day. */
function withoutNames(form: unknown): unknown {
	return JSON.parse(JSON.stringify(form), (key, value: unknown) =>
		key === 'text' || key === 'codeSet' ? '' : value
	) as unknown;
}
