/**
 * Answers by the kind of their field: how one is tidied, and what is wrong with it. The same on phone and server.
 * Cleaning twice is cleaning once.
 */
import type { FieldFault } from '../faults.ts';
import { isDay } from '../ids.ts';
import { expression, holds, type Scope } from './conditions.ts';
import { isCountry } from './countries.ts';
import type { Column, Option } from './definition.ts';
import { isTaxCode } from './tax-code.ts';
import { type Answer, isPlace, PlaceValue } from './values.ts';

/** What is wrong, without the field: the caller knows where it was asked. */
export type Judgement = Omit<FieldFault, 'field'> | undefined;

/** What the place tables know; without them places pass on the phone, and the server judges. */
export type KnownCommune = (province: string, commune: string) => boolean;

/** Largest amount that is not a slip of the keyboard: 100 billion đồng. */
const moneyMax = 100_000_000_000;

const none: readonly Option[] = [];

/** The options that can be chosen now; the very same list while it holds all of them. */
export function optionsOf(field: Column, scope: Scope): readonly Option[] {
	if (field.type !== 'choice' && field.type !== 'choices') return none;
	if (!field.options.some(({ shownWhen }) => shownWhen)) return field.options;
	return field.options.filter(({ shownWhen }) => !shownWhen || holds(shownWhen, scope));
}

/** NFC, trimmed, and in the one way of writing that its kind has. Values of another type stay for the judge. */
export function cleanAnswer(field: Column, value: Answer): Answer {
	if (typeof value !== 'string') return value;
	const text = value.normalize('NFC').trim();
	switch (field.type) {
		case 'personalId':
		case 'phone':
		case 'bankAccount':
		case 'plate':
			return capitals(text.replace(/[\s.-]/g, ''));
		case 'taxCode': {
			const digits = text.replace(/[\s.-]/g, '');
			return /^\d{13}$/.test(digits) ? `${digits.slice(0, 10)}-${digits.slice(10)}` : digits;
		}
		case 'money':
			return plainNumber(text.replace(/(\s*(đ|₫|đồng|vnđ|vnd))+$/i, ''), 0);
		case 'number':
			return plainNumber(text, field.decimals ?? 0);
		case 'time': {
			const [, hour, minute] = /^(\d{1,2})[:hg](\d{2})$/i.exec(text) ?? [];
			return hour && minute ? `${hour.padStart(2, '0')}:${minute}` : text;
		}
		case 'text': {
			let clean = text.replace(/\s+/g, ' ');
			if (field.numeric || field.compact) clean = clean.replace(/[\s.-]/g, '');
			return field.upper ? upperOf(field.pattern, clean) : clean;
		}
		default:
			return text;
	}
}

/** What is wrong with one tidied answer that is not empty. */
export function answerFault(
	field: Column,
	value: Answer,
	scope: Scope,
	knownCommune?: KnownCommune
): Judgement {
	switch (field.type) {
		case 'yes':
			return typeof value === 'boolean' ? undefined : wrongType;
		case 'choices': {
			if (!isTexts(value)) return wrongType;
			const offered = optionsOf(field, scope);
			return value.every((item) => offered.some((option) => option.value === item)) &&
				new Set(value).size === value.length
				? undefined
				: { rule: 'not_an_option' };
		}
		case 'provinces':
			if (!isTexts(value)) return wrongType;
			return value.every(isProvinceCode) && new Set(value).size === value.length
				? undefined
				: { rule: 'unknown_place' };
		case 'place':
			if (!isPlace(value) || !isSoundPlace(value)) return wrongType;
			return knownCommune && !knownCommune(value.province, value.commune)
				? { rule: 'unknown_place' }
				: undefined;
		default:
			return typeof value === 'string' ? textFault(field, value, scope) : wrongType;
	}
}

const wrongType = { rule: 'wrong_type' } as const;

function textFault(field: Column, text: string, scope: Scope): Judgement {
	const { today } = scope;
	const pattern = (right: boolean, example: string): Judgement =>
		right ? undefined : { rule: 'pattern', params: { example } };
	switch (field.type) {
		case 'text':
		case 'textarea':
			if (field.minLength !== undefined && text.length < field.minLength)
				return { rule: 'too_short', params: { min: String(field.minLength) } };
			if (text.length > field.maxLength)
				return { rule: 'too_long', params: { max: String(field.maxLength) } };
			if (field.pattern && !expression(field.pattern).test(text))
				return { rule: 'pattern', ...(field.example ? { params: { example: field.example } } : {}) };
			return undefined;
		case 'day':
			if (!isDay(text)) return { rule: 'not_a_day' };
			if (field.notAfterToday && text > today) return { rule: 'in_future' };
			if (field.notBeforeToday && text < today) return { rule: 'in_past' };
			return undefined;
		case 'birth':
			if (!/^\d{4}$/.test(text) && !isDay(text)) return { rule: 'not_a_day', params: { asked: 'birth' } };
			return text.slice(0, 10) > today ? { rule: 'in_future' } : undefined;
		case 'month':
			if (!/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(text)) return { rule: 'not_a_day', params: { asked: 'month' } };
			return field.notAfterToday && text > today.slice(0, 7) ? { rule: 'in_future' } : undefined;
		case 'time':
			return pattern(/^([01]\d|2[0-3]):[0-5]\d$/.test(text), '08:30');
		case 'personalId':
			return /^\d{12}$/.test(text)
				? undefined
				: { rule: 'pattern', params: { digits: '12', example: '012190001234' } };
		case 'phone':
			return pattern(/^0[35789]\d{8}$/.test(text), '0912345678');
		case 'email':
			return pattern(text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text), 'ten@example.vn');
		case 'taxCode':
			if (field.personal && /^\d{12}$/.test(text)) return undefined;
			if (!/^\d{10}(-\d{3})?$/.test(text)) return pattern(false, '0100109106');
			return isTaxCode(text) ? undefined : { rule: 'check_digit' };
		case 'plate':
			// Two digits of the province, one or two letters of the series (and a digit on motorbikes), 4 or 5 digits.
			return pattern(/^\d{2}[A-ZĐ]{1,2}\d{4,6}$/.test(text), '12B1 123.45');
		case 'bankAccount':
			return pattern(/^[0-9A-Z]{6,24}$/.test(text), '0011001234567');
		case 'number':
			return numberFault(text, field.decimals ?? 0, field.min, field.max);
		case 'money':
			return numberFault(text, 0, field.min ?? 0, Math.min(field.max ?? moneyMax, moneyMax));
		case 'choice':
			return optionsOf(field, scope).some((option) => option.value === text)
				? undefined
				: { rule: 'not_an_option' };
		case 'province':
			return isProvinceCode(text) ? undefined : { rule: 'unknown_place' };
		case 'country':
			return isCountry(text) && !field.except?.includes(text) ? undefined : { rule: 'not_an_option' };
		default:
			return wrongType;
	}
}

function numberFault(text: string, decimals: number, min?: number, max?: number): Judgement {
	if (!/^-?\d{1,15}(\.\d{1,2})?$/.test(text)) return { rule: 'not_a_number' };
	if ((text.split('.')[1]?.length ?? 0) > decimals) return { rule: 'not_a_number', params: { whole: 'yes' } };
	const number = Number(text);
	if (min !== undefined && number < min) return { rule: 'too_low', params: { min: String(min) } };
	if (max !== undefined && number > max) return { rule: 'too_high', params: { max: String(max) } };
	return undefined;
}

/**
 * `1.500.000` and `1,500,000` are one and a half million; `12,5` and `12.5` twelve and a half where halves are asked
 * for. Three digits behind a mark are thousands, since nothing is asked to a thousandth.
 */
function plainNumber(text: string, decimals: number): string {
	const tight = text.replace(/\s/g, '');
	const grouped = /^-?\d{1,3}([.,]\d{3})+$/.test(tight);
	const fraction = !grouped && decimals > 0 && /^(-?[\d.,]*\d)[.,](\d{1,2})$/.exec(tight);
	if (fraction) return `${bare(fraction[1] as string)}.${fraction[2]}`;
	return grouped || decimals === 0 ? bare(tight) : tight;
}

/** Digits without their marks; anything else stays as it is, for the judge. */
function bare(text: string): string {
	const plain = text.replace(/[.,](?=\d{3}(\D|$))/g, '');
	return /^-?\d+$/.test(plain) ? plain.replace(/^(-?)0+(?=\d)/, '$1') : text;
}

/** Codes lose their blanks; Latin names in capitals keep them. */
function upperOf(pattern: string | undefined, text: string): string {
	return capitals(pattern && expression(pattern).test('A B') ? text : text.replace(/\s/g, ''));
}

/** Composed again: the capital of a composed letter may come apart. */
function capitals(text: string): string {
	return text.toUpperCase().normalize('NFC');
}

const soundPlaces = new WeakSet<PlaceValue>();

/** Answers are replaced, never changed: one that was parsed need not be parsed at every key. */
function isSoundPlace(place: PlaceValue): boolean {
	if (soundPlaces.has(place)) return true;
	const isSound = PlaceValue.safeParse(place).success;
	if (isSound) soundPlaces.add(place);
	return isSound;
}

function isTexts(value: Answer): value is string[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Statistics codes of provinces (Decision 124/2004, 19/2025): 01 to 96. */
function isProvinceCode(text: string): boolean {
	return /^(0[1-9]|[1-8]\d|9[0-6])$/.test(text);
}
