/**
 * The test of browser-test.ts for phones that have been here before: app and catalogue lie on them, as most days of
 * their lives. A first visit costs more than most tests, so each worker makes it once and every test gets a copy of
 * that phone; when the catalogue has changed since, it is made anew. `firstVisit` is then only the opening of the app.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPhone } from './browser.ts';
import { test as base } from './browser-test.ts';
import { firstVisit } from './visit.ts';

export { expect } from '@playwright/test';

/** A folder with the profile of a phone of its own. */
type NewProfile = () => Promise<string>;

export const test = base.extend<object, { visited: NewProfile }>({
	visited: [
		async ({ world, front }, use) => {
			const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-visited-'));
			let count = 0;
			let made: { readonly catalogue: string; readonly profile: string } | null = null;
			await use(async () => {
				const manifest = await fetch(`${world.portal.url}/catalogue/layouts/2/manifest`);
				const catalogue = await manifest.text();
				if (made?.catalogue !== catalogue) {
					const profile = path.join(folder, `visit-${++count}`);
					const phone = await openPhone(profile, { baseURL: front.origin });
					await firstVisit(phone.page);
					await phone.close();
					made = { catalogue, profile };
				}
				const copy = path.join(folder, `phone-${++count}`);
				await cp(made.profile, copy, { recursive: true });
				return copy;
			});
			await rm(folder, { recursive: true, force: true });
		},
		{ scope: 'worker' }
	],
	context: async ({ visited, front }, use) => {
		const profile = await visited();
		const phone = await openPhone(profile, { baseURL: front.origin });
		await use(phone.context);
		await phone.close();
		await rm(profile, { recursive: true, force: true });
	},
	page: async ({ context }, use) => use(context.pages()[0] ?? (await context.newPage()))
});
