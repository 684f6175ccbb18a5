/** What every page must be for everybody, looked at in the state in which it is. */
import { expect, type Page } from '@playwright/test';
import axe, { type RunOnly } from 'axe-core';
import { fits } from './narrow.ts';

const standard: RunOnly = {
	type: 'tag',
	values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
};
/** Only colours differ in the dark. */
const colours: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Fits the narrow screen and breaks no rule of WCAG 2.2 AA, in light and in dark: U2 and U3 of the spec. */
export async function looksRight(page: Page): Promise<void> {
	await fits(page);
	// Once for both: reading it costs the browser as much as looking. There are no frames.
	await page.evaluate(axe.source);
	await page.emulateMedia({ colorScheme: 'light' });
	await hasNoViolations(page, standard);
	await page.emulateMedia({ colorScheme: 'dark' });
	await hasNoViolations(page, colours);
}

async function hasNoViolations(page: Page, runOnly: RunOnly): Promise<void> {
	const told = await page.evaluate(async (runOnly) => {
		const here = globalThis as unknown as { axe: typeof axe };
		const { violations } = await here.axe.run(document, { runOnly, resultTypes: ['violations'] });
		return violations.flatMap(({ id, nodes }) =>
			nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`)
		);
	}, runOnly);
	expect(told, page.url()).toEqual([]);
}
