/** What every page must be for everybody, looked at in the state in which it is. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { fits } from './narrow.ts';

/** Fits the narrow screen and breaks no rule of WCAG 2.2 AA, in light and in dark: U2 and U3 of the spec. */
export async function looksRight(page: Page): Promise<void> {
	await fits(page);
	await passesAxe(page);
}

async function passesAxe(page: Page) {
	const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
	await page.emulateMedia({ colorScheme: 'light' });
	await hasNoViolations(page, new AxeBuilder({ page }).withTags(rules));
	// Only colours differ in the dark.
	await page.emulateMedia({ colorScheme: 'dark' });
	await hasNoViolations(page, new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
}

async function hasNoViolations(page: Page, axe: AxeBuilder) {
	// There are no frames; looking for them would open a page each time.
	const { violations } = await axe.setLegacyMode(true).analyze();
	const told = violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`)
	);
	expect(told, page.url()).toEqual([]);
}
