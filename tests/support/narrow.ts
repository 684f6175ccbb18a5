/** Whether a page fits the narrow screen that it is on: U3 of the spec. */
import { expect, type Page } from '@playwright/test';

/** Nothing scrolls sideways, also with letters twice as large, and targets are large enough. */
export async function fits(page: Page): Promise<void> {
	expect(await sideways(page), `${page.url()} at 360 px`).toEqual([]);
	expect(await smallTargets(page), page.url()).toEqual([]);
	await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
	expect(await sideways(page), `${page.url()} with letters twice as large`).toEqual([]);
	await page.evaluate(() => (document.documentElement.style.fontSize = ''));
}

/** What makes the page wider than the screen; boxes that scroll by themselves may. */
async function sideways(page: Page): Promise<string[]> {
	return await page.evaluate(() => {
		const { clientWidth, scrollWidth } = document.documentElement;
		if (scrollWidth <= clientWidth) return [];
		return [...document.querySelectorAll('body *')]
			.filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
			.map((element) => element.outerHTML.slice(0, 160));
	});
}

/** WCAG 2.5.8 without its exceptions but one: links inside a sentence. */
async function smallTargets(page: Page): Promise<string[]> {
	return await page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')]
			.filter((element) => {
				const box = (element.closest('label') ?? element).getBoundingClientRect();
				if (!element.checkVisibility({ visibilityProperty: true }) || box.width === 0) return false;
				const isHidden =
					element.matches('.visually-hidden, .skip') || element.closest('.visually-hidden') !== null;
				const isInSentence = element.matches('a') && getComputedStyle(element).display === 'inline';
				return !isHidden && !isInSentence && (box.width < 24 || box.height < 24);
			})
			.map((element) => element.outerHTML.slice(0, 160))
	);
}
