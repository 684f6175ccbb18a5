/** Money is whole đồng: an integer, never a fraction, never another currency. */
import * as z from 'zod/mini';

/** Amount in VND, 0 to 100 billion: beyond that a typing mistake is likelier than a fee. */
export const Vnd = z.int().check(z.minimum(0), z.maximum(100_000_000_000)).brand<'Vnd'>();
export type Vnd = z.infer<typeof Vnd>;

/** An amount that is known to be right; throws on anything that is not whole đồng. */
export function vnd(amount: number): Vnd {
	return Vnd.parse(amount);
}

/** One line of a charge: what it is for and how much, in VND. `kind` as PORTAL.md §10.1: phí, lệ phí, giá. */
export const ChargeLine = z.object({
	code: z.string(),
	kind: z.enum(['fee', 'charge', 'price']),
	label: z.object({ vi: z.string(), en: z.string() }),
	amount: Vnd
});
export type ChargeLine = z.infer<typeof ChargeLine>;

/** Sum of the lines in VND. */
export function total(lines: readonly ChargeLine[]): Vnd {
	return vnd(lines.reduce((sum, line) => sum + line.amount, 0));
}
