/**
 * A filled form in words: what the citizen reads back, what an officer sees and what is printed, from the same
 * definition and in its order.
 */
import type { Locale, Text } from '../text.ts';
import type { Column, DossierService, Field } from './definition.ts';
import { fieldOf, viewForm } from './validate.ts';
import { type FieldValue, type FormValues, isPlace, isRows, type Row } from './values.ts';

/** One question with its answer; a list has its rows instead. */
export interface Line {
	readonly id: string;
	readonly label: string;
	/** Empty when not answered. */
	readonly answer: string;
	readonly rows?: readonly (readonly Line[])[];
}

export interface Section {
	readonly id: string;
	readonly title: string;
	readonly lines: readonly Line[];
}

/** Names that only tables know; without them codes are shown. */
export interface Names {
	readonly province?: (code: string) => string | undefined;
}

/**
 * All that is asked, group by group, with what was answered: the officer's view and the printed declaration.
 * @param today the day of submission: it decides what was asked
 */
export function formInWords(
	service: DossierService,
	values: FormValues,
	today: string,
	locale: Locale,
	names: Names = {}
): Section[] {
	const { asked, clean } = viewForm(service, values, today);
	return service.groups
		.map(({ id, title, fields }) => ({
			id,
			title: title[locale],
			lines: fields
				.filter((field) => asked.has(field.id))
				.map((field) => lineOf(field, clean[field.id], locale, names))
		}))
		.filter(({ lines }) => lines.length > 0);
}

/** One field with its answer. */
export function lineOf(field: Field, value: FieldValue | undefined, locale: Locale, names: Names = {}): Line {
	const { id, label } = field;
	if (field.type !== 'rows')
		return { id, label: label[locale], answer: answerInWords(field, value, locale, names) };
	const rows = isRows(value) ? value : [];
	return {
		id,
		label: label[locale],
		answer: '',
		rows: rows.map((row) => rowLines(field.columns, row, locale, names))
	};
}

/** An answer as a person reads it back, whatever its kind; empty when there is none. */
export function answerInWords(
	field: Field,
	value: FieldValue | undefined,
	locale: Locale,
	names: Names = {}
): string {
	if (value === undefined || value === false || value === '') return '';
	if (value === true) return words[locale].yes;
	if (isPlace(value)) return [value.detail, value.text].filter(Boolean).join(', ');
	if (Array.isArray(value)) {
		if (field.type === 'rows')
			return value
				.map((row, index) =>
					typeof row === 'string'
						? row
						: `${index + 1}. ${rowLines(field.columns, row, locale, names)
								.map(({ answer }) => answer)
								.filter(Boolean)
								.join(' – ')}`
				)
				.join('\n');
		return value
			.filter((item) => typeof item === 'string')
			.map((item) => optionName(field, item, locale, names))
			.join(', ');
	}
	switch (field.type) {
		case 'choice':
		case 'province':
			return optionName(field, value, locale, names);
		case 'day':
		case 'birth':
		case 'month':
			return value.split('-').reverse().filter(Boolean).join('/');
		case 'money':
			return money(value, locale);
		case 'computed':
			if ('day' in field) return value.split('-').reverse().join('/');
			return field.unit === 'vnd' ? money(value, locale) : number(value, locale);
		case 'number': {
			const unit: Text | undefined = field.unit;
			return unit ? `${number(value, locale)} ${unit[locale]}` : number(value, locale);
		}
		case 'country':
			return countryName(value, locale);
		default:
			return value;
	}
}

/** The name of a country in the reader's language; the code itself when the tables do not know it. */
export function countryName(code: string, locale: Locale): string {
	try {
		return (regionNames[locale] ??= new Intl.DisplayNames([locale], { type: 'region' })).of(code) ?? code;
	} catch {
		return code;
	}
}
/** Made once: making one costs more than all the names that it tells. */
const regionNames: Partial<Record<Locale, Intl.DisplayNames>> = {};

/** What is asked under that id: a field, a column of a cell (`members-0-birth`), or a paper. */
export function labelOf(service: DossierService, id: string): Text | null {
	const root = fieldOf(id);
	const field = service.groups.flatMap(({ fields }) => fields).find((one) => one.id === root);
	if (field?.type === 'rows' && id !== root) {
		const [, index, column] = id.split('-');
		const asked = field.columns.find((one) => one.id === column);
		const number = Number(index) + 1;
		if (asked)
			return {
				vi: `${field.rowName.vi} ${number}, ${asked.label.vi}`,
				en: `${field.rowName.en} ${number}, ${asked.label.en}`
			};
	}
	return field?.label ?? service.components.find((one) => one.id === id)?.name ?? null;
}

const words = { vi: { yes: 'Có' }, en: { yes: 'Yes' } } as const;

function rowLines(columns: readonly Column[], row: Row, locale: Locale, names: Names): Line[] {
	return columns
		.filter(({ id }) => row[id] !== undefined)
		.map((column) => lineOf(column, row[column.id], locale, names));
}

function optionName(field: Field, value: string, locale: Locale, names: Names): string {
	if (field.type === 'province' || field.type === 'provinces') return names.province?.(value) ?? value;
	const options = field.type === 'choice' || field.type === 'choices' ? field.options : [];
	return options.find((option) => option.value === value)?.label[locale] ?? value;
}

function number(value: string, locale: Locale): string {
	const parsed = Number(value);
	return Number.isFinite(parsed) ? new Intl.NumberFormat(locale).format(parsed) : value;
}

function money(value: string, locale: Locale): string {
	const amount = number(value, locale);
	return locale === 'vi' ? `${amount} đ` : `${amount} VND`;
}
