/**
 * Which doors would open to somebody, so that pages can lead there. Opens none of them: each looks for itself. Asks
 * the same tables as the doors, so that what an operator takes away is not shown any more either.
 */
import type { Workplace } from '../../domain/workplace.ts';
import { officerOf } from '../desk/officers.ts';
import type { Reader } from '../store/database.ts';
import type { Person } from '../store/people.ts';
import { hasRole } from './roles.ts';

/** Nowhere for a guest and for almost everybody. */
export async function workplacesOf(db: Reader, person: Person | null): Promise<Workplace[]> {
	if (!person) return [];
	const [officer, isEditor, isOperator] = await Promise.all([
		officerOf(db, person.personalId),
		hasRole(db, person, 'editor'),
		hasRole(db, person, 'operator')
	]);
	return [
		...(officer ? (['desk'] as const) : []),
		...(isEditor ? (['publishing'] as const) : []),
		...(isOperator ? (['operations'] as const) : [])
	];
}
