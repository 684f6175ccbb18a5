/** Joins what two tabs made of one form, field by field, lists row by row. Pure. */
import { pairs } from './rows.ts';
import { type FieldValue, type FormValues, isRows, type Row } from './values.ts';

/**
 * The answers after two changes of the same `base`: a field that only they changed is theirs, one that we changed is
 * ours, whatever they made of it. Where nothing changed the very value of `ours` comes back.
 */
export function mergeValues(base: FormValues, ours: FormValues, theirs: FormValues): FormValues {
	const merged: FormValues = {};
	for (const id of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
		const changedHere = !isSame(base[id], ours[id]);
		const changedThere = !isSame(base[id], theirs[id]);
		const value =
			changedThere && changedHere
				? mergeField(base[id], ours[id], theirs[id])
				: changedThere
					? theirs[id]
					: ours[id];
		if (value !== undefined) merged[id] = value;
	}
	return merged;
}

/** Ours, but of a list whatever they did to rows that we left alone. */
function mergeField(
	base: FieldValue | undefined,
	ours: FieldValue | undefined,
	theirs: FieldValue | undefined
): FieldValue | undefined {
	if (!isRows(ours) || !isRows(theirs) || (base !== undefined && !isRows(base))) return ours;
	return mergeRows(base ?? [], ours, theirs);
}

/** A row that one took away goes, unless the other wrote in it; new rows of both stay, theirs first. */
function mergeRows(base: readonly Row[], ours: readonly Row[], theirs: readonly Row[]): Row[] {
	const partners = { ours: pairs(base, ours), theirs: pairs(base, theirs) };
	const kept = base.flatMap((row, index): Row[] => {
		const here = ours[partners.ours.indexOf(index)];
		const there = theirs[partners.theirs.indexOf(index)];
		if (here && there) return [mergeValues(row, here, there) as Row];
		const left = here ?? there;
		return left && !isSame(left, row) ? [left] : [];
	});
	const added = (rows: readonly Row[], of: readonly (number | undefined)[]) =>
		rows.filter((_, index) => of[index] === undefined);
	return [...kept, ...added(theirs, partners.theirs), ...added(ours, partners.ours)];
}

/** The same answer, whatever the order of the parts of a place or of a row. */
function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
	return left.length === right.size && left.every(([key, value]) => isSame(value, right.get(key)));
}
