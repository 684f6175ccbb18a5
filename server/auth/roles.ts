/**
 * Who may do more than a citizen. A role belongs to a personal number, so that it can be given before the first
 * login; nobody has one unless an operator gave it. The audit names the grant, never the number.
 */
import { z } from 'zod';
import type { Fault } from '../../domain/faults.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { audit } from '../store/audit.ts';
import type { Reader, WriteTx } from '../store/database.ts';
import type { Person } from '../store/people.ts';

/** `editor`: edits and publishes the catalogue. `operator`: looks after messages that do not get through. */
export const Role = z.enum(['editor', 'operator']);
export type Role = z.infer<typeof Role>;

/** Số định danh cá nhân, as the e-ID vouches for it. */
export const PersonalId = z.string().regex(/^\d{12}$/);

export interface Grant {
	readonly grantId: string;
	readonly personalId: string;
	readonly role: Role;
	readonly grantedAt: string;
	readonly grantedBy: string;
}

export async function hasRole(db: Reader, person: Person, role: Role): Promise<boolean> {
	const rows = await db.read('SELECT 1 AS found FROM roles WHERE personal_id = ? AND role = ?', [
		person.personalId,
		role
	]);
	return rows.length > 0;
}

/** The person behind a session, for work that needs the role. Without it the place answers as if it were not there. */
export async function withRole(
	db: Reader,
	person: Person | null,
	role: Role
): Promise<Result<Person, Fault>> {
	if (!person) return err({ type: 'login_required' });
	return (await hasRole(db, person, role)) ? ok(person) : err({ type: 'not_found' });
}

export interface RoleChange {
	readonly personalId: string;
	readonly role: Role;
	/** `operator`, or whatever gave it. */
	readonly by: string;
	readonly at: Date;
}

/** False when it was given before. */
export async function grantRole(
	tx: WriteTx,
	change: RoleChange & { readonly grantId: string }
): Promise<boolean> {
	const given = await tx.run(
		`INSERT INTO roles (grant_id, personal_id, role, granted_at, granted_by) VALUES (?, ?, ?, ?, ?)
		 ON CONFLICT (personal_id, role) DO NOTHING`,
		[change.grantId, change.personalId, change.role, change.at.toISOString(), change.by]
	);
	if (given > 0)
		await audit(tx, {
			at: change.at,
			actor: change.by,
			action: 'role_granted',
			subject: change.grantId,
			detail: { role: change.role }
		});
	return given > 0;
}

/** Takes effect at once, in every session. False when there was nothing to take. */
export async function revokeRole(tx: WriteTx, change: RoleChange): Promise<boolean> {
	const [row] = await tx.read('SELECT grant_id FROM roles WHERE personal_id = ? AND role = ?', [
		change.personalId,
		change.role
	]);
	if (!row) return false;
	await tx.run('DELETE FROM roles WHERE personal_id = ? AND role = ?', [change.personalId, change.role]);
	await audit(tx, {
		at: change.at,
		actor: change.by,
		action: 'role_revoked',
		subject: String(row['grant_id']),
		detail: { role: change.role }
	});
	return true;
}

export async function listRoles(db: Reader): Promise<Grant[]> {
	const rows = await db.read('SELECT * FROM roles ORDER BY granted_at, grant_id');
	return rows.map((row) => ({
		grantId: String(row['grant_id']),
		personalId: String(row['personal_id']),
		role: Role.parse(row['role']),
		grantedAt: String(row['granted_at']),
		grantedBy: String(row['granted_by'])
	}));
}
