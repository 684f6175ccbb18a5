/**
 * Drafts of people who have several devices: one row a draft with what every field says, and beside it notes of what was
 * written since. Who types sends a few edits every few seconds, and writing the whole draft each time costs many times
 * what the edits do; so only each `notesMax`-th time it is written whole, and its notes go (folding.ts sees to those that
 * stay). What comes in and goes out is decided in domain/drafts.
 *
 *   push ─► note ─► note ─► … ─► the draft anew, notes gone          read: the draft with its notes in it
 *
 * Feeds of people who are writing are remembered (memory.ts): then a push reads nothing.
 */
import { z } from 'zod';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { DraftsDown } from '../../domain/drafts/delta.ts';
import { Candidate } from '../../domain/drafts/document.ts';
import { type DraftFeed, type DraftsArrived, exchangeDrafts } from '../../domain/drafts/exchange.ts';
import { closed, emptied, type FiledDraft } from '../../domain/drafts/feed.ts';
import { DraftPatch, patched, patchOf } from '../../domain/drafts/patch.ts';
import { draftFault } from '../../domain/drafts/submission.ts';
import type { Fault } from '../../domain/faults.ts';
import { DossierId, DraftId, PersonId } from '../../domain/ids.ts';
import { draftsPerExchangeMax } from '../../domain/limits.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { audit } from './audit.ts';
import type { Database, Reader, Row, WriteTx } from './database.ts';
import { kindOf } from './memory.ts';

export const draftsSchema = `
-- How often any draft of a person has changed, and the last number that one got.
CREATE TABLE draft_feeds (
	person_id TEXT PRIMARY KEY REFERENCES people (person_id),
	revision INTEGER NOT NULL,
	numbered INTEGER NOT NULL
) STRICT;
CREATE TABLE drafts (
	draft_id TEXT PRIMARY KEY,
	person_id TEXT NOT NULL REFERENCES people (person_id),
	number INTEGER NOT NULL,
	dossier_id TEXT NOT NULL,
	procedure_code TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	begun INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'discarded', 'submitted')),
	-- JSON: what every field says, with who wrote it when; the names that have numbers; when each path changed.
	content TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	UNIQUE (person_id, number)
) STRICT;
CREATE INDEX drafts_news ON drafts (person_id, revision);
CREATE INDEX drafts_dossier ON drafts (person_id, dossier_id);
`;

export const draftNotesSchema = `
-- What was written in a draft since its row was: in order of revision, on top of it, it is the draft as it is.
CREATE TABLE draft_notes (
	note_id INTEGER PRIMARY KEY,
	person_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	-- JSON: domain/drafts/patch.ts
	patch TEXT NOT NULL,
	noted_at TEXT NOT NULL,
	FOREIGN KEY (person_id, number) REFERENCES drafts (person_id, number)
) STRICT;
CREATE UNIQUE INDEX draft_notes_of ON draft_notes (person_id, number, revision);
`;

/** Of one draft; what they hold is superseded by the latest of them, so that they are few. */
const notesMax = 32;
const noteCharactersMax = 64 * 1024;

const Content = z.object({
	document: z.object({
		seen: z.record(z.string(), z.number()),
		fields: z.record(z.string(), z.array(Candidate))
	}),
	names: z.array(z.tuple([z.string(), z.number()])),
	changed: z.record(z.string(), z.number()),
	emptied: z.literal(true).optional()
});
const Patches = z.array(DraftPatch);
const DraftRow = z.object({
	draft_id: DraftId,
	number: z.number(),
	dossier_id: DossierId,
	procedure_code: z.string(),
	created_at: z.number(),
	begun: z.number(),
	revision: z.number(),
	state: z.enum(['open', 'discarded', 'submitted']),
	content: z.string(),
	notes: z.string()
});
const FeedRow = z.object({ revision: z.number(), numbered: z.number(), open: z.number() });

/** A draft with its notes, in one statement: between two, somebody might write it anew and take them away. */
const draftsWithNotes = `SELECT drafts.*, '[' || coalesce((SELECT group_concat(patch) FROM draft_notes
	WHERE draft_notes.person_id = drafts.person_id AND draft_notes.number = drafts.number), '') || ']' AS notes FROM drafts`;

/** A draft as it is, and what of it is only noted. */
interface HeldDraft {
	readonly filed: FiledDraft;
	readonly notes: number;
	readonly noteCharacters: number;
	/** Of the row and its notes. */
	readonly characters: number;
}

/** What is remembered of one person's drafts: the counters, and those drafts that were written in lately. */
interface HeldFeed extends z.infer<typeof FeedRow> {
	readonly drafts: ReadonlyMap<number, HeldDraft>;
}
const heldMax = 20;
const feeds = kindOf<HeldFeed>('drafts', ({ drafts }) =>
	[...drafts.values()].reduce((sum, { characters }) => sum + characters, 200)
);

function rowToDraft(row: Row): HeldDraft {
	const draft = DraftRow.parse(row);
	const { draft_id: draftId, dossier_id: dossierId, procedure_code: procedureCode } = draft;
	const notes = Patches.parse(JSON.parse(draft.notes)).sort((a, b) => a.revision - b.revision);
	const written: FiledDraft = {
		head: { draftId, dossierId, procedureCode, createdAt: draft.created_at },
		number: draft.number,
		begun: draft.begun,
		revision: draft.revision,
		state: draft.state,
		...Content.parse(JSON.parse(draft.content))
	};
	return {
		filed: patched(written, notes),
		notes: notes.length,
		noteCharacters: draft.notes.length,
		characters: draft.content.length + draft.notes.length
	};
}

/** Promises as in sync/store/authority.ts: one transaction for all of them. */
export async function exchangeDraftsOf(
	db: Database,
	personId: PersonId,
	up: DraftsArrived,
	clock: () => Date
): Promise<DraftsDown> {
	// Most exchanges bring nothing, and must not wait behind those that write.
	if (up.deltas.length === 0) {
		const feed = await feedNamed(db, personId, up);
		return exchangeDrafts(toFeed(feed), up, clock().getTime()).down;
	}
	return await db.write(async (tx) => {
		const now = clock();
		const held = tx.recall(feeds, personId);
		const feed =
			held && knowsAll(held, up) ? { ...held, foreign: nobody } : await feedNamed(tx, personId, up);
		const done = exchangeDrafts(toFeed(feed), up, now.getTime());
		if (done.changed.length === 0) return done.down;
		const drafts = new Map([...(held && held.drafts.size < heldMax ? held.drafts : []), ...feed.drafts]);
		let isWritten = false;
		let { open } = feed;
		for (const filed of done.changed) {
			const before = feed.drafts.get(filed.number);
			const after =
				(before && note(tx, personId, before, filed, now)) ?? (await keep(tx, personId, filed, now, before));
			isWritten ||= after.notes === 0;
			drafts.set(filed.number, after);
			if (before?.filed.state === filed.state) continue;
			open += Number(filed.state === 'open') - Number(before?.filed.state === 'open');
			const action = filed.state === 'discarded' ? 'draft_discarded' : 'draft_begun';
			const { draftId: subject } = filed.head;
			await audit(tx, { at: now, actor: `citizen:${personId}`, action, subject, detail: {} });
		}
		const { revision, numbered } = done;
		// A note says its revision itself.
		if (isWritten) await keepFeed(tx, personId, { revision, numbered });
		tx.remember(feeds, personId, { revision, numbered, open, drafts });
		return done.down;
	});
}

interface NamedFeed extends HeldFeed {
	readonly foreign: ReadonlySet<DraftId>;
}
const nobody: ReadonlySet<DraftId> = new Set();

const toFeed = ({ drafts, ...feed }: NamedFeed): DraftFeed => ({
	...feed,
	drafts: [...drafts.values()].map(({ filed }) => filed)
});

/** Whether an exchange needs nothing but what is remembered: no news for this device, and only drafts that are there. */
function knowsAll(held: HeldFeed, up: DraftsArrived): boolean {
	if (up.cursor !== held.revision) return false;
	return up.deltas.every((delta) => {
		if (!delta.ok) return true;
		const { head, draft } = delta.value;
		if (!head) return held.drafts.has(draft ?? 0);
		return [...held.drafts.values()].some(({ filed }) => filed.head.draftId === head.draftId);
	});
}

/** Her counters, the drafts that the exchange names, and the first after its cursor. */
async function feedNamed(db: Reader, personId: PersonId, up: DraftsArrived): Promise<NamedFeed> {
	// First: what is written meanwhile is newer than the revision that the device is told.
	const feed = await feedOf(db, personId);
	const cursor = up.cursor > feed.revision ? 0 : up.cursor;
	const news =
		cursor === feed.revision
			? []
			: await db.read(
					`${draftsWithNotes} WHERE person_id = ? AND (revision > ? OR number IN (
						SELECT number FROM draft_notes WHERE person_id = ? AND revision > ?
					)) ORDER BY max(revision, coalesce((SELECT max(draft_notes.revision) FROM draft_notes
						WHERE draft_notes.person_id = drafts.person_id AND draft_notes.number = drafts.number), 0)) LIMIT ?`,
					[personId, cursor, personId, cursor, draftsPerExchangeMax + 1]
				);
	const named: Row[] = [];
	const foreign = new Set<DraftId>();
	for (const delta of up.deltas) {
		if (!delta.ok) continue;
		const { head, draft } = delta.value;
		const [row] = head
			? await db.read(`${draftsWithNotes} WHERE draft_id = ?`, [head.draftId])
			: await db.read(`${draftsWithNotes} WHERE person_id = ? AND number = ?`, [personId, draft ?? 0]);
		if (row && row['person_id'] !== personId) foreign.add(DraftId.parse(row['draft_id']));
		else if (row) named.push(row);
	}
	const drafts = new Map([...news, ...named].map(rowToDraft).map((draft) => [draft.filed.number, draft]));
	return { ...feed, drafts, foreign };
}

/** Writes down what has changed, if that is enough; null when the whole draft must be written. */
function note(
	tx: WriteTx,
	personId: PersonId,
	{ filed: before, notes, noteCharacters, characters }: HeldDraft,
	filed: FiledDraft,
	now: Date
): HeldDraft | null {
	if (notes >= notesMax || noteCharacters >= noteCharactersMax) return null;
	const patch = patchOf(before, filed);
	if (!patch) return null;
	const text = JSON.stringify(patch);
	tx.append(
		`INSERT INTO draft_notes (person_id, number, revision, patch, noted_at)
		 SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`,
		[personId, filed.number, filed.revision, text, now.toISOString()]
	);
	const { length } = text;
	return {
		filed,
		notes: notes + 1,
		noteCharacters: noteCharacters + length,
		characters: characters + length
	};
}

/** Drafts that were noted last before then are written whole, and their notes go. */
export async function foldNotes(db: Database, before: Date): Promise<void> {
	const due = await db.read(
		'SELECT person_id, number FROM draft_notes GROUP BY person_id, number HAVING max(noted_at) < ?',
		[before.toISOString()]
	);
	await forEachDraft(db, due, async (tx, personId, draft) => {
		if (draft.notes === 0) return;
		const feed = await feedOf(tx, personId);
		await keep(tx, personId, draft.filed, before, draft);
		await keepFeed(tx, personId, feed);
	});
}

/** Of drafts that were thrown away before then the words go. */
export async function emptyDiscarded(db: Database, before: Date): Promise<void> {
	const due = await db.read(
		`SELECT person_id, number FROM drafts
		 WHERE state = 'discarded' AND json_extract(content, '$.emptied') IS NULL AND updated_at < ?`,
		[before.toISOString()]
	);
	await forEachDraft(db, due, async (tx, personId, draft) => {
		if (draft.filed.state === 'discarded') await keep(tx, personId, emptied(draft.filed), before, draft);
	});
}

const NamedRow = z.object({ person_id: PersonId, number: z.number() });

/** Each as it is by then, in a transaction of its own: nobody who writes waits long behind it. */
async function forEachDraft(
	db: Database,
	named: readonly Row[],
	change: (tx: WriteTx, personId: PersonId, draft: HeldDraft) => Promise<void>
): Promise<void> {
	for (const row of named) {
		const { person_id: personId, number } = NamedRow.parse(row);
		await db.write(async (tx) => {
			const [found] = await tx.read(`${draftsWithNotes} WHERE person_id = ? AND number = ?`, [
				personId,
				number
			]);
			if (found) await change(tx, personId, rowToDraft(found));
			tx.remember(feeds, personId, undefined);
		});
	}
}

/** What another of her devices has written and this application does not say; null when all agree. */
export async function draftFaultOf(
	tx: Reader,
	personId: PersonId,
	dossierId: DossierId,
	application: { readonly service: DossierService; readonly form: FormValues; readonly now: Date }
): Promise<Fault | null> {
	const draft = await draftOfDossier(tx, personId, dossierId);
	if (draft?.filed.state !== 'open') return null;
	const { service, form, now } = application;
	return draftFault(draft.filed.document, service, form, dayOf(now));
}

/** The draft has become a dossier: what was written in it is there now, and nowhere else. */
export async function closeDraft(
	tx: WriteTx,
	personId: PersonId,
	dossierId: DossierId,
	now: Date
): Promise<void> {
	const draft = await draftOfDossier(tx, personId, dossierId);
	if (!draft) return;
	const { revision, numbered } = await feedOf(tx, personId);
	await keep(tx, personId, closed(draft.filed, revision + 1), now, draft);
	await keepFeed(tx, personId, { revision: revision + 1, numbered });
	tx.remember(feeds, personId, undefined);
}

async function draftOfDossier(
	tx: Reader,
	personId: PersonId,
	dossierId: DossierId
): Promise<HeldDraft | null> {
	const [row] = await tx.read(`${draftsWithNotes} WHERE person_id = ? AND dossier_id = ?`, [
		personId,
		dossierId
	]);
	return row ? rowToDraft(row) : null;
}

async function feedOf(db: Reader, personId: PersonId): Promise<z.infer<typeof FeedRow>> {
	const [row] = await db.read(
		`SELECT max(revision, coalesce((SELECT max(revision) FROM draft_notes WHERE person_id = ?), 0)) AS revision,
		   numbered, (SELECT count(*) FROM drafts WHERE person_id = ? AND state = 'open') AS open
		 FROM draft_feeds WHERE person_id = ?`,
		[personId, personId, personId]
	);
	return row ? FeedRow.parse(row) : { revision: 0, numbered: 0, open: 0 };
}

async function keepFeed(
	tx: WriteTx,
	personId: PersonId,
	{ revision, numbered }: Omit<z.infer<typeof FeedRow>, 'open'>
): Promise<void> {
	await tx.run(
		`INSERT INTO draft_feeds (person_id, revision, numbered) VALUES (?, ?, ?)
		 ON CONFLICT (person_id) DO UPDATE SET revision = excluded.revision, numbered = excluded.numbered`,
		[personId, revision, numbered]
	);
}

/** Writes the whole draft. @param before as it was, with notes that now go */
async function keep(
	tx: WriteTx,
	personId: PersonId,
	filed: FiledDraft,
	now: Date,
	before: HeldDraft | undefined
): Promise<HeldDraft> {
	const { head, number, begun, revision, state, document, names, changed, emptied } = filed;
	const content = JSON.stringify({ document, names, changed, emptied });
	if (before && before.notes > 0)
		await tx.run('DELETE FROM draft_notes WHERE person_id = ? AND number = ?', [personId, number]);
	await tx.run(
		`INSERT INTO drafts (draft_id, person_id, number, dossier_id, procedure_code, created_at, begun, revision, state,
		   content, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (draft_id) DO UPDATE SET begun = excluded.begun, revision = excluded.revision,
		   state = excluded.state, content = excluded.content, updated_at = excluded.updated_at`,
		[
			head.draftId,
			personId,
			number,
			head.dossierId,
			head.procedureCode,
			head.createdAt,
			begun,
			revision,
			state,
			content,
			now.toISOString()
		]
	);
	return { filed, notes: 0, noteCharacters: 0, characters: content.length };
}
