/**
 * The part of the publishing desk where the agency that answers for a service changes its form without a release: takes
 * the text of the next version, says everything that is wrong with it, and publishes it. What is published stays: to
 * take a version out of use is to publish another one.
 *
 *   text ─► judged (domain/services/authored.ts) ─► row, audit and job in one transaction ─► catalogue ─► phones
 *                                              └► adopted here at once, by other processes within seconds
 */
import {
	authoredParts,
	type AuthoredFault,
	judgeAuthored,
	judgeReworded,
	type KnownForms
} from '../../../domain/services/authored.ts';
import { allServices, offeredServices, serviceOf, versionsOfService } from '../../../domain/services/all.ts';
import { changesBetween, type Changes } from '../../../domain/services/changes.ts';
import type { DossierService } from '../../../domain/services/definition.ts';
import blocks from '../../../domain/services/definitions/blocks.json' with { type: 'json' };
import type { Blocks } from '../../../domain/services/expand.ts';
import { systemsOf } from '../../../domain/services/terms.ts';
import { reworded, type Wording, wordingsOf } from '../../../domain/services/wording.ts';
import { dayOf } from '../../../domain/dossier/calendar.ts';
import { dayNumber, dayText } from '../../../domain/dossier/days.ts';
import type { Fault } from '../../../domain/faults.ts';
import type { Day } from '../../../domain/ids.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Text } from '../../../domain/text.ts';
import { audit } from '../../store/audit.ts';
import type { Database, Reader } from '../../store/database.ts';
import { adoptForms, formVersions, insertFormVersion, type FormVersion } from '../../store/forms.ts';
import { enqueue } from '../../store/jobs.ts';
import type { Person } from '../../store/people.ts';

export type FormDeskFault =
	| Fault
	| { readonly type: 'form_faulty'; readonly faults: readonly AuthoredFault[] }
	| { readonly type: 'reason_missing' };

/** One version as the list tells it, newest first. */
export interface FormLine {
	readonly version: number;
	readonly validFrom: string;
	readonly validTo: string | null;
	/** Null: it came with the release. */
	readonly published: Pick<FormVersion, 'editorName' | 'publishedAt' | 'reason'> | null;
}

export interface FormSheet {
	readonly procedureCode: string;
	readonly title: Text;
	readonly versions: readonly FormLine[];
	readonly today: Day;
}

export interface JudgedForm {
	readonly version: number;
	readonly validFrom: string;
	/** From the newest version before it. */
	readonly changes: Changes;
}

export interface WordingSheet {
	readonly wordings: readonly Wording[];
	/** What the next version may have: its number, and the first day. */
	readonly next: number;
	readonly earliest: string;
}

/** The next version by its words and numbers alone. */
export interface Rewording {
	/** Its number: of two editors who began with the same version one is told that there is a later one. */
	readonly version: number;
	readonly validFrom: string;
	/** By the keys of `wordings`. */
	readonly changes: ReadonlyMap<string, Text | number>;
}

/** What is judged and published: a whole file, or other words and numbers. */
export type NextForm = string | Rewording;

export interface FormDesk {
	/** Everything that has a form. */
	list(): readonly { readonly procedureCode: string; readonly title: Text }[];
	sheet(procedureCode: string): Promise<Result<FormSheet, FormDeskFault>>;
	/** The next version as a text to begin with: the newest one, whole, and the examples that are known of it. */
	start(procedureCode: string): Promise<Result<string, FormDeskFault>>;
	/** The words and numbers of the newest version. */
	wordings(procedureCode: string): Promise<Result<WordingSheet, FormDeskFault>>;
	judge(procedureCode: string, next: NextForm): Promise<Result<JudgedForm, FormDeskFault>>;
	publish(procedureCode: string, next: NextForm, reason: string): Promise<Result<JudgedForm, FormDeskFault>>;
}

const reasonLengthMax = 500;

/** @param queue of the jobs that make a new edition of the catalogue */
export function createFormDesk(
	{
		db,
		now,
		wake,
		queue
	}: {
		readonly db: Database;
		readonly now: () => Date;
		readonly wake: () => void;
		readonly queue: string;
	},
	editor: Person
): FormDesk {
	const today = () => dayOf(now());

	async function known(reader: Reader, procedureCode: string): Promise<readonly DossierService[]> {
		if (serviceOf(procedureCode)?.kind !== 'dossier') return [];
		await adoptForms(reader);
		return versionsOfService(procedureCode).filter((one) => one.kind === 'dossier');
	}

	function knownBeside(versions: readonly DossierService[]): KnownForms {
		return {
			versions,
			blocks: blocks as unknown as Blocks,
			offices: new Map(
				allServices().flatMap((one) =>
					one.kind === 'dossier' ? systemsOf(one).map(({ system, code }) => [system, code] as const) : []
				)
			),
			today: today()
		};
	}

	async function judged(reader: Reader, procedureCode: string, next: NextForm) {
		const versions = await known(reader, procedureCode);
		const newest = versions.at(-1);
		if (!newest) return err({ type: 'not_found' } as const);
		const beside = knownBeside(versions);
		const read =
			typeof next === 'string'
				? judgeAuthored(next, beside)
				: judgeReworded(
						{
							...reworded(newest, next.changes),
							version: next.version,
							validFrom: next.validFrom,
							validTo: null
						},
						beside
					);
		if (!read.ok) return err({ type: 'form_faulty', faults: read.error } as const);
		const service = read.value;
		const { version, validFrom } = service;
		const text =
			typeof next === 'string'
				? next
				: fileOf(authoredParts(service), await lastExamples(reader, procedureCode));
		return ok({ service, text, told: { version, validFrom, changes: changesBetween(newest, service) } });
	}

	/** Those of the last file; none where the newest form came with the release. */
	async function lastExamples(reader: Reader, procedureCode: string): Promise<unknown> {
		const last = (await formVersions(reader, procedureCode)).at(-1);
		const file = last && (JSON.parse(last.text) as { readonly examples: unknown });
		return file?.examples ?? { on: today(), form: {}, papers: [], accepts: [], rejects: [] };
	}

	function earliestAfter(newest: DossierService): string {
		const tomorrow = dayText(dayNumber(today()) + 1);
		return newest.validFrom > tomorrow ? newest.validFrom : tomorrow;
	}

	return {
		list: () =>
			offeredServices()
				.filter(({ kind }) => kind === 'dossier')
				.map(({ procedureCode, title }) => ({ procedureCode, title })),

		async sheet(procedureCode) {
			const versions = await known(db, procedureCode);
			const newest = versions.at(-1);
			if (!newest) return err({ type: 'not_found' });
			const published = new Map((await formVersions(db, procedureCode)).map((one) => [one.version, one]));
			const lines = versions.map(({ version, validFrom, validTo }) => {
				const { editorName, publishedAt, reason } = published.get(version) ?? {};
				const by =
					editorName !== undefined && publishedAt !== undefined && reason !== undefined
						? { editorName, publishedAt, reason }
						: null;
				return { version, validFrom, validTo, published: by };
			});
			return ok({ procedureCode, title: newest.title, versions: lines.reverse(), today: today() });
		},

		async start(procedureCode) {
			const newest = (await known(db, procedureCode)).at(-1);
			if (!newest) return err({ type: 'not_found' });
			const parts = {
				...authoredParts(newest),
				version: newest.version + 1,
				validFrom: earliestAfter(newest),
				validTo: null
			};
			return ok(fileOf(parts, await lastExamples(db, procedureCode)));
		},

		async wordings(procedureCode) {
			const newest = (await known(db, procedureCode)).at(-1);
			if (!newest) return err({ type: 'not_found' });
			return ok({
				wordings: wordingsOf(newest),
				next: newest.version + 1,
				earliest: earliestAfter(newest)
			});
		},

		async judge(procedureCode, next) {
			const read = await judged(db, procedureCode, next);
			return read.ok ? ok(read.value.told) : read;
		},

		async publish(procedureCode, next, reason) {
			if (reason.trim() === '') return err({ type: 'reason_missing' });
			const at = now();
			const published = await db.write(async (tx) => {
				const read = await judged(tx, procedureCode, next);
				if (!read.ok) return read;
				const { service, text, told } = read.value;
				await insertFormVersion(tx, service, {
					text,
					reason: reason.trim().slice(0, reasonLengthMax),
					editor: editor.personId,
					at
				});
				await enqueue(tx, {
					kind: 'publish_catalogue',
					key: `form ${procedureCode} ${service.version}`,
					queue,
					stream: null,
					body: {},
					dueAt: at,
					now: at
				});
				await audit(tx, {
					at,
					actor: `editor:${editor.personId}`,
					action: 'form_published',
					subject: `procedure:${procedureCode}`,
					detail: { version: service.version, validFrom: service.validFrom }
				});
				return ok(told);
			});
			if (published.ok) {
				await adoptForms(db);
				wake();
			}
			return published;
		}
	};
}

function fileOf(version: object, examples: unknown): string {
	return JSON.stringify({ version, examples }, null, '\t');
}
