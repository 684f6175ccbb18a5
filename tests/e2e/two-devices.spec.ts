import { expect, test } from '../support/visited-test.ts';
import { beginHealthCard, fillApplicant, goToReview, logIn, mai, next } from '../support/visit.ts';

test('[R20, R21, R25] over cut lines, what two devices answered differently offline is shown, chosen, and sent as chosen', async ({
	page: phone,
	context,
	browser,
	baseURL,
	front
}) => {
	await logIn(phone, mai);
	await beginHealthCard(phone);
	await next(phone);
	await fillApplicant(phone, mai);
	const draft = new URL(phone.url());
	await expect(phone.getByTestId('saved')).toContainText('Đã lưu trên máy này');
	await phone.goto('/ho-so');
	await expect(phone.getByTestId('draft-synced')).toHaveText('Đã đồng bộ');

	const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'vi-VN' });
	const laptop = await other.newPage();
	await logIn(laptop, mai);
	await laptop.goto('/ho-so');
	await expect(laptop.getByTestId('draft')).toHaveCount(1);
	for (const page of [phone, laptop]) {
		await page.goto(draft.pathname + draft.search);
		await expect(page.locator('#phone')).toHaveValue(mai.phone);
		await page.context().setOffline(true);
	}

	// From now on every second exchange is cut, of whichever device.
	const fates = ['half', 'unheard', 'unanswered'] as const;
	const struck: string[] = [];
	const fateOf = new WeakMap<object, (typeof fates)[number]>();
	let exchanges = 0;
	front.cut = (request, way) => {
		if (!request.url?.includes('sync.exchange')) return null;
		if (way === 'up') {
			const fate = exchanges++ % 2 === 0 ? fates[struck.length % fates.length] : undefined;
			if (!fate) return null;
			fateOf.set(request, fate);
			struck.push(fate);
			return fate === 'unheard' ? 0 : null;
		}
		const fate = fateOf.get(request);
		return fate === 'half' ? 90 : fate === 'unanswered' ? 0 : null;
	};

	await test.step('both write while they are offline', async () => {
		await phone.locator('#phone').fill('0911222333');
		await laptop.locator('#phone').fill('0987654321');
		await laptop.locator('#residence-detail').fill('Bản Nậm Loỏng');
		for (const page of [phone, laptop]) {
			await page.locator('h1').click();
			await expect(page.getByText('Đã lưu trên máy này')).toBeVisible();
		}
		await context.setOffline(false);
		await phone.goto('/ho-so');
		await expect(phone.getByTestId('draft-synced')).toHaveText('Đã đồng bộ');
		await other.setOffline(false);
	});

	await test.step('the question has two answers, and the application waits for her', async () => {
		const conflict = laptop.getByTestId('conflict-phone');
		await expect(conflict).toContainText('Trên máy này: 0987654321');
		await expect(conflict).toContainText(/Trên máy kia \(.+\): 0911222333/);
		await next(laptop);
		await laptop.locator('#delivery-online').check();
		await goToReview(laptop);
		await laptop.locator('#truthPledge').check();
		await laptop.getByTestId('submit').click();
		await expect(laptop.getByText('Hai máy trả lời khác nhau. Hãy chọn một.').first()).toBeVisible();
		await expect(laptop).toHaveURL(/ban-nhap/);
	});

	await test.step('she chooses, and it goes out as chosen', async () => {
		await laptop.getByTestId('conflict-phone').getByTestId('use-there').click();
		await expect(laptop.getByTestId('conflict-phone')).toBeHidden();
		await laptop.getByTestId('submit').click();
		await laptop.waitForURL('**/ho-so/*');
		await expect(laptop.getByTestId('dossier-code').first()).toContainText('000.00.12');
		// What she answered is folded away on the page of a dossier.
		await expect(laptop.locator('dd', { hasText: '0911222333' })).toHaveCount(1);
		await expect(laptop.locator('dd', { hasText: 'Bản Nậm Loỏng' })).toHaveCount(1);
		await phone.goto('/ho-so');
		await expect(phone.getByTestId('dossier')).toHaveCount(1);
		await expect(phone.getByTestId('draft')).toHaveCount(0);
		expect(struck).toEqual(expect.arrayContaining([...fates]));
	});
	await other.close();
});
