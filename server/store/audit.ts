/**
 * Who did what, written in the transaction that does it and chained by hash, so that a row that was changed or
 * taken out later shows. Holds ids and kinds only, never what a person wrote.
 */
import { z } from 'zod';
import { contentHash } from './canonical.ts';
import type { Reader, WriteTx } from './database.ts';

export interface AuditEntry {
	readonly at: Date;
	/** `citizen:<personId>`, `agency:<code>`, `gateway`, `portal`. */
	readonly actor: string;
	readonly action: string;
	/** Id of the thing. */
	readonly subject: string;
	readonly detail: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

const AuditRow = z.object({
	seq: z.number(),
	at: z.string(),
	actor: z.string(),
	action: z.string(),
	subject: z.string(),
	detail: z.string(),
	prev_hash: z.string(),
	hash: z.string()
});

/** Hash before the first row. */
const genesis = '0'.repeat(64);

export async function audit(tx: WriteTx, entry: AuditEntry): Promise<void> {
	const [last] = await tx.read('SELECT * FROM audit ORDER BY seq DESC LIMIT 1');
	const before = last ? AuditRow.parse(last) : null;
	const row = {
		seq: (before?.seq ?? 0) + 1,
		at: entry.at.toISOString(),
		actor: entry.actor,
		action: entry.action,
		subject: entry.subject,
		detail: JSON.stringify(entry.detail),
		prev_hash: before?.hash ?? genesis
	};
	await tx.run(
		'INSERT INTO audit (seq, at, actor, action, subject, detail, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
		[row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.prev_hash, contentHash(row)]
	);
}

/** Walks the chain. Answers the number of the first row that does not fit, or null when all do. */
export async function firstBrokenAudit(db: Reader): Promise<number | null> {
	let hash = genesis;
	let seq = 0;
	for (;;) {
		const rows = await db.read('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT 500', [seq]);
		if (rows.length === 0) return null;
		for (const found of rows) {
			const { hash: claimed, ...row } = AuditRow.parse(found);
			if (row.seq !== seq + 1 || row.prev_hash !== hash || contentHash(row) !== claimed) return seq + 1;
			({ seq } = row);
			hash = claimed;
		}
	}
}
