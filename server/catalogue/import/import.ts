/**
 * Takes a whole import into the database.
 *
 *   items ─► read ─► staging, 200 at a time ─► apply: one transaction ─► announcements
 *
 * Promises: an import that is killed, or that fails at any point, changes nothing; the same records again change
 * nothing; a changed record is a new announcement and the one before stays with its days. One import at a time: a
 * later one overtakes what another left in staging.
 */
import type { Database, WriteTx } from '../../store/database.ts';
import { audit } from '../../store/audit.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { apply, type Counts } from './apply.ts';
import type { Dirt } from './dirt.ts';
import { faqHash, isFaqShape, readFaq } from './read-faq.ts';
import type { Item } from './read-items.ts';
import { announcementHash, readRecord, type Seen } from './read-record.ts';

export type Kind = 'procedure' | 'faq';

export interface ImportOptions {
	/** The files are all there is: what is missing from them was withdrawn. */
	readonly isFull?: boolean;
	/** Any record that cannot be taken in stops the whole import. */
	readonly isStrict?: boolean;
	/** Allow a full import to withdraw more than `withdrawnShareMax` of what is in force. */
	readonly mayWithdrawMany?: boolean;
	/** Read and judge, change nothing. */
	readonly isDryRun?: boolean;
}

/** More than this share missing from a full import looks like a file that was cut. */
export const withdrawnShareMax = 0.2;

export interface ImportDeps {
	readonly db: Database;
	readonly now: () => Date;
	readonly newId: () => string;
	/** Who imports, for the audit: `operator` or a person's id. */
	readonly actor: string;
	/** Codes that stand in the catalogue without having been imported; questions may name them. */
	readonly shippedCodes?: ReadonlySet<string>;
	/** Called for everything that looks wrong, in the order of the files; unknown procedures of questions last. */
	readonly onDirt?: (found: Found) => void;
	readonly onProgress?: (progress: { readonly items: number; readonly bytesDone: number }) => void;
}

export interface Found {
	readonly file: string;
	readonly line: number;
	/** Code or id, where the line got that far. */
	readonly key: string | null;
	readonly dirt: Dirt;
}

export interface Summary extends Counts {
	readonly importId: string;
	readonly items: number;
	/** Lines that were not taken in. */
	readonly refused: number;
	/** How often each kind of dirt was found. */
	readonly dirt: Readonly<Partial<Record<Dirt['kind'], number>>>;
	/** False after a dry run. */
	readonly isApplied: boolean;
	/** A full import withdrew nothing, because lines were unreadable: they may have been what seemed missing. */
	readonly keptMissing: boolean;
}

export type ImportFault =
	| { readonly type: 'nothing_readable' }
	/** Strict, and this many lines were refused. */
	| { readonly type: 'refused'; readonly count: number }
	| { readonly type: 'too_many_withdrawn'; readonly count: number; readonly of: number }
	/** A newer state of the database was applied before. */
	| { readonly type: 'older_than_known'; readonly asOf: string; readonly known: string }
	/** Another import began meanwhile. */
	| { readonly type: 'overtaken' };

const rowsPerStatement = 200;

interface Row {
	readonly kind: Kind;
	readonly key: string;
	readonly hash: string;
	readonly body: string;
	readonly dirt: string;
	readonly isActive: boolean;
	readonly validFrom: string;
}

/**
 * @param items what was read, e.g. of `readItems`
 * @returns what changed; or why nothing did
 * @throws StorageOutage; then nothing changed, unless the answer to the last commit was lost: importing again tells
 */
export async function importRecords(
	deps: ImportDeps,
	items: AsyncIterable<Item>,
	seen: Seen,
	options: ImportOptions = {}
): Promise<Result<Summary, ImportFault>> {
	const { db } = deps;
	const importId = deps.newId();
	const reading = createReading(deps, seen);
	if (!options.isDryRun) await db.write((tx) => begin(tx, deps, importId, seen));
	let waiting: Row[] = [];
	const stage = async () => {
		const rows = waiting;
		waiting = [];
		if (rows.length > 0 && !options.isDryRun) await db.write((tx) => insertStaging(tx, importId, rows));
	};
	for await (const item of items) {
		const row = reading.take(item);
		if (row) waiting.push(row);
		if (waiting.length >= rowsPerStatement) await stage();
		deps.onProgress?.({ items: reading.items, bytesDone: item.bytesDone });
	}
	await stage();
	await reading.checkQuestions();

	const failure = reading.failure(options);
	const summary = {
		importId,
		items: reading.items,
		refused: reading.refused,
		dirt: reading.dirt,
		keptMissing: Boolean(options.isFull) && reading.hasUnreadable
	};
	if (options.isDryRun)
		return failure ? err(failure) : ok({ ...summary, ...(await reading.compare(options)), isApplied: false });
	const applied = failure
		? err(failure)
		: await db.write((tx) =>
				apply(tx, {
					importId,
					asOf: seen.asOf,
					withdrawMissing: Boolean(options.isFull) && !reading.hasUnreadable,
					refusedKeys: reading.refusedKeys,
					withdrawnShareMax: options.mayWithdrawMany ? 1 : withdrawnShareMax,
					actor: deps.actor,
					at: deps.now()
				})
			);
	if (!applied.ok) {
		await db.write((tx) => abandon(tx, importId, deps));
		return applied;
	}
	return ok({ ...summary, ...applied.value, isApplied: true });
}

/** Judges item after item and remembers what the end needs to know. */
function createReading({ db, shippedCodes, onDirt }: ImportDeps, seen: Seen) {
	const taken = new Map<string, { line: number; hash: string }>();
	const refusedKeys = new Set<string>();
	const asked: { file: string; line: number; key: string; codes: readonly string[] }[] = [];
	const dirtCounts: Partial<Record<Dirt['kind'], number>> = {};
	let items = 0;
	let refused = 0;
	let hasUnreadable = false;

	function tell(found: Found): void {
		dirtCounts[found.dirt.kind] = (dirtCounts[found.dirt.kind] ?? 0) + 1;
		onDirt?.(found);
	}

	function refuse(item: Item, key: string | null, dirt: readonly Dirt[]): null {
		refused++;
		if (key === null) hasUnreadable = true;
		else refusedKeys.add(key);
		for (const one of dirt) tell({ file: item.file, line: item.line, key, dirt: one });
		return null;
	}

	return {
		dirt: dirtCounts,
		refusedKeys,
		get items() {
			return items;
		},
		get refused() {
			return refused;
		},
		/** A line of which not even the code could be read. */
		get hasUnreadable() {
			return hasUnreadable;
		},

		take(item: Item): Row | null {
			items++;
			if (!item.read.ok) return refuse(item, null, [item.read.dirt]);
			const row = readRow(item.read.raw, seen);
			if (!row.ok) return refuse(item, keyIn(item.read.raw), row.error);
			const { kind, key, hash } = row.value;
			const before = taken.get(`${kind} ${key}`);
			if (before) {
				const firstLine = before.line;
				if (before.hash === hash) {
					tell({
						file: item.file,
						line: item.line,
						key,
						dirt: { kind: 'duplicate_same', code: key, firstLine }
					});
					return null;
				}
				return refuse(item, key, [{ kind: 'duplicate_differs', code: key, firstLine }]);
			}
			taken.set(`${kind} ${key}`, { line: item.line, hash });
			for (const dirt of row.value.dirtFound) tell({ file: item.file, line: item.line, key, dirt });
			if (row.value.codes.length > 0)
				asked.push({ file: item.file, line: item.line, key, codes: row.value.codes });
			return row.value;
		},

		/** Questions may stand before the procedures that they are about: looked up at the end. */
		async checkQuestions(): Promise<void> {
			const known = new Set(shippedCodes);
			for (const one of taken.keys())
				if (one.startsWith('procedure ')) known.add(one.slice('procedure '.length));
			const rows = await db.read(
				`SELECT key FROM announcements WHERE kind = 'procedure' AND valid_to IS NULL`
			);
			for (const { key } of rows) known.add(String(key));
			for (const { codes, ...place } of asked)
				for (const code of codes)
					if (!known.has(code)) tell({ ...place, dirt: { kind: 'unknown_procedure', code } });
		},

		failure({ isStrict }: ImportOptions): ImportFault | null {
			if (taken.size === 0) return { type: 'nothing_readable' };
			return isStrict && refused > 0 ? { type: 'refused', count: refused } : null;
		},

		/** What applying would change, for a dry run. */
		async compare({ isFull }: ImportOptions): Promise<Counts> {
			const rows = await db.read(
				'SELECT kind, key, hash, is_active FROM announcements WHERE valid_to IS NULL'
			);
			const inForce = new Map(rows.map((row) => [`${String(row['kind'])} ${String(row['key'])}`, row]));
			const counts = { added: 0, changed: 0, unchanged: 0, withdrawn: 0 };
			for (const [name, { hash }] of taken) {
				const before = inForce.get(name);
				counts[!before ? 'added' : before['hash'] === hash ? 'unchanged' : 'changed']++;
			}
			const kinds = new Set([...taken.keys()].map((name) => name.split(' ')[0]));
			if (isFull && !hasUnreadable)
				for (const [name, row] of inForce)
					if (
						row['is_active'] === 1 &&
						kinds.has(String(row['kind'])) &&
						!taken.has(name) &&
						!refusedKeys.has(String(row['key']))
					)
						counts.withdrawn++;
			return counts;
		}
	};
}

function readRow(
	raw: unknown,
	seen: Seen
): Result<Row & { dirtFound: readonly Dirt[]; codes: readonly string[] }, readonly Dirt[]> {
	if (isFaqShape(raw)) {
		const read = readFaq(raw, seen);
		if (!read.ok) return read;
		const { faq, dirt } = read.value;
		return ok({
			kind: 'faq',
			key: faq.id,
			hash: faqHash(faq),
			body: JSON.stringify(faq),
			dirt: JSON.stringify(dirt),
			isActive: true,
			validFrom: faq.answeredOn ?? seen.asOf,
			dirtFound: dirt,
			codes: faq.procedureCodes
		});
	}
	const read = readRecord(raw, seen);
	if (!read.ok) return read;
	const { record, dirt } = read.value;
	return ok({
		kind: 'procedure',
		key: record.code,
		hash: announcementHash(record),
		body: JSON.stringify(record),
		dirt: JSON.stringify(dirt),
		isActive: record.status === 'active',
		validFrom: record.validFrom,
		dirtFound: dirt,
		codes: []
	});
}

/** What a refused record calls itself, so that it is not taken for withdrawn. */
function keyIn(raw: unknown): string | null {
	if (typeof raw !== 'object' || raw === null) return null;
	for (const name of ['code', 'codeNotation', 'MATTHC', 'id'])
		if (name in raw) {
			const value: unknown = raw[name as keyof typeof raw];
			if (typeof value === 'string') return value.trim().slice(0, 60);
		}
	return 'data' in raw ? keyIn(raw.data) : null;
}

async function begin(tx: WriteTx, deps: ImportDeps, importId: string, seen: Seen): Promise<void> {
	await tx.run(`DELETE FROM import_staging`);
	await tx.run(`UPDATE imports SET state = 'abandoned', ended_at = ? WHERE state = 'staging'`, [
		deps.now().toISOString()
	]);
	await tx.run(
		`INSERT INTO imports (import_id, begun_at, state, as_of, source, actor) VALUES (?, ?, 'staging', ?, ?, ?)`,
		[importId, deps.now().toISOString(), seen.asOf, seen.source, deps.actor]
	);
}

async function insertStaging(tx: WriteTx, importId: string, rows: readonly Row[]): Promise<void> {
	const places = rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
	await tx.run(
		// A retry after a lost answer finds its rows there.
		`INSERT INTO import_staging (import_id, kind, key, hash, body, dirt, is_active, valid_from) VALUES ${places}
		 ON CONFLICT DO NOTHING`,
		rows.flatMap((row) => [
			importId,
			row.kind,
			row.key,
			row.hash,
			row.body,
			row.dirt,
			row.isActive ? 1 : 0,
			row.validFrom
		])
	);
}

async function abandon(tx: WriteTx, importId: string, { now, actor }: ImportDeps): Promise<void> {
	await tx.run('DELETE FROM import_staging WHERE import_id = ?', [importId]);
	const ended = await tx.run(
		`UPDATE imports SET state = 'abandoned', ended_at = ? WHERE import_id = ? AND state = 'staging'`,
		[now().toISOString(), importId]
	);
	if (ended > 0)
		await audit(tx, { at: now(), actor, action: 'import_abandoned', subject: importId, detail: {} });
}
