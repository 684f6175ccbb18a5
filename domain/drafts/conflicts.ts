/**
 * What two devices have made of one thing without knowing of each other, and what she decides. Pure.
 * Nothing is decided for her: until she has chosen both values are kept, and the draft is not submitted.
 */
import { canonicalJson } from '../canonical.ts';
import type { Row } from '../services/values.ts';
import {
	type Candidate,
	candidatesOf,
	type Change,
	type DeviceName,
	type DraftDocument,
	isPresence,
	type Path,
	versionPath
} from './document.ts';
import { isTakenAway, rowsIn, seenIn, taking, unseenBy } from './form.ts';

export type Conflict =
	/** Different answers to one question, or in one cell; the latest first, each once. */
	| { readonly kind: 'answer'; readonly path: Path; readonly candidates: readonly Candidate[] }
	/** One device took the row away, another wrote in it. */
	| {
			readonly kind: 'row';
			readonly path: Path;
			readonly row: Row;
			readonly taken: Candidate;
			readonly edited: Candidate;
	  };

/** Every open conflict, in the order of the paths. */
export function conflictsOf(document: DraftDocument): Conflict[] {
	return Object.keys(document.fields)
		.sort()
		.flatMap((path) => conflictAt(document, path) ?? []);
}

function conflictAt(document: DraftDocument, path: Path): Conflict | undefined {
	const candidates = candidatesOf(document, path);
	const [field = '', rowId, column] = path.split('/');
	if (field.startsWith('#') || path === versionPath) return undefined;
	if (rowId !== undefined && column === undefined) return rowConflict(document, path, field, rowId);
	if (rowId !== undefined && isTakenAway(document, `${field}/${rowId}`)) return undefined;
	const different = candidates.filter(
		(one, index) =>
			candidates.findIndex((other) => canonicalJson(other.value) === canonicalJson(one.value)) === index
	);
	return different.length > 1 ? { kind: 'answer', path, candidates: different } : undefined;
}

function rowConflict(document: DraftDocument, path: Path, list: string, rowId: string): Conflict | undefined {
	const candidates = candidatesOf(document, path);
	const taken = candidates.find(({ value }) => value !== null && isPresence(value) && value.gone);
	if (!taken || isTakenAway(document, path)) return undefined;
	const staying = candidates.find(({ value }) => value !== null && isPresence(value) && !value.gone);
	const edited =
		staying ??
		unseenBy(
			document,
			path,
			candidates.map(({ value }) => value)
		).sort((a, b) => b.stamp - a.stamp)[0];
	const row = rowsIn(document, list).find((one) => one.rowId === rowId)?.row;
	return edited && row ? { kind: 'row', path, row, taken, edited } : undefined;
}

/** What she decides about one conflict: an answer that she chose or typed, or whether the row stays. */
export type Decision =
	| { readonly path: Path; readonly keep: Candidate['value'] }
	| { readonly path: Path; readonly row: 'keep' | 'remove' };

/** The edit that settles it: it replaces all that stood there. */
export function settling(document: DraftDocument, decision: Decision): Change {
	const { path } = decision;
	if ('keep' in decision) return { path, value: decision.keep };
	const gone = taking(document, path, seenIn(document, path));
	if (decision.row === 'remove') return gone;
	return { path, value: { at: isPresence(gone.value) ? gone.value.at : 0 } };
}

/** The id by which the form knows a path: `phone`, or of a cell `children-0-birth`, or of a row its list. */
export function formIdOf(document: DraftDocument, path: Path): string {
	const [field = '', rowId, column] = path.split('/');
	if (rowId === undefined || column === undefined) return field;
	const index = rowsIn(document, field).findIndex((row) => row.rowId === rowId);
	return `${field}-${index}-${column}`;
}

export function isOwn(candidate: Candidate, device: DeviceName): boolean {
	return candidate.device === device;
}
