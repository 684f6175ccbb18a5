/**
 * Versions of forms that were published after the release, as rows, and how a process comes to know them. Every process
 * adopts what there is before it listens and looks again every few seconds; a submission under a version that it has
 * not heard of makes it look at once. A version is published at least a day before it holds.
 */
import { z } from 'zod';
import { formLanguage, type PublishedForm } from '../../domain/catalogue/form.ts';
import type { Day, PersonId } from '../../domain/ids.ts';
import { adoptLater, dossierService } from '../../domain/services/all.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { Database, Reader, WriteTx } from './database.ts';

export interface FormVersion {
	readonly procedureCode: string;
	readonly version: number;
	readonly validFrom: Day;
	/** The file as its author wrote it, with its examples. */
	readonly text: string;
	readonly reason: string;
	/** Of who published it, as the e-ID says it. */
	readonly editorName: string;
	readonly publishedAt: string;
}

const VersionRow = z.object({
	procedure_code: z.string(),
	version: z.number(),
	valid_from: z.string(),
	text: z.string(),
	reason: z.string(),
	name: z.string(),
	published_at: z.string()
});

/** Those of one procedure, oldest first. */
export async function formVersions(db: Reader, procedureCode: string): Promise<FormVersion[]> {
	const rows = await db.read(
		`SELECT f.*, p.name FROM form_versions AS f JOIN people AS p ON p.person_id = f.editor
		 WHERE f.procedure_code = ? ORDER BY f.version`,
		[procedureCode]
	);
	return rows.map((found) => {
		const row = VersionRow.parse(found);
		return {
			procedureCode: row.procedure_code,
			version: row.version,
			validFrom: row.valid_from,
			text: row.text,
			reason: row.reason,
			editorName: row.name,
			publishedAt: row.published_at
		};
	});
}

/** @param service judged (domain/services/authored.ts); its number is the next one of its procedure */
export async function insertFormVersion(
	tx: WriteTx,
	service: DossierService,
	by: { readonly text: string; readonly reason: string; readonly editor: PersonId; readonly at: Date }
): Promise<void> {
	await tx.run(
		`INSERT INTO form_versions
		 (procedure_code, version, valid_from, language, text, definition, reason, editor, published_at)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		[
			service.procedureCode,
			service.version,
			service.validFrom,
			formLanguage,
			by.text,
			JSON.stringify(service),
			by.reason,
			by.editor,
			by.at.toISOString()
		]
	);
}

export interface KeptForm {
	readonly procedureCode: string;
	readonly form: PublishedForm;
}

/** As they travel, oldest first in each procedure. */
export async function keptForms(db: Reader): Promise<KeptForm[]> {
	const rows = await db.read(
		'SELECT procedure_code, language, definition FROM form_versions ORDER BY procedure_code, version'
	);
	return rows.map((row) => ({
		procedureCode: String(row['procedure_code']),
		form: {
			language: Number(row['language']),
			// Written by us, after it was judged.
			definition: JSON.parse(String(row['definition'])) as PublishedForm['definition']
		}
	}));
}

/** From now on this process knows all that is published. */
export async function adoptForms(db: Reader): Promise<void> {
	adoptLater((await keptForms(db)).map(({ form }) => form.definition as unknown as DossierService));
}

/** The same, only if that version is not known here and is published. */
export async function adoptWhenNew(db: Reader, procedureCode: string, version: number): Promise<void> {
	if (dossierService(procedureCode, version)) return;
	const [row] = await db.read(
		'SELECT 1 AS found FROM form_versions WHERE procedure_code = ? AND version = ?',
		[procedureCode, version]
	);
	if (row) await adoptForms(db);
}

/** How long a process may not know of a version that another has published. */
const lookEveryMs = 5_000;

export interface Adopting {
	stop(): Promise<void>;
}

/** Looks for what other processes publish. */
export function startAdopting(db: Database, log: (message: string, error: unknown) => void): Adopting {
	let seen = -1;
	let looking: Promise<unknown> = Promise.resolve();
	const look = async () => {
		const [row] = await db.read('SELECT count(*) AS count FROM form_versions');
		const count = Number(row?.['count']);
		if (count === seen) return;
		await adoptForms(db);
		seen = count;
	};
	const timer = setInterval(() => {
		looking = looking.then(look).catch((error: unknown) => log('published forms were not looked for', error));
	}, lookEveryMs);
	timer.unref();
	return {
		async stop() {
			clearInterval(timer);
			await looking;
		}
	};
}
