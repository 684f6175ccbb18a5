/** Forms that between them have every kind of question, filled page by page for somebody who looks at each. */
import { test, type Page } from '@playwright/test';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { serviceOf } from '../../domain/services/all.ts';
import { examples } from './examples/all.ts';
import { fillForm } from './filling.ts';

/** Lists with places, months and sums; provinces and countries; times; long lists of options. */
const codes = ['1.001939', '3.000333', '1.014748', '2.000815', '2.000138'];

export async function walkForms(page: Page, look: () => Promise<void>): Promise<void> {
	const today = dayOf(new Date());
	for (const code of codes) {
		const service = serviceOf(code);
		const example = examples.find(({ id }) => id === service?.id);
		if (service?.kind !== 'dossier' || !example) throw new Error(`no example for ${code}`);
		await page.goto(`/nop/${code}`);
		await page.waitForURL('**/ban-nhap/**');
		await fillForm(page, service, example.form(today), example.files, today, () =>
			test.step(`${service.id} ${new URL(page.url()).search}`, look)
		);
	}
}
