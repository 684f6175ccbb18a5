/** What a person answered, field by field. Bounded here; whether it fits the form is validate.ts's question. */
import * as z from 'zod/mini';
import { fieldLengthMax, fieldsMax } from '../limits.ts';

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

export const FieldValue = z.union([
	z.string().check(z.maxLength(fieldLengthMax)),
	z.boolean(),
	z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50)),
	PlaceValue
]);
export type FieldValue = z.infer<typeof FieldValue>;

export const FormValues = z
	.record(z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,39}$/)), FieldValue)
	.check(z.refine((values) => Object.keys(values).length <= fieldsMax));
export type FormValues = z.infer<typeof FormValues>;
