/**
 * The officers' desk: what an officer can see and do. Whoever holds an `OfficerDesk` has been found to be one
 * (`openOfficerDesk`). Promises: nothing of another office; every look at a citizen's data is noted with who, what
 * and when, before it is shown; acts go through `performWish`.
 */
import { randomUUID } from 'node:crypto';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { choicesOf, type DeskAct, type DeskChoice, mayRead } from '../../domain/dossier/desk.ts';
import { lateness, type Lateness, needsApology, proposedDay } from '../../domain/dossier/lateness.ts';
import { type DossierState, fold } from '../../domain/dossier/machine.ts';
import { AttachmentFact, type Dossier, type ResultFile } from '../../domain/dossier/schema.ts';
import { type SlipForm, slipsOf } from '../../domain/dossier/slips.ts';
import { apologyBy, supplementAskedBy } from '../../domain/dossier/time-limit.ts';
import type { Fault } from '../../domain/faults.ts';
import { type DossierId, Sha256 } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { dossierService } from '../../domain/services/all.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { shareOf } from '../forwarding/share.ts';
import { audit, type AuditEntry } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { PlaceNames } from '../store/places.ts';
import type { FileVault } from '../uploads/files.ts';
import {
	deskDossier,
	type DeskFault,
	latestAppointment,
	performWish,
	preparedFile,
	type Sent,
	setHolder,
	usualUntil,
	wasDone
} from './act.ts';
import {
	isRequiredAtCounter,
	type PaperForm,
	paperForm,
	registerPaper,
	servicesAtCounter
} from './counter.ts';
import { type Fields, readWish, resultFile, type Upload } from './forms.ts';
import { type Scan, scanFault } from './paper.ts';
import { colleaguesOf, officerName, officeText, type OfficerRecord } from './officers.ts';
import { arrivals, mayKeepRegister, readRange, type RegisterRange } from './register.ts';
import {
	findByCode,
	queueCounts,
	type QueueCounts,
	QueueFilter,
	type QueueLine,
	queuePage,
	servicesInQueue
} from './queue.ts';

/** A line of a list. */
export interface DeskLine extends QueueLine {
	readonly lateness: Lateness | null;
	/** Last day on which its apology may go out, once that is near; null while or when there is none to send. */
	readonly apologyBy: string | null;
}

export interface QueueView {
	readonly lines: readonly DeskLine[];
	readonly next: string | null;
	readonly counts: QueueCounts;
	/** Codes of procedures that the office has dossiers of. */
	readonly services: readonly string[];
	readonly today: string;
}

/** Everything that the page of one dossier shows. */
export interface DossierSheet {
	readonly dossier: Dossier;
	readonly state: DossierState;
	readonly lateness: Lateness | null;
	/** The promised day is near, and the apology can still go out. */
	readonly needsApology: boolean;
	/** All files, those of the supplement too. */
	readonly files: readonly AttachmentFact[];
	readonly slips: readonly SlipForm[];
	readonly choices: readonly DeskChoice[];
	/** Who has it. */
	readonly holder: { readonly officerId: string; readonly name: string } | null;
	readonly colleagues: readonly OfficerRecord[];
	readonly prepared: { readonly file: ResultFile; readonly by: string } | null;
	readonly days: {
		readonly today: string;
		/** The last that may be promised, were it accepted now. */
		readonly appointment: string;
		readonly until: string;
		/** Another day that an apology may name; a proposal. */
		readonly proposed: string | null;
		readonly apologyBy: string | null;
		readonly supplementBy: string | null;
	};
}

export interface OfficerDesk {
	readonly officer: OfficerRecord;
	/** What was asked for, as far as it is understood. */
	readFilter(asked: Readonly<Record<string, string | undefined>>): QueueFilter;
	queue(filter: QueueFilter): Promise<QueueView>;
	/** The dossiers that a typed or scanned code names, or that end in the digits; at most `foundMax`. */
	find(text: string): Promise<readonly DeskLine[]>;
	sheet(dossierId: string): Promise<Result<DossierSheet, DeskFault>>;
	act(sent: Sent, act: DeskAct, fields: Fields, file: Upload | null): Promise<Result<DeskAct, DeskFault>>;
	/** The days of a register; null for what are none, or too many. */
	readRange(from: string, to: string): RegisterRange | null;
	/** How many came on these days, for the register; null for whoever may not have it. */
	readonly countArrivals: ((range: RegisterRange) => Promise<number>) | null;
	/** For people who come with papers; null for whoever is not at reception. */
	readonly counter: Counter | null;
	/** Takes it for herself, or gives it back to nobody. */
	hold(dossierId: string, isMine: boolean): Promise<Result<null, DeskFault>>;
}

export interface Counter {
	services(): readonly DossierService[];
	form(procedureCode: string): PaperForm | null;
	isRequired(field: string): boolean;
	/** Answers the dossier's id; its slip 01 is there at once. */
	register(sent: {
		readonly id: string;
		readonly procedureCode: string;
		readonly fields: Fields;
		readonly scans?: readonly Scan[];
	}): Promise<Result<DossierId, Fault>>;
}

export interface OfficerDeskDeps {
	readonly db: Database;
	readonly agencies: Agencies;
	readonly vault: FileVault;
	readonly places: PlaceNames;
	readonly now: () => Date;
	/** A job was written: look now. */
	readonly wake: () => void;
}

/** The caller has checked that it is an officer. */
export type OfficerDesks = (officer: OfficerRecord) => OfficerDesk;

export function createOfficerDesks({
	db,
	agencies,
	vault,
	places,
	now,
	wake
}: OfficerDeskDeps): OfficerDesks {
	return (officer) => {
		const { agency, officerId, duties } = officer;
		const note = (entry: Omit<AuditEntry, 'at' | 'actor'>) =>
			db.write((tx) => audit(tx, { ...entry, at: now(), actor: `officer:${officerId}` }));

		const noteLines = (lines: readonly QueueLine[]) =>
			note({
				action: 'desk.queue_read',
				subject: officeText(officer),
				detail: { dossiers: lines.map(({ dossierId }) => dossierId) }
			});

		return {
			officer,
			counter: duties.includes('reception')
				? {
						services: () => servicesAtCounter(agencies, agency, dayOf(now())),
						form: (procedureCode) => paperForm(agencies, agency, procedureCode, dayOf(now())),
						isRequired: isRequiredAtCounter,
						async register({ scans: given = [], ...sent }) {
							const form = paperForm(agencies, agency, sent.procedureCode, dayOf(now()));
							const wrong = form && scanFault(form.components, given);
							if (wrong) return err(wrong);
							// Bytes first; those of a form that is refused belong to nobody.
							const scans = await Promise.all(
								given.map(async (scan) =>
									AttachmentFact.parse({
										...resultFile(scan, Sha256.parse(await vault.put(scan.bytes))),
										attachmentId: randomUUID(),
										component: scan.component
									})
								)
							);
							return db.write((tx) =>
								registerPaper(tx, agencies, officer, { ...sent, scans }, { now: now(), places })
							);
						}
					}
				: null,
			readRange,
			countArrivals: mayKeepRegister(officer)
				? async (range) => (await arrivals(db, officer, range)).length
				: null,
			readFilter: (asked) => QueueFilter.parse(asked),

			async queue(filter) {
				const today = dayOf(now());
				const readable = duties.some((duty) => duty !== 'administrator');
				const page = await queuePage(
					db,
					{ ...officer, statuses: (status) => mayRead(duties, status) },
					filter,
					today
				);
				if (page.lines.length > 0) await noteLines(page.lines);
				return {
					...page,
					lines: page.lines.map((line) => inTime(line, today)),
					counts: await queueCounts(db, officer, today),
					services: readable ? await servicesInQueue(db, officer) : [],
					today
				};
			},

			async find(text) {
				const lines = await findByCode(
					db,
					{ ...officer, statuses: (status) => mayRead(duties, status) },
					text
				);
				// Of one the sheet is noted; several are a list.
				if (lines.length > 1) await noteLines(lines);
				const today = dayOf(now());
				return lines.map((line) => inTime(line, today));
			},

			async sheet(dossierId) {
				const found = await deskDossier(db, officer, dossierId);
				if (!found) return err({ type: 'not_found' });
				await note({ action: 'desk.dossier_read', subject: dossierId, detail: {} });
				const state = fold(found.stored.dossier.events);
				const dossier = { ...found.stored.dossier, ...shareOf(found.stored.dossier) };
				const at = now();
				const today = dayOf(at);
				const holder = found.officerId;
				return ok({
					dossier,
					state,
					lateness: lateness(state, today),
					needsApology: needsApology(state, today),
					files: filesOf(dossier),
					slips: slipsOf(dossier.events),
					choices: choicesOf(state, duties, today),
					holder: holder ? { officerId: holder, name: (await officerName(db, holder)) ?? '' } : null,
					colleagues: (await colleaguesOf(db, agency, found.commune)).filter(
						(one) => one.officerId !== officerId
					),
					prepared: await preparedFile(db, dossierId),
					days: {
						today,
						appointment: latestAppointment(found.stored.dossier, at),
						until: usualUntil(at),
						proposed:
							state.receivedOn && state.appointmentOn
								? proposedDay(state.receivedOn, state.appointmentOn)
								: null,
						apologyBy: state.appointmentOn ? apologyBy(state.appointmentOn) : null,
						supplementBy: state.receivedOn ? supplementAskedBy(state.receivedOn) : null
					}
				});
			},

			async act(sent, act, fields, file) {
				const found = await deskDossier(db, officer, sent.dossierId);
				if (!found) return err({ type: 'not_found' });
				// What was done before is done, whatever the form says now.
				if ((await wasDone(db, officer, sent)) === 'done') return ok(act);
				const { procedureCode, serviceVersion } = found.stored.dossier;
				const service = dossierService(procedureCode, serviceVersion);
				const at = now();
				const wish = readWish(act, fields, file, {
					components: service?.components.map(({ id }) => id) ?? [],
					today: dayOf(at)
				});
				if (!wish.ok) return err({ type: 'form', faults: wish.error });
				// Bytes first: a result that is announced is there. Bytes of an act that is refused belong to nobody.
				const upload = 'file' in wish.value ? wish.value.file : null;
				const facts = upload ? resultFile(upload, Sha256.parse(await vault.put(upload.bytes))) : null;
				const done = await db.write((tx) =>
					performWish(tx, agencies, officer, sent, wish.value, { now: at, file: facts })
				);
				wake();
				return done;
			},

			async hold(dossierId, isMine) {
				if (!(await deskDossier(db, officer, dossierId))) return err({ type: 'not_found' });
				await db.write(async (tx) => {
					await setHolder(tx, dossierId, isMine ? officerId : null);
					await audit(tx, {
						at: now(),
						actor: `officer:${officerId}`,
						action: isMine ? 'desk.taken' : 'desk.put_back',
						subject: dossierId,
						detail: {}
					});
				});
				return ok(null);
			}
		};
	};
}

/** All files of a dossier, those of its supplement too. */
export function filesOf({ attachments, events }: Pick<Dossier, 'events' | 'attachments'>): AttachmentFact[] {
	return [
		...attachments,
		...events.flatMap((event) => (event.kind === 'supplement_sent' ? event.attachments : []))
	];
}

function inTime(line: QueueLine, today: string): DeskLine {
	const { appointmentOn } = line;
	return {
		...line,
		lateness: latenessOf(line, today),
		apologyBy:
			appointmentOn && needsApology({ ...line, decidedOn: null }, today) ? apologyBy(appointmentOn) : null
	};
}

/** The row knows what lateness needs; only of what is over it would need the day of the decision. */
function latenessOf({ status, appointmentOn }: QueueLine, today: string): Lateness | null {
	if (status === 9 || status === 10) return null;
	return lateness({ status, appointmentOn, decidedOn: null }, today);
}
