/** What a person does in the browser tests, in her own words: come the first time, log in, fill a form, hand it in. */
import { expect, type Locator, type Page } from '@playwright/test';

/** A person of the sandbox e-ID. */
export interface Person {
	readonly name: string;
	readonly personalId: string;
	readonly sex: 'female' | 'male';
	/** As three boxes. */
	readonly birth: readonly [day: string, month: string, year: string];
	readonly phone: string;
}

export const mai: Person = {
	name: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	sex: 'female',
	birth: ['17', '5', '1990'],
	phone: '0912345678'
};
export const sung: Person = {
	name: 'Vàng A Sùng',
	personalId: '011085005678',
	sex: 'male',
	birth: ['2', '9', '1985'],
	phone: '0387654321'
};
export const binh: Person = {
	name: 'Trần Văn Bình',
	personalId: '079078004321',
	sex: 'male',
	birth: ['1', '12', '1978'],
	phone: '0903112233'
};

/** Receives in the one office that the sandbox has no system for. */
export const xuan: Person = {
	name: 'Lò Thị Xuân',
	personalId: '011184004455',
	sex: 'female',
	birth: ['14', '2', '1984'],
	phone: '0915223344'
};

/** The sandbox's editor; `EDITORS` names her number. */
export const ha: Person = {
	name: 'Phạm Thu Hà',
	personalId: '001182006789',
	sex: 'female',
	birth: ['6', '5', '1982'],
	phone: '0904556677'
};

/** Reissue of a health-insurance card: no fee, no papers. */
export const healthCard = '1.002759';
/** Exchange of a driving licence: a fee and two photos. */
export const licence = '3.000347';

/** The first visit: stays until the copy for use without a network is whole and the worker has the page. */
export async function firstVisit(page: Page): Promise<void> {
	await page.goto('/');
	await expect(page.getByTestId('replica')).not.toBeEmpty({ timeout: 60_000 });
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
}

/** Logs in through the e-ID, which knows nobody on this phone any more, and ends at her account. */
export async function logIn(page: Page, person: Person): Promise<void> {
	// Cookies know no ports: only the e-ID's go, the portal's session stays.
	await page.context().clearCookies({ name: /^eid_/ });
	await page.goto('/auth/login?return=/tai-khoan');
	await identify(page, person);
	await expect(page.getByTestId('me')).toContainText(person.name);
}

/** At the e-ID: presses her account, and agrees when she is asked. */
export async function identify(page: Page, { personalId }: Person): Promise<void> {
	await page.getByTestId(`eid-account-${personalId}`).click();
	const consent = page.getByTestId('eid-consent');
	await expect(consent.or(page.locator('header.top'))).toBeVisible();
	if (await consent.isVisible()) await consent.click();
}

export async function fillApplicant(page: Page, person: Person): Promise<void> {
	await page.locator('#fullName').fill(person.name);
	await page.locator('#personalId').fill(person.personalId);
	await page.locator('#birth-day').fill(person.birth[0]);
	await page.locator('#birth-month').fill(person.birth[1]);
	await page.locator('#birth-year').fill(person.birth[2]);
	await page.locator(`#sex-${person.sex}`).check();
	await page.locator('#phone').fill(person.phone);
	await page.locator('#residence-province').selectOption('12');
	await page.locator('#residence-commune').selectOption('03408');
	await page.locator('#residence-detail').fill('Bản Tả Xin Chải');
}

/** Starts a health-insurance card form and fills its first page. */
export async function beginHealthCard(page: Page, reason: 'lost' | 'data' = 'lost'): Promise<void> {
	await page.goto(`/nop/${healthCard}`);
	await page.locator('#socialInsuranceNo').fill('1212345678');
	await page.locator('#group-household').check();
	await page.locator(`#reason-${reason}`).check();
}

/** The whole form for a person, up to the button that hands it in. */
export async function fillHealthCard(page: Page, person: Person): Promise<void> {
	await beginHealthCard(page);
	await next(page);
	await fillApplicant(page, person);
	await next(page);
	await page.locator('#delivery-online').check();
	await goToReview(page);
	await page.locator('#truthPledge').check();
}

/** Fills the form, hands it in, and stays at the provisional receipt or what has become of it. */
export async function submitHealthCard(page: Page, person: Person): Promise<void> {
	await fillHealthCard(page, person);
	await page.getByTestId('submit').click();
	await page.waitForURL('**/ho-so/*');
}

/** Presses "on" and waits for the page of the form that follows. */
export async function next(page: Page): Promise<void> {
	const place = page.locator('.where p');
	const before = await place.innerText();
	await page.getByTestId('wizard-next').click();
	await expect(place).not.toHaveText(before);
}

/** On through pages on which nothing has to be filled. */
export async function goToReview(page: Page): Promise<void> {
	while (await page.getByTestId('wizard-next').isVisible()) await next(page);
	await expect(page.getByTestId('submit')).toBeVisible();
}

/** Applications in the list of what waits; what the phone sends by itself is not hers to wait for. */
export function submissionsWaiting(page: Page): Locator {
	return page.getByTestId('waiting-item').filter({ hasText: 'Nộp hồ sơ' });
}

/**
 * “Gửi ngay” on the page of what waits, once the line is back; unless the app has found it by itself meanwhile, and the
 * button went with what was waiting.
 */
export async function pressSendNow(page: Page): Promise<void> {
	await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid=retry]')?.click());
}
