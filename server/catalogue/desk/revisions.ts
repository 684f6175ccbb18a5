/**
 * Revisions and publications of the desk, as rows. Append-only: saving makes the next revision, publishing points at
 * one from a day on, rolling back is a publication of an earlier one (0: as released and imported).
 */
import { z } from 'zod';
import { PersonId, type Day } from '../../../domain/ids.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Reader, WriteTx } from '../../store/database.ts';

export const DeskKind = z.enum(['procedure', 'faq']);
export type DeskKind = z.infer<typeof DeskKind>;

export interface Revision {
	readonly kind: DeskKind;
	readonly key: string;
	/** 1, 2, 3 … */
	readonly revision: number;
	/** A ProcedureEdit or a FaqEdit. */
	readonly body: unknown;
	readonly author: PersonId;
	/** Of the author, as the e-ID says it. */
	readonly authorName: string;
	readonly savedAt: string;
	/** Why, in the author's words. */
	readonly note: string;
}

export interface Publication {
	readonly seq: number;
	readonly kind: DeskKind;
	readonly key: string;
	/** 0: what is released and imported, without the desk. */
	readonly revision: number;
	readonly validFrom: Day;
	readonly reason: string;
	readonly editor: PersonId;
	readonly editorName: string;
	readonly decidedAt: string;
	readonly calledOffAt: string | null;
}

const RevisionRow = z.object({
	kind: DeskKind,
	key: z.string(),
	revision: z.number(),
	body: z.string(),
	author: PersonId,
	name: z.string(),
	saved_at: z.string(),
	note: z.string()
});
const PublicationRow = z.object({
	seq: z.number(),
	kind: DeskKind,
	key: z.string(),
	revision: z.number(),
	valid_from: z.string(),
	reason: z.string(),
	editor: PersonId,
	name: z.string(),
	decided_at: z.string(),
	called_off_at: z.string().nullable()
});

/** Newest first. */
export async function revisionsOf(db: Reader, kind: DeskKind, key: string): Promise<Revision[]> {
	const rows = await db.read(
		`SELECT r.*, p.name FROM desk_revisions AS r JOIN people AS p ON p.person_id = r.author
		 WHERE r.kind = ? AND r.key = ? ORDER BY r.revision DESC`,
		[kind, key]
	);
	return rows.map((found) => {
		const row = RevisionRow.parse(found);
		return {
			kind: row.kind,
			key: row.key,
			revision: row.revision,
			body: JSON.parse(row.body) as unknown,
			author: row.author,
			authorName: row.name,
			savedAt: row.saved_at,
			note: row.note
		};
	});
}

/** Newest first. */
export async function publicationsOf(db: Reader, kind: DeskKind, key: string): Promise<Publication[]> {
	return publications(db, 'WHERE p.kind = ? AND p.key = ?', [kind, key]);
}

/** All that are to come after that day, the next first. */
export async function scheduledAfter(db: Reader, today: Day): Promise<Publication[]> {
	const found = await publications(db, 'WHERE p.valid_from > ? AND p.called_off_at IS NULL', [today]);
	return found.sort((a, b) =>
		a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : a.seq - b.seq
	);
}

async function publications(db: Reader, where: string, args: readonly string[]): Promise<Publication[]> {
	const rows = await db.read(
		`SELECT p.*, who.name FROM desk_publications AS p JOIN people AS who ON who.person_id = p.editor
		 ${where} ORDER BY p.seq DESC`,
		args
	);
	return rows.map((found) => {
		const row = PublicationRow.parse(found);
		return {
			seq: row.seq,
			kind: row.kind,
			key: row.key,
			revision: row.revision,
			validFrom: row.valid_from,
			reason: row.reason,
			editor: row.editor,
			editorName: row.name,
			decidedAt: row.decided_at,
			calledOffAt: row.called_off_at
		};
	});
}

/** Of several that count on that day the one with the latest first day, then the one decided last. */
export function inForceOn(publications: readonly Publication[], today: Day): Publication | null {
	const counting = publications.filter((one) => one.calledOffAt === null && one.validFrom <= today);
	return (
		counting.sort((a, b) =>
			a.validFrom === b.validFrom ? b.seq - a.seq : a.validFrom < b.validFrom ? 1 : -1
		)[0] ?? null
	);
}

/** The edits that readers get on that day, without those that were rolled back to what is released. */
export async function editsInForce(
	db: Reader,
	today: Day
): Promise<{ readonly kind: DeskKind; readonly key: string; readonly body: unknown }[]> {
	const rows = await db.read(
		`SELECT r.kind, r.key, r.body FROM (
			SELECT kind, key, revision, row_number() OVER (
				PARTITION BY kind, key ORDER BY valid_from DESC, seq DESC
			) AS place FROM desk_publications WHERE called_off_at IS NULL AND valid_from <= ?
		 ) AS latest JOIN desk_revisions AS r
		 ON r.kind = latest.kind AND r.key = latest.key AND r.revision = latest.revision
		 WHERE latest.place = 1 ORDER BY r.kind, r.key`,
		[today]
	);
	return rows.map((row) => ({
		kind: DeskKind.parse(row['kind']),
		key: String(row['key']),
		body: JSON.parse(String(row['body'])) as unknown
	}));
}

export interface NewRevision {
	readonly kind: DeskKind;
	readonly key: string;
	/** The newest revision that the author saw; 0 for none. */
	readonly seen: number;
	readonly body: unknown;
	readonly author: PersonId;
	readonly at: Date;
	readonly note: string;
}

/** Makes the next revision. Somebody else's that the author has not seen is a conflict, and nothing is written. */
export async function insertRevision(
	tx: WriteTx,
	saved: NewRevision
): Promise<Result<number, { readonly type: 'conflict'; readonly newest: number }>> {
	const [row] = await tx.read(
		'SELECT coalesce(max(revision), 0) AS newest FROM desk_revisions WHERE kind = ? AND key = ?',
		[saved.kind, saved.key]
	);
	const newest = Number(row?.['newest']);
	if (newest !== saved.seen) return err({ type: 'conflict', newest });
	await tx.run(
		'INSERT INTO desk_revisions (kind, key, revision, body, author, saved_at, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
		[
			saved.kind,
			saved.key,
			newest + 1,
			JSON.stringify(saved.body),
			saved.author,
			saved.at.toISOString(),
			saved.note
		]
	);
	return ok(newest + 1);
}

export async function insertPublication(
	tx: WriteTx,
	decision: {
		readonly kind: DeskKind;
		readonly key: string;
		readonly revision: number;
		readonly validFrom: Day;
		readonly reason: string;
		readonly editor: PersonId;
		readonly at: Date;
	}
): Promise<number> {
	await tx.run(
		`INSERT INTO desk_publications (kind, key, revision, valid_from, reason, editor, decided_at)
		 VALUES (?, ?, ?, ?, ?, ?, ?)`,
		[
			decision.kind,
			decision.key,
			decision.revision,
			decision.validFrom,
			decision.reason,
			decision.editor,
			decision.at.toISOString()
		]
	);
	const [row] = await tx.read('SELECT max(seq) AS seq FROM desk_publications');
	return Number(row?.['seq']);
}

/** Calls off a publication whose day has not come. False when there is none such. */
export async function callOff(
	tx: WriteTx,
	seq: number,
	{ today, editor, at }: { readonly today: Day; readonly editor: PersonId; readonly at: Date }
): Promise<boolean> {
	return (
		(await tx.run(
			`UPDATE desk_publications SET called_off_at = ?, called_off_by = ?
			 WHERE seq = ? AND called_off_at IS NULL AND valid_from > ?`,
			[at.toISOString(), editor, seq, today]
		)) > 0
	);
}
