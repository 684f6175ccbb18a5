/**
 * The publishing desk: what an editor can see and do. Whoever holds a `Desk` has been found to be an editor
 * (`openDesk`); every change is written with who and why, in one transaction with its audit and its job.
 *
 *   save ─► revision n+1 (shown to nobody) ─► publish from a day on ─► job ─► a new edition of the catalogue
 *                                          └► rolled back: a publication of an earlier revision, or of 0
 */
import { fold } from '../../../domain/catalogue/words.ts';
import type { Faq } from '../../../domain/catalogue/faq.ts';
import type { PublishedRecord } from '../../../domain/catalogue/published.ts';
import type { Procedure, Sector } from '../../../domain/catalogue/record.ts';
import { dayOf } from '../../../domain/dossier/calendar.ts';
import type { Fault } from '../../../domain/faults.ts';
import { isDay, type Day } from '../../../domain/ids.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Text } from '../../../domain/text.ts';
import { audit } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { enqueue } from '../../store/jobs.ts';
import type { Person } from '../../store/people.ts';
import type { Content } from '../content.ts';
import { dirtSentence } from '../import/dirt-words.ts';
import type { Dirt } from '../import/dirt.ts';
import { procedureFromPublished } from './base.ts';
import { composeContent, rowToRecord } from './compose.ts';
import { applyEdit, editBetween, FaqEdit, ProcedureEdit, type EditFault } from './documents.ts';
import { faqToForm, formToFaq } from './faq-form.ts';
import { createFormDesk, type FormDesk } from './form-desk.ts';
import { formToProcedure, procedureToForm, type FormFields } from './procedure-form.ts';
import {
	callOff,
	inForceOn,
	insertPublication,
	insertRevision,
	publicationsOf,
	revisionsOf,
	scheduledAfter,
	type DeskKind,
	type Publication,
	type Revision
} from './revisions.ts';

/** Queue of the jobs that make a new edition. */
export const catalogueQueue = 'catalogue';

export type DeskFault =
	| Fault
	/** Somebody saved meanwhile; nothing was written. */
	| { readonly type: 'conflict'; readonly newest: number; readonly by: string; readonly savedAt: string }
	| { readonly type: 'edit_invalid'; readonly faults: readonly EditFault[] }
	/** Nothing differs from the newest revision. */
	| { readonly type: 'nothing_changed' }
	| { readonly type: 'reason_missing' }
	/** Not a day, or one that is over. */
	| { readonly type: 'day_not_possible' };

/** One line of the list. */
export interface DeskItem {
	readonly kind: DeskKind;
	readonly key: string;
	readonly name: string;
	/** Where what readers get comes from. */
	readonly layer: 'edited' | 'released' | 'imported';
	readonly isWithdrawn: boolean;
}

export interface DeskList {
	readonly items: readonly DeskItem[];
	readonly total: number;
	readonly scheduled: readonly Publication[];
	/** Edits that no longer fit and are not shown to readers. */
	readonly leftOut: readonly { readonly kind: DeskKind; readonly key: string }[];
}

/** A revision as the history tells it. */
export interface HistoryRevision extends Omit<Revision, 'body'> {
	/** Names of the fields that differ from what is released. */
	readonly fields: readonly string[];
}

export interface History {
	readonly newest: number;
	/** Revision that readers get; 0: as released and imported. */
	readonly inForce: number;
	readonly revisions: readonly HistoryRevision[];
	readonly publications: readonly Publication[];
	readonly today: Day;
}

export interface ProcedureSheet extends History {
	readonly code: string;
	readonly layer: 'released' | 'imported';
	/** The shown revision. */
	readonly shown: number;
	readonly procedure: Procedure;
	readonly form: FormFields;
	/** Why the shown revision could not be published on today's record. */
	readonly faults: readonly EditFault[];
	/** As announced; newest first. */
	readonly announcements: readonly { readonly record: PublishedRecord; readonly doubts: readonly Text[] }[];
}

export interface FaqSheet extends History {
	readonly id: string;
	readonly layer: 'released' | 'imported' | 'new';
	readonly shown: number;
	readonly isRetired: boolean;
	readonly faq: Faq | null;
	readonly form: FormFields;
	/** To choose from. */
	readonly sectors: readonly Sector[];
}

export interface Desk {
	readonly editor: Person;
	/** Where forms are changed without a release. */
	readonly forms: FormDesk;
	list(query: string, limit: number): Promise<DeskList>;
	/** @param revision the one to show; the newest unless told, 0 for what is released */
	procedure(code: string, revision?: number): Promise<Result<ProcedureSheet, DeskFault>>;
	faq(id: string, revision?: number): Promise<Result<FaqSheet, DeskFault>>;
	/** Saves a form. `seen` is the newest revision when the form was made. Answers the new revision's number. */
	saveProcedure(
		code: string,
		seen: number,
		fields: FormFields,
		note: string
	): Promise<Result<number, DeskFault>>;
	saveFaq(id: string, seen: number, fields: FormFields, note: string): Promise<Result<number, DeskFault>>;
	retireFaq(id: string, seen: number, note: string): Promise<Result<number, DeskFault>>;
	/** Shows a revision to readers from that day on, today when it is empty. Rolling back is publishing an earlier one. */
	publish(
		kind: DeskKind,
		key: string,
		decision: { readonly revision: number; readonly validFrom: string; readonly reason: string }
	): Promise<Result<Publication['seq'], DeskFault>>;
	callOff(seq: number): Promise<Result<null, DeskFault>>;
}

export interface DeskDeps {
	readonly db: Database;
	/** Content of the release, checked. */
	readonly shipped: () => Promise<Content>;
	readonly now: () => Date;
	/** A job was written: look now. */
	readonly wake: () => void;
}

/** Opens the desk for one editor; the caller has checked that it is one. */
export type Desks = (editor: Person) => Desk;

const noteLengthMax = 500;
/** Of a question that was not written yet; the page that begins one makes it. */
const newFaqId = /^bt-[0-9a-f]{8}$/;

export function createDesks(deps: DeskDeps): Desks {
	const { db, now } = deps;
	const today = () => dayOf(now());
	const composed = createComposed(deps, today);

	async function historyOf(
		kind: DeskKind,
		key: string
	): Promise<History & { readonly bodies: readonly Revision[] }> {
		const bodies = await revisionsOf(db, kind, key);
		const publications = await publicationsOf(db, kind, key);
		return {
			bodies,
			newest: bodies[0]?.revision ?? 0,
			inForce: inForceOn([...publications], today())?.revision ?? 0,
			revisions: bodies.map(({ body, ...revision }) => ({ ...revision, fields: fieldsOf(body) })),
			publications,
			today: today()
		};
	}

	async function baseOf(code: string): Promise<{ base: Procedure; layer: 'released' | 'imported' } | null> {
		const shipped = (await deps.shipped()).procedures.find((one) => one.code === code);
		if (shipped) return { base: shipped, layer: 'released' };
		const [newest] = await announcementsOf(code);
		return newest ? { base: procedureFromPublished(newest.record), layer: 'imported' } : null;
	}

	async function announcementsOf(code: string): Promise<ProcedureSheet['announcements'][number][]> {
		const rows = await db.read(
			`SELECT body, valid_from, valid_to, dirt FROM announcements WHERE kind = 'procedure' AND key = ?
			 ORDER BY revision DESC`,
			[code]
		);
		return rows.map((row) => ({
			record: rowToRecord(row),
			doubts: (JSON.parse(String(row['dirt'])) as Dirt[]).map(dirtSentence)
		}));
	}

	async function save(
		editor: Person,
		{
			kind,
			key,
			seen,
			body,
			note
		}: { kind: DeskKind; key: string; seen: number; body: unknown; note: string }
	): Promise<Result<number, DeskFault>> {
		const at = now();
		const saved = await db.write(async (tx) => {
			const revision = await insertRevision(tx, {
				kind,
				key,
				seen,
				body,
				author: editor.personId,
				at,
				note: note.trim().slice(0, noteLengthMax)
			});
			if (revision.ok)
				await audit(tx, {
					at,
					actor: actorOf(editor),
					action: 'desk_saved',
					subject: `${kind}:${key}`,
					detail: { revision: revision.value }
				});
			return revision;
		});
		if (saved.ok) return saved;
		const [newest] = await revisionsOf(db, kind, key);
		return err({
			type: 'conflict',
			newest: saved.error.newest,
			by: newest?.authorName ?? '',
			savedAt: newest?.savedAt ?? at.toISOString()
		});
	}

	async function faqUnder(id: string): Promise<{ faq: Faq; layer: 'released' | 'imported' } | null> {
		const shipped = (await deps.shipped()).faqs.find((one) => one.id === id);
		if (shipped) return { faq: shipped, layer: 'released' };
		const imported = (await composed.withoutEdits()).find((one) => one.id === id);
		return imported ? { faq: imported, layer: 'imported' } : null;
	}

	async function fitsToday(kind: DeskKind, key: string, revision: number): Promise<Result<null, DeskFault>> {
		if (kind === 'procedure') {
			const under = await baseOf(key);
			if (!under) return err({ type: 'not_found' });
			if (revision === 0) return ok(null);
			const body = (await revisionsOf(db, kind, key)).find((one) => one.revision === revision)?.body;
			if (body === undefined) return err({ type: 'not_found' });
			const fits = applyEdit(under.base, ProcedureEdit.parse(body));
			return fits.ok ? ok(null) : err({ type: 'edit_invalid', faults: fits.error });
		}
		if (revision === 0) return (await faqUnder(key)) ? ok(null) : err({ type: 'not_found' });
		const isThere = (await revisionsOf(db, kind, key)).some((one) => one.revision === revision);
		return isThere ? ok(null) : err({ type: 'not_found' });
	}

	return (editor) => ({
		editor,
		forms: createFormDesk({ db, now, wake: deps.wake, queue: catalogueQueue }, editor),

		async list(query, limit) {
			const { items, leftOut } = await composed.items();
			const wanted = fold(query).split(/\s+/).filter(Boolean);
			const found = items.filter(({ haystack }) => wanted.every((word) => haystack.includes(word)));
			return {
				items: found.slice(0, limit).map(({ haystack: _, ...item }) => item),
				total: found.length,
				scheduled: await scheduledAfter(db, today()),
				leftOut
			};
		},

		async procedure(code, revision) {
			const under = await baseOf(code);
			if (!under) return err({ type: 'not_found' });
			const { bodies, ...history } = await historyOf('procedure', code);
			const shown = revision ?? history.newest;
			const body = bodies.find((one) => one.revision === shown)?.body;
			if (shown !== 0 && body === undefined) return err({ type: 'not_found' });
			const edited = shown === 0 ? ok(under.base) : applyEdit(under.base, ProcedureEdit.parse(body));
			const procedure = edited.ok ? edited.value : under.base;
			return ok({
				...history,
				code,
				layer: under.layer,
				shown,
				procedure,
				form: procedureToForm(procedure),
				faults: edited.ok ? [] : edited.error,
				announcements: await announcementsOf(code)
			});
		},

		async faq(id, revision) {
			const under = await faqUnder(id);
			const { bodies, ...history } = await historyOf('faq', id);
			const shown = revision ?? history.newest;
			const body = bodies.find((one) => one.revision === shown)?.body;
			if ((shown !== 0 && body === undefined) || (!under && bodies.length === 0 && !newFaqId.test(id)))
				return err({ type: 'not_found' });
			const edit = shown === 0 ? null : FaqEdit.parse(body);
			// A question that was taken back is shown as it was before, to be brought back.
			const last = bodies.map((one) => FaqEdit.parse(one.body)).find((one) => one.type === 'answer');
			const faq =
				edit?.type === 'answer'
					? edit.faq
					: edit === null
						? (under?.faq ?? null)
						: (last?.faq ?? under?.faq ?? null);
			return ok({
				...history,
				id,
				layer: under?.layer ?? 'new',
				shown,
				isRetired: edit?.type === 'retired',
				faq,
				form: faqToForm(faq),
				sectors: await composed.sectors()
			});
		},

		async saveProcedure(code, seen, fields, note) {
			const under = await baseOf(code);
			if (!under) return err({ type: 'not_found' });
			if (note.trim() === '') return err({ type: 'reason_missing' });
			const [newest] = await revisionsOf(db, 'procedure', code);
			const before = newest ? applyEdit(under.base, ProcedureEdit.parse(newest.body)) : ok(under.base);
			const typed = formToProcedure(fields, before.ok ? before.value : under.base);
			if (!typed.ok) return err({ type: 'edit_invalid', faults: typed.error });
			const fits = applyEdit(under.base, typed.value);
			if (!fits.ok) return err({ type: 'edit_invalid', faults: fits.error });
			const body = editBetween(under.base, fits.value);
			const unchanged = before.ok && Object.keys(editBetween(before.value, fits.value)).length === 0;
			if (unchanged && newest?.revision === seen) return err({ type: 'nothing_changed' });
			return save(editor, { kind: 'procedure', key: code, seen, body, note });
		},

		async saveFaq(id, seen, fields, note) {
			if (note.trim() === '') return err({ type: 'reason_missing' });
			const typed = formToFaq(id, fields, await composed.sectors());
			if (!typed.ok) return err({ type: 'edit_invalid', faults: typed.error });
			const unknown = typed.value.procedureCodes.filter((code) => !composed.knows(code));
			if (unknown.length > 0)
				return err({
					type: 'edit_invalid',
					faults: unknown.map(() => ({ where: 'procedureCodes', problem: 'unknown' }))
				});
			const body: FaqEdit = { type: 'answer', faq: typed.value };
			return save(editor, { kind: 'faq', key: id, seen, body, note });
		},

		async retireFaq(id, seen, note) {
			if (note.trim() === '') return err({ type: 'reason_missing' });
			if (seen === 0 && !(await faqUnder(id))) return err({ type: 'not_found' });
			const body: FaqEdit = { type: 'retired' };
			return save(editor, { kind: 'faq', key: id, seen, body, note });
		},

		async publish(kind, key, { revision, validFrom, reason }) {
			const from = validFrom.trim() === '' ? today() : validFrom.trim();
			if (reason.trim() === '') return err({ type: 'reason_missing' });
			if (!isDay(from) || from < today()) return err({ type: 'day_not_possible' });
			const fits = await fitsToday(kind, key, revision);
			if (!fits.ok) return fits;
			const at = now();
			const seq = await db.write(async (tx) => {
				const made = await insertPublication(tx, {
					kind,
					key,
					revision,
					validFrom: from,
					reason: reason.trim().slice(0, noteLengthMax),
					editor: editor.personId,
					at
				});
				await enqueue(tx, {
					kind: 'publish_catalogue',
					key: `desk ${made}`,
					queue: catalogueQueue,
					stream: null,
					body: {},
					dueAt: from > today() ? startOf(from) : at,
					now: at
				});
				await audit(tx, {
					at,
					actor: actorOf(editor),
					action: 'desk_published',
					subject: `${kind}:${key}`,
					detail: { revision, validFrom: from, publication: made }
				});
				return made;
			});
			deps.wake();
			return ok(seq);
		},

		async callOff(seq) {
			const at = now();
			const isDone = await db.write(async (tx) => {
				if (!(await callOff(tx, seq, { today: today(), editor: editor.personId, at }))) return false;
				await audit(tx, {
					at,
					actor: actorOf(editor),
					action: 'desk_called_off',
					subject: `publication:${seq}`,
					detail: {}
				});
				return true;
			});
			return isDone ? ok(null) : err({ type: 'not_found' });
		}
	});
}

/** The first moment of a day in Việt Nam. */
function startOf(day: Day): Date {
	return new Date(`${day}T00:00:00+07:00`);
}

function actorOf({ personId }: Person): string {
	return `editor:${personId}`;
}

function fieldsOf(body: unknown): string[] {
	const edit = ProcedureEdit.safeParse(body);
	return edit.success ? Object.keys(edit.data) : [];
}

/**
 * What readers get today, as the list needs it. Composing reads the whole database, so it is done again only when
 * something was imported or decided since.
 */
function createComposed({ db, shipped }: DeskDeps, today: () => Day) {
	type Item = DeskItem & { readonly haystack: string };
	interface Held {
		readonly mark: string;
		readonly items: readonly Item[];
		readonly leftOut: DeskList['leftOut'];
		readonly sectors: readonly Sector[];
		readonly codes: ReadonlySet<string>;
		/** Questions below the desk. */
		readonly faqs: readonly Faq[];
	}
	let held: Held | null = null;

	async function current(): Promise<Held> {
		const [row] = await db.read(
			`SELECT (SELECT max(seq) FROM desk_publications) AS decided,
			 (SELECT count(*) FROM desk_publications WHERE called_off_at IS NOT NULL) AS off,
			 (SELECT count(*) FROM imports WHERE state = 'applied') AS imported`
		);
		const mark = JSON.stringify([row, today()]);
		if (held?.mark === mark) return held;
		const content = await shipped();
		const { content: all, leftOut } = await composeContent(db, content, today());
		const { content: below } = await composeContent(db, content, '0000-01-01');
		const released = new Map(content.procedures.map((one) => [one.code, one]));
		const belowFaqs = new Map(below.faqs.map((faq) => [faq.id, faq]));
		const releasedFaqs = new Set(content.faqs.map(({ id }) => id));
		const curated = new Set(all.procedures.map(({ code }) => code));
		const items: Item[] = [
			...all.procedures.map((one): Item => ({
				kind: 'procedure',
				key: one.code,
				name: one.name.vi,
				layer: released.get(one.code) === one ? 'released' : 'edited',
				isWithdrawn: false,
				haystack: fold([one.code, one.name.vi, one.name.en, ...one.aliases].join(' '))
			})),
			...all.published
				.filter(({ code }) => !curated.has(code))
				.map((one): Item => ({
					kind: 'procedure',
					key: one.code,
					name: one.name,
					layer: 'imported',
					isWithdrawn: one.status === 'withdrawn',
					haystack: fold([one.code, one.name, one.agency ?? ''].join(' '))
				})),
			...all.faqs.map((one): Item => ({
				kind: 'faq',
				key: one.id,
				name: one.question.vi,
				layer:
					belowFaqs.get(one.id) !== undefined && sameFaq(belowFaqs.get(one.id), one)
						? releasedFaqs.has(one.id)
							? 'released'
							: 'imported'
						: 'edited',
				isWithdrawn: false,
				haystack: fold([one.id, one.question.vi, one.question.en].join(' '))
			}))
		];
		const sectors = new Map([...all.procedures, ...all.faqs].map(({ sector }) => [sector.code, sector]));
		held = {
			mark,
			items,
			leftOut: leftOut.map(({ kind, key }) => ({ kind, key })),
			sectors: [...sectors.values()].sort((a, b) => a.name.vi.localeCompare(b.name.vi, 'vi')),
			codes: new Set([...curated, ...all.published.map(({ code }) => code)]),
			faqs: below.faqs
		};
		return held;
	}

	return {
		items: current,
		sectors: async () => (await current()).sectors,
		withoutEdits: async () => (await current()).faqs,
		/** After one of the others was asked. */
		knows: (code: string) => held?.codes.has(code) ?? false
	};
}

function sameFaq(a: Faq | undefined, b: Faq): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
