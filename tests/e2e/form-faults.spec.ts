import { expect, test } from '../support/visited-test.ts';
import { fillApplicant, firstVisit, goToReview, healthCard, mai, next } from '../support/visit.ts';

test('[B3] a page that breaks rules is told at each field, with a summary that leads there', async ({
	page
}) => {
	await firstVisit(page);
	await page.goto(`/nop/${healthCard}`);
	await page.locator('#socialInsuranceNo').fill('12');
	await page.getByTestId('wizard-next').click();

	const summary = page.getByTestId('error-summary');
	await expect(summary).toBeFocused();
	await expect(summary).toContainText('Có 3 chỗ cần sửa');
	await expect(page.locator('#socialInsuranceNo')).toHaveAttribute('aria-invalid', 'true');
	await expect(page.locator('#socialInsuranceNo')).toHaveAccessibleDescription(
		/Chưa đúng\. Ví dụ: 7912345678/
	);
	await expect(page.locator('#group-error')).toContainText('Hãy chọn một mục');

	await test.step('a line of the summary leads to its field', async () => {
		await summary.getByRole('link', { name: 'Mã số BHXH' }).click();
		await expect(page.locator('#socialInsuranceNo')).toBeFocused();
	});
	await test.step('a group of choices can be reached from the summary too', async () => {
		await summary.getByRole('link', { name: 'Nhóm tham gia' }).click();
		await expect(page.getByRole('group', { name: 'Nhóm tham gia' })).toBeFocused();
	});
	await test.step('mended, the complaints go and the page lets her on', async () => {
		await page.locator('#socialInsuranceNo').fill('1212345678');
		await page.getByRole('radio', { name: 'Hộ gia đình' }).check();
		await page.getByRole('radio', { name: 'Mất thẻ' }).check();
		await expect(summary).toBeHidden();
		await next(page);
		await expect(page.locator('#fullName')).toBeVisible();
	});
});

test('[B3] [B6] a number is taken with spaces, and a wrong one is told when the field is left', async ({
	page
}) => {
	await firstVisit(page);
	await page.goto(`/nop/${healthCard}`);
	await page.locator('#socialInsuranceNo').fill('12 1234 5678');
	await page.getByRole('radio', { name: 'Hộ gia đình' }).check();
	await page.getByRole('radio', { name: 'Mất thẻ' }).check();
	await next(page);
	await page.locator('#phone').fill('12345');
	await page.locator('#phone').blur();
	await expect(page.locator('#phone')).toHaveAccessibleDescription(/Chưa đúng\. Ví dụ: 0912345678/);
	await fillApplicant(page, { ...mai, personalId: '012 190 001 234', phone: '0912 345 678' });
	await expect(page.locator('#phone')).not.toHaveAttribute('aria-invalid', 'true');
	await next(page);

	await test.step('a fault on an earlier page is linked from the review', async () => {
		await page.getByRole('radio', { name: /Qua bưu điện/ }).check();
		await page.getByRole('radio', { name: /Bản điện tử/ }).check();
		await goToReview(page);
		await page.getByTestId('submit').click();
		const summary = page.getByTestId('error-summary');
		await expect(summary).toBeFocused();
		await expect(summary).toContainText('Hãy đánh dấu vào đây');
		await expect(page).toHaveURL(/\/ban-nhap\//);
	});
});

test('[U9] nothing moves under the finger: not a page that has just come, nor what stands below a field that is left', async ({
	page
}) => {
	await firstVisit(page);
	await page.goto(`/nop/${healthCard}`);
	await test.step('the fault of the field that is left does not take the tap that leaves it', async () => {
		await page.locator('#socialInsuranceNo').pressSequentially('12');
		const choice = page.getByRole('radio', { name: 'Hộ gia đình' });
		await choice.evaluate((element) => element.scrollIntoView({ block: 'center' }));
		const { x, y } = await choice.evaluate((element) => element.getBoundingClientRect());
		await page.mouse.click(x + 8, y + 8, { delay: 200 });
		await expect(choice).toBeChecked();
		await expect(page.locator('#socialInsuranceNo')).toHaveAttribute('aria-invalid', 'true');
	});
	await test.step('what she does on the next page before its address is there stays done', async () => {
		await page.locator('#socialInsuranceNo').fill('1212345678');
		await page.getByRole('radio', { name: 'Mất thẻ' }).check();
		// As early as can be: in the very moment in which the page stands.
		await page.evaluate(() => {
			new MutationObserver((_, observer) => {
				const name = document.querySelector<HTMLInputElement>('#fullName');
				if (!name) return;
				observer.disconnect();
				queueMicrotask(() =>
					requestAnimationFrame(() => {
						scrollTo(0, 120);
						document.body.dataset['address'] = location.search;
						name.focus({ preventScroll: true });
					})
				);
			}).observe(document.body, { childList: true, subtree: true });
		});
		await page.getByTestId('wizard-next').click();
		await page.waitForURL('**/ban-nhap/*?buoc=2');
		await expect(page.locator('body')).toHaveAttribute('data-address', '?buoc=1');
		await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
		await expect(page.locator('#fullName')).toBeFocused();
		expect(await page.evaluate(() => scrollY)).toBe(120);
	});
});
