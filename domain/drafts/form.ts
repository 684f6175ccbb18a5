/**
 * Between a draft as its devices write it and the answers of a form: what the form shows, and what a person changed
 * when the form shows something else. Pure.
 * The form knows no names of rows: which row is which is told by what stands in it. Screens save after every pause, so
 * that between two looks hardly more than one row is touched.
 */
import { canonicalJson } from '../canonical.ts';
import { pairs } from '../services/rows.ts';
import type { FieldValue, FormValues, Row } from '../services/values.ts';
import { isRows, rowsOf } from '../services/values.ts';
import type { Seen } from './clock.ts';
import {
	type Candidate,
	candidatesOf,
	type Change,
	type DeviceName,
	draftPath,
	type DraftDocument,
	type DraftValue,
	isPresence,
	isSeen,
	latest,
	mergeSeen,
	type Path,
	versionPath
} from './document.ts';

export interface NamedRow {
	readonly rowId: string;
	readonly row: Row;
}

/** The answers that show. Of conflicting ones the latest; a row that one device took away and another edited stays. */
export function valuesOf(document: DraftDocument): FormValues {
	const values: FormValues = {};
	for (const path of Object.keys(document.fields)) {
		const [field = '', rowId] = path.split('/');
		if (field.startsWith('#')) continue;
		if (rowId !== undefined) {
			values[field] ??= [];
			continue;
		}
		const value = latest(document, path)?.value;
		if (value !== null && value !== undefined && !isPresence(value) && typeof value !== 'number')
			values[field] = value;
	}
	for (const field of Object.keys(values)) {
		const rows = rowsIn(document, field);
		if (rows.length > 0) values[field] = rows.map(({ row }) => row);
	}
	return values;
}

/** The rows of a list that show, in their order. */
export function rowsIn(document: DraftDocument, list: string): NamedRow[] {
	const rows = new Map<string, Row>();
	for (const path of Object.keys(document.fields)) {
		const [field, rowId, column] = path.split('/');
		if (field !== list || rowId === undefined) continue;
		if (!rows.has(rowId)) rows.set(rowId, {});
		const value = latest(document, path)?.value;
		const row = rows.get(rowId);
		if (
			row &&
			column &&
			value !== null &&
			value !== undefined &&
			!isPresence(value) &&
			typeof value !== 'number'
		)
			row[column] = value;
	}
	return [...rows]
		.filter(([rowId]) => !isTakenAway(document, `${list}/${rowId}`))
		.map(([rowId, row]) => ({ rowId, row, at: placeOf(document, `${list}/${rowId}`) }))
		.sort((a, b) => a.at - b.at || (a.rowId < b.rowId ? -1 : 1))
		.map(({ rowId, row }) => ({ rowId, row }));
}

/** The version of the form under which it is filled in; the newest wins over any. */
export function versionOf(document: DraftDocument): number | undefined {
	const versions = candidatesOf(document, versionPath).map(({ value }) => value);
	const numbers = versions.filter((value) => typeof value === 'number');
	return numbers.length > 0 ? Math.max(...numbers) : undefined;
}

/** Whether whoever took the row (or the draft: `#`) away had seen all that stands in it. */
export function isTakenAway(document: DraftDocument, path: Path): boolean {
	const marks = candidatesOf(document, path).map(({ value }) => value);
	if (marks.length === 0 || !marks.every((value) => value !== null && isPresence(value) && value.gone))
		return false;
	return unseenBy(document, path, marks).length === 0;
}

/** Everything in a row (or in the draft) that nobody who took it away had seen. */
export function unseenBy(document: DraftDocument, path: Path, marks: readonly DraftValue[]): Candidate[] {
	const seens = marks.flatMap((value) =>
		value !== null && isPresence(value) && value.gone ? [value.gone] : []
	);
	return within(document, path).filter((one) => !seens.some((seen) => isSeen(one, seen)));
}

/** Of the last edit of each device in a row, or in the draft. */
export function seenIn(document: DraftDocument, path: Path): Seen {
	return within(document, path).reduce<Seen>(
		(seen, { device, stamp }) => mergeSeen(seen, { [device]: stamp }),
		{}
	);
}

function within(document: DraftDocument, path: Path): Candidate[] {
	const isInside = (other: Path) => (path === draftPath ? other !== draftPath : other.startsWith(`${path}/`));
	return Object.entries(document.fields).flatMap(([other, candidates]) =>
		isInside(other) ? candidates : []
	);
}

function placeOf(document: DraftDocument, path: Path): number {
	const value = latest(document, path)?.value;
	return value !== undefined && value !== null && isPresence(value) ? value.at : 0;
}

/**
 * What she did: the screen had shown `before` and shows `after` now. What came from another device meanwhile, and she
 * has not seen, stays: beside hers where she wrote at the same place.
 * @param newRowId a name that no row has
 */
export function changesBetween(
	document: DraftDocument,
	device: DeviceName,
	{ before, after }: { readonly before: FormValues; readonly after: FormValues },
	newRowId: () => string
): Change[] {
	const changes: Change[] = [];
	for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const [was, is] = [valueAt(before, field), valueAt(after, field)];
		if (canonicalJson(was) === canonicalJson(is)) continue;
		const lists = [was, is].filter((value) => isRows(value) && value.length > 0);
		if (lists.length > 0)
			changes.push(...rowChanges(document, device, field, rowsOf(was), rowsOf(is), newRowId));
		else changes.push(changeAt(document, device, field, was, is));
	}
	return changes;
}

function valueAt(values: FormValues, field: string): FieldValue | undefined {
	return Object.hasOwn(values, field) ? values[field] : undefined;
}

/** Replaces what the device wrote itself and what it had seen; of a conflict nothing that is another's. */
function changeAt(
	document: DraftDocument,
	device: DeviceName,
	path: Path,
	was: FieldValue | undefined,
	is: FieldValue | undefined
): Change {
	const candidates = candidatesOf(document, path);
	const others = candidates.filter((one) => one.device !== device);
	const isOpen = candidates.length > 1;
	const beside = others.filter((one) => isOpen || canonicalJson(one.value) !== canonicalJson(was ?? null));
	return { path, value: is === undefined ? null : (is as DraftValue), beside };
}

function rowChanges(
	document: DraftDocument,
	device: DeviceName,
	list: string,
	was: readonly Row[],
	is: readonly Row[],
	newRowId: () => string
): Change[] {
	const named = paired(rowsIn(document, list), was);
	const before = was.map((row, index) => ({ row, rowId: named[index] }));
	const partners = pairs(was, is);
	const changes: Change[] = [];
	let last = Math.max(
		-1,
		...rowsIn(document, list).map(({ rowId }) => placeOf(document, `${list}/${rowId}`))
	);
	is.forEach((row, index) => {
		const partner = partners[index];
		const old = partner === undefined ? undefined : before[partner];
		if (old?.rowId === undefined) {
			const rowId = newRowId();
			changes.push({ path: `${list}/${rowId}`, value: { at: ++last } });
			for (const [column, value] of Object.entries(row))
				changes.push({ path: `${list}/${rowId}/${column}`, value });
			return;
		}
		for (const column of new Set([...Object.keys(old.row), ...Object.keys(row)])) {
			if (canonicalJson(old.row[column]) === canonicalJson(row[column])) continue;
			const path = `${list}/${old.rowId}/${column}`;
			changes.push(changeAt(document, device, path, old.row[column], row[column]));
		}
	});
	const stay = new Set(partners);
	before.forEach(({ rowId, row }, index) => {
		if (stay.has(index) || rowId === undefined) return;
		changes.push(taking(document, `${list}/${rowId}`, seenOnScreen(document, `${list}/${rowId}`, row)));
	});
	return changes;
}

/** Takes a row away, or the draft, for one who has seen this much of it. */
export function taking(document: DraftDocument, path: Path, seen: Seen): Change {
	return { path, value: { at: placeOf(document, path), gone: { ...seen } } };
}

/** What of a row stood on the screen: an edit that came meanwhile was not seen by whoever took the row away. */
function seenOnScreen(document: DraftDocument, path: Path, row: Row): Seen {
	let seen: Seen = {};
	let unseen: Seen = {};
	for (const [cell, candidates] of Object.entries(document.fields)) {
		if (!cell.startsWith(`${path}/`)) continue;
		const shown = canonicalJson(row[cell.slice(path.length + 1)] ?? null);
		for (const { device, stamp, value } of candidates)
			if (canonicalJson(value) === shown) seen = mergeSeen(seen, { [device]: stamp });
			else unseen = { ...unseen, [device]: Math.min(stamp, unseen[device] ?? stamp) };
	}
	return Object.fromEntries(
		Object.entries(seen).flatMap(([device, stamp]) => {
			const bound = Math.min(stamp, (unseen[device] ?? Infinity) - 1);
			return bound > 0 ? [[device, bound]] : [];
		})
	);
}

/** The names of rows as a screen had them. */
function paired(named: readonly NamedRow[], rows: readonly Row[]): (string | undefined)[] {
	return pairs(
		named.map(({ row }) => row),
		rows
	).map((index) => (index === undefined ? undefined : named[index]?.rowId));
}
