/** Which row of a list is which, when it was changed by somebody who names no rows. Pure. */
import { canonicalJson } from '../canonical.ts';
import type { Row } from './values.ts';

/**
 * For each new row the index of the old row that it was; undefined for a row that is new. Equal rows are the same, in
 * their order. Between two of them, as many rows as before are the same by their place, else those most alike.
 */
export function pairs(old: readonly Row[], rows: readonly Row[]): (number | undefined)[] {
	const spelled = old.map(canonicalJson);
	let from = 0;
	const found = rows.map((row): number | undefined => {
		const index = spelled.indexOf(canonicalJson(row), from);
		if (index === -1) return undefined;
		from = index + 1;
		return index;
	});
	let [oldFrom, rowFrom] = [0, 0];
	for (let at = 0; at <= rows.length; at++) {
		const same = at < rows.length ? found[at] : old.length;
		if (same === undefined) continue;
		const left = range(oldFrom, same);
		const open = range(rowFrom, at);
		if (left.length === open.length) open.forEach((index, nth) => (found[index] = left[nth]));
		else pairAlike(old, rows, left, open, found);
		[oldFrom, rowFrom] = [same + 1, at + 1];
	}
	return found;
}

function pairAlike(
	old: readonly Row[],
	rows: readonly Row[],
	left: readonly number[],
	open: readonly number[],
	found: (number | undefined)[]
): void {
	const taken = new Set<number>();
	for (const index of open) {
		const [alike] = left
			.filter((other) => !taken.has(other))
			.map((other) => ({
				other,
				likeness: 2 * commonCells(old[other] ?? {}, rows[index] ?? {}) + Number(other === index)
			}))
			.sort((a, b) => b.likeness - a.likeness || a.other - b.other);
		// More rows than before: one that is like none of the old is the new one.
		if (!alike || (alike.likeness === 0 && open.length > left.length)) continue;
		found[index] = alike.other;
		taken.add(alike.other);
	}
}

function range(from: number, to: number): number[] {
	return Array.from({ length: Math.max(0, to - from) }, (_, nth) => from + nth);
}

function commonCells(a: Row, b: Row): number {
	return Object.keys(a).filter((column) => canonicalJson(a[column]) === canonicalJson(b[column])).length;
}
