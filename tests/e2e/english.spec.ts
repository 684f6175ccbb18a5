import type { Page } from '@playwright/test';
import { words as citizenWords } from '../../src/lib/i18n/citizen.vi.ts';
import { words as publicWords } from '../../src/lib/i18n/public.vi.ts';
import { expect, test } from '../support/visited-test.ts';
import { publicPages, walkCitizenPages } from '../support/pages.ts';
import { firstVisit, mai } from '../support/visit.ts';

/** Said the same in every language. */
const names = ['Một Cửa', 'Tiếng Việt', 'English', 'Switch to English'];
const vietnamese = new Set(
	[...Object.values(publicWords), ...Object.values(citizenWords)].filter(
		(word) => typeof word === 'string' && !names.includes(word)
	)
);

test('[U5] in English the public pages say no word of the Vietnamese frame', async ({ page }) => {
	await page.goto('/?lang=en');
	for (const path of publicPages)
		await test.step(path, async () => {
			await page.goto(path);
			await expect(page.locator('html')).toHaveAttribute('lang', 'en');
			expect((await texts(page)).filter((text) => vietnamese.has(text))).toEqual([]);
		});
});

test('[U5] in English her pages are English but for names, and so are dates and money', async ({ page }) => {
	test.setTimeout(240_000);
	await page.goto('/?lang=en');
	await firstVisit(page);
	// What people and offices are called, and what they write.
	const written = [
		...names,
		'TẠM ',
		mai.name,
		'Bản Tả Xin Chải',
		'Sin Suối Hồ',
		'Sơn Vĩ, Mèo Vạc',
		'Lai Châu',
		'Lê ',
		'Phòng',
		'Điện lực',
		'Bảo hiểm xã hội'
	];
	await walkCitizenPages(page, async () => {
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		const left = (await texts(page)).filter(
			(text) =>
				vietnamese.has(text) ||
				(/[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(text) &&
					!written.some((name) => text.includes(name)))
		);
		expect(left, page.url()).toEqual([]);
	});
	await page.goto('/thanh-toan/tien-dien?ma=PA12LC0000001');
	await page.getByTestId('find-bills').click();
	await expect(page.getByTestId('pay')).toHaveText(/^Pay\s[\d,]+\sVND$/);
});

test('[U5] the language is changed in place: nothing typed is lost, and the next visit remembers it', async ({
	page
}) => {
	await firstVisit(page);
	await page.goto('/nop/1.002759');
	await page.locator('#socialInsuranceNo').fill('1212345678');
	await page.getByRole('link', { name: 'Switch to English' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('The insurance card');
	await expect(page.locator('#socialInsuranceNo')).toHaveValue('1212345678');
	await page.goto('/tai-khoan');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account');
});

/** Everything that is seen or read out, piece by piece; what is marked as Vietnamese may be. */
async function texts(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const found: string[] = [document.title];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const parent = node.parentElement;
			if (!parent?.checkVisibility() || parent.closest('[lang=vi], option, script, style, .splash')) continue;
			found.push(node.textContent?.trim() ?? '');
		}
		for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
			if (!element.closest('[lang=vi]'))
				for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
					found.push(element.getAttribute(name) ?? '');
		return found.filter(Boolean);
	});
}
