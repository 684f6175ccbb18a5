/**
 * The one moment in which an import takes effect: compares staging with what is in force and writes new
 * announcements. Runs inside a transaction, by sets, because a database server ends long ones.
 */
import { PublishedRecord } from '../../../domain/catalogue/published.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { audit } from '../../store/audit.ts';
import type { Reader, WriteTx } from '../../store/database.ts';
import type { ImportFault } from './import.ts';
import { announcementHash } from './read-record.ts';

export interface Counts {
	readonly added: number;
	readonly changed: number;
	readonly unchanged: number;
	readonly withdrawn: number;
}

export interface Applying {
	readonly importId: string;
	/** Day of the state that is imported. */
	readonly asOf: string;
	/** What is in force and not in staging was withdrawn, per kind that the import has. */
	readonly withdrawMissing: boolean;
	/** Codes and ids that came and were not taken in: not missing. */
	readonly refusedKeys: ReadonlySet<string>;
	readonly withdrawnShareMax: number;
	readonly actor: string;
	readonly at: Date;
}

export async function apply(tx: WriteTx, applying: Applying): Promise<Result<Counts, ImportFault>> {
	const { importId, asOf } = applying;
	const [own] = await tx.read(`SELECT 1 AS found FROM imports WHERE import_id = ? AND state = 'staging'`, [
		importId
	]);
	if (!own) return err({ type: 'overtaken' });
	const [newest] = await tx.read(`SELECT max(as_of) AS known FROM imports WHERE state = 'applied'`);
	const known = newest?.['known'];
	if (typeof known === 'string' && known > asOf) return err({ type: 'older_than_known', asOf, known });

	const missing = applying.withdrawMissing ? await findMissing(tx, applying) : { rows: [], of: 0 };
	if (missing.rows.length > applying.withdrawnShareMax * missing.of)
		return err({ type: 'too_many_withdrawn', count: missing.rows.length, of: missing.of });

	const staged = await count(tx, 'SELECT count(*) AS n FROM import_staging WHERE import_id = ?', [importId]);
	const added = await count(
		tx,
		`SELECT count(*) AS n FROM import_staging AS s WHERE s.import_id = ?
		   AND NOT EXISTS (SELECT 1 FROM announcements AS a WHERE a.kind = s.kind AND a.key = s.key)`,
		[importId]
	);
	const changed = await tx.run(
		`UPDATE announcements SET valid_to = (
			SELECT max(s.valid_from, announcements.valid_from) FROM import_staging AS s
			WHERE s.import_id = ? AND s.kind = announcements.kind AND s.key = announcements.key
		 ) WHERE valid_to IS NULL AND EXISTS (
			SELECT 1 FROM import_staging AS s WHERE s.import_id = ? AND s.kind = announcements.kind
			  AND s.key = announcements.key AND s.hash <> announcements.hash
		 )`,
		[importId, importId]
	);
	await tx.run(
		`INSERT INTO announcements (kind, key, revision, hash, body, dirt, is_active, valid_from, import_id)
		 SELECT s.kind, s.key,
			1 + coalesce((SELECT max(a.revision) FROM announcements AS a WHERE a.kind = s.kind AND a.key = s.key), 0),
			s.hash, s.body, s.dirt, s.is_active,
			coalesce((SELECT max(a.valid_to) FROM announcements AS a WHERE a.kind = s.kind AND a.key = s.key), s.valid_from),
			s.import_id
		 FROM import_staging AS s WHERE s.import_id = ? AND NOT EXISTS (
			SELECT 1 FROM announcements AS a WHERE a.kind = s.kind AND a.key = s.key AND a.valid_to IS NULL
		 )`,
		[importId]
	);
	for (const row of missing.rows) await withdraw(tx, row, applying);

	const counts: Counts = {
		added,
		changed,
		unchanged: staged - added - changed,
		withdrawn: missing.rows.length
	};
	await tx.run('DELETE FROM import_staging WHERE import_id = ?', [importId]);
	await tx.run(`UPDATE imports SET state = 'applied', ended_at = ?, counts = ? WHERE import_id = ?`, [
		applying.at.toISOString(),
		JSON.stringify(counts),
		importId
	]);
	await audit(tx, {
		at: applying.at,
		actor: applying.actor,
		action: 'import_applied',
		subject: importId,
		detail: { ...counts }
	});
	return ok(counts);
}

interface InForce {
	readonly kind: string;
	readonly key: string;
	readonly revision: number;
}

async function findMissing(
	tx: Reader,
	{ importId, refusedKeys }: Applying
): Promise<{ readonly rows: readonly InForce[]; readonly of: number }> {
	const rows = await tx.read(
		`SELECT a.kind, a.key, a.revision, EXISTS (
			SELECT 1 FROM import_staging AS s WHERE s.import_id = ? AND s.kind = a.kind AND s.key = a.key
		 ) AS is_there
		 FROM announcements AS a WHERE a.valid_to IS NULL AND a.is_active = 1
		   AND a.kind IN (SELECT DISTINCT kind FROM import_staging WHERE import_id = ?)`,
		[importId, importId]
	);
	const missing = rows
		.filter((row) => row['is_there'] === 0 && !refusedKeys.has(String(row['key'])))
		.map((row) => ({
			kind: String(row['kind']),
			key: String(row['key']),
			revision: Number(row['revision'])
		}));
	return { rows: missing, of: rows.length };
}

/** Withdrawn is an announcement too: the same record, no longer in force. */
async function withdraw(
	tx: WriteTx,
	{ kind, key, revision }: InForce,
	{ importId, asOf }: Applying
): Promise<void> {
	const [row] = await tx.read(
		'SELECT body, hash FROM announcements WHERE kind = ? AND key = ? AND revision = ?',
		[kind, key, revision]
	);
	let body = String(row?.['body']);
	let hash = `withdrawn ${String(row?.['hash'])}`;
	if (kind === 'procedure') {
		const record: PublishedRecord = { ...PublishedRecord.parse(JSON.parse(body)), status: 'withdrawn' };
		body = JSON.stringify(record);
		hash = announcementHash(record);
	}
	await tx.run(
		'UPDATE announcements SET valid_to = max(?, valid_from) WHERE kind = ? AND key = ? AND revision = ?',
		[asOf, kind, key, revision]
	);
	await tx.run(
		`INSERT INTO announcements (kind, key, revision, hash, body, dirt, is_active, valid_from, import_id)
		 SELECT kind, key, revision + 1, ?, ?, '[]', 0, valid_to, ? FROM announcements
		 WHERE kind = ? AND key = ? AND revision = ?`,
		[hash, body, importId, kind, key, revision]
	);
}

async function count(db: Reader, sql: string, args: readonly string[]): Promise<number> {
	const [row] = await db.read(sql, args);
	return Number(row?.['n']);
}
