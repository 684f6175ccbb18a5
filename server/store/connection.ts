/**
 * One connection to libSQL, of either kind: a file through statements prepared once, which cost a fifth of the
 * client's; sqld over http through the client. Owns what an error of theirs means.
 * Leaves to database.ts: whose turn it is, trying again, what goes into one transaction.
 */
import { type Client, createClient, LibsqlError, type Transaction } from '@libsql/client';
import Libsql from 'libsql';

export type SqlValue = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;

/** Whatever answers questions: the database itself, or a transaction that sees its own writes. */
export interface Reader {
	/** Rows of one statement, as plain objects keyed by column. */
	read(sql: string, args?: readonly SqlValue[]): Promise<Row[]>;
}

export interface Writer extends Reader {
	/** Performs one statement. Answers how many rows it touched. */
	run(sql: string, args?: readonly SqlValue[]): Promise<number>;
}

/** A transaction that is under way, with the right to write. */
export interface OpenTx extends Writer {
	/** Answers when everything is durable. */
	commit(): Promise<void>;
	/** Undoes what was not committed; after `commit` there is nothing. */
	end(): void;
}

export interface Connection extends Reader {
	/**
	 * Whether anybody but this connection has written since it was asked last; true at first. Null where that cannot be
	 * known: then nothing that was read may be remembered.
	 */
	othersWrote(): boolean | null;
	/** @throws Busy when another process writes */
	begin(): Promise<OpenTx>;
	close(): void;
}

/** The database did not answer, or answered that it cannot. What was under way may or may not have happened. */
export class StorageOutage extends Error {
	override readonly name: string = 'StorageOutage';
}

/** Another process holds the lock: nothing of ours happened, so the whole may be tried again. */
export class Busy extends StorageOutage {}

/** Pages, mostly of 4 kB, that commits have put into the log before one of them moves all into the file. */
const checkpointPages = 8_000;

/** Statements kept prepared on one connection; ours are some hundred, all of them texts of the program. */
const preparedMax = 500;

/** @param busyTimeoutMs how long SQLite itself waits for a lock, blocking the process */
export function openFile(path: string, busyTimeoutMs: number): Connection {
	const database = new Libsql(path, { timeout: busyTimeoutMs });
	// Moving costs the commit that does it; seldom is cheaper, because most pages are written again before they move.
	database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
	const prepared = new Map<string, ReturnType<typeof database.prepare>>();

	function statement(sql: string) {
		const known = prepared.get(sql);
		if (known) return known;
		const made = database.prepare(sql);
		if (prepared.size >= preparedMax) prepared.clear();
		prepared.set(sql, made);
		return made;
	}

	function attempt<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw meaning(error);
		}
	}

	const read: Reader['read'] = async (sql, args = []) =>
		attempt(() => statement(sql).all(args as unknown[]) as Row[]);
	let version: unknown;

	return {
		read,
		othersWrote() {
			const row = attempt(() => statement('PRAGMA data_version').get([])) as Row;
			const before = version;
			version = row['data_version'];
			return version !== before;
		},
		async begin() {
			attempt(() => statement('BEGIN IMMEDIATE').run([]));
			return {
				read,
				run: async (sql, args = []) => attempt(() => statement(sql).run(args as unknown[]).changes),
				commit: async () => void attempt(() => statement('COMMIT').run([])),
				end() {
					if (database.open && database.inTransaction) database.exec('ROLLBACK');
				}
			};
		},
		close() {
			prepared.clear();
			if (database.open) database.close();
		}
	};
}

/** @param open makes a client; it is closed with the connection */
export function openRemote(open: () => Client): Connection {
	const client = open();
	return {
		read: (sql, args = []) => query(client, sql, args),
		othersWrote: () => null,
		async begin() {
			const transaction = await client.transaction('write').catch(fail);
			return {
				read: (sql, args = []) => query(transaction, sql, args),
				run: async (sql, args = []) =>
					(await transaction.execute({ sql, args: [...args] }).catch(fail)).rowsAffected,
				commit: () => transaction.commit().catch(fail),
				end: () => transaction.close()
			};
		},
		close() {
			if (!client.closed) client.close();
		}
	};
}

/** @param url `http://host:port` or `libsql://host` */
export function remoteClient(url: string, authToken: string | undefined, statementTimeoutMs: number): Client {
	return createClient({
		url,
		...(authToken ? { authToken } : {}),
		// A replica without its primary would otherwise hang for ever.
		fetch: (input: RequestInfo, init?: RequestInit) =>
			fetch(input, { ...init, signal: AbortSignal.timeout(statementTimeoutMs) })
	});
}

async function query(on: Client | Transaction, sql: string, args: readonly SqlValue[]): Promise<Row[]> {
	const { rows, columns } = await on.execute({ sql, args: [...args] }).catch(fail);
	return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

function fail(error: unknown): never {
	throw meaning(error);
}

/** Mistakes in our own statements stay what they are; all else the database says is an outage. */
function meaning(error: unknown): unknown {
	if (isBusy(error)) return new Busy('storage is busy', { cause: error });
	if (isTheirs(error) && /^(SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE|MISUSE)|SQL_|ARGS_)/.test(error.code))
		return error;
	return new StorageOutage('storage does not answer', { cause: error });
}

export function isBusy(error: unknown): boolean {
	return error instanceof Busy || (isTheirs(error) && /^SQLITE_(BUSY|LOCKED)/.test(error.code));
}

function isTheirs(error: unknown): error is Error & { readonly code: string } {
	return error instanceof LibsqlError || error instanceof Libsql.SqliteError;
}
