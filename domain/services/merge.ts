/** Joins what two tabs made of one form, field by field. Pure; nobody's answer is mixed with another's. */
import type { FormValues } from './values.ts';

/**
 * The answers after two changes of the same `base`: a field that only they changed is theirs, one that we changed is
 * ours, whatever they made of it. Where nothing changed the very value of `ours` comes back.
 */
export function mergeValues(base: FormValues, ours: FormValues, theirs: FormValues): FormValues {
	const merged: FormValues = {};
	for (const id of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
		const changedHere = !isSame(base[id], ours[id]);
		const changedThere = !isSame(base[id], theirs[id]);
		const value = changedThere && !changedHere ? theirs[id] : ours[id];
		if (value !== undefined) merged[id] = value;
	}
	return merged;
}

/** The same answer, whatever the order of the parts of a place or of a row. */
function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
	return left.length === right.size && left.every(([key, value]) => isSame(value, right.get(key)));
}
