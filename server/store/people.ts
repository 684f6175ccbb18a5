/** People as this portal knows them: one (issuer, subject) of the identity provider is one person, for ever. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { Reader, Row, WriteTx } from './database.ts';
import { kindOf } from './memory.ts';

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

/** People as they are remembered; nobody but this file writes them. */
export const people = kindOf<Person>('person', () => 300);

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
	// She came to a counter before her first login here: what was registered for her number is hers.
	await tx.run(
		`UPDATE people SET issuer = ?, subject = ? WHERE issuer = ? AND subject = ?
		 AND NOT EXISTS (SELECT 1 FROM people AS known WHERE known.issuer = ? AND known.subject = ?)`,
		[claims.issuer, claims.subject, counterIssuer, claims.personalId, claims.issuer, claims.subject]
	);
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
	const person = rowToPerson(row);
	tx.remember(people, person.personId, person);
	return person;
}

/** Who vouches for people who came to a counter: the officer, who has seen the card. */
const counterIssuer = 'counter';

/**
 * The person with that number, for an officer who has seen her card: whoever logged in with it last, else one who is
 * known from counters alone until her first login.
 */
export async function personByNumber(
	tx: WriteTx,
	card: Pick<Person, 'name' | 'personalId' | 'birth' | 'phone'>,
	now: Date
): Promise<PersonId> {
	const [row] = await tx.read(
		`SELECT person_id FROM people WHERE personal_id = ? AND issuer <> ? ORDER BY seen_at DESC LIMIT 1`,
		[card.personalId, counterIssuer]
	);
	if (row) return PersonId.parse(row['person_id']);
	const digit = Number(card.personalId[3]);
	const year = 1900 + Math.floor(digit / 2) * 100 + Number(card.personalId.slice(4, 6));
	const claims: Claims = {
		...card,
		issuer: counterIssuer,
		subject: card.personalId,
		// Both stand in the number (PORTAL.md §9.4), until the e-ID says better.
		birth: card.birth || String(year),
		sex: digit % 2 === 0 ? 'male' : 'female'
	};
	return (await findOrCreatePerson(tx, claims, now)).personId;
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
