/**
 * Drafts of people who have several devices: one row a draft with what every field says now, so that what was
 * replaced is gone and nothing has to be folded. What comes in and goes out is decided in domain/drafts.
 */
import { z } from 'zod';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { DraftsDown } from '../../domain/drafts/delta.ts';
import { Candidate } from '../../domain/drafts/document.ts';
import { type DraftsArrived, exchangeDrafts } from '../../domain/drafts/exchange.ts';
import { closed, type FiledDraft } from '../../domain/drafts/feed.ts';
import { draftFault } from '../../domain/drafts/submission.ts';
import type { Fault } from '../../domain/faults.ts';
import { DossierId, DraftId, type PersonId } from '../../domain/ids.ts';
import { draftsPerExchangeMax } from '../../domain/limits.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { audit } from './audit.ts';
import type { Database, Reader, Row, WriteTx } from './database.ts';

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

const Content = z.object({
	document: z.object({
		seen: z.record(z.string(), z.number()),
		fields: z.record(z.string(), z.array(Candidate))
	}),
	names: z.array(z.tuple([z.string(), z.number()])),
	changed: z.record(z.string(), z.number())
});
const DraftRow = z.object({
	draft_id: DraftId,
	number: z.number(),
	dossier_id: DossierId,
	procedure_code: z.string(),
	created_at: z.number(),
	begun: z.number(),
	revision: z.number(),
	state: z.enum(['open', 'discarded', 'submitted']),
	content: z.string()
});
const FeedRow = z.object({ revision: z.number(), numbered: z.number(), open: z.number() });

function rowToDraft(row: Row): FiledDraft {
	const draft = DraftRow.parse(row);
	const { draft_id: draftId, dossier_id: dossierId, procedure_code: procedureCode } = draft;
	return {
		head: { draftId, dossierId, procedureCode, createdAt: draft.created_at },
		number: draft.number,
		begun: draft.begun,
		revision: draft.revision,
		state: draft.state,
		...readContent(draft.content)
	};
}

/**
 * Contents that were read or written lately, by their whole text, so that none can be out of date. Who types sends
 * edits of the same draft every few seconds, and reading it costs more than all statements about it.
 */
type Contents = Pick<FiledDraft, 'document' | 'names' | 'changed'>;
const lately = new Map<string, Contents>();
const latelyMax = 2_000;

function readContent(text: string): Contents {
	const known = lately.get(text);
	if (!known) return remember(text, Content.parse(JSON.parse(text)));
	// To the end of the line: the first is the one that goes.
	lately.delete(text);
	return remember(text, known);
}

function remember(text: string, content: Contents): Contents {
	lately.set(text, content);
	const oldest = lately.size > latelyMax ? lately.keys().next().value : undefined;
	if (oldest !== undefined) lately.delete(oldest);
	return content;
}

/** Promises as in sync/store/authority.ts: one transaction for all of them. */
export async function exchangeDraftsOf(
	db: Database,
	personId: PersonId,
	up: DraftsArrived,
	clock: () => Date
): Promise<DraftsDown> {
	// Most exchanges bring nothing, and must not wait behind those that write.
	if (up.deltas.length === 0) return (await judged(db, personId, up, clock())).down;
	return await db.write(async (tx) => {
		const now = clock();
		const done = await judged(tx, personId, up, now);
		for (const filed of done.changed) {
			const before = done.known.get(filed.number);
			await keep(tx, personId, filed, now);
			if (before?.state === filed.state) continue;
			const action = filed.state === 'discarded' ? 'draft_discarded' : 'draft_begun';
			const { draftId: subject } = filed.head;
			await audit(tx, { at: now, actor: `citizen:${personId}`, action, subject, detail: {} });
		}
		if (done.changed.length > 0) await keepFeed(tx, personId, done);
		return done.down;
	});
}

async function judged(db: Reader, personId: PersonId, up: DraftsArrived, now: Date) {
	const feed = await feedOf(db, personId);
	const cursor = up.cursor > feed.revision ? 0 : up.cursor;
	const news = await db.read(
		'SELECT * FROM drafts WHERE person_id = ? AND revision > ? ORDER BY revision LIMIT ?',
		[personId, cursor, draftsPerExchangeMax + 1]
	);
	const named: Row[] = [];
	const foreign = new Set<DraftId>();
	for (const delta of up.deltas) {
		if (!delta.ok) continue;
		const { head, draft } = delta.value;
		const [row] = head
			? await db.read('SELECT * FROM drafts WHERE draft_id = ?', [head.draftId])
			: await db.read('SELECT * FROM drafts WHERE person_id = ? AND number = ?', [personId, draft ?? 0]);
		if (row && row['person_id'] !== personId) foreign.add(DraftId.parse(row['draft_id']));
		else if (row) named.push(row);
	}
	const known = new Map([...news, ...named].map(rowToDraft).map((filed) => [filed.number, filed]));
	const drafts = [...known.values()];
	return { ...exchangeDrafts({ ...feed, drafts, foreign }, up, now.getTime()), known };
}

/** What another of her devices has written and this application does not say; null when all agree. */
export async function draftFaultOf(
	tx: Reader,
	personId: PersonId,
	dossierId: DossierId,
	application: { readonly service: DossierService; readonly form: FormValues; readonly now: Date }
): Promise<Fault | null> {
	const filed = await draftOfDossier(tx, personId, dossierId);
	if (filed?.state !== 'open') return null;
	const { service, form, now } = application;
	return draftFault(filed.document, service, form, dayOf(now));
}

/** The draft has become a dossier: what was written in it is there now, and nowhere else. */
export async function closeDraft(
	tx: WriteTx,
	personId: PersonId,
	dossierId: DossierId,
	now: Date
): Promise<void> {
	const filed = await draftOfDossier(tx, personId, dossierId);
	if (!filed) return;
	const { revision, numbered } = await feedOf(tx, personId);
	await keep(tx, personId, closed(filed, revision + 1), now);
	await keepFeed(tx, personId, { revision: revision + 1, numbered });
}

async function draftOfDossier(
	tx: Reader,
	personId: PersonId,
	dossierId: DossierId
): Promise<FiledDraft | null> {
	const [row] = await tx.read('SELECT * FROM drafts WHERE person_id = ? AND dossier_id = ?', [
		personId,
		dossierId
	]);
	return row ? rowToDraft(row) : null;
}

async function feedOf(db: Reader, personId: PersonId): Promise<z.infer<typeof FeedRow>> {
	const [row] = await db.read(
		`SELECT revision, numbered, (SELECT count(*) FROM drafts WHERE person_id = ? AND state = 'open') AS open
		 FROM draft_feeds WHERE person_id = ?`,
		[personId, personId]
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

async function keep(tx: WriteTx, personId: PersonId, filed: FiledDraft, now: Date): Promise<void> {
	const { head, number, begun, revision, state, document, names, changed } = filed;
	const content = JSON.stringify({ document, names, changed });
	remember(content, { document, names, changed });
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
}
