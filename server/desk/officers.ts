/**
 * Who works at which office, and in which duties (PORTAL.md §7.2). An officer belongs to a personal number, like a
 * role, so that she can be named before her first login; nobody is one unless an operator said so. She works for one
 * office and sees nothing of any other.
 */
import { z } from 'zod';
import { Duty } from '../../domain/dossier/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { audit } from '../store/audit.ts';
import type { Reader, Row, WriteTx } from '../store/database.ts';

export interface OfficerRecord {
	readonly officerId: string;
	/** Code of her office. */
	readonly agency: string;
	/** Code of the commune whose dossiers alone are hers; null where she works for the whole office. */
	readonly commune: string | null;
	readonly name: string;
	readonly title: string;
	readonly unit: string;
	/** Never empty. */
	readonly duties: readonly Duty[];
}

/** Code of an office, `000.00.11.G24`. */
export const AgencyCode = z.string().regex(/^[0-9A-Z]{2,3}(\.[0-9A-Z]{1,4}){1,4}$/);

/** Code of a commune, `03408`. */
export const CommuneCode = z.string().regex(/^\d{5}$/);

/** What of an office somebody may see: all, or what one commune decides. */
export type Scope = Pick<OfficerRecord, 'agency' | 'commune'>;

export interface OfficerGrant {
	/** Twelve digits. */
	readonly personalId: string;
	readonly agency: string;
	/** Absent: the whole office. */
	readonly commune?: string | undefined;
	readonly name: string;
	readonly title: string;
	readonly unit: string;
	readonly duties: readonly Duty[];
}

/** The officer with that personal number; null for everybody else, also for one whose duties were taken. */
export async function officerOf(db: Reader, personalId: string): Promise<OfficerRecord | null> {
	return (await officersWhere(db, 'officers.personal_id = ?', personalId))[0] ?? null;
}

/**
 * All who have a duty in the office and may see what its commune decides, by name.
 * @param commune `''` for what the province's own office decides
 */
export async function colleaguesOf(db: Reader, agency: string, commune: string): Promise<OfficerRecord[]> {
	return officersWhere(
		db,
		'officers.agency_code = ? AND (officers.commune IS NULL OR officers.commune = ?)',
		agency,
		commune
	);
}

/** Name of whoever had or has it, also after her duties ended. */
export async function officerName(db: Reader, officerId: string): Promise<string | null> {
	const [row] = await db.read('SELECT name FROM officers WHERE officer_id = ?', [officerId]);
	return row ? String(row['name']) : null;
}

export async function listOfficers(db: Reader): Promise<(OfficerRecord & { readonly personalId: string })[]> {
	return officersWhere(db, '1 = 1');
}

/**
 * Gives duties, besides those she has. Answers whether anything is new, or the office that she works for already: what
 * she sees becomes neither more nor less without a dismissal.
 */
export async function grantDuties(
	tx: WriteTx,
	grant: OfficerGrant,
	by: { readonly by: string; readonly at: Date; readonly newId: string }
): Promise<Result<boolean, { readonly worksAt: string }>> {
	const [known] = await tx.read('SELECT officer_id, agency_code FROM officers WHERE personal_id = ?', [
		grant.personalId
	]);
	const officerId = known ? String(known['officer_id']) : by.newId;
	const before = await officerOf(tx, grant.personalId);
	const commune = grant.commune ?? null;
	if (before && (before.agency !== grant.agency || before.commune !== commune))
		return err({ worksAt: officeText(before) });
	if (known)
		await tx.run(
			'UPDATE officers SET agency_code = ?, commune = ?, name = ?, title = ?, unit = ? WHERE officer_id = ?',
			[grant.agency, commune, grant.name, grant.title, grant.unit, officerId]
		);
	else
		await tx.run(
			`INSERT INTO officers (officer_id, personal_id, agency_code, commune, name, title, unit, granted_at,
			   granted_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			[
				officerId,
				grant.personalId,
				grant.agency,
				commune,
				grant.name,
				grant.title,
				grant.unit,
				by.at.toISOString(),
				by.by
			]
		);
	const added = grant.duties.filter((duty) => !before?.duties.includes(duty));
	for (const duty of added)
		await tx.run('INSERT INTO officer_duties (officer_id, duty) VALUES (?, ?)', [officerId, duty]);
	if (added.length > 0)
		await audit(tx, {
			at: by.at,
			actor: by.by,
			action: 'duty_granted',
			subject: officerId,
			detail: { duties: added, agency: grant.agency, ...(commune && { commune }) }
		});
	return ok(added.length > 0);
}

/** Takes a duty, or all; in force at once, in every session. False when there was nothing to take. */
export async function revokeDuties(
	tx: WriteTx,
	personalId: string,
	duties: readonly Duty[] | 'all',
	by: { readonly by: string; readonly at: Date }
): Promise<boolean> {
	const officer = await officerOf(tx, personalId);
	const taken = officer?.duties.filter((duty) => duties === 'all' || duties.includes(duty)) ?? [];
	if (!officer || taken.length === 0) return false;
	for (const duty of taken)
		await tx.run('DELETE FROM officer_duties WHERE officer_id = ? AND duty = ?', [officer.officerId, duty]);
	await audit(tx, {
		at: by.at,
		actor: by.by,
		action: 'duty_revoked',
		subject: officer.officerId,
		detail: { duties: taken }
	});
	return true;
}

/** Office as the operator writes it: `000.00.11.G15`, with a commune `000.00.11.G15/03127`. */
export function officeText({ agency, commune }: Scope): string {
	return commune === null ? agency : `${agency}/${commune}`;
}

const OfficerRow = z.object({
	officer_id: z.string(),
	personal_id: z.string(),
	agency_code: z.string(),
	commune: z.string().nullable(),
	name: z.string(),
	title: z.string(),
	unit: z.string(),
	duties: z.string()
});

async function officersWhere(
	db: Reader,
	where: string,
	...values: readonly string[]
): Promise<(OfficerRecord & { readonly personalId: string })[]> {
	const rows = await db.read(
		`SELECT officers.*, group_concat(duty, ',') AS duties FROM officers
		 JOIN officer_duties ON officer_duties.officer_id = officers.officer_id
		 WHERE ${where} GROUP BY officers.officer_id ORDER BY officers.name, officers.officer_id`,
		[...values]
	);
	return rows.map(rowToOfficer);
}

function rowToOfficer(found: Row): OfficerRecord & { readonly personalId: string } {
	const row = OfficerRow.parse(found);
	const duties = new Set(row.duties.split(','));
	return {
		officerId: row.officer_id,
		personalId: row.personal_id,
		agency: row.agency_code,
		commune: row.commune,
		name: row.name,
		title: row.title,
		unit: row.unit,
		// In the order of the list, whatever order they were given in.
		duties: Duty.options.filter((duty) => duties.has(duty))
	};
}
