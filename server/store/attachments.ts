/** Which uploads of a person are stored whole, and whether the files that an operation names are among them. */
import { z } from 'zod';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import type { FieldFault, Fault } from '../../domain/faults.ts';
import type { AttachmentId, PersonId } from '../../domain/ids.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { Reader, WriteTx } from './database.ts';

export interface StoredAttachment {
	readonly attachmentId: string;
	readonly name: string;
	readonly type: string;
	readonly size: number;
	readonly sha256: string;
}

const AttachmentRow = z.object({
	attachment_id: z.string(),
	name: z.string(),
	type: z.string(),
	size: z.number(),
	sha256: z.string()
});

/** An upload of this person that is stored whole; null otherwise, also when the id is somebody else's. */
export async function findAttachment(
	db: Reader,
	personId: PersonId,
	attachmentId: string
): Promise<StoredAttachment | null> {
	const [found] = await db.read('SELECT * FROM attachments WHERE person_id = ? AND attachment_id = ?', [
		personId,
		attachmentId
	]);
	if (!found) return null;
	const { attachment_id, ...row } = AttachmentRow.parse(found);
	return { attachmentId: attachment_id, name: row.name, type: row.type, size: row.size, sha256: row.sha256 };
}

/** Whether this person has stored this content before, under whatever name; what others stored does not count. */
export async function hasContent(
	db: Reader,
	personId: PersonId,
	{ sha256, size, type }: Pick<StoredAttachment, 'sha256' | 'size' | 'type'>
): Promise<boolean> {
	const found = await db.read(
		'SELECT 1 FROM attachments WHERE person_id = ? AND sha256 = ? AND size = ? AND type = ? LIMIT 1',
		[personId, sha256, size, type]
	);
	return found.length > 0;
}

/** Says that the bytes are durable in the file store. The same id again changes nothing. */
export async function insertAttachment(
	tx: WriteTx,
	personId: PersonId,
	attachment: StoredAttachment,
	now: Date
): Promise<void> {
	await tx.run(
		`INSERT INTO attachments (person_id, attachment_id, name, type, size, sha256, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (person_id, attachment_id) DO NOTHING`,
		[
			personId,
			attachment.attachmentId,
			attachment.name,
			attachment.type,
			attachment.size,
			attachment.sha256,
			now.toISOString()
		]
	);
}

/** What is not stored yet, or the first file that is stored as something else than the operation says. */
export async function compareFiles(
	db: Reader,
	personId: PersonId,
	facts: readonly AttachmentFact[]
): Promise<{ missing: AttachmentId[]; fault: Fault | null }> {
	const missing: AttachmentId[] = [];
	let fault: Fault | null = null;
	for (const fact of facts) {
		const stored = await findAttachment(db, personId, fact.attachmentId);
		if (!stored) missing.push(fact.attachmentId);
		else if (stored.sha256 !== fact.sha256 || stored.size !== fact.size)
			fault ??= { type: 'file_hash', attachmentId: fact.attachmentId };
		else if (stored.type !== fact.type) fault ??= { type: 'file_kind', name: fact.name };
	}
	return { missing, fault };
}

/** A file of a kind that its paper does not accept, or for a paper that the service does not know, or one too many. */
export function componentFault(service: DossierService, facts: readonly AttachmentFact[]): Fault | null {
	const fields: FieldFault[] = [];
	for (const id of new Set(facts.map((fact) => fact.component))) {
		const component = service.components.find((one) => one.id === id);
		const files = facts.filter((fact) => fact.component === id);
		if (!component) fields.push({ field: id, rule: 'unknown_field' });
		else if (files.length > component.filesMax) fields.push({ field: id, rule: 'too_many_files' });
	}
	if (fields.length > 0) return { type: 'form_invalid', fields };
	const odd = facts.find(
		(fact) => !service.components.some((one) => one.id === fact.component && one.kinds.includes(fact.type))
	);
	return odd ? { type: 'file_kind', name: odd.name } : null;
}
