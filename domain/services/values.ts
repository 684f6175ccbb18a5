/** What a person answered, field by field. Bounded here; whether it fits the form is validate.ts's question. */
import * as z from 'zod/mini';
import { fieldLengthMax, fieldsMax, rowsMax } from '../limits.ts';

/** An address as codes, text and the code set it was chosen from (PORTAL.md §15, rule 1). */
export const PlaceValue = z.object({
	province: z.string().check(z.regex(/^\d{2}$/)),
	commune: z.string().check(z.regex(/^\d{5}$/)),
	/** Names at the time of choosing, province last. */
	text: z.string().check(z.maxLength(300)),
	/** House, hamlet, street. */
	detail: z.string().check(z.maxLength(300)),
	codeSet: z.string().check(z.maxLength(20))
});
export type PlaceValue = z.infer<typeof PlaceValue>;

const fieldId = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,39}$/));

/** The answer to one question. Numbers and money are text: as typed in a draft, digits with a point once cleaned. */
export const Answer = z.union([
	z.string().check(z.maxLength(fieldLengthMax)),
	z.boolean(),
	z.array(z.string().check(z.maxLength(100))).check(z.maxLength(100)),
	PlaceValue
]);
export type Answer = z.infer<typeof Answer>;

/** One row of a list, by column. */
export const Row = z.record(fieldId, Answer).check(z.refine((row) => Object.keys(row).length <= 30));
export type Row = z.infer<typeof Row>;

export const FieldValue = z.union([Answer, z.array(Row).check(z.maxLength(rowsMax))]);
export type FieldValue = z.infer<typeof FieldValue>;

export const FormValues = z
	.record(fieldId, FieldValue)
	.check(z.refine((values) => Object.keys(values).length <= fieldsMax));
export type FormValues = z.infer<typeof FormValues>;

/** Whether the answer is a list of rows; an empty list is one of both kinds. */
export function isRows(value: FieldValue | undefined): value is Row[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'object');
}

/** The rows, or none. */
export function rowsOf(value: FieldValue | undefined): readonly Row[] {
	return isRows(value) ? value : [];
}

export function isPlace(value: FieldValue | undefined): value is PlaceValue {
	return typeof value === 'object' && !Array.isArray(value);
}
