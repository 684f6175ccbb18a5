/**
 * What the desk keeps of a piece of content. For a procedure only what editors changed, field by field: all else goes
 * on following the release and the imported record. For a question the whole, or that it was taken back.
 */
import { z } from 'zod';
import { Faq } from '../../../domain/catalogue/faq.ts';
import { Procedure } from '../../../domain/catalogue/record.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { canonicalJson } from '../../../domain/canonical.ts';

/** `code` names the procedure; forms are published on their own (form-desk.ts). */
const isEdited = (field: string) => field !== 'code' && field !== 'forms' && field in Procedure.shape;

/** Top-level fields of a procedure with their new values. */
export const ProcedureEdit = z.record(z.string().refine(isEdited), z.unknown());
export type ProcedureEdit = z.infer<typeof ProcedureEdit>;

export const FaqEdit = z.discriminatedUnion('type', [
	z.object({ type: z.literal('answer'), faq: Faq }),
	/** No longer shown. */
	z.object({ type: z.literal('retired') })
]);
export type FaqEdit = z.infer<typeof FaqEdit>;

/** A field that is not right: `where` is a path such as `cases.0.components.1.copy`. */
export interface EditFault {
	readonly where: string;
	readonly problem:
		| 'empty'
		/** Of another type, beyond its limits, or not among the choices. */
		| 'not_right'
		| 'bad_json'
		| 'ends_before_it_begins'
		| 'id_twice'
		/** There is nothing of that code. */
		| 'unknown';
}

/** The procedure with the edit on it; or every field that is not right then. */
export function applyEdit(base: Procedure, edit: ProcedureEdit): Result<Procedure, readonly EditFault[]> {
	const edited = Procedure.safeParse({ ...base, ...edit });
	if (!edited.success)
		return err(edited.error.issues.map(({ path }) => ({ where: path.join('.'), problem: 'not_right' })));
	const faults: EditFault[] = [];
	const procedure = edited.data;
	if (procedure.name.vi.trim() === '') faults.push({ where: 'name.vi', problem: 'empty' });
	if (procedure.summary.vi.trim() === '') faults.push({ where: 'summary.vi', problem: 'empty' });
	if (procedure.validTo !== null && procedure.validTo < procedure.validFrom)
		faults.push({ where: 'validTo', problem: 'ends_before_it_begins' });
	for (const [i, { components }] of procedure.cases.entries())
		if (new Set(components.map(({ id }) => id)).size !== components.length)
			faults.push({ where: `cases.${i}.components`, problem: 'id_twice' });
	return faults.length > 0 ? err(faults) : ok(procedure);
}

/** The fields in which `edited` differs from `base`. */
export function editBetween(base: Procedure, edited: Procedure): ProcedureEdit {
	const fields = Object.keys(Procedure.shape).filter(isEdited) as (keyof Procedure)[];
	return Object.fromEntries(
		fields
			.filter((field) => canonicalJson(base[field] ?? null) !== canonicalJson(edited[field] ?? null))
			.map((field) => [field, edited[field]])
	);
}
