/**
 * An officer's act, from the form to the citizen's timeline, in one transaction: whether this form was sent before
 * (a double click, a reload), whether somebody acted meanwhile, whether duty and day allow it, then events, change,
 * job, who has it now, and the audit. What is refused has written nothing.
 */
import { addWorkingDays, dayOf } from '../../domain/dossier/calendar.ts';
import {
	decideAct,
	decideResultStored,
	decideSupplementAtCounter,
	limitOf,
	numbered
} from '../../domain/dossier/decide.ts';
import type { Act, Decision, Officer } from '../../domain/dossier/decide.ts';
import { awaitsResult, choicesOf, type DeskAct, dutyFor, mayRead } from '../../domain/dossier/desk.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { Objection } from '../../domain/dossier/objection.ts';
import type { Dossier, ResultFile } from '../../domain/dossier/schema.ts';
import { appointment } from '../../domain/dossier/time-limit.ts';
import type { Fault } from '../../domain/faults.ts';
import { RequestId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { audit } from '../store/audit.ts';
import type { Reader, WriteTx } from '../store/database.ts';
import { applyDecision, loadDossier, type StoredDossier } from '../store/dossiers.ts';
import { enqueue } from '../store/jobs.ts';
import type { FormFault, Wish } from './forms.ts';
import { colleaguesOf, officerName, type OfficerRecord } from './officers.ts';

/** Queue of the desk's own jobs. */
export const deskQueue = 'desk';

export type DeskFault =
	| Fault
	/** Somebody did something meanwhile; nothing was written. */
	| { readonly type: 'overtaken'; readonly by: string; readonly at: string }
	| { readonly type: 'objection'; readonly objection: Objection }
	| { readonly type: 'form'; readonly faults: readonly FormFault[] };

/** What surrounds a wish. */
export interface Sent {
	readonly dossierId: string;
	/** Made with the form: the same form has the same effect once. */
	readonly actId: string;
	/** How many events the dossier had when the form was made. */
	readonly seen: number;
}

/** A dossier of the officer's own office that her duties may read; anything else is not there. */
export async function deskDossier(
	db: Reader,
	officer: OfficerRecord,
	dossierId: string
): Promise<{
	readonly stored: StoredDossier;
	readonly officerId: string | null;
	/** Whose office decides it; `''` for the province's. */
	readonly commune: string;
} | null> {
	const [row] = await db.read(
		'SELECT officer_id, commune FROM desk_queue WHERE dossier_id = ? AND agency_code = ?',
		[dossierId, officer.agency]
	);
	if (!row || (officer.commune !== null && row['commune'] !== officer.commune)) return null;
	const stored = await loadDossier(db, dossierId);
	if (!stored || !mayRead(officer.duties, fold(stored.dossier.events).status)) return null;
	return {
		stored,
		officerId: row['officer_id'] === null ? null : String(row['officer_id']),
		commune: String(row['commune'] ?? '')
	};
}

/** Whether a form with this id took effect before, on that dossier, by that officer. */
export async function wasDone(
	db: Reader,
	officer: OfficerRecord,
	{ actId, dossierId }: Pick<Sent, 'actId' | 'dossierId'>
): Promise<'new' | 'done' | 'other'> {
	const [row] = await db.read('SELECT dossier_id, officer_id FROM desk_acts WHERE act_id = ?', [actId]);
	if (!row) return 'new';
	return row['dossier_id'] === dossierId && row['officer_id'] === officer.officerId ? 'done' : 'other';
}

/** @param file of the result, stored in the vault already */
export async function performWish(
	tx: WriteTx,
	agencies: Agencies,
	officer: OfficerRecord,
	sent: Sent,
	wish: Wish,
	{ now, file }: { readonly now: Date; readonly file: ResultFile | null }
): Promise<Result<DeskAct, DeskFault>> {
	const before = await wasDone(tx, officer, sent);
	if (before === 'done') return ok(wish.act);
	if (before === 'other') return err({ type: 'id_conflict' });
	const found = await deskDossier(tx, officer, sent.dossierId);
	if (!found) return err({ type: 'not_found' });
	const { stored, commune } = found;
	const { events } = stored.dossier;
	const last = events.at(-1);
	if (events.length !== sent.seen && last)
		return err({ type: 'overtaken', by: last.actor.name ?? last.actor.unit ?? '', at: last.at });

	const planned = await plan(tx, officer, stored.dossier, wish, sent.actId, { now, file, commune });
	if (!planned.ok) return planned;
	const decision = inOrder(stored.dossier, planned.value.steps);
	if (!decision.ok) return err({ type: 'objection', objection: decision.error });
	const dossier = await applyDecision(tx, agencies, { stored, decision: decision.value, now });
	if (planned.value.holder !== undefined) await setHolder(tx, dossier.dossierId, planned.value.holder);
	if (wish.act === 'hand_over' && file) await keepPrepared(tx, dossier, officer, file, now);
	const result = fold(dossier.events).result;
	if (result && !fold(stored.dossier.events).result) await noteResult(tx, dossier, result, now);
	if (wish.act === 'supplement') await enqueueUnanswered(tx, dossier.dossierId, wish.until, now);
	await tx.run('INSERT INTO desk_acts (act_id, dossier_id, officer_id, act, at) VALUES (?, ?, ?, ?, ?)', [
		sent.actId,
		dossier.dossierId,
		officer.officerId,
		wish.act,
		now.toISOString()
	]);
	await audit(tx, {
		at: now,
		actor: `officer:${officer.officerId}`,
		action: 'desk.act',
		subject: dossier.dossierId,
		detail: { act: wish.act, from: sent.seen }
	});
	return ok(wish.act);
}

/** Takes it, or gives it back: no event, the citizen sees nothing of it. */
export async function setHolder(tx: WriteTx, dossierId: string, officerId: string | null): Promise<void> {
	await tx.run('UPDATE desk_queue SET officer_id = ? WHERE dossier_id = ?', [officerId, dossierId]);
}

/** The file that a specialist prepared for whoever decides. */
export async function preparedFile(
	db: Reader,
	dossierId: string
): Promise<{ readonly file: ResultFile; readonly by: string } | null> {
	const [row] = await db.read('SELECT * FROM desk_results WHERE dossier_id = ?', [dossierId]);
	if (!row) return null;
	return {
		file: {
			name: String(row['name']),
			type: String(row['type']),
			size: Number(row['size']),
			sha256: String(row['sha256']) as ResultFile['sha256']
		},
		by: (await officerName(db, String(row['officer_id']))) ?? ''
	};
}

/** The last day that may be promised: what the service's limit gives. */
export function latestAppointment(dossier: Dossier, now: Date): string {
	return appointment(now, limitOf(dossier)).appointmentOn;
}

/** A usual day for a supplement: ten working days on. */
export function usualUntil(now: Date): string {
	return addWorkingDays(dayOf(now), 10);
}

type Step = (dossier: Dossier) => Result<Decision, Objection>;

interface Plan {
	readonly steps: readonly Step[];
	/** Who has it afterwards; absent: as before. */
	readonly holder?: string | null;
}

/** All steps as one decision, each judged on what the one before left; nothing when one of them may not be. */
function inOrder(dossier: Dossier, steps: readonly Step[]): Result<Decision, Objection> {
	let events: Decision['events'] = [];
	for (const step of steps) {
		const decision = step({ ...dossier, events: [...dossier.events, ...numbered(dossier, events)] });
		if (!decision.ok) return decision;
		events = [...events, ...decision.value.events];
	}
	return ok({ events, jobs: [] });
}

async function plan(
	tx: WriteTx,
	officer: OfficerRecord,
	dossier: Dossier,
	wish: Wish,
	actId: string,
	{ now, file, commune }: { readonly now: Date; readonly file: ResultFile | null; readonly commune: string }
): Promise<Result<Plan, DeskFault>> {
	const state = fold(dossier.events);
	const today = dayOf(now);
	const step =
		(act: Act): Step =>
		(current) => {
			const circumstances = {
				today,
				...('appointmentOn' in act && act.appointmentOn ? { appointmentOn: act.appointmentOn } : {})
			};
			const { duty, unless } = dutyFor(fold(current.events), act.type, officer.duties, circumstances);
			if (!duty) return err(unless ?? { type: 'not_your_duty' });
			return decideAct(current, act, actor(officer, duty), now);
		};
	const one = (act: Act, more: Omit<Plan, 'steps'> = {}) => ok({ steps: [step(act)], ...more });
	const wrong = (field: string, problem: FormFault['problem']) =>
		err<DeskFault>({ type: 'form', faults: [{ field, problem }] });

	switch (wish.act) {
		case 'accept':
			if (wish.appointmentOn > latestAppointment(dossier, now)) return wrong('appointmentOn', 'day_too_late');
			return one({ type: 'accepted', appointmentOn: wish.appointmentOn });
		case 'supplement':
			return one({
				type: 'supplement_requested',
				requestId: RequestId.parse(actId),
				items: [...wish.items],
				until: wish.until
			});
		case 'refuse':
			return one({ type: 'refused', reason: wish.reason });
		case 'stop':
			return one({ type: 'stopped', reason: wish.reason });
		case 'reject_withdrawal':
			return one({ type: 'withdrawal_rejected', reason: wish.reason });
		case 'confirm_withdrawal':
			return one({ type: 'withdrawal_confirmed' });
		case 'return':
			return one({ type: 'returned' });
		case 'fee':
			return one({ type: 'fee_requested', lines: [...wish.lines] });
		case 'apologise':
			return one({ type: 'apologised', reason: wish.reason, appointmentOn: wish.appointmentOn });
		case 'start':
			return one({ type: 'processing' }, { holder: officer.officerId });
		case 'hand_over': {
			const to = (await colleaguesOf(tx, officer.agency, commune)).find(
				({ officerId }) => officerId === wish.to
			);
			if (!to || to.officerId === officer.officerId) return wrong('to', 'nobody');
			const handed = step({
				type: 'handed_over',
				to: { name: to.name, title: to.title, unit: to.unit },
				...(wish.note ? { note: wish.note } : {})
			});
			// Reception hands an accepted dossier to whoever works on it: with that the work has begun.
			const begun = step({ type: 'processing' });
			return ok({ steps: state.status === 2 ? [handed, begun] : [handed], holder: to.officerId });
		}
		case 'decide': {
			const prepared = await preparedFile(tx, dossier.dossierId);
			const result = file ?? (wish.outcome === 'granted' ? (prepared?.file ?? null) : null);
			const decided = {
				type: 'decided',
				outcome: wish.outcome,
				...(wish.note ? { note: wish.note } : {}),
				result
			} as const;
			return one(decided);
		}
		case 'receive_supplement': {
			const { duty, unless } = dutyFor(state, 'supplement_sent', officer.duties, { today });
			if (!duty) return err({ type: 'objection', objection: unless ?? { type: 'not_your_duty' } });
			return ok({
				steps: [(current) => decideSupplementAtCounter(current, wish.note, actor(officer, duty), now)]
			});
		}
		case 'attach': {
			const may = choicesOf(state, officer.duties, today).some(({ act }) => act === 'attach');
			if (!may)
				return err({
					type: 'objection',
					objection: { type: awaitsResult(state) ? 'not_your_duty' : 'not_now' }
				});
			if (!file) return wrong('file', 'missing');
			return ok({ steps: [() => ok(decideResultStored(file, now))] });
		}
	}
}

function actor({ name, title, unit }: OfficerRecord, duty: Officer['duty']): Officer {
	return { name, title, unit, duty };
}

/** The result as whoever prepared it hands it on; a later one takes its place. */
async function keepPrepared(
	tx: WriteTx,
	{ dossierId }: Dossier,
	officer: OfficerRecord,
	{ name, type, size, sha256 }: ResultFile,
	now: Date
): Promise<void> {
	await tx.run(
		`INSERT INTO desk_results (dossier_id, name, type, size, sha256, officer_id, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (dossier_id) DO UPDATE SET name = excluded.name, type = excluded.type, size = excluded.size,
		   sha256 = excluded.sha256, officer_id = excluded.officer_id, stored_at = excluded.stored_at`,
		[dossierId, name, type, size, sha256, officer.officerId, now.toISOString()]
	);
}

/** The result that the citizen gets, beside those that agencies' systems announced. */
async function noteResult(
	tx: WriteTx,
	{ dossierId }: Dossier,
	{ name, type, size, sha256 }: ResultFile,
	now: Date
): Promise<void> {
	await tx.run(
		'INSERT INTO results (dossier_id, name, type, size, sha256, stored_at) VALUES (?, ?, ?, ?, ?, ?)',
		[dossierId, name, type, size, sha256, now.toISOString()]
	);
}

/** When the day for the supplement is over, the portal looks whether it came. */
async function enqueueUnanswered(tx: WriteTx, dossierId: string, until: string, now: Date): Promise<void> {
	await enqueue(tx, {
		kind: 'stop_unanswered',
		key: dossierId,
		queue: deskQueue,
		stream: null,
		body: { dossierId },
		dueAt: new Date(Date.parse(`${until}T00:00:00+07:00`) + 24 * 3_600_000),
		now
	});
}
