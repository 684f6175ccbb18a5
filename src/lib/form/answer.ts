/** An answer as a person reads it back, whatever its kind; empty when there is none. */
import type { Field } from '$domain/services/definition.ts';
import type { FieldValue, PlaceValue } from '$domain/services/values.ts';
import type { Text } from '$domain/text.ts';
import { dayInWords } from './day-parts.ts';

/**
 * @param text picks the reader's language
 * @param yes the word for an agreed question
 */
export function answerInWords(
	field: Field,
	value: FieldValue | undefined,
	text: (text: Text) => string,
	yes: string
): string {
	if (value === undefined || value === false) return '';
	if (value === true) return yes;
	if (Array.isArray(value)) return value.map((item) => optionName(field, item, text)).join(', ');
	if (typeof value === 'object') return placeInWords(value);
	if (field.type === 'choice') return optionName(field, value, text);
	return field.type === 'day' || field.type === 'birth' ? dayInWords(value) : value;
}

function optionName(field: Field, value: string, text: (text: Text) => string): string {
	const options = field.type === 'choice' || field.type === 'choices' ? field.options : [];
	const found = options.find((option) => option.value === value);
	return found ? text(found.label) : value;
}

function placeInWords({ detail, text }: PlaceValue): string {
	return [detail, text].filter(Boolean).join(', ');
}
