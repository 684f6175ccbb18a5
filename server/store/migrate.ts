/**
 * Brings a database up to this release. Promises: each migration happens once and whole, however often it is
 * started, killed or started at the same time by several processes; a database that a newer release has changed,
 * or whose history differs from ours, is left alone.
 */
import { createHash } from 'node:crypto';
import type { Database, WriteTx } from './database.ts';
import { type Migration, migrations as all } from './migrations/index.ts';
import { invariant } from '../../domain/result.ts';

/** The database and this release do not belong together. */
export class WrongSchema extends Error {
	override readonly name = 'WrongSchema';
}

/**
 * Applies what is missing, one transaction each. Answers the names of what it applied.
 * @throws WrongSchema when the database is newer than the code or was migrated by other statements
 */
export async function migrate(
	db: Database,
	now: () => Date,
	migrations: readonly Migration[] = all
): Promise<string[]> {
	migrations.forEach((migration, index) => invariant(migration.id === index + 1, 'ids are 1, 2, 3 …'));
	await db.write((tx) =>
		tx.run(
			'CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT'
		)
	);
	const applied: string[] = [];
	for (const migration of migrations)
		// The list is read inside the transaction that extends it: another process may have been faster.
		if (await db.write((tx) => applyOne(tx, migration, migrations, now()))) applied.push(migration.name);
	return applied;
}

async function applyOne(
	tx: WriteTx,
	migration: Migration,
	known: readonly Migration[],
	now: Date
): Promise<boolean> {
	const done = await tx.read('SELECT id, name, checksum FROM migrations ORDER BY id');
	for (const row of done) {
		const ours = known.find((one) => one.id === row['id']);
		if (!ours) throw new WrongSchema(`the database is newer: it has migration ${row['id']} ${row['name']}`);
		if (checksum(ours) !== row['checksum'])
			throw new WrongSchema(`migration ${ours.id} ${ours.name} differs from the one that was applied`);
	}
	if (done.some((row) => row['id'] === migration.id)) return false;
	for (const statement of statements(migration.sql)) await tx.run(statement);
	await tx.run('INSERT INTO migrations (id, name, checksum, applied_at) VALUES (?, ?, ?, ?)', [
		migration.id,
		migration.name,
		checksum(migration),
		now.toISOString()
	]);
	return true;
}

/** A statement ends with `;` at the end of a line; migrations keep to that. */
function statements(sql: string): string[] {
	return sql
		.split(/;[ \t]*$/m)
		.map((statement) => statement.trim())
		.filter((statement) => statement !== '');
}

function checksum({ sql }: Migration): string {
	return createHash('sha256').update(sql).digest('hex');
}
