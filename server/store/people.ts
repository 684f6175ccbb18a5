/** People as this portal knows them: one (issuer, subject) of the identity provider is one person, for ever. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { Reader, Row, WriteTx } from './database.ts';

export interface Person {
	readonly personId: PersonId;
	readonly name: string;
	/** Twelve digits. */
	readonly personalId: string;
	/** `YYYY-MM-DD`, or a year when no more is known. */
	readonly birth: string;
	readonly sex: 'male' | 'female';
	readonly phone: string;
}

/** What the identity provider vouches for, already checked. */
export interface Claims extends Omit<Person, 'personId'> {
	readonly issuer: string;
	readonly subject: string;
}

const PersonRow = z.object({
	person_id: PersonId,
	name: z.string(),
	personal_id: z.string(),
	birth: z.string(),
	sex: z.enum(['male', 'female']),
	phone: z.string()
});

/** The person of these claims, with what the provider says today. */
export async function findOrCreatePerson(
	tx: WriteTx,
	claims: Claims,
	now: Date,
	newId: () => string = randomUUID
): Promise<Person> {
	const at = now.toISOString();
	await tx.run(
		`INSERT INTO people (person_id, issuer, subject, name, personal_id, birth, sex, phone, created_at, seen_at)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name, personal_id = excluded.personal_id,
		   birth = excluded.birth, sex = excluded.sex, phone = excluded.phone, seen_at = excluded.seen_at`,
		[
			newId(),
			claims.issuer,
			claims.subject,
			claims.name,
			claims.personalId,
			claims.birth,
			claims.sex,
			claims.phone,
			at,
			at
		]
	);
	const [row] = await tx.read('SELECT * FROM people WHERE issuer = ? AND subject = ?', [
		claims.issuer,
		claims.subject
	]);
	invariant(row, 'a person was just written');
	return rowToPerson(row);
}

export async function findPerson(db: Reader, personId: PersonId): Promise<Person | null> {
	const [row] = await db.read('SELECT * FROM people WHERE person_id = ?', [personId]);
	return row ? rowToPerson(row) : null;
}

/** @param row of `people`, alone or joined with others */
export function rowToPerson(row: Row): Person {
	const person = PersonRow.parse(row);
	return {
		personId: person.person_id,
		name: person.name,
		personalId: person.personal_id,
		birth: person.birth,
		sex: person.sex,
		phone: person.phone
	};
}
