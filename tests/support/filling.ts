/** Fills a form of any service as a person does, page by page, from its definition and the answers she has in mind. */
import { expect, type Page } from '@playwright/test';
import type { Column, DossierService, Field } from '../../domain/services/definition.ts';
import { cellId, viewForm } from '../../domain/services/validate.ts';
import {
	type Answer,
	type FieldValue,
	type FormValues,
	isPlace,
	rowsOf
} from '../../domain/services/values.ts';
import { photo } from './photos.ts';
import { next } from './visit.ts';

/** From the first page to the button that hands it in; everything is pledged. @param look is called on each page once it is filled @param declaration content of the file of a tax declaration */
export async function fillForm(
	page: Page,
	service: DossierService,
	values: FormValues,
	files: readonly string[],
	today: string,
	look: () => Promise<void> = async () => {},
	declaration?: Buffer
): Promise<void> {
	const { asked } = viewForm(service, values, today);
	const pledges: Field[] = [];
	for (const group of service.groups) {
		const fields = group.fields.filter(({ id }) => asked.has(id));
		if (fields.every((field) => field.type === 'yes' && field.mustAgree)) {
			pledges.push(...fields);
			continue;
		}
		const [first] = fields;
		if (!first) continue;
		await expect(page.locator(`#${first.id}`)).toBeVisible();
		for (const field of fields) await answer(page, field, values[field.id]);
		await look();
		await next(page);
	}
	if (service.components.length > 0 && !(await page.getByTestId('submit').isVisible())) {
		for (const [index, component] of files.entries()) {
			const declares = service.components.find(({ id }) => id === component)?.declares;
			const file =
				declares && declaration
					? { name: 'tờ khai.xml', mimeType: 'application/xml', buffer: declaration }
					: photo(index + 1, 40_000 + 1000 * index);
			await page.getByTestId(`file-${component}`).setInputFiles(file);
			await expect(page.getByTestId(`attachment-${component}`)).toBeVisible();
		}
		await next(page);
	}
	for (const { id } of pledges) await page.locator(`#${id}`).check();
}

async function answer(page: Page, field: Field, value: FieldValue | undefined): Promise<void> {
	if (field.type === 'computed' || value === undefined) return;
	if (field.type !== 'rows') return await answerAt(page, field, field.id, value as Answer);
	for (const [index, row] of rowsOf(value).entries()) {
		if (!(await page.locator(`#${field.id}-${index}`).isVisible()))
			await page.getByTestId(`${field.id}-add`).click();
		for (const column of field.columns) {
			const cell = row[column.id];
			if (cell !== undefined) await answerAt(page, column, cellId(field.id, index, column.id), cell);
		}
	}
}

async function answerAt(page: Page, field: Column, id: string, value: Answer): Promise<void> {
	const box = page.locator(`#${id}`);
	if (value === true) return await box.check();
	if (value === false) return;
	if (Array.isArray(value)) {
		for (const option of value) await page.locator(`#${id}-${option}`).check();
		return;
	}
	if (isPlace(value)) {
		await page.locator(`#${id}-province`).selectOption(value.province);
		await page.locator(`#${id}-commune`).selectOption(value.commune);
		return await page.locator(`#${id}-detail`).fill(value.detail);
	}
	switch (field.type) {
		case 'day':
		case 'birth':
		case 'month': {
			const [year = '', month, day] = value.split('-');
			if (day) await page.locator(`#${id}-day`).fill(day);
			if (month) await page.locator(`#${id}-month`).fill(month);
			return await page.locator(`#${id}-year`).fill(year);
		}
		case 'choice':
			// Many options are a list, few are tiles.
			if (await box.evaluate((element) => element.tagName === 'SELECT')) await box.selectOption(value);
			else await page.locator(`[id="${id}-${value}"]`).check();
			return;
		case 'country':
		case 'province':
			return void (await box.selectOption(value));
		case 'time':
			return await box.fill(value.padStart(5, '0'));
		default:
			return await box.fill(value);
	}
}
