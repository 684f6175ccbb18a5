/** What the server has read in the files of tax declarations, once for each content; and which were handed in before. */
import { z } from 'zod';
import type { AttachmentFact, DossierEvent } from '../../domain/dossier/schema.ts';
import type { FieldFault } from '../../domain/faults.ts';
import type { PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { FileFact } from '../../domain/services/validate.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { DeclarationReading } from '../../domain/tax/declaration.ts';
import type { Reader, WriteTx } from './database.ts';
import { loadDossierOf } from './dossiers.ts';

/** Keeps what a content says. It never changes: the day of signing is in the content. */
export async function insertReading(
	tx: WriteTx,
	sha256: string,
	reading: DeclarationReading,
	now: Date
): Promise<void> {
	await tx.run(
		`INSERT INTO declaration_readings (sha256, reading, read_at) VALUES (?, ?, ?)
		 ON CONFLICT (sha256) DO UPDATE SET reading = excluded.reading, read_at = excluded.read_at`,
		[sha256, JSON.stringify(reading), now.toISOString()]
	);
}

/** The files with what was read in them; one that is not stored yet comes without. */
export async function withReadings(
	db: Reader,
	facts: readonly AttachmentFact[]
): Promise<(AttachmentFact & FileFact)[]> {
	const all: (AttachmentFact & FileFact)[] = [];
	for (const fact of facts) {
		const declared = fact.type === 'application/xml' ? await findReading(db, fact.sha256) : null;
		all.push(declared ? { ...fact, declared } : fact);
	}
	return all;
}

async function findReading(db: Reader, sha256: string): Promise<DeclarationReading | null> {
	const [row] = await db.read('SELECT reading FROM declaration_readings WHERE sha256 = ?', [sha256]);
	return row ? DeclarationReading.parse(JSON.parse(ReadingRow.parse(row).reading)) : null;
}

/**
 * The fault of a first declaration that this person has handed in before, for the same taxpayer, form and period,
 * and that was not turned down since. What others have handed in only the tax authority knows.
 */
export async function repeatFault(
	db: Reader,
	personId: PersonId,
	{ procedureCode, components }: DossierService,
	form: FormValues,
	files: readonly AttachmentFact[]
): Promise<FieldFault | null> {
	for (const { id, declares } of components) {
		if (!declares || form[declares.turn] !== 'first') continue;
		const same = [declares.taxCode, declares.form, declares.period, declares.turn];
		const rows = await db.read(
			`SELECT dossier_id FROM dossiers WHERE person_id = ? AND procedure_code = ?
			 ${same.map(() => 'AND form ->> ? = ?').join(' ')} ORDER BY submitted_at`,
			[personId, procedureCode, ...same.flatMap((field) => [field, String(form[field])])]
		);
		for (const { dossier_id } of rows.map((row) => DossierRow.parse(row))) {
			const stored = await loadDossierOf(db, personId, dossier_id);
			invariant(stored, 'her dossier was found a moment ago');
			if (stored.dossier.events.some(turnsDown)) continue;
			const file = files.find(({ component }) => component === id);
			const params = { why: 'twice', said: stored.dossier.code, ...(file && { file: file.attachmentId }) };
			return { field: id, rule: 'declaration', params };
		}
	}
	return null;
}

function turnsDown(event: DossierEvent): boolean {
	return (
		['refused', 'stopped', 'withdrawal_confirmed'].includes(event.kind) ||
		(event.kind === 'decided' && event.outcome === 'refused')
	);
}

const ReadingRow = z.object({ reading: z.string() });
const DossierRow = z.object({ dossier_id: z.string() });
