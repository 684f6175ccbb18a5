/**
 * Judges a filled form by its definition. The phone runs it for kindness, the server for truth.
 * Promises: the same answer on both sides for the same day; never looks at anything but its arguments.
 */
import type { FieldFault } from '../faults.ts';
import { isDay } from '../ids.ts';
import type { Component, Condition, DossierService, Field } from './definition.ts';
import { type FieldValue, type FormValues, PlaceValue } from './values.ts';

/** A file as the rules see it. */
export interface FileFact {
	readonly component: string;
}

/** A doubt that does not stop anybody: data may have been corrected since the number was given. */
export interface Warning {
	readonly field: string;
	readonly doubt: 'licence_number_unusual' | 'paper_expired' | 'id_unlike_sex' | 'id_unlike_birth';
}

/**
 * Everything wrong with the form, in the order of its fields; empty when it can be submitted.
 * @param today the day in Việt Nam
 * @param knownCommune whether a commune belongs to a province; absent when the place tables are not at hand
 */
export function formFaults(
	service: DossierService,
	values: FormValues,
	files: readonly FileFact[],
	today: string,
	knownCommune?: (province: string, commune: string) => boolean
): FieldFault[] {
	const faults: FieldFault[] = [];
	const known = new Set<string>();
	for (const group of service.groups)
		for (const field of group.fields) {
			known.add(field.id);
			if (!isShown(field, values)) continue;
			const value = values[field.id];
			if (isEmpty(value)) {
				if (isRequired(field.required, values)) faults.push({ field: field.id, ...missing(field) });
				continue;
			}
			const fault = valueFault(field, value as FieldValue, today, knownCommune) ?? orderFault(field, values);
			if (fault) faults.push({ field: field.id, ...fault });
		}
	for (const id of Object.keys(values)) if (!known.has(id)) faults.push({ field: id, rule: 'unknown_field' });
	return [...faults, ...fileFaults(service.components, values, files)];
}

/** The values that belong to the dossier: hidden fields drop out, texts are trimmed, NFC, single-spaced. */
export function cleanValues(service: DossierService, values: FormValues): FormValues {
	const clean: FormValues = {};
	for (const group of service.groups)
		for (const field of group.fields) {
			const value = values[field.id];
			if (isEmpty(value) || !isShown(field, values)) continue;
			clean[field.id] = typeof value === 'string' ? cleanText(field, value) : (value as FieldValue);
		}
	return clean;
}

export function isShown(field: Field, values: FormValues): boolean {
	return !field.shownWhen || holds(field.shownWhen, values);
}

export function isRequired(required: boolean | Condition, values: FormValues): boolean {
	return typeof required === 'boolean' ? required : holds(required, values);
}

export function holds(condition: Condition, values: FormValues): boolean {
	if ('not' in condition) return !holds(condition.not, values);
	if ('all' in condition) return condition.all.every((part) => holds(part, values));
	const value = values[condition.field];
	if ('is' in condition) return value === condition.is;
	if (Array.isArray(value)) return value.some((item) => condition.anyOf.includes(item));
	return typeof value === 'string' && condition.anyOf.includes(value);
}

export function isEmpty(value: FieldValue | undefined): boolean {
	if (value === undefined || value === false) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.length === 0;
	if (typeof value === 'object') return value.province === '' || value.commune === '';
	return false;
}

/**
 * Doubts worth showing: the 4th digit of a personal number tells century and sex, digits 5–6 the year of birth
 * (PORTAL.md §9.4); both may have been corrected since, so nobody is stopped.
 */
export function formWarnings(service: DossierService, values: FormValues, today: string): Warning[] {
	const warnings: Warning[] = [];
	for (const field of service.groups.flatMap((group) => group.fields)) {
		const value = values[field.id];
		if (field.type === 'text' && field.advisedPattern && typeof value === 'string' && value.trim() !== '')
			if (!field.advisedPattern.test(cleanText(field, value)))
				warnings.push({ field: field.id, doubt: 'licence_number_unusual' });
		if (field.type === 'day' && field.endOfValidity && isShown(field, values))
			if (typeof value === 'string' && isDay(value) && value < today)
				warnings.push({ field: field.id, doubt: 'paper_expired' });
	}
	const { personalId, sex, birth } = values;
	if (typeof personalId === 'string' && /^\d{12}$/.test(personalId)) {
		const digit = Number(personalId[3]);
		if (typeof sex === 'string' && sex !== '' && (digit % 2 === 0 ? 'male' : 'female') !== sex)
			warnings.push({ field: 'sex', doubt: 'id_unlike_sex' });
		const year = String(1900 + Math.floor(digit / 2) * 100 + Number(personalId.slice(4, 6)));
		if (typeof birth === 'string' && birth.length >= 4 && birth.slice(0, 4) !== year)
			warnings.push({ field: 'birth', doubt: 'id_unlike_birth' });
	}
	return warnings;
}

function fileFaults(
	components: readonly Component[],
	values: FormValues,
	files: readonly FileFact[]
): FieldFault[] {
	const faults: FieldFault[] = [];
	for (const component of components) {
		const count = files.filter((file) => file.component === component.id).length;
		if (count === 0 && isRequired(component.required, values))
			faults.push({ field: component.id, rule: 'file_missing' });
		if (count > component.filesMax)
			faults.push({
				field: component.id,
				rule: 'too_many_files',
				params: { max: String(component.filesMax) }
			});
	}
	const known = new Set(components.map((component) => component.id));
	for (const file of files)
		if (!known.has(file.component)) faults.push({ field: file.component, rule: 'unknown_field' });
	return faults;
}

/** `asked` tells choosing and places from writing, because the sentence names what to do. */
function missing({ type }: Field): Omit<FieldFault, 'field'> {
	if (type === 'yes') return { rule: 'must_agree' };
	if (type === 'choice' || type === 'choices') return { rule: 'required', params: { asked: 'choice' } };
	if (type === 'place') return { rule: 'required', params: { asked: 'place' } };
	return { rule: 'required' };
}

/** A paper that ends before it was issued is mistyped. ISO days compare as text. */
function orderFault(field: Field, values: FormValues): Judgement {
	if (field.type !== 'day' || !field.issuedOn) return undefined;
	const [issued, ends] = [values[field.issuedOn], values[field.id]];
	return typeof issued === 'string' && typeof ends === 'string' && isDay(issued) && ends < issued
		? { rule: 'before_issue' }
		: undefined;
}

type Judgement = Omit<FieldFault, 'field'> | undefined;

function valueFault(
	field: Field,
	value: FieldValue,
	today: string,
	knownCommune?: (province: string, commune: string) => boolean
): Judgement {
	switch (field.type) {
		case 'yes':
			if (typeof value !== 'boolean') return { rule: 'wrong_type' };
			return undefined;
		case 'choices': {
			if (!Array.isArray(value)) return { rule: 'wrong_type' };
			return value.every((item) => field.options.some((option) => option.value === item))
				? undefined
				: { rule: 'not_an_option' };
		}
		case 'place': {
			if (!PlaceValue.safeParse(value).success) return { rule: 'wrong_type' };
			const place = value as PlaceValue;
			return knownCommune && !knownCommune(place.province, place.commune)
				? { rule: 'unknown_place' }
				: undefined;
		}
		default:
			if (typeof value !== 'string') return { rule: 'wrong_type' };
			return textFault(field, cleanText(field, value), today);
	}
}

function textFault(field: Field, text: string, today: string): Judgement {
	switch (field.type) {
		case 'text':
		case 'textarea':
			if (field.minLength !== undefined && text.length < field.minLength)
				return { rule: 'too_short', params: { min: String(field.minLength) } };
			if (text.length > field.maxLength)
				return { rule: 'too_long', params: { max: String(field.maxLength) } };
			if (field.pattern && !field.pattern.test(text))
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
		case 'personalId':
			return /^\d{12}$/.test(text)
				? undefined
				: { rule: 'pattern', params: { digits: '12', example: '012190001234' } };
		case 'phone':
			return /^0[35789]\d{8}$/.test(text)
				? undefined
				: { rule: 'pattern', params: { example: '0912345678' } };
		case 'email':
			return text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text)
				? undefined
				: { rule: 'pattern', params: { example: 'ten@example.vn' } };
		case 'choice':
			return field.options.some((option) => option.value === text) ? undefined : { rule: 'not_an_option' };
		default:
			return { rule: 'wrong_type' };
	}
}

function cleanText(field: Field, text: string): string {
	let clean = text.normalize('NFC').trim();
	if (field.type === 'personalId' || field.type === 'phone') clean = clean.replace(/[\s.-]/g, '');
	else if (field.type === 'text') clean = clean.replace(/\s+/g, ' ');
	if (field.type === 'text' && field.numeric) clean = clean.replace(/[\s.-]/g, '');
	return field.type === 'text' && field.upper ? clean.replace(/\s/g, '').toUpperCase() : clean;
}
